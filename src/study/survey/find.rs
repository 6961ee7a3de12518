//! Metrics found by the names that people give them.

use crate::metric::Label;
use crate::study::survey::Survey;
use crate::text::Mistake;

/// The metrics asked for by what they are called in results: `metric` alone stands for that of each party, or of both
/// together where there is one such.
///
/// # Errors
/// A mistake for each name that is none.
pub fn find_metrics(survey: &Survey, metrics: &[String]) -> Result<Vec<Label>, Vec<Mistake>> {
    let labels = survey.labels();
    let paths: Vec<String> = labels.iter().map(Label::path).collect();
    let (mut found, mut mistakes): (Vec<Label>, Vec<Mistake>) = (Vec::new(), Vec::new());
    for metric in metrics {
        // A table says `welfare, joint`.
        let asked = metric.replace(", ", ".");
        let meant = match survey.metric(&asked) {
            Some(label) => vec![label.clone()],
            None => of_all(&labels, &asked),
        };
        if meant.is_empty() {
            let known: Vec<&str> = paths.iter().map(String::as_str).collect();
            let mistake = Mistake::new("--metric", format!("`{metric}`"), format!("one of {}", known.join(", ")));
            let names = labels.iter().map(|label| label.metric.name());
            mistakes.push(mistake.with_nearest(metric, known.iter().copied().chain(names)));
        }
        found.extend(meant.into_iter().filter(|label| !found.contains(label)).collect::<Vec<_>>());
    }
    if mistakes.is_empty() { Ok(found) } else { Err(mistakes) }
}

/// What a metric without a party stands for.
fn of_all(labels: &[Label], metric: &str) -> Vec<Label> {
    let of_parties = labels.iter().filter(|label| label.metric.name() == metric && label.commitment.is_none());
    let joint = of_parties.clone().find(|label| label.party.as_deref() == Some("joint"));
    joint.map_or_else(|| of_parties.cloned().collect(), |label| vec![label.clone()])
}
