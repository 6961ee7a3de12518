//! Results as they were when the folder was written, from its tables.

use crate::archive::names::SERIES;
use crate::archive::read::{open_table, read_numbers};
use crate::archive::{ArchiveError, Manifest};
use crate::metric::{Label, Metric, SeriesKind};
use crate::report::POLICIES;
use crate::stats::SurvivalPoint;
use crate::study::survey::{ArmResult, ArmValues, PointResult, Survey};
use crate::study::{Contrast, Estimate, Policy, SeriesPoint, WithInterval};
use csv::StringRecord;
use std::path::Path;

/// The study of a folder and its results, but for what no table holds.
///
/// # Errors
/// [`ArchiveError`] where the folder is unfinished or damaged.
pub fn read_results(folder: &Path) -> Result<(Manifest, Survey, Vec<PointResult>), ArchiveError> {
    Manifest::finished(folder)?.intact(folder)?;
    read_first_results(folder, u64::MAX)
}

/// The study of a folder and the results of its first points, at most so many; series, which take far more memory than
/// the rest, of a single config alone. Whether files are what was written is left to who opened the folder.
///
/// # Errors
/// [`ArchiveError`] where the folder is unfinished or damaged.
pub fn read_first_results(folder: &Path, most: u64) -> Result<(Manifest, Survey, Vec<PointResult>), ArchiveError> {
    let manifest = Manifest::finished(folder)?;
    let survey = manifest.survey(folder)?;
    let n_arms = survey.arms.len();
    let missing = || Err("not in summary.csv".to_owned());
    let empty = |point: u64| PointResult {
        point,
        arms: (0..n_arms).map(|arm| ArmResult { config: survey.config(point, arm), outcome: missing() }).collect(),
    };
    let mut results: Vec<PointResult> = (0..survey.space.n_points().min(most)).map(empty).collect();
    let mut reader = Reader { folder, survey: &survey, results: &mut results };
    reader.summary()?;
    if n_arms > 1 {
        reader.differences()?;
        reader.ranking()?;
    }
    if survey.space.n_points() == 1 && manifest.engine == "sampled" {
        reader.survival()?;
    }
    if survey.n_configs() == 1 {
        reader.series()?;
    }
    Ok((manifest, survey, results))
}

/// How policies do across futures, where the folder tells of it.
///
/// # Errors
/// [`ArchiveError`] where `policies.csv` is not well formed.
pub fn read_policies(folder: &Path) -> Result<Option<Vec<Policy>>, ArchiveError> {
    let path = folder.join(POLICIES);
    if !path.exists() {
        return Ok(None);
    }
    let damaged = |error: csv::Error| ArchiveError::damaged(&path, error.to_string());
    let mut table = open_table(&path)?;
    let columns = table.headers().map_err(damaged)?.clone();
    // Between the design and the number of futures stand the levers.
    let n_levers = columns.iter().position(|column| column == "futures").unwrap_or(1).saturating_sub(1);
    let policy = |cells: csv::Result<StringRecord>| {
        let cells = cells.map_err(damaged)?;
        let row = Row { columns: &columns, cells: &cells };
        let with_interval = |name: &str| {
            let end = |end: &str| row.number(&format!("{name}{end}"));
            Some(WithInterval { value: end("")?, low: end(".low")?, high: end(".high")? })
        };
        Ok(Policy {
            design: row.text("design").to_owned(),
            levers: cells
                .iter()
                .skip(1)
                .take(n_levers)
                .map(|cell| crate::report::text_of_cell(cell).to_owned())
                .collect(),
            futures: row.whole("futures"),
            left_out: row.whole("left_out"),
            worst_regret: with_interval("worst_regret").unwrap_or_default(),
            mean_regret: with_interval("mean_regret").unwrap_or_default(),
            satisficing: with_interval("satisficing"),
        })
    };
    table.records().map(policy).collect::<Result<_, _>>().map(Some)
}

struct Reader<'a> {
    folder: &'a Path,
    survey: &'a Survey,
    results: &'a mut [PointResult],
}

/// A row of a table by the names of its columns.
struct Row<'a> {
    columns: &'a StringRecord,
    cells: &'a StringRecord,
}

impl Row<'_> {
    fn text(&self, name: &str) -> &str {
        let cell = self.columns.iter().position(|column| column == name).and_then(|k| self.cells.get(k));
        crate::report::text_of_cell(cell.unwrap_or(""))
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.text(name).parse().ok().filter(|x: &f64| x.is_finite())
    }

    fn whole(&self, name: &str) -> u64 {
        self.text(name).parse().unwrap_or(0)
    }
}

impl Reader<'_> {
    /// Shows every row of a table, with its arm's result, to `take`, as far as results are wanted.
    fn rows(
        &mut self,
        name: &str,
        take: &mut dyn FnMut(&Row<'_>, &[Label], &mut ArmResult),
    ) -> Result<(), ArchiveError> {
        let path = self.folder.join(name);
        let damaged = |error: csv::Error| ArchiveError::damaged(&path, error.to_string());
        let mut table = open_table(&path)?;
        let columns = table.headers().map_err(damaged)?.clone();
        let mut cells = StringRecord::new();
        while table.read_record(&mut cells).map_err(damaged)? {
            let row = Row { columns: &columns, cells: &cells };
            let (point, arm) = self.survey.place(row.whole("config"));
            if point >= self.survey.space.n_points() {
                return Err(ArchiveError::damaged(&path, format!("config {}", row.text("config"))));
            }
            // Configs are in their order.
            let Some(result) = self.results.get_mut(point as usize) else { break };
            take(&row, self.survey.arms[arm].labels(), &mut result.arms[arm]);
        }
        Ok(())
    }

    fn summary(&mut self) -> Result<(), ArchiveError> {
        let rounds: Vec<u32> = (self.survey.arms.iter())
            .map(|arm| arm.scenario.agreement().horizon.rounds(arm.scenario.agreement().round))
            .collect();
        let n_arms = rounds.len() as u64;
        self.rows("summary.csv", &mut |row, labels, result| {
            if row.text("status") == "failed" {
                result.outcome = Err(row.text("reason").to_owned());
                return;
            }
            let empty = || ArmValues {
                fingerprint: row.text("fingerprint").to_owned(),
                metrics: vec![Estimate::default(); labels.len()],
                rounds: rounds[(result.config % n_arms) as usize],
                ..ArmValues::default()
            };
            if result.outcome.is_err() {
                result.outcome = Ok(empty());
            }
            let Ok(values) = &mut result.outcome else { return };
            let Some(place) = place(row, labels) else { return };
            let number = |name: &str| row.number(name);
            let estimate = Estimate {
                n: row.whole("n"),
                undefined: row.whole("undefined"),
                mean: number("mean"),
                sd: number("sd"),
                se: number("se"),
                low: number("low"),
                high: number("high"),
                p05: number("p05"),
                p50: number("p50"),
                p95: number("p95"),
                error: None,
            };
            values.replications = values.replications.max(estimate.n.saturating_add(estimate.undefined));
            values.metrics[place] = estimate;
            if n_arms == 1 && labels[place].metric == Metric::Duration {
                values.restricted_mean = estimate;
            }
        })
    }

    fn differences(&mut self) -> Result<(), ArchiveError> {
        self.rows("differences.csv", &mut |row, labels, result| {
            let (Ok(values), Some(place)) = (&mut result.outcome, place(row, labels)) else { return };
            values.contrasts.resize(labels.len(), Contrast::default());
            let number = |name: &str| row.number(name);
            values.contrasts[place] = Contrast {
                n: row.whole("n"),
                difference: number("difference"),
                se: number("se"),
                low: number("low"),
                high: number("high"),
                p_value: number("p_value"),
                p_holm: number("p_holm"),
                variance_reduction: number("variance_reduction"),
            };
        })
    }

    fn ranking(&mut self) -> Result<(), ArchiveError> {
        self.rows("ranking.csv", &mut |row, _, result| {
            let Ok(values) = &mut result.outcome else { return };
            for (k, headline) in crate::simulate::Headline::ALL.into_iter().enumerate() {
                let number = |what: &str| row.number(&format!("{}.{what}", headline.name()));
                values.headlines.means[k] = number("mean");
                values.headlines.ses[k] = number("se");
                values.headlines.chance_of_best[k] = number("chance_of_best");
            }
            values.headlines.on_front = row.text("on_front").parse().ok();
            values.restricted_mean = Estimate {
                mean: row.number("restricted_mean"),
                low: row.number("restricted_mean.low"),
                high: row.number("restricted_mean.high"),
                ..Estimate::default()
            };
            values.log_rank = row.number("log_rank_p_value");
        })
    }

    fn survival(&mut self) -> Result<(), ArchiveError> {
        self.rows("survival.csv", &mut |row, _, result| {
            let Ok(values) = &mut result.outcome else { return };
            let share = |name: &str| row.number(name).unwrap_or(f64::NAN);
            let causes = ["ended_by_first", "ended_by_second", "ended_by_both"].map(|name| row.whole(name));
            let (before, incidence) =
                values.survival.last().map_or((1.0, [0.0; 3]), |point| (point.survival, point.incidence));
            let at_risk = row.whole("at_risk");
            let step = |k: usize| incidence[k] + before * causes[k] as f64 / at_risk.max(1) as f64;
            values.survival.push(SurvivalPoint {
                time: u32::try_from(row.whole("round")).unwrap_or(u32::MAX),
                at_risk,
                ended: row.whole("ended"),
                causes,
                survival: share("survival"),
                low: share("low"),
                high: share("high"),
                incidence: [step(0), step(1), step(2)],
            });
        })
    }

    /// Series are in the order in which they were written: config by config, series by series.
    fn series(&mut self) -> Result<(), ArchiveError> {
        let path = self.folder.join(SERIES);
        let columns = read_numbers(&path, &|_| true)?;
        let column = |name: &str| columns.get(name).map_or(&[][..], Vec::as_slice);
        let rounds = column("round");
        let mut before: Option<(u64, f64)> = None;
        let mut kind = 0;
        for (row, &round) in rounds.iter().enumerate() {
            let config = column("config").get(row).copied().unwrap_or(f64::NAN) as u64;
            kind = match before {
                Some((last, _)) if last != config => 0,
                Some((_, last)) if round <= last => (kind + 1).min(SeriesKind::ALL.len() as u32 - 1),
                _ => kind,
            };
            before = Some((config, round));
            let (point, arm) = self.survey.place(config);
            let result = usize::try_from(point).ok().and_then(|point| self.results.get_mut(point));
            let Some(Ok(values)) = result.and_then(|r| r.arms.get_mut(arm)).map(|arm| arm.outcome.as_mut()) else {
                continue;
            };
            let number = |name: &str| column(name).get(row).copied().filter(|x| x.is_finite());
            let is_share = matches!(SeriesKind::ALL[kind as usize], SeriesKind::Compliance(_) | SeriesKind::Survived);
            if let Some(mean) = number("mean").filter(|mean| is_share && !(0.0..=1.0).contains(mean)) {
                return Err(ArchiveError::damaged(&path, format!("row {row}: a share of {mean}")));
            }
            values.series.push(SeriesPoint {
                series: kind,
                round: round as u32,
                mean: number("mean"),
                p05: number("p05"),
                p50: number("p50"),
                p95: number("p95"),
            });
        }
        Ok(())
    }
}

/// Which metric a row is about.
fn place(row: &Row<'_>, labels: &[Label]) -> Option<usize> {
    let named = |text: &Option<String>, cell: &str| text.as_deref().unwrap_or("") == cell;
    labels.iter().position(|label| {
        label.metric.name() == row.text("metric")
            && named(&label.party, row.text("party"))
            && named(&label.commitment, row.text("commitment"))
    })
}
