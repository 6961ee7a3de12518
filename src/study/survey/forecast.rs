//! What a study takes: time and room.

use crate::metric::{SeriesKind, Storage, series_points};
use crate::simulate::SeriesDetail;
use crate::study::survey::{Arm, Engine, Space, Survey, Unstored, survey};
use crate::study::unwatched;
use std::time::Duration;

/// How long the study takes on the current threads: a pilot tells what a point takes, and what each replication adds.
/// Nothing for exact values, or where no arm can be played. `clock` tells the time since some moment.
pub fn expected_seconds(study: &Survey, clock: &dyn Fn() -> Duration) -> Option<f64> {
    let arms: Vec<Arm> = (0..study.arms.len())
        .filter_map(|arm| {
            let own = &study.arms[arm];
            let scenario = study.valid_scenario(arm, 0).ok()?;
            Some(Arm::new(own.label.clone(), scenario).with_accounts(own.keeps_accounts()))
        })
        .collect();
    if arms.is_empty() || study.engine != Engine::Sampled {
        return None;
    }
    let pilot = Survey { space: Space::default(), arms, precision: None, baseline: 0, ..study.clone() };
    let seconds = |replications: u64| {
        let start = clock();
        let Ok(_) = survey(&Survey { replications, ..pilot.clone() }, None, &mut Unstored(drop), &unwatched);
        clock().saturating_sub(start).as_secs_f64()
    };
    let (few, many) = (study.replications.min(256), study.replications.min(1024));
    // The first time, everything is slow.
    let _ = seconds(few);
    let (short, long) = (seconds(few), seconds(many));
    let a_replication = if many > few { (long - short).max(0.0) / (many - few) as f64 } else { 0.0 };
    let a_point = (short - a_replication * few as f64).max(0.0);
    let at_once = if study.is_played_in_parts() { 1 } else { rayon::current_num_threads() };
    let each = a_point / at_once as f64 + a_replication * study.replications as f64;
    Some(each * study.space.n_points() as f64)
}

/// How large the files become, in bytes: numbers that vary take eight bytes, what has few values half a byte; series and tables
/// come with each config.
pub fn expected_bytes(study: &Survey) -> u64 {
    let labels = study.labels();
    let numbers = labels.iter().filter(|label| label.spec().storage == Storage::Number);
    let n_numbers = numbers.count() as u64;
    let a_run = 8 * n_numbers + (labels.len() as u64 - n_numbers).div_ceil(2) + 1;
    let points = study.arms.iter().map(|arm| {
        let agreement = arm.scenario.agreement();
        series_points(agreement.horizon.rounds(agreement.round)).1
    });
    let a_point = match study.detail {
        SeriesDetail::None => 0,
        SeriesDetail::Means => 8,
        SeriesDetail::Quantiles => 10,
    };
    let a_series = u64::from(points.max().unwrap_or(0)) * a_point;
    let a_config = SeriesKind::ALL.len() as u64 * a_series + 240 * labels.len() as u64;
    study.n_runs().saturating_mul(a_run).saturating_add(study.n_configs().saturating_mul(a_config))
}
