//! Questions, each a function from a scenario to plain data.

mod audit;
mod describe;
mod designs;
mod run;
mod solve;
mod trace;

pub use audit::{AuditError, AuditReport, PartyAudit, Prescription, WorstDeviation, audit};
pub use describe::{describe_decision, describe_state};
pub use designs::{DesignSummary, designs};
pub use run::{MetricSummary, RunReport, SeriesSummary, run};
pub use solve::{ExactMetric, ExactPoint, SolveReport, solve};
pub use trace::{Account, MeasureLine, TraceEvent, TraceReport, TraceRound, trace};
