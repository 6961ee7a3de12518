//! Plain data to text. Computes nothing.

mod audit;
mod csv;
mod designs;
mod json;
mod number;
mod solve;
mod table;
mod trace;

pub use audit::{audit_json, audit_text};
pub use csv::run_csv;
pub use designs::designs_table;
pub use json::{run_json, trace_json};
pub use solve::{solve_csv, solve_json, solve_table};
pub use table::run_table;
pub use trace::trace_text;
