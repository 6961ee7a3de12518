//! One page that opens anywhere, offline: question, scenario in words, tables, pictures, sources, data.

mod page;
mod words;
mod conduct;
mod table;
mod sweep;
mod data;

pub use page::{HtmlReport, html_report};
