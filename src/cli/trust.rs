//! The verbs `validate` and `tournament`.

use crate::cli::args::{Format, ValidateArgs};
use crate::cli::output::{Failure, bad_input, print, print_table};
use crate::cli::study_args::TournamentArgs;
use crate::cli::verbs::in_pool;
use crate::exact::Limit;
use crate::report;
use crate::scenario::Request;
use crate::simulate::Plan;
use crate::study::survey::split_values;
use crate::study::{self, Decided, KnownResult, Tournament};

pub(super) fn validate(args: &ValidateArgs) -> Result<(), Failure> {
    let plan = Plan { seed: args.seed, replications: args.reps };
    let picture = args.plot.picture()?;
    let results = in_pool(args.threads, || study::validate(plan))?;
    picture.draw(|| report::plot::validate_svg(&results))?;
    match args.format {
        Format::Table => print_table(&report::validate_table(&results))?,
        Format::Json => print(&report::validate_json(&results))?,
        Format::Csv => print(&report::validate_csv(&results))?,
    }
    if results.iter().all(KnownResult::holds) { Ok(()) } else { Err(Failure::DoesNotHold) }
}

/// Rules that are played where none are named.
const USUAL: [&str; 12] = [
    "Always",
    "Never",
    "TitForTat",
    "SuspiciousTitForTat",
    "GenerousTitForTat(generosity: 0.3333333333333333)",
    "TitForTwoTats",
    "ContriteTitForTat",
    "WinStayLoseShift",
    "Grim",
    "Retaliate(3)",
    "Trigger(3)",
    "Chance(0.5)",
];
/// States up to which a match is solved rather than sampled.
const MOST_STATES: u64 = 20_000;

pub(super) fn tournament(args: &TournamentArgs) -> Result<(), Failure> {
    let mut set = args.set.clone();
    let mut tremble = args.tremble;
    if args.scenario.is_none() {
        set.insert(0, ("horizon".to_owned(), "Rounds(200)".to_owned()));
        tremble = tremble.or(Some(0.0));
    }
    let scenario = args.scenario.clone().or_else(|| Some("theory/tft_vs_tft".to_owned()));
    let plan = Plan { seed: args.seed, replications: args.reps };
    let rules = args.rules.as_deref().map_or_else(|| USUAL.map(str::to_owned).to_vec(), split_values);
    let asked = Tournament {
        request: Request { scenario, design: args.design.clone(), set },
        rules,
        tremble,
        decided: match args.sampled {
            true => Decided::Sampled(plan),
            false => Decided::ExactlyIfPossible(Limit { states: MOST_STATES }, plan),
        },
    };
    let picture = args.plot.picture()?;
    let report =
        in_pool(args.threads, || study::tournament(&asked, &|_| {}))?.map_err(|mistakes| bad_input(&mistakes))?;
    picture.draw(|| report::plot::tournament_svg(&report))?;
    match args.format {
        Format::Table => print_table(&report::tournament_table(&report)),
        Format::Json => print(&report::tournament_json(&report)),
        Format::Csv => print(&report::tournament_csv(&report)),
    }
}
