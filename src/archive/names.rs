//! Names of what a results folder holds.

use crate::tables::{POLICIES, SurveyTable};

/// What the study is, and the sums of its files.
pub(super) const MANIFEST: &str = "manifest.json";

/// One row a run.
pub(super) const RUNS: &str = "runs.parquet";

/// One row a round.
pub(super) const SERIES: &str = "series.parquet";

/// Files that a study may have written.
pub(super) const FILES: [&str; 7] = [
    RUNS,
    SERIES,
    SurveyTable::Summary.file_name(),
    SurveyTable::Differences.file_name(),
    SurveyTable::Survival.file_name(),
    SurveyTable::Ranking.file_name(),
    POLICIES,
];

/// What is said of a table whose columns are not those of its study.
pub(super) const OTHER_COLUMNS: &str = "other columns than those of the study";

/// Folder of what is done of an unfinished study.
pub(super) const PARTS: &str = "parts";

/// The right to write.
pub(super) const LOCK: &str = "lock";

/// What Parquet files call the study that they belong to, and the command that wrote them.
pub(super) const MARK: &str = "snapback.study";
pub(super) const COMMAND: &str = "snapback.command";

/// Whether a file in the folder of pieces is a piece, its rows, or what is to become one of them: named by the numbers
/// of its point and replication.
pub(super) fn is_part(name: &str) -> bool {
    let name = name.strip_suffix(".part").unwrap_or(name);
    let stem = name.strip_suffix(".piece").or_else(|| name.strip_suffix(".parquet"));
    let is_number = |text: &str, width| text.len() >= width && text.bytes().all(|byte| byte.is_ascii_digit());
    stem.and_then(|stem| stem.split_once('-')).is_some_and(|(point, first)| is_number(point, 8) && is_number(first, 12))
}
