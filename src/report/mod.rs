//! Plain data to text and files. Computes nothing.

mod accounts;
mod audit;
mod check;
mod compare;
mod designs;
mod equilibrium;
mod export;
#[cfg(feature = "archive")]
mod folders;
mod frontier;
mod html;
mod time;
mod json;
mod levies;
mod lines;
mod metric;
mod number;
mod parameters;
mod policies;
pub mod plot;
mod run;
mod solve;
mod spark;
mod study_text;
mod survey_json;
mod sweep;
mod sweep_columns;
mod tournament;
mod trace;
mod validate;

pub use audit::{audit_json, audit_text};
pub use check::{check_json, check_table};
pub use compare::{compare_table, default_metrics};
pub use designs::designs_table;
pub use equilibrium::{equilibrium_json, equilibrium_text};
pub use export::{REWARDS, write_drn, write_lab, write_srew, write_sta, write_tra};
#[cfg(feature = "archive")]
pub use folders::{verified_json, verified_text, write_diff_json, write_diff_text};
pub use frontier::{frontier_json, frontier_text};
pub use html::{HtmlReport, html_report};
pub use levies::levies_text;
pub use lines::note_text;
pub use policies::policies_table;
pub use run::{run_csv, run_json, run_table};
pub use solve::{solve_csv, solve_json, solve_table};
pub use study_text::{change_text, dry_run_text, fields_json, fields_text, plan_json, plan_text};
pub use survey_json::write_survey_json;
pub use sweep::sweep_table;
pub use tournament::{tournament_csv, tournament_json, tournament_table};
pub use trace::{trace_json, trace_text};
pub use validate::{validate_csv, validate_json, validate_markdown, validate_table};
