//! Questions, each a function from a scenario to plain data.

mod designs;
mod run;
mod solve;
mod trace;

pub use designs::{DesignSummary, designs};
pub use run::{MetricSummary, RunReport, SeriesSummary, run};
pub use solve::{ExactMetric, ExactPoint, SolveReport, solve};
pub use trace::{Account, MeasureLine, TraceEvent, TraceReport, TraceRound, trace};
