//! Arguments of the verbs that play many configs, and of those that read what they wrote.

use crate::archive::Shard;
use crate::cli::args::{Format, ScenarioArgs, TraceFormat, confidence};
use crate::cli::count::count;
use crate::cli::picture::{PictureArgs, PlotArgs};
use crate::study::survey::{Axis, Role, parse_axis};
use crate::study::{Requirement, Target, parse_requirement, parse_target};
use clap::{ArgGroup, Args, ValueEnum};
use std::path::PathBuf;

/// More replications than anybody has time for.
pub(super) const MOST_REPLICATIONS: u64 = 1_000_000_000_000;

/// How a sample is drawn.
#[derive(Debug, Args)]
pub(super) struct SampleArgs {
    /// Replications a config [default: 10000, or what the study file says]; under --precision see --max-reps
    #[arg(long, value_name = "N", value_parser = count::<u64, 1, MOST_REPLICATIONS>)]
    pub(super) reps: Option<u64>,
    /// Seed of all draws [default: 1, or what the study file says]
    #[arg(long, value_name = "S", value_parser = count::<u64, 0, { u64::MAX }>)]
    pub(super) seed: Option<u64>,
    /// Threads [default: one a core]; results do not depend on it
    #[arg(long, value_name = "N", value_parser = count::<u16, 1, 1024>)]
    pub(super) threads: Option<u16>,
    /// Confidence of the intervals, from 0.5 to 0.999999 [default: 0.95]
    #[arg(long, value_name = "P", value_parser = confidence)]
    pub(super) confidence: Option<f64>,
    /// Play until the interval of METRIC is this narrow, such as welfare.joint=0.5% or survived=0.01; repeatable
    #[arg(long, value_name = "METRIC=WIDTH", value_parser = parse_target, conflicts_with = "reps")]
    pub(super) precision: Vec<Target>,
    /// Replications at most, under --precision [default: 1000000]
    #[arg(long, value_name = "N", value_parser = count::<u64, 1, MOST_REPLICATIONS>)]
    pub(super) max_reps: Option<u64>,
    /// Say nothing on standard error unless something is wrong
    #[arg(long)]
    pub(super) quiet: bool,
    /// No progress bar
    #[arg(long)]
    pub(super) no_progress: bool,
}

/// Where results go, and in what form.
#[derive(Debug, Args)]
pub(super) struct OutArgs {
    /// Form of the results
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,
    /// Folder for manifest, tables and one row a run
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Go on with the study in the folder
    #[arg(long, requires = "out", conflicts_with = "force")]
    pub(super) resume: bool,
    /// Replace the study in the folder, and the picture
    #[arg(long, requires = "written")]
    pub(super) force: bool,
    /// Play the i-th of N shares; `snapback merge` puts them together
    #[arg(long, requires = "out", value_name = "i/N", value_parser = shard)]
    pub(super) shard: Option<Shard>,
}

#[derive(Debug, Args)]
#[command(group = written())]
pub(super) struct RunArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    #[command(flatten)]
    pub(super) sample: SampleArgs,
    #[command(flatten)]
    pub(super) out: OutArgs,
    #[command(flatten)]
    pub(super) plot: PlotArgs,
}

#[derive(Debug, Args)]
#[command(group = written())]
pub(super) struct CompareArgs {
    /// Scenario files, or names from the library [default: us_china_2019]
    pub(super) scenarios: Vec<String>,
    /// Designs by name or file, apart by commas, or `all` [default: all of the library; each scenario's own where there are several]
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    pub(super) designs: Vec<String>,
    /// Design that the others are compared with [default: the scenario's own]
    #[arg(long, value_name = "NAME")]
    pub(super) baseline: Option<String>,
    /// Override a field in every scenario; repeatable
    #[arg(long, value_name = "PATH=VALUE", value_parser = crate::cli::args::assignment)]
    pub(super) set: Vec<(String, String)>,
    /// Show the differences of this metric; repeatable [default: joint welfare, compliance, survived]
    #[arg(long, value_name = "METRIC")]
    pub(super) metric: Vec<String>,
    /// By the exact engine, where the game is small enough
    #[arg(long)]
    pub(super) exact: bool,
    /// Most states of the exact engine [default: 20000000, which may take 8 GB]
    #[arg(long, value_name = "N", requires = "exact", value_parser = count::<u64, 1, { u64::MAX }>)]
    pub(super) max_states: Option<u64>,
    #[command(flatten)]
    pub(super) sample: SampleArgs,
    #[command(flatten)]
    pub(super) out: OutArgs,
    #[command(flatten)]
    pub(super) plot: PlotArgs,
}

#[derive(Debug, Args)]
#[command(group = written())]
pub(super) struct SweepArgs {
    /// Study file, scenario file, or a name from the library [default: us_china_2019]
    pub(super) scenario: Option<String>,
    /// Vary a field: from..to:count, Years(1)..Years(4):4, or values apart by commas; repeatable
    #[arg(long, value_name = "PATH=VALUES", value_parser = parameter)]
    pub(super) vary: Vec<Axis>,
    /// The same for what can be chosen, as designs can
    #[arg(long, value_name = "PATH=VALUES", value_parser = lever)]
    pub(super) lever: Vec<Axis>,
    /// The same for what is not known
    #[arg(long, value_name = "PATH=VALUES", value_parser = uncertainty)]
    pub(super) uncertainty: Vec<Axis>,
    /// Parameters move together: first values, second values, and so on
    #[arg(long, conflicts_with_all = ["latin_hypercube", "sobol", "table"])]
    pub(super) zip: bool,
    /// N points of a Latin hypercube over the ranges
    #[arg(long, value_name = "N", conflicts_with_all = ["sobol", "table"], value_parser = count::<u32, 1, 10_000_000>)]
    pub(super) latin_hypercube: Option<u32>,
    /// N points of a Sobol' sequence over the ranges
    #[arg(long, value_name = "N", conflicts_with = "table", value_parser = count::<u32, 1, 10_000_000>)]
    pub(super) sobol: Option<u32>,
    /// Points from a CSV file whose header holds paths
    #[arg(long, value_name = "FILE")]
    pub(super) table: Option<PathBuf>,
    /// Designs by name or file, apart by commas, or `all`, crossed with every point
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    pub(super) designs: Vec<String>,
    /// Design that the others are compared with [default: the scenario's own where it is among them, else the first]
    #[arg(long, value_name = "NAME")]
    pub(super) baseline: Option<String>,
    /// Override a field; repeatable
    #[arg(long, value_name = "PATH=VALUE", value_parser = crate::cli::args::assignment)]
    pub(super) set: Vec<(String, String)>,
    /// A condition that designs are judged by, such as compliance.China>=0.9; repeatable
    #[arg(long, value_name = "CONDITION", value_parser = parse_requirement)]
    pub(super) require: Vec<Requirement>,
    /// Show this metric; repeatable [default: joint welfare, compliance, survived]
    #[arg(long, value_name = "METRIC")]
    pub(super) metric: Vec<String>,
    /// How much of the series is kept in series.parquet
    #[arg(long, value_enum, default_value_t = SeriesArg::Means)]
    pub(super) series: SeriesArg,
    /// Print configs, runs, expected time and size, and play nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// By the exact engine, where the game is small enough
    #[arg(long)]
    pub(super) exact: bool,
    /// Most states of the exact engine [default: 20000000, which may take 8 GB]
    #[arg(long, value_name = "N", requires = "exact", value_parser = count::<u64, 1, { u64::MAX }>)]
    pub(super) max_states: Option<u64>,
    #[command(flatten)]
    pub(super) sample: SampleArgs,
    #[command(flatten)]
    pub(super) out: OutArgs,
    #[command(flatten)]
    pub(super) plot: PlotArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SeriesArg {
    /// Nothing
    None,
    /// Means over replications
    Means,
    /// Means and quantiles
    Quantiles,
}

#[derive(Debug, Args)]
pub(super) struct PlanArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    /// Metric that the question is about
    #[arg(long, value_name = "METRIC", default_value = "welfare.joint")]
    pub(super) metric: String,
    /// Smallest difference that matters, in the unit of the metric
    #[arg(long, value_name = "X", value_parser = positive)]
    pub(super) difference: f64,
    /// Designs by name or file, apart by commas [default: all of the library]
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    pub(super) designs: Vec<String>,
    /// Design that the others are compared with [default: the scenario's own]
    #[arg(long, value_name = "NAME")]
    pub(super) baseline: Option<String>,
    /// Chance to find a difference of that size
    #[arg(long, value_name = "P", default_value_t = 0.8, value_parser = confidence)]
    pub(super) power: f64,
    /// Replications of the pilot
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = count::<u64, 10, 10_000_000>)]
    pub(super) pilot: u64,
    /// Seed of the pilot
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = count::<u64, 0, { u64::MAX }>)]
    pub(super) seed: u64,
    /// Threads [default: one a core]; results do not depend on it
    #[arg(long, value_name = "N", value_parser = count::<u16, 1, 1024>)]
    pub(super) threads: Option<u16>,
    /// Confidence at which a difference counts as found
    #[arg(long, value_name = "P", default_value_t = 0.95, value_parser = confidence)]
    pub(super) confidence: f64,
    /// Form of the results
    #[arg(long, value_enum, default_value_t = TraceFormat::Text)]
    pub(super) format: TraceFormat,
    #[command(flatten)]
    pub(super) plot: PictureArgs,
}

#[derive(Debug, Args)]
pub(super) struct MergeArgs {
    /// Folders written with --shard
    #[arg(required = true, value_name = "DIR")]
    pub(super) shares: Vec<PathBuf>,
    /// Folder for the whole
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Replace the study in the folder
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// Folder written with --out
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    /// Rows to play again, picked at random; configs to solve again, where the values are exact
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = count::<u64, 1, { u64::MAX }>)]
    pub(super) rows: u64,
    /// Seed of the pick
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = count::<u64, 0, { u64::MAX }>)]
    pub(super) seed: u64,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = count::<u16, 1, 1024>)]
    pub(super) threads: Option<u16>,
    /// Form of the results
    #[arg(long, value_enum, default_value_t = TraceFormat::Text)]
    pub(super) format: TraceFormat,
}

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// Scenario, or folder written with --out
    pub(super) one: String,
    /// Another of the same kind
    pub(super) other: String,
    /// Form of the results
    #[arg(long, value_enum, default_value_t = TraceFormat::Text)]
    pub(super) format: TraceFormat,
}

/// What `--force` may replace.
fn written() -> ArgGroup {
    ArgGroup::new("written").args(["out", "plot"]).multiple(true)
}

fn parameter(text: &str) -> Result<Axis, String> {
    parse_axis(text, Role::Parameter)
}

fn lever(text: &str) -> Result<Axis, String> {
    parse_axis(text, Role::Lever)
}

fn uncertainty(text: &str) -> Result<Axis, String> {
    parse_axis(text, Role::Uncertainty)
}

fn positive(text: &str) -> Result<f64, String> {
    let x = text.parse::<f64>().ok().filter(|x| x.is_finite() && *x > 0.0);
    x.ok_or_else(|| "expected a number above 0".to_owned())
}

fn shard(text: &str) -> Result<Shard, String> {
    let wrong = || "expected i/N with i from 1 to N, such as 2/8".to_owned();
    let (number, of) = text.split_once('/').ok_or_else(wrong)?;
    let (number, of) = (number.parse().map_err(|_| wrong())?, of.parse().map_err(|_| wrong())?);
    if (1..=of).contains(&number) { Ok(Shard { number, of }) } else { Err(wrong()) }
}

#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    /// Scenario, or results folder written with --out [default: us_china_2019]
    pub(super) source: Option<String>,
    /// File to write
    #[arg(long, value_name = "FILE.html", value_parser = page)]
    pub(super) out: PathBuf,
    /// Replace the file that is there
    #[arg(long)]
    pub(super) force: bool,
    /// Designs by name or file, apart by commas, or `all` [default: the scenario's own]
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    pub(super) designs: Vec<String>,
    /// Design that the others are compared with [default: the scenario's own]
    #[arg(long, value_name = "NAME")]
    pub(super) baseline: Option<String>,
    /// Override a field; repeatable
    #[arg(long, value_name = "PATH=VALUE", value_parser = crate::cli::args::assignment)]
    pub(super) set: Vec<(String, String)>,
    #[command(flatten)]
    pub(super) sample: SampleArgs,
}

fn page(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("html" | "htm") => Ok(path),
        _ => Err("expected a file that ends in .html".to_owned()),
    }
}

#[derive(Debug, Args)]
pub(super) struct TournamentArgs {
    /// Scenario [default: a prisoner's dilemma of 200 rounds without noise]
    pub(super) scenario: Option<String>,
    /// Rules as a scenario spells them, apart by commas [default: the usual ones]
    #[arg(long, value_name = "RULE,RULE,…")]
    pub(super) rules: Option<String>,
    /// Chance that an intended action is flipped, for both [default: the scenario's]
    #[arg(long, value_name = "P", value_parser = probability)]
    pub(super) tremble: Option<f64>,
    /// Design by name or file, instead of the scenario's own
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) design: Option<String>,
    /// Override a field; repeatable
    #[arg(long, value_name = "PATH=VALUE", value_parser = crate::cli::args::assignment)]
    pub(super) set: Vec<(String, String)>,
    /// Sample every match, also those that are small enough to be solved
    #[arg(long)]
    pub(super) sampled: bool,
    /// Replications of a match that is sampled
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = count::<u64, 2, 1_000_000_000>)]
    pub(super) reps: u64,
    /// Seed of all draws
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = count::<u64, 0, { u64::MAX }>)]
    pub(super) seed: u64,
    /// Threads [default: one a core]; results do not depend on it
    #[arg(long, value_name = "N", value_parser = count::<u16, 1, 1024>)]
    pub(super) threads: Option<u16>,
    /// Form of the results
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) plot: PictureArgs,
}

fn probability(text: &str) -> Result<f64, String> {
    let p = text.parse::<f64>().ok().filter(|p| (0.0..=1.0).contains(p));
    p.ok_or_else(|| "expected a probability, such as 0.05".to_owned())
}
