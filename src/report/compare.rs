//! Designs side by side: how each does, and how it differs from the baseline.

use crate::metric::{Label, Metric};
use crate::report::accounts::account_lines;
use crate::report::lines::{clip, page, wrap};
use crate::report::number::{counted, grouped, plus_minus, short, short_or_dash, span, within};
use crate::report::time;
use crate::simulate::Headline;
use crate::study::survey::{Arm, ArmResult, ArmValues, Engine, LeftOut, PointResult, Survey};
use crate::study::{Contrast, Refusal, refusals, surplus};

/// What the intervals of a sample are that grew until it was precise.
pub(super) const LOOKED_REPEATEDLY: &str =
    "Intervals and p-values hold at every look at the growing sample at once (confidence sequence).";

/// Columns of the name of a design.
const NAME: usize = 21;

/// A comparison as a table of at most 100 columns; `metrics` are those whose differences are shown.
pub fn compare_table(survey: &Survey, result: &PointResult, fingerprint: &str, metrics: &[Label]) -> String {
    let mut lines = head(survey, result, fingerprint);
    lines.push(String::new());
    lines.extend(overview(survey, result));
    lines.extend(left_out(survey));
    for metric in metrics {
        lines.extend(differences(survey, result, metric));
    }
    lines.push(String::new());
    lines.extend(gains(survey, result));
    lines.extend(account_lines(survey, result));
    if survey.engine == Engine::Sampled && survey.round_lengths().len() == 1 {
        lines.push(String::new());
        lines.extend(endings(survey, result));
    }
    lines.push(String::new());
    if lines.iter().any(|line| line.contains('–')) {
        lines.push("–: no interval, since the difference is the same in all replications that have one.".to_owned());
    }
    let agreements = || survey.arms.iter().map(|arm| arm.scenario.agreement());
    let mut told: Vec<String> = agreements().flat_map(time::of).collect();
    told.sort();
    told.dedup();
    lines.extend(told);
    lines.extend(notes(survey));
    page(&lines)
}

fn head(survey: &Survey, result: &PointResult, fingerprint: &str) -> Vec<String> {
    let agreement = survey.arms[0].scenario.agreement();
    let same = survey.arms.iter().all(|arm| arm.scenario.name() == survey.arms[0].scenario.name());
    let name = if same { survey.arms[0].scenario.name().to_owned() } else { "scenarios compared".to_owned() };
    let rounds = if survey.round_lengths().len() == 1 {
        let rounds = survey.arms.iter().map(|arm| arm.scenario.agreement()).map(|a| a.horizon.rounds(a.round));
        let (least, most) = rounds.fold((u32::MAX, 0), |(least, most), n| (least.min(n), most.max(n)));
        let most = grouped(u64::from(most));
        let range =
            if grouped(u64::from(least)) == most { most } else { format!("{} to {most}", grouped(u64::from(least))) };
        format!("{range} rounds ({})", agreement.round)
    } else {
        "rounds of several lengths".to_owned()
    };
    let how = match survey.engine {
        Engine::Exact(_) => "exact".to_owned(),
        Engine::Sampled => {
            let most =
                result.arms.iter().filter_map(values).map(|values| values.replications).max().unwrap_or_default();
            format!("{} on the same luck, seed {}", counted(most, "replication"), survey.seed)
        }
    };
    vec![
        format!(
            "{name}: {}, baseline {}",
            counted(survey.arms.len() as u64, "design"),
            survey.arms[survey.baseline].label
        ),
        format!("{how}, {rounds}, fingerprint {fingerprint}"),
    ]
}

fn overview(survey: &Survey, result: &PointResult) -> Vec<String> {
    let is_sampled = survey.engine == Engine::Sampled;
    let (best, chances) = if is_sampled { ("  chance to be best, %", "  welf compl surv") } else { ("", "") };
    let mut lines = vec![
        format!("  {:<NAME$} {:>14} {:>18} {:>18}{best}", "", "welfare, joint", "compliance", "survived"),
        format!("  {:<NAME$} {:>14} {:>18} {:>18}{chances}  front", "design", "$bn", "share", "share"),
    ];
    for (k, (arm, config)) in survey.arms.iter().zip(&result.arms).enumerate() {
        let values = match &config.outcome {
            Ok(values) => values,
            Err(reason) => {
                let reason = wrap(&format!("failed: {reason}"), 97 - NAME).join(&format!("\n{:1$}", "", NAME + 3));
                lines.push(format!("  {:<NAME$} {reason}", name(&arm.label)));
                continue;
            }
        };
        let (headlines, intervals) = (&values.headlines, survey.headline_intervals(k, values));
        let cell = |k: usize| match (headlines.means[k], intervals[k].filter(|_| is_sampled)) {
            (Some(mean), Some(interval)) => plus_minus(mean, interval),
            (Some(mean), None) => short(mean),
            _ => "–".to_owned(),
        };
        let chance = |k: usize| headlines.chance_of_best[k].map_or_else(String::new, |p| format!("{:.0}", 100.0 * p));
        let chances =
            if is_sampled { format!("  {:>4} {:>5} {:>4}", chance(0), chance(1), chance(2)) } else { String::new() };
        let front = if headlines.on_front == Some(true) { "  *" } else { "" };
        lines.push(format!(
            "  {:<NAME$} {:>14} {:>18} {:>18}{chances}{front}",
            name(&arm.label),
            cell(0),
            cell(1),
            cell(2)
        ));
    }
    lines
}

/// A line for each design that the scenario cannot be played under.
pub(super) fn left_out(survey: &Survey) -> Vec<String> {
    let lines = survey.left_out.iter().flat_map(|LeftOut { design, reason }| {
        let reason = wrap(&format!("not played: {reason}"), 97 - NAME);
        reason.into_iter().enumerate().map(move |(k, line)| match k {
            0 => format!("  {:<NAME$} {line}", name(design)),
            _ => format!("  {:<NAME$} {line}", ""),
        })
    });
    lines.collect()
}

fn differences(survey: &Survey, result: &PointResult, metric: &Label) -> Vec<String> {
    let base = &survey.arms[survey.baseline].label;
    let mut lines = vec![String::new(), format!("{metric} ({}), difference from {base}", metric.unit())];
    let is_sampled = survey.engine == Engine::Sampled;
    if is_sampled {
        lines.push(format!(
            "  {:<NAME$} {:>11} {:>25} {:>10} {:>20}",
            "",
            "difference",
            format!("{} % interval", short(100.0 * survey.confidence)),
            "p (Holm)",
            "variance cut by"
        ));
    }
    let mut rows: Vec<(f64, String)> = Vec::new();
    for (k, (arm, config)) in survey.arms.iter().zip(&result.arms).enumerate() {
        if k == survey.baseline {
            continue;
        }
        let Some(contrast) = values(config).and_then(|values| contrast_of(arm, values, metric)) else {
            continue;
        };
        let Some(difference) = contrast.difference else { continue };
        let ends = contrast.low.zip(contrast.high);
        // A single run says nothing of an interval.
        let missing = if contrast.n > 1 { "–" } else { "" };
        let interval = ends.map_or_else(|| missing.to_owned(), span);
        let p = contrast.p_holm.map_or_else(String::new, p_value);
        let cut = contrast.variance_reduction.map_or_else(String::new, |factor| format!("{factor:.1}×"));
        let line =
            format!("  {:<NAME$} {:>11} {interval:>25} {p:>10} {cut:>20}", name(&arm.label), signed(difference, ends));
        rows.push((difference, line));
    }
    if rows.is_empty() {
        return Vec::new();
    }
    rows.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    lines.extend(rows.into_iter().map(|(_, line)| line));
    lines
}

/// What the parties are called, short; by their places where scenarios of other parties are compared.
fn party_names(survey: &Survey) -> [String; 2] {
    let names = |arm: &Arm| arm.scenario.agreement().parties.each_ref().map(|party| clip(&party.name, 12));
    let parties = names(&survey.arms[0]);
    match survey.arms.iter().all(|arm| names(arm) == parties) {
        true => parties,
        false => ["first", "second"].map(str::to_owned),
    }
}

/// What each party gains from the deal, and who would not have signed.
fn gains(survey: &Survey, result: &PointResult) -> Vec<String> {
    let [first, second] = party_names(survey);
    let mut lines = vec![
        "Gains from the deal: surplus, welfare less that of no deal ($bn)".to_owned(),
        format!("  {:<NAME$} {first:>22} {second:>22}", ""),
    ];
    for (k, arm) in survey.arms.iter().enumerate() {
        let Some(surplus) = surplus(survey, result, k) else { continue };
        let [first, second] = surplus.map(|gains| match (gains.mean, gains.low.zip(gains.high)) {
            (Some(mean), Some(interval)) => plus_minus(mean, interval),
            (mean, _) => short_or_dash(mean),
        });
        lines.push(format!("  {:<NAME$} {first:>22} {second:>22}", name(&arm.label)));
    }
    let told = refusals(survey, result).iter().flat_map(Refusal::told).collect::<Vec<_>>();
    lines.extend(told.iter().flat_map(|sentence| wrap(sentence, 98)).map(|line| format!("  {line}")));
    lines
}

fn endings(survey: &Survey, result: &PointResult) -> Vec<String> {
    let parties = party_names(survey);
    let mut lines = vec![
        "How agreements end (share of replications), and how long they stand (rounds)".to_owned(),
        format!(
            "  {:<NAME$} {:>12} {:>12} {:>8} {:>22} {:>14}",
            "",
            format!("{} quits", parties[0]),
            format!("{} quits", parties[1]),
            "both",
            "mean, restricted",
            "log-rank p"
        ),
    ];
    for (arm, config) in survey.arms.iter().zip(&result.arms) {
        let Some(values) = values(config) else { continue };
        let mean = &values.restricted_mean;
        let standing = match (mean.mean, mean.low.zip(mean.high)) {
            (Some(mean), Some(interval)) => plus_minus(mean, interval),
            (mean, _) => short_or_dash(mean),
        };
        let p = values.log_rank.map_or_else(String::new, p_value);
        let [first, second, both] = exits(values).map(short);
        lines.push(format!("  {:<NAME$} {first:>12} {second:>12} {both:>8} {standing:>22} {p:>14}", name(&arm.label)));
    }
    lines
}

/// Shares of replications that ended by notice of the first party, of the second, of both.
pub(super) fn exits(values: &ArmValues) -> [f64; 3] {
    values.survival.last().map_or([0.0; 3], |point| point.incidence)
}

fn notes(survey: &Survey) -> Vec<String> {
    let mut notes = vec![
        "front *: no other design is at least as good in all three and better in one. Compliance: of all commitment-rounds, both parties."
            .to_owned(),
    ];
    if survey.engine == Engine::Sampled {
        notes
            .push("Chance to be best: by sampling error alone, the model and these numbers taken as given.".to_owned());
        notes.push(
            "a .. b: the ends of the interval, where its middle is far from the mean, as near 0 or 1.".to_owned(),
        );
        notes.push(
            "p (Holm): chance of such a difference by luck alone, adjusted for the number of designs. Variance cut by: what the common luck saves in replications."
                .to_owned(),
        );
    } else {
        notes.push("Exact values: no sampling error.".to_owned());
    }
    if survey.precision.is_some() {
        notes.push(LOOKED_REPEATEDLY.to_owned());
    }
    if survey.round_lengths().len() > 1 {
        let lengths: Vec<String> = survey.round_lengths().iter().map(ToString::to_string).collect();
        notes.push(format!(
            "Rounds differ in length ({}): nothing that is counted in rounds is compared. --set round={} makes them alike.",
            lengths.join(", "),
            lengths[0]
        ));
    }
    notes.iter().flat_map(|note| wrap(note, 100)).collect()
}

/// The metrics whose differences are shown where none is asked for.
pub fn default_metrics(survey: &Survey) -> Vec<Label> {
    let parties = survey.arms[0].scenario.agreement().parties.each_ref().map(|party| party.name.clone());
    let compliance = |party: String| Label { metric: Metric::Compliance, party: Some(party), commitment: None };
    let mut wanted: Vec<Label> = Headline::Welfare.label().into_iter().collect();
    wanted.extend(parties.map(compliance));
    wanted.extend(Headline::Survived.label());
    let known = survey.labels();
    wanted.retain(|label| known.contains(label));
    wanted
}

pub(super) fn contrast_of(arm: &Arm, values: &ArmValues, metric: &Label) -> Option<Contrast> {
    values.contrasts.get(arm.column(metric)?).copied()
}

pub(super) fn values(config: &ArmResult) -> Option<&ArmValues> {
    config.outcome.as_ref().ok()
}

/// What an arm is called, both ends of it where it is long.
fn name(label: &str) -> String {
    const HEAD: usize = 9;
    let n = label.chars().count();
    if n <= NAME {
        return label.to_owned();
    }
    label.chars().take(HEAD).chain(std::iter::once('…')).chain(label.chars().skip(n + HEAD + 1 - NAME)).collect()
}

fn signed(x: f64, interval: Option<(f64, f64)>) -> String {
    let text = within(x, interval);
    if x > 0.0 { format!("+{text}") } else { text }
}

pub(super) fn p_value(p: f64) -> String {
    if p < 0.0001 { "< 0.0001".to_owned() } else { format!("{p:.4}") }
}
