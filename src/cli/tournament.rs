//! The verb `tournament`.

use crate::cli::args::Format;
use crate::cli::output::{Failure, bad_input, print, print_table};
use crate::cli::study_args::TournamentArgs;
use crate::cli::verbs::in_pool;
use crate::report;
use crate::scenario::Request;
use crate::simulate::Sample;
use crate::study::{self, Tournament};

pub(super) fn tournament(args: &TournamentArgs) -> Result<(), Failure> {
    let plan = Sample { seed: args.seed, replications: args.reps };
    let scenario = args.scenario.clone();
    let request = Request { scenario, design: args.design.clone(), set: args.set.clone(), strategic: None };
    let asked = Tournament::of(request, args.rules.as_deref(), args.tremble, plan, args.sampled);
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
