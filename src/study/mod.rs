//! Questions, each a function from a scenario to plain data.

mod audit;
mod best;
mod check;
mod describe;
mod diff;
mod designs;
mod estimate;
mod frontier;
mod power;
mod precision;
mod remarks;
mod robust;
mod run;
mod series;
mod solve;
pub mod survey;
mod tournament;
mod trace;
mod validate;

pub use audit::{AuditError, AuditReport, PartyAudit, Prescription, WorstDeviation, audit};
pub use check::{CheckReport, Compared, check};
pub use describe::{describe_decision, describe_states};
pub use designs::{DesignSummary, designs};
pub use diff::{FieldDifference, diff_scenarios};
pub use estimate::{Confidence, Contrast, Estimate, Label};
pub use frontier::{FrontierError, FrontierReport, Variation, frontier, parse_variation};
pub use power::{DesignNeed, PlanReport, plan_replications};
pub use precision::{HalfWidth, Precision, Target, parse_target};
pub use remarks::remarks;
pub use robust::{Futures, Policy, Requirement, WithInterval, parse_requirement};
pub use run::{MetricSummary, RunReport, SeriesSummary, run, run_report};
pub use series::SeriesPoint;
pub use solve::{ExactMetric, ExactPoint, Horizon, Settling, SolveReport, chain, solve, solve_infinite};
pub use tournament::{Decided, Standing, Tournament, TournamentReport, tournament};
pub use trace::{Account, MeasureLine, TraceEvent, TraceReport, TraceRound, trace};
pub use validate::{BEYOND, Beyond, KnownResult, STRATEGIES, Sampled, validate};
