//! The page as a whole.

use crate::report::default_metrics;
use crate::report::html::data::data;
use crate::report::html::sweep::{MOST_ROWS, configs, pictures};
use crate::report::html::table::{differences, endings, gains, metrics, policies, ranking};
use crate::report::html::words::{parties, rules, steps};
use crate::report::number::{grouped, short};
use crate::report::plot::{compare_svg, escape, procedure_svg, run_svg};
use crate::simulate::Headline;
use crate::study::survey::{Engine, LeftOut, PointResult, Survey};
use crate::study::{MetricRow, Policy, Refusal, Requirement, SourceNote, refusals, remarks, run_report, shortfalls_of};

/// What a report is made of.
pub struct HtmlReport<'a> {
    /// The study.
    pub survey: &'a Survey,
    /// Its results.
    pub results: &'a [PointResult],
    /// Fingerprint of the study.
    pub fingerprint: &'a str,
    /// The command that makes it again.
    pub command: &'a str,
    /// Conditions that designs are judged by.
    pub require: &'a [Requirement],
    /// How policies do across futures, where they can be judged.
    pub policies: &'a [Policy],
    /// By arm, exact values, where the game is small enough.
    pub exact: &'a [Option<Vec<MetricRow>>],
    /// What scenario and designs say of themselves: name, about, source, and lines marked as assumed.
    pub notes: &'a [SourceNote],
}

/// The report as one HTML file.
pub fn html_report(report: &HtmlReport<'_>) -> String {
    let survey = report.survey;
    let scenario = &survey.arms[survey.baseline].scenario;
    let title = match (survey.arms.len(), survey.space.axes.len()) {
        (1, 0) => format!("{} under {}", scenario.name(), survey.arms[0].label),
        (n, 0) => format!("{}: {n} designs compared", scenario.name()),
        (_, n) => format!("{}: {n} parameter{} varied", scenario.name(), if n == 1 { "" } else { "s" }),
    };
    let mut body = format!("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", escape(&title), question(survey));
    body += &format!("<p>{}</p>\n", escape(&facts(report)));
    body += &section("Results", &results(report));
    body += &section("The scenario in words", &words(report));
    body += &section("What is assumed, and where numbers come from", &sources(report.notes));
    body += &section("All metrics", &all_metrics(report));
    let metrics = default_metrics(survey);
    body += &section("Data", &data(survey, report.results, &metrics, report.policies, report.require));
    body += &section("How to make this again", &again(report));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"snapback {}\">\n<link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n<style>{STYLE}</style></head>\n\
         <body><main>\n{body}</main>\n<script>{SCRIPT}</script></body></html>\n",
        env!("CARGO_PKG_VERSION"),
        escape(&title)
    )
}

fn question(survey: &Survey) -> String {
    let names = survey.arms[0].scenario.agreement().parties.each_ref().map(|party| escape(&party.name));
    match (survey.arms.len(), survey.space.axes.len()) {
        (1, 0) => {
            format!("What happens to the agreement between {} and {} under this way to enforce it?", names[0], names[1])
        }
        (_, 0) => format!(
            "Which way to enforce the agreement between {} and {} holds it best, and how sure is that?",
            names[0], names[1]
        ),
        _ => format!("How does the outcome for {} and {} move with what varies?", names[0], names[1]),
    }
}

fn facts(report: &HtmlReport<'_>) -> String {
    let survey = report.survey;
    let agreement = survey.arms[survey.baseline].scenario.agreement();
    let rounds = grouped(u64::from(agreement.horizon.rounds(agreement.round)));
    let how = match survey.engine {
        Engine::Exact(_) => "Exact values, no sampling".to_owned(),
        Engine::Sampled => format!(
            "{} replications a config, {} % intervals, seed {}",
            grouped(survey.replications),
            short(100.0 * survey.confidence),
            survey.seed
        ),
    };
    format!("{how}; {rounds} rounds ({}); fingerprint {}.", agreement.round, report.fingerprint)
}

fn results(report: &HtmlReport<'_>) -> String {
    let (survey, metrics) = (report.survey, default_metrics(report.survey));
    let Some(first) = report.results.first() else { return "<p>No results.</p>\n".to_owned() };
    if !survey.space.axes.is_empty() {
        let pictures = pictures(survey, report.results, &metrics, report.require, report.fingerprint);
        return pictures + &robust(report) + &configs(survey, report.results, &metrics);
    }
    if survey.arms.len() > 1 {
        let left_out: String = survey
            .left_out
            .iter()
            .map(|LeftOut { design, reason }| format!("<p>Not played: {}, {}</p>\n", escape(design), escape(reason)))
            .collect();
        let picture = figure(&compare_svg(survey, first, &metrics, report.fingerprint));
        let mut html = best(survey, first) + &left_out + &picture + &ranking(survey, first);
        html += "<h3>Differences from the baseline</h3>\n";
        if survey.engine == Engine::Sampled {
            html += &format!(
                "<p>Replication by replication on the same luck, with {} % intervals. p (Holm): chance of such a difference by luck alone, adjusted for the number of designs.</p>\n",
                short(100.0 * survey.confidence)
            );
        }
        html += &differences(survey, first, &metrics);
        html += "<h3>Gains from the deal</h3>\n<p>Welfare less that of no deal: all standing tariffs of both in force, everything violated at pressure 1, no accord.</p>\n";
        html += &gains(survey, first);
        if survey.engine == Engine::Sampled {
            html += "<h3>How agreements end</h3>\n<p>Shares of replications in which the agreement ended before the horizon, by who gave notice; how many rounds it stands, up to the horizon.</p>\n";
            html += &endings(survey, first);
        }
        return html;
    }
    match &first.arms[0].outcome {
        Ok(values) => {
            let told: Vec<String> = refusals(survey, first).iter().flat_map(Refusal::told).collect();
            let told = if told.is_empty() { String::new() } else { format!("<p>{}</p>\n", escape(&told.join(" "))) };
            figure(&run_svg(&run_report(survey, values.clone()))) + &told
        }
        Err(reason) => format!("<p>It could not be played: {}</p>\n", escape(reason)),
    }
}

/// How policies do across what is not known.
fn robust(report: &HtmlReport<'_>) -> String {
    let Some(first) = report.policies.first() else { return String::new() };
    let left_out = match first.left_out {
        0 => String::new(),
        n => format!(" ({} left out, in which some policy could not be played)", grouped(n)),
    };
    let cut = match report.policies.len() {
        n if n > MOST_ROWS => format!("<p>The first {MOST_ROWS} of {} policies.</p>\n", grouped(n as u64)),
        _ => String::new(),
    };
    let all: Vec<String> = report.require.iter().map(Requirement::text).collect();
    let satisfies = match all.as_slice() {
        [] => String::new(),
        all => format!(" A policy satisfies in a future where {}.", escape(&all.join(" and "))),
    };
    format!(
        "<h3>Policies across {} futures{left_out}</h3>\n{cut}<p>A policy is a design with values of the levers; a future, values of all else that varies. Regret: how much joint welfare the best policy for that future has more. Intervals at {} % by resampling.{satisfies}</p>\n{}",
        grouped(first.futures),
        short(100.0 * report.survey.confidence),
        policies(report.survey, &report.policies[..report.policies.len().min(MOST_ROWS)])
    )
}

/// Which design is best in what, in a sentence.
fn best(survey: &Survey, result: &PointResult) -> String {
    let known = || survey.arms.iter().zip(&result.arms).filter_map(|(arm, c)| Some((arm, c.outcome.as_ref().ok()?)));
    let best = Headline::ALL.into_iter().enumerate().filter_map(|(k, headline)| {
        let means = known().filter_map(|(arm, values)| Some((&arm.label, values.headlines.means[k]?, values)));
        let (label, mean, values) = means.max_by(|a, b| a.1.total_cmp(&b.1))?;
        let chance = values.headlines.chance_of_best[k];
        let chance = chance.map_or_else(String::new, |p| format!(", truly best with chance {:.0} %", 100.0 * p));
        let what = headline.name();
        Some(format!("in {what} <strong>{}</strong> ({} {}{chance})", escape(label), short(mean), headline.unit()))
    });
    let best: Vec<String> = best.collect();
    let front: Vec<String> = known()
        .filter(|(_, values)| values.headlines.on_front == Some(true))
        .map(|(arm, _)| escape(&arm.label))
        .collect();
    format!(
        "<p>The highest means: {}. No other design beats {} in all three at once. Chances are those of sampling; the model and its assumed numbers are taken as given.</p>\n",
        best.join("; "),
        front.join(", ")
    )
}

fn figure(svg: &str) -> String {
    format!("<figure>{svg}</figure>\n")
}

fn words(report: &HtmlReport<'_>) -> String {
    let survey = report.survey;
    let baseline = &survey.arms[survey.baseline];
    let varied: Vec<String> = survey.space.axes.iter().map(|axis| escape(&axis.paths.join(", "))).collect();
    let mut html = match varied.as_slice() {
        [] => String::new(),
        varied => format!("<p>What the study varies stands here as the scenario has it: {}.</p>\n", varied.join(", ")),
    };
    html += &parties(baseline.scenario.agreement());
    let mut notes = remarks(baseline.scenario.agreement());
    if survey.n_configs() > 1 {
        notes.extend(shortfalls_of(survey));
    }
    let remarks: String = notes.iter().map(|remark| format!("<li>{}</li>", escape(remark))).collect();
    if !remarks.is_empty() {
        html += &format!("<p>Note:</p><ul>{remarks}</ul>\n");
    }
    for arm in &survey.arms {
        let agreement = arm.scenario.agreement();
        let about = format!("<p>{}</p>\n", escape(&agreement.mechanism.about));
        let list: String = rules(agreement).iter().map(|rule| format!("<li>{}</li>", escape(rule))).collect();
        let inner =
            format!("{about}<div class=\"procedure\">{}</div>\n<ul>{list}</ul>\n", procedure_svg(&steps(agreement)));
        html += &if survey.arms.len() == 1 {
            format!("<h3>How a grievance proceeds under {}</h3>\n{inner}", escape(&arm.label))
        } else {
            let open = if std::ptr::eq(arm, baseline) { " open" } else { "" };
            format!(
                "<details{open}><summary>How a grievance proceeds under {}</summary>\n{inner}</details>\n",
                escape(&arm.label)
            )
        };
    }
    html
}

fn sources(notes: &[SourceNote]) -> String {
    let mut html =
        "<p>Numbers without a source are assumed: they are there to be varied before a ranking is believed.</p>\n"
            .to_owned();
    for note in notes {
        html += &format!("<h3>{}</h3>\n", escape(&note.name));
        for text in [&note.about, &note.source] {
            if !text.is_empty() {
                html += &format!("<p>{}</p>\n", escape(text));
            }
        }
        if !note.assumed.is_empty() {
            let lines: String = note.assumed.iter().map(|line| format!("{}\n", escape(line))).collect();
            html += &format!("<p class=\"assumed\">Assumed:</p>\n<pre>{lines}</pre>\n");
        }
    }
    html
}

fn all_metrics(report: &HtmlReport<'_>) -> String {
    let note = if report.exact.iter().any(Option::is_some) {
        "<p>Mean with its interval, the exact value beside it, quantiles of single runs. Click a heading to sort.</p>\n"
    } else {
        "<p>Mean with its interval, quantiles of single runs. Click a heading to sort. The game is too large, or varies too much, for exact values here.</p>\n"
    };
    match report.results {
        [only] => note.to_owned() + &metrics(report.survey, only, report.exact),
        _ => "<p>See the data: summary.csv has every metric of every config.</p>\n".to_owned(),
    }
}

fn again(report: &HtmlReport<'_>) -> String {
    let survey = report.survey;
    let mut html = format!(
        "<p>snapback {}, seed {}, fingerprint <code>{}</code>. The same version, scenario and seed give the same bytes on any machine.</p>\n<pre>{}</pre>\n",
        env!("CARGO_PKG_VERSION"),
        survey.seed,
        escape(report.fingerprint),
        escape(report.command)
    );
    for arm in &survey.arms {
        let ron = escape(&arm.scenario.to_ron());
        html += &format!(
            "<details><summary>{} in full, every default written out</summary><pre>{ron}</pre></details>\n",
            escape(&arm.label)
        );
    }
    html
}

fn section(title: &str, inner: &str) -> String {
    format!("<section><h2>{title}</h2>\n{inner}</section>\n")
}

const STYLE: &str = "\
body{margin:0;font:16px/1.5 Georgia,'Times New Roman',serif;color:#1a1a1a;background:#fff}\
main{max-width:60rem;margin:0 auto;padding:1rem}\
h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.3rem;border-bottom:1px solid #bbb;margin-top:2rem}h3{font-size:1.05rem;margin-bottom:.2rem}\
.lead{font-size:1.15rem}figure{margin:1rem 0;overflow-x:auto}figure svg{width:100%;height:auto;max-width:56rem;min-width:42rem}\
.procedure{overflow-x:auto}.procedure svg{max-width:100%;height:auto;min-width:34rem}\
.wide{overflow-x:auto}table{border-collapse:collapse;font:13px/1.4 Helvetica,Arial,sans-serif;font-variant-numeric:tabular-nums}\
th,td{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}td[data-v]{text-align:right;white-space:nowrap}td:nth-child(-n+2){white-space:nowrap}\
.sortable th{cursor:pointer}th[aria-sort]::after{content:' \\2195'}pre{background:#f5f5f5;padding:.6rem;overflow-x:auto;font-size:12px;white-space:pre-wrap}\
summary{cursor:pointer;font-weight:bold;margin:.6rem 0}.assumed{font-style:italic;margin-bottom:0}\
@media print{main{max-width:none;padding:0}figure svg,.procedure svg{min-width:0}.wide{overflow:visible}section,figure,tr{break-inside:avoid}section{break-inside:auto}h2,h3,summary{break-after:avoid}figure svg{max-height:23cm}details::details-content{content-visibility:visible;display:block}details>pre{display:none}body{font-size:11pt}table{font-size:8pt}a{color:inherit}}";

const SCRIPT: &str = "\
document.querySelectorAll('table.sortable').forEach(function(t){\
t.querySelectorAll('th').forEach(function(h,k){h.addEventListener('click',function(){\
var up=h.getAttribute('aria-sort')!=='ascending';\
t.querySelectorAll('th').forEach(function(o){o.removeAttribute('aria-sort')});\
h.setAttribute('aria-sort',up?'ascending':'descending');\
var b=t.tBodies[0],r=Array.from(b.rows);\
r.sort(function(x,y){var p=x.cells[k],q=y.cells[k];\
if(!p||!q)return 0;\
var a=p.dataset.v,c=q.dataset.v;\
var d=(a!==undefined&&c!==undefined)?a-c:p.textContent.localeCompare(q.textContent);\
return up?d:-d});\
r.forEach(function(x){b.appendChild(x)})})})});";
