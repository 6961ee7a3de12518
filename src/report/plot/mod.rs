//! Pictures: plain data to SVG, fit to print. No colour carries what a dash, a mark or a word does not carry too.

mod svg;
mod scale;
mod panel;
mod accounts;
mod forest;
mod scatter;
mod heat;
mod run;
mod trace;
mod audit;
mod compare;
mod varied;
mod panels;
mod sweep;
mod tournament;
mod frontier;
mod plan;
mod procedure;
mod validate;

pub use audit::audit_svg;
pub use compare::compare_svg;
pub use frontier::frontier_svg;
pub(in crate::report) use panels::has_panels;
pub use plan::plan_svg;
pub(in crate::report) use procedure::procedure_svg;
pub use run::{run_svg, solve_svg};
pub(in crate::report) use svg::escape;
pub use sweep::sweep_svg;
pub use tournament::tournament_svg;
pub use trace::trace_svg;
pub use validate::validate_svg;
