//! Questions, each a function from a scenario to plain data.

mod accounts;
mod audit;
mod best;
mod chances;
mod check;
mod cost;
mod describe;
mod diff;
mod designs;
mod effects;
mod equilibrium;
mod estimate;
mod exact_column;
mod frontier;
mod losses;
mod power;
mod precision;
mod progress;
mod ready;
mod amounts;
mod remarks;
mod shortfall;
mod signing;
mod stakes;
mod robust;
mod run;
mod series;
mod solve;
mod sums;
mod sources;
pub mod survey;
mod tournament;
mod trace;
mod turns;
mod validate;

pub use accounts::{PartyAccount, party_accounts};
pub use audit::{AuditError, AuditReport, Exploitability, PartyAudit, Prescription, WorstDeviation, audit};
pub use check::{CheckReport, Compared, check, check_with};
pub use describe::describe_states;
pub use designs::{DesignSummary, designs};
pub use diff::{FieldDifference, diff_scenarios};
pub use effects::{Bin, Effect, Positions, effects, numbers};
pub(crate) use effects::{config_means, strongest_first};
pub use equilibrium::{
    EquilibriumPlay, EquilibriumReport, GameEquilibrium, OtherEquilibrium, StrategicAct, StrategicDecision, equilibrium,
};
pub use estimate::{Confidence, Contrast, Estimate, MetricRow};
pub use exact_column::exact_column;
pub use frontier::{FrontierError, FrontierReport, Variation, frontier, parse_variation};
pub use power::{DesignNeed, PlanReport, plan_replications};
pub use precision::{HalfWidth, Precision, Target, parse_target};
pub use progress::{Done, Progress, unwatched};
pub use ready::ready;
pub use remarks::remarks;
pub(crate) use robust::Futures;
pub use robust::{Policy, Requirement, WithInterval, parse_requirement};
pub use run::{RunReport, SeriesSummary, run, run_with};
pub(crate) use run::{run_report, run_watched};
pub use series::SeriesPoint;
pub use shortfall::{Levy, levies, shortfalls, shortfalls_of};
pub use signing::{Refusal, refusals, surplus};
pub use solve::{
    ExactPoint, Horizon, Settling, SolveReport, chain, solve, solve_infinite, solve_infinite_with, solve_with,
};
pub use sources::{SourceNote, source_notes};
pub use sums::Sums;
pub use tournament::{Decided, Standing, Tournament, TournamentReport, USUAL_RULES, tournament};
pub use trace::{Account, EventKind, MeasureLine, TraceEvent, TraceReport, TraceRound, trace};
pub use validate::{BEYOND, Beyond, KnownResult, STRATEGIES, Sampled, validate};
