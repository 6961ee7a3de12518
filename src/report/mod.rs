//! Plain data to text and files. Computes nothing.

mod audit;
mod check;
mod compare;
mod csv;
mod designs;
mod export;
mod frontier;
mod html;
mod json;
mod number;
pub mod plot;
mod solve;
mod spark;
mod study_text;
mod survey_json;
mod survey_rows;
mod sweep;
mod table;
mod trace;

pub use audit::{audit_json, audit_text};
pub use check::{check_json, check_table};
pub use compare::{compare_table, default_metrics};
pub use csv::run_csv;
pub use designs::designs_table;
pub use export::{REWARDS, write_drn, write_lab, write_srew, write_sta, write_tra};
pub use frontier::{frontier_json, frontier_text};
pub use html::{HtmlReport, SourceNote, html_report};
pub use json::{run_json, trace_json};
pub use solve::{solve_csv, solve_json, solve_table};
pub use study_text::{dry_run_text, fields_json, fields_text, plan_json, plan_text};
pub use survey_json::survey_json;
pub use survey_rows::{SurveyTable, survey_csv};
pub use sweep::{policies_table, sweep_table};
pub use table::run_table;
pub use trace::trace_text;
