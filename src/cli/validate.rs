//! The verb `validate`.

use crate::cli::args::{Format, ValidateArgs};
use crate::cli::output::{Failure, print, print_table};
use crate::cli::verbs::in_pool;
use crate::report;
use crate::simulate::Plan;
use crate::study::{self, KnownResult};

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
