//! Arguments, as close to what was typed as possible.

use crate::cli::count::count;
use crate::cli::picture::PictureArgs;
use crate::scenario::MadeStrategic;
use crate::study::{Variation, parse_variation};
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(super) struct ValidateArgs {
    /// Play N replications of each sample, at least 100
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = count::<u64, 100, 1_000_000_000>)]
    pub(super) reps: u64,
    /// Seed the samples with S
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

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The verb to describe [default: the whole command]
    pub(super) verb: Option<String>,
}

/// How parties choose, whatever the scenario says.
#[derive(Debug, Args)]
pub(super) struct ConductArgs {
    /// Make both parties Strategic in all that they do, with the noise of their Deliberate rules or with NOISE, in $bn a decision; --set comes after it
    #[arg(
        long,
        value_name = "NOISE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = OWN_NOISE,
        value_parser = made_strategic
    )]
    pub(super) strategic: Option<MadeStrategic>,
}

/// Stands for a noise that is not given.
const OWN_NOISE: &str = "own";

fn made_strategic(text: &str) -> Result<MadeStrategic, String> {
    match text.parse::<f64>() {
        Ok(noise) if noise > 0.0 && noise <= 1e9 => Ok(MadeStrategic::ByNoise(noise)),
        Err(_) if text == OWN_NOISE => Ok(MadeStrategic::ByOwnNoise),
        _ => Err("expected $bn a decision, a number above 0, at most 1e9, such as 0.3".to_owned()),
    }
}

/// Which scenario, changed in what.
#[derive(Debug, Args)]
pub(super) struct ScenarioArgs {
    /// Scenario file, or name from the library [default: us_china_2019]
    pub(super) scenario: Option<String>,
    /// Replace the scenario's design, by name or file
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) design: Option<String>,
    /// Set a field, such as parties.China.discount=0.9; repeatable
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    pub(super) set: Vec<(String, String)>,
    #[command(flatten)]
    pub(super) conduct: ConductArgs,
}

#[derive(Debug, Args)]
pub(super) struct SolveArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    #[command(flatten)]
    pub(super) engine: EngineArgs,
    /// Solve over the scenario's horizon, or an infinite one
    #[arg(long, value_enum, default_value_t = HorizonArg::Scenario)]
    pub(super) horizon: HorizonArg,
    /// Sample as well, and test every metric against the exact value; exit with status 1 if one differs
    #[arg(long)]
    pub(super) check: bool,
    /// Play N replications for --check
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = count::<u64, 2, 1_000_000_000_000>)]
    pub(super) reps: u64,
    /// Seed the sample of --check with S
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = count::<u64, 0, { u64::MAX }>)]
    pub(super) seed: u64,
    /// Tell where welfare comes from: its parts, of each party
    #[arg(long)]
    pub(super) accounts: bool,
    /// Choose the output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) plot: PictureArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum HorizonArg {
    /// The scenario's own horizon
    Scenario,
    /// An infinite horizon: discounted values and long-run averages
    Infinite,
}

#[derive(Debug, Args)]
pub(super) struct FrontierArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    #[command(flatten)]
    pub(super) engine: EngineArgs,
    /// Search this parameter between two bounds, such as mechanism.ruling.lasts=Months(1)..Months(12);
    /// comma-separated paths move together
    #[arg(long, value_name = "PATH=LO..HI", value_parser = parse_variation)]
    pub(super) vary: Variation,
    /// Test one party alone
    #[arg(long, value_name = "NAME")]
    pub(super) party: Option<String>,
    /// Choose the output format
    #[arg(long, value_enum, default_value_t = TraceFormat::Text)]
    pub(super) format: TraceFormat,
    #[command(flatten)]
    pub(super) plot: PictureArgs,
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    #[command(flatten)]
    pub(super) engine: EngineArgs,
    /// Write files to PATH, given without its extension
    #[arg(long, value_name = "PATH")]
    pub(super) out: std::path::PathBuf,
    /// Replace existing files
    #[arg(long)]
    pub(super) force: bool,
    /// Choose the file format
    #[arg(long, value_enum, default_value_t = ChainFormat::Drn)]
    pub(super) format: ChainFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ChainFormat {
    /// PATH.drn, for Storm
    Drn,
    /// PATH.tra, .sta, .lab and a .srew for each reward
    Prism,
}

#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    #[command(flatten)]
    pub(super) engine: EngineArgs,
    /// Choose the prescription to test
    #[arg(long, value_enum, default_value_t = Prescribe::Keep)]
    pub(super) prescribe: Prescribe,
    /// Exit with status 1 unless the prescription is self-enforcing for both parties
    #[arg(long)]
    pub(super) assert: bool,
    /// Choose the output format
    #[arg(long, value_enum, default_value_t = TraceFormat::Text)]
    pub(super) format: TraceFormat,
    #[command(flatten)]
    pub(super) plot: PictureArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Prescribe {
    /// Keep every commitment in every state
    Keep,
    /// Follow the party's own conduct
    Conduct,
}

#[derive(Debug, Args)]
pub(super) struct EquilibriumArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    #[command(flatten)]
    pub(super) engine: EngineArgs,
    /// Give the strategic parties this noise, in $bn a decision
    #[arg(long, value_name = "L")]
    pub(super) noise: Option<f64>,
    /// Look at one commitment at a time, at the whole game, or at both, comma-separated [default: as the scenario says]
    #[arg(long, value_name = "SCOPE", value_enum, value_delimiter = ',')]
    pub(super) scope: Vec<ScopeArg>,
    /// Look for other equilibria from N starts
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = count::<u32, 0, 1_000_000>)]
    pub(super) starts: u32,
    /// Exit with status 1 where --starts finds another equilibrium
    #[arg(long)]
    pub(super) assert: bool,
    /// Seed random starts, and the sample where the full game is too large, with S
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = count::<u64, 0, { u64::MAX }>)]
    pub(super) seed: u64,
    /// Choose the output format
    #[arg(long, value_enum, default_value_t = TraceFormat::Text)]
    pub(super) format: TraceFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ScopeArg {
    /// One commitment at a time
    Each,
    /// The whole game
    Whole,
}

impl ScopeArg {
    /// As a scenario has it.
    pub(super) fn written(self) -> &'static str {
        match self {
            Self::Each => "EachCommitment",
            Self::Whole => "WholeGame",
        }
    }
}

/// How the exact engine works.
#[derive(Debug, Args)]
pub(super) struct EngineArgs {
    /// Stop beyond N states [default: what fits into half of the free memory]
    #[arg(long, value_name = "N", value_parser = count::<u64, 1, { u64::MAX }>)]
    pub(super) max_states: Option<u64>,
    /// Use N threads [default: one per core]; results do not depend on it
    #[arg(long, value_name = "N", value_parser = count::<u16, 1, 1024>)]
    pub(super) threads: Option<u16>,
    /// Print nothing but errors on standard error
    #[arg(long)]
    pub(super) quiet: bool,
    /// Hide the progress bar
    #[arg(long)]
    pub(super) no_progress: bool,
}

#[derive(Debug, Args)]
pub(super) struct TraceArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    /// Tell replication K
    #[arg(long, value_name = "K", default_value_t = 0, value_parser = count::<u64, 0, { u64::MAX }>)]
    pub(super) rep: u64,
    /// Seed all draws with S
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = count::<u64, 0, { u64::MAX }>)]
    pub(super) seed: u64,
    /// Choose the output format
    #[arg(long, value_enum, default_value_t = TraceFormat::Text)]
    pub(super) format: TraceFormat,
    #[command(flatten)]
    pub(super) plot: PictureArgs,
    /// Print nothing but errors on standard error
    #[arg(long)]
    pub(super) quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Scenario or design files, or names from the library
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<String>,
    #[command(flatten)]
    pub(super) conduct: ConductArgs,
}

#[derive(Debug, Args)]
pub(super) struct DesignsArgs {
    /// Print this design
    pub(super) name: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    /// Choose the output format
    #[arg(long, value_enum, default_value_t = ShowFormat::Ron)]
    pub(super) format: ShowFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Aligned text, at most 100 columns wide
    Table,
    /// JSON, with the series by round
    Json,
    /// One row per metric; for `compare`, one row per difference
    Csv,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum TraceFormat {
    /// Text to read
    Text,
    /// JSON
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ShowFormat {
    /// RON, which snapback reads back
    Ron,
    /// JSON, for other programs
    Json,
}

pub(super) fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        // A name in the path may hold a `=` with blanks around it; only the scenario tells.
        Some((path, value)) if !path.trim().is_empty() => {
            Ok((path.trim_start().to_owned(), value.trim_end().to_owned()))
        }
        _ => Err("expected PATH=VALUE, such as mechanism.review_every=3".to_owned()),
    }
}

pub(super) fn confidence(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.5..=0.999_999).contains(&value) => Ok(value),
        _ => Err("expected a number from 0.5 to 0.999999, such as 0.95".to_owned()),
    }
}
