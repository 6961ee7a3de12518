//! Whether `runs.parquet` has a row for each run of its study, and in their order.

use crate::archive::ArchiveError;
use crate::archive::read::each_run;
use crate::study::survey::Survey;
use std::path::Path;

/// The runs of a folder, counted.
#[derive(Default)]
pub(super) struct Order {
    /// By config, how many replications; 0 where it could not be played.
    pub(super) replications: Vec<u64>,
    /// The first row that is not where it belongs.
    pub(super) wrong: Option<String>,
}

/// Goes through the rows of a folder, config by config and replication by replication.
pub(super) fn order(folder: &Path, survey: &Survey) -> Result<Order, ArchiveError> {
    let mut order = Order::default();
    let (mut row, mut open, mut has_failed) = (0_u64, 0_u64, false);
    let is_complete = |n: u64, has_failed: bool| match &survey.precision {
        _ if has_failed => n == 0,
        Some(_) => (1..=survey.replications).contains(&n),
        None => n == survey.replications,
    };
    each_run(folder, &mut |config, replication| {
        let Order { replications, wrong } = &mut order;
        let current = replications.len() as u64;
        if config == (current + 1) as f64 && is_complete(open, has_failed) {
            replications.push(open);
            (open, has_failed) = (0, false);
        }
        let current = replications.len() as u64;
        let is_right = config == current as f64
            && !has_failed
            && match replication {
                Some(replication) => replication == open,
                None => open == 0,
            };
        if !is_right && wrong.is_none() {
            let found = replication.map_or_else(|| "no replication".to_owned(), |k| format!("replication {k}"));
            *wrong = Some(format!(
                "row {row} is of config {config}, {found}, where config {current}, replication {open} belongs"
            ));
        }
        match replication {
            Some(_) => open += 1,
            None => has_failed = true,
        }
        row += 1;
    })?;
    if order.wrong.is_none() {
        let last = order.replications.len() as u64;
        order.replications.push(open);
        if last + 1 != survey.n_configs() || !is_complete(open, has_failed) {
            let n = survey.n_configs();
            order.wrong = Some(format!("ends with config {last}, replication {open}, of {n} configs"));
        }
    }
    Ok(order)
}
