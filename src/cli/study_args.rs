//! Arguments of the verbs that play many configs, and of those that read what they wrote.

use crate::archive::Shard;
use crate::cli::args::{ConductArgs, Format, ScenarioArgs, TraceFormat, confidence};
use crate::cli::count::count;
use crate::cli::picture::{PictureArgs, PlotArgs};
use crate::study::survey::{Axis, MOST_REPLICATIONS, Role, parse_axis};
use crate::study::{Requirement, Target, parse_requirement, parse_target};
use clap::{ArgGroup, Args, ValueEnum};
use std::path::PathBuf;

/// How a sample is drawn.
#[derive(Debug, Args)]
pub(super) struct SampleArgs {
    /// Play N replications of each config [default: 10000]; with --precision, use --max-reps
    #[arg(long, value_name = "N", value_parser = count::<u64, 1, MOST_REPLICATIONS>)]
    pub(super) reps: Option<u64>,
    /// Seed all draws with S [default: 1]
    #[arg(long, value_name = "S", value_parser = count::<u64, 0, { u64::MAX }>)]
    pub(super) seed: Option<u64>,
    /// Use N threads [default: one per core]; results do not depend on it
    #[arg(long, value_name = "N", value_parser = count::<u16, 1, 1024>)]
    pub(super) threads: Option<u16>,
    /// Set the confidence level of intervals, 0.5 to 0.999999 [default: 0.95]
    #[arg(long, value_name = "P", value_parser = confidence)]
    pub(super) confidence: Option<f64>,
    /// Play until the interval of METRIC has this half-width, such as welfare.joint=0.5% or survived=0.01; repeatable
    #[arg(long, value_name = "METRIC=WIDTH", value_parser = parse_target, conflicts_with = "reps")]
    pub(super) precision: Vec<Target>,
    /// Stop after N replications if --precision is not reached [default: 1000000]
    #[arg(long, value_name = "N", value_parser = count::<u64, 1, MOST_REPLICATIONS>)]
    pub(super) max_reps: Option<u64>,
    /// Tell where welfare comes from: its parts, of each party
    #[arg(long)]
    pub(super) accounts: bool,
    /// Print nothing but errors on standard error
    #[arg(long)]
    pub(super) quiet: bool,
    /// Hide the progress bar
    #[arg(long)]
    pub(super) no_progress: bool,
}

/// Where results go, and in what form.
#[derive(Debug, Args)]
pub(super) struct OutArgs {
    /// Choose the output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,
    /// Write a results folder: manifest, tables, one row per run
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Continue the study in the folder
    #[arg(long, requires = "out", conflicts_with = "force")]
    pub(super) resume: bool,
    /// Replace an existing study in the folder, and an existing picture
    #[arg(long, requires = "written")]
    pub(super) force: bool,
    /// Play shard i of N; `snapback merge` joins them
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
    /// Compare these designs: names or files, comma-separated, or `all` [default: all of the library; with several scenarios, each one's own]
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    pub(super) designs: Vec<String>,
    /// Compare with this design [default: the scenario's own]
    #[arg(long, value_name = "NAME")]
    pub(super) baseline: Option<String>,
    /// Set a field in every scenario; repeatable
    #[arg(long, value_name = "PATH=VALUE", value_parser = crate::cli::args::assignment)]
    pub(super) set: Vec<(String, String)>,
    #[command(flatten)]
    pub(super) conduct: ConductArgs,
    /// Show differences in this metric; repeatable [default: joint welfare, compliance, survived]
    #[arg(long, value_name = "METRIC")]
    pub(super) metric: Vec<String>,
    /// Use the exact engine; the game must be small enough
    #[arg(long)]
    pub(super) exact: bool,
    /// Stop beyond N states of the exact engine [default: 20000000, which may take 8 GB]
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
    /// Study file, scenario file, or name from the library [default: us_china_2019]; options override a study file
    pub(super) scenario: Option<String>,
    /// Vary a field: from..to:count, Years(1)..Years(4):4, or comma-separated values; repeatable
    #[arg(long, value_name = "PATH=VALUES", value_parser = parameter)]
    pub(super) vary: Vec<Axis>,
    /// Vary a field that the decision-maker controls, as a design is; repeatable
    #[arg(long, value_name = "PATH=VALUES", value_parser = lever)]
    pub(super) lever: Vec<Axis>,
    /// Vary a field that is uncertain; repeatable
    #[arg(long, value_name = "PATH=VALUES", value_parser = uncertainty)]
    pub(super) uncertainty: Vec<Axis>,
    /// Move parameters together: first values, second values, and so on
    #[arg(long, conflicts_with_all = ["latin_hypercube", "sobol", "table"])]
    pub(super) zip: bool,
    /// Draw N points of a Latin hypercube over the ranges
    #[arg(long, value_name = "N", conflicts_with_all = ["sobol", "table"], value_parser = count::<u32, 1, 10_000_000>)]
    pub(super) latin_hypercube: Option<u32>,
    /// Draw N points of a Sobol' sequence over the ranges
    #[arg(long, value_name = "N", conflicts_with = "table", value_parser = count::<u32, 1, 10_000_000>)]
    pub(super) sobol: Option<u32>,
    /// Read points from a CSV file whose header holds paths
    #[arg(long, value_name = "FILE")]
    pub(super) table: Option<PathBuf>,
    /// Cross every point with these designs: names or files, comma-separated, or `all`
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    pub(super) designs: Vec<String>,
    /// Compare with this design [default: the scenario's own if it is among them, else the first]
    #[arg(long, value_name = "NAME")]
    pub(super) baseline: Option<String>,
    /// Set a field; repeatable
    #[arg(long, value_name = "PATH=VALUE", value_parser = crate::cli::args::assignment)]
    pub(super) set: Vec<(String, String)>,
    #[command(flatten)]
    pub(super) conduct: ConductArgs,
    /// Require a condition of a satisfactory future, such as compliance.China>=0.9; repeatable
    #[arg(long, value_name = "CONDITION", value_parser = parse_requirement)]
    pub(super) require: Vec<Requirement>,
    /// Show this metric; repeatable [default: joint welfare, compliance, survived]
    #[arg(long, value_name = "METRIC")]
    pub(super) metric: Vec<String>,
    /// Choose what series.parquet keeps
    #[arg(long, value_enum, default_value_t = SeriesArg::Means)]
    pub(super) series: SeriesArg,
    /// Print configs, runs, expected time and size, without playing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Use the exact engine; the game must be small enough
    #[arg(long)]
    pub(super) exact: bool,
    /// Stop beyond N states of the exact engine [default: 20000000, which may take 8 GB]
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
    /// Plan for this metric
    #[arg(long, value_name = "METRIC", default_value = "welfare.joint")]
    pub(super) metric: String,
    /// Find differences of X or more, in the unit of the metric
    #[arg(long, value_name = "X", value_parser = positive)]
    pub(super) difference: f64,
    /// Compare these designs: names or files, comma-separated [default: all of the library]
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    pub(super) designs: Vec<String>,
    /// Compare with this design [default: the scenario's own]
    #[arg(long, value_name = "NAME")]
    pub(super) baseline: Option<String>,
    /// Set the power: the probability to find a difference of that size
    #[arg(long, value_name = "P", default_value_t = 0.8, value_parser = confidence)]
    pub(super) power: f64,
    /// Play N replications in the pilot
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = count::<u64, 10, 10_000_000>)]
    pub(super) pilot: u64,
    /// Seed the pilot with S
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = count::<u64, 0, { u64::MAX }>)]
    pub(super) seed: u64,
    /// Use N threads [default: one per core]; results do not depend on it
    #[arg(long, value_name = "N", value_parser = count::<u16, 1, 1024>)]
    pub(super) threads: Option<u16>,
    /// Set the confidence level at which a difference is found
    #[arg(long, value_name = "P", default_value_t = 0.95, value_parser = confidence)]
    pub(super) confidence: f64,
    /// Choose the output format
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
    /// Write the joined study to this folder
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Replace an existing study in the folder
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// Folder written with --out
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    /// Replay N random rows; solve N random configs again if the values are exact
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = count::<u64, 1, { u64::MAX }>)]
    pub(super) rows: u64,
    /// Seed the choice of rows with S
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = count::<u64, 0, { u64::MAX }>)]
    pub(super) seed: u64,
    /// Use N threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = count::<u16, 1, 1024>)]
    pub(super) threads: Option<u16>,
    /// Choose the output format
    #[arg(long, value_enum, default_value_t = TraceFormat::Text)]
    pub(super) format: TraceFormat,
}

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// Scenario, or folder written with --out
    pub(super) one: String,
    /// Another of the same kind
    pub(super) other: String,
    /// Choose the output format
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
    /// Write the report to FILE.html
    #[arg(long, value_name = "FILE.html", value_parser = page)]
    pub(super) out: PathBuf,
    /// Replace an existing file
    #[arg(long)]
    pub(super) force: bool,
    /// Compare these designs: names or files, comma-separated, or `all` [default: the scenario's own]
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    pub(super) designs: Vec<String>,
    /// Compare with this design [default: the scenario's own]
    #[arg(long, value_name = "NAME")]
    pub(super) baseline: Option<String>,
    /// Set a field; repeatable
    #[arg(long, value_name = "PATH=VALUE", value_parser = crate::cli::args::assignment)]
    pub(super) set: Vec<(String, String)>,
    #[command(flatten)]
    pub(super) conduct: ConductArgs,
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
    /// Play these rules, comma-separated, spelt as in a scenario [default: twelve well-known ones]
    #[arg(long, value_name = "RULE,RULE,…")]
    pub(super) rules: Option<String>,
    /// Flip an intended action with probability P, for both parties [default: the scenario's]
    #[arg(long, value_name = "P", value_parser = probability)]
    pub(super) tremble: Option<f64>,
    /// Replace the scenario's design, by name or file
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) design: Option<String>,
    /// Set a field; repeatable
    #[arg(long, value_name = "PATH=VALUE", value_parser = crate::cli::args::assignment)]
    pub(super) set: Vec<(String, String)>,
    /// Sample every match, even if it is small enough to solve
    #[arg(long)]
    pub(super) sampled: bool,
    /// Play N replications of a sampled match
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = count::<u64, 2, 1_000_000_000>)]
    pub(super) reps: u64,
    /// Seed all draws with S
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = count::<u64, 0, { u64::MAX }>)]
    pub(super) seed: u64,
    /// Use N threads [default: one per core]; results do not depend on it
    #[arg(long, value_name = "N", value_parser = count::<u16, 1, 1024>)]
    pub(super) threads: Option<u16>,
    /// Choose the output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) plot: PictureArgs,
}

fn probability(text: &str) -> Result<f64, String> {
    let p = text.parse::<f64>().ok().filter(|p| (0.0..=1.0).contains(p));
    p.ok_or_else(|| "expected a probability, such as 0.05".to_owned())
}
