//! The tables of results: what their columns are, how a row is written, and how it is read again.
//!
//! Each column is said once, and both ways use it. No file is opened here: a table is rows of cells.

mod text;
mod cell;
mod records;
mod metrics;
mod survey_table;
mod entry;
mod policies;

pub use cell::WrongCell;
pub use entry::Entry;
pub use metrics::metrics_csv;
pub use policies::{POLICIES, policies_csv, policies_header, read_policy};
pub use records::Ranking;
pub use survey_table::{Row, SurveyTable, survey_csv, write_survey_csv};
pub use text::{cell_text, csv_text, text_of_cell};
