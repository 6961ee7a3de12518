//! Questions, each a function from a scenario to plain data.

mod audit;
mod check;
mod describe;
mod designs;
mod frontier;
mod run;
mod solve;
mod trace;

pub use audit::{AuditError, AuditReport, PartyAudit, Prescription, WorstDeviation, audit};
pub use check::{CheckReport, Compared, check};
pub use describe::{describe_decision, describe_state};
pub use designs::{DesignSummary, designs};
pub use frontier::{FrontierError, FrontierReport, Variation, frontier};
pub use run::{MetricSummary, RunReport, SeriesSummary, run};
pub use solve::{ExactMetric, ExactPoint, Horizon, Settling, SolveReport, chain, solve, solve_infinite};
pub use trace::{Account, MeasureLine, TraceEvent, TraceReport, TraceRound, trace};
