//! The verb that tells what strategic governments do.

use crate::cli::args::{EquilibriumArgs, ScopeArg, TraceFormat};
use crate::cli::exact::{BYTES, limit, waiting};
use crate::cli::output::{Failure, bad_input, print};
use crate::cli::verbs::{in_pool, scenario};
use crate::error::Error;
use crate::report;
use crate::scenario::Scenario;
use crate::simulate::Sample;
use crate::study::{self, EquilibriumReport};

/// Replications where the full game is too large for exact values.
const REPLICATIONS: u64 = 2000;

pub(super) fn equilibrium(args: &EquilibriumArgs) -> Result<(), Failure> {
    let base = scenario(&args.scenario)?;
    let scopes: Vec<Option<ScopeArg>> = match args.scope.as_slice() {
        [] => vec![None],
        some => some.iter().map(|scope| Some(*scope)).collect(),
    };
    let scenarios: Vec<Scenario> =
        scopes.iter().map(|scope| asked_of(&base, args.noise, *scope)).collect::<Result<_, _>>()?;
    let (limit, sample) = (limit(&args.engine, BYTES), Sample { seed: args.seed, replications: REPLICATIONS });
    let waiting = waiting(&args.engine);
    let found: Result<Vec<EquilibriumReport>, Error> = in_pool(args.engine.threads, || {
        scenarios.iter().map(|scenario| study::equilibrium(scenario, args.starts, limit, sample)).collect()
    })?;
    drop(waiting);
    let reports = found?;
    print(&match args.format {
        TraceFormat::Text => report::equilibrium_text(&reports),
        TraceFormat::Json => report::equilibrium_json(&reports),
    })?;
    let is_alone = reports.iter().all(EquilibriumReport::is_alone);
    if args.assert && !is_alone { Err(Failure::DoesNotHold) } else { Ok(()) }
}

/// The scenario with its strategic parties as asked for.
fn asked_of(base: &Scenario, noise: Option<f64>, scope: Option<ScopeArg>) -> Result<Scenario, Failure> {
    let mut set = Vec::new();
    for (p, party) in base.agreement().parties.iter().enumerate() {
        if party.conduct.comply.strategic().is_some() {
            let field = |name: &str| format!("parties.{p}.conduct.comply.{name}");
            set.extend(noise.map(|noise| (field("noise"), format!("{noise:?}"))));
            set.extend(scope.map(|scope| (field("scope"), scope.written().to_owned())));
        }
    }
    base.with(&set).map_err(|mistakes| bad_input(&mistakes))
}
