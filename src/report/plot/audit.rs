//! What single deviations gain, by state.

use crate::exact::Verdict;
use crate::report::audit::{told, verdict};
use crate::report::lines::{clip, wrap};
use crate::report::number::short;
use crate::report::plot::scale::{Scale, label, range};
use crate::report::plot::svg::{Anchor, FIRST, GREY, INK, PALE, SECOND, Stroke, Svg};
use crate::study::AuditReport;

const WIDTH: f64 = 820.0;
const LEFT: f64 = 430.0;

/// The deviations of both parties that gain most, as bars.
pub fn audit_svg(report: &AuditReport) -> String {
    let rows: Vec<Vec<Vec<String>>> = report
        .parties
        .iter()
        .map(|party| party.worst_deviations.iter().map(|deviation| wrap(&told(deviation), 74)).collect())
        .collect();
    let tall = |lines: &[String]| 13.0 * lines.len().min(4) as f64 + 7.0;
    let body: f64 = rows.iter().map(|rows| 42.0 + rows.iter().map(|lines| tall(lines)).sum::<f64>()).sum();
    let title = format!("{} under {}: what deviations gain", report.scenario, report.design);
    let height = 40.0 + body + 56.0;
    let mut svg = Svg::new(WIDTH, height, &title);
    svg.bold((12.0, 20.0), 14.0, &clip(&title, 92));
    let gains = report.parties.iter().flat_map(|party| party.worst_deviations.iter().map(|d| d.gain));
    let (low, high) = range(gains, &[0.0]);
    let x = Scale::new(low, high, LEFT, WIDTH - 70.0);
    let ticks = x.ticks(5);
    for &tick in &ticks {
        svg.line((x.at(tick), 34.0), (x.at(tick), height - 50.0), Stroke::new(PALE, 0.7));
        svg.text((x.at(tick), height - 36.0), Anchor::Middle, 10.0, INK, &label(tick, &ticks, false));
    }
    svg.line((x.at(0.0), 34.0), (x.at(0.0), height - 50.0), Stroke::new(GREY, 1.0));
    svg.text((0.5 * (LEFT + WIDTH - 70.0), height - 20.0), Anchor::Middle, 10.5, INK, "gain of one deviation, $bn");
    let mut y = 40.0;
    for (p, (party, rows)) in report.parties.iter().zip(&rows).enumerate() {
        let gain = match party.self_enforcing {
            Verdict::Holds => "nothing".to_owned(),
            Verdict::Fails => format!("{} $bn", short(party.gain)),
            Verdict::Undecided => format!("{} $bn at most", short(party.gain + 2.0 * party.error)),
        };
        let heading = format!("{}: {}; best response gains {gain}", party.party, verdict(party));
        svg.bold((12.0, y + 16.0), 11.5, &clip(&heading, 100));
        y += 26.0;
        for (deviation, lines) in party.worst_deviations.iter().zip(rows) {
            for (k, line) in lines.iter().take(4).enumerate() {
                let text = if k == 3 && lines.len() > 4 { format!("{} …", clip(line, 70)) } else { line.clone() };
                svg.text((LEFT - 10.0, y + 10.0 + 13.0 * k as f64), Anchor::End, 9.5, INK, &text);
            }
            let color = if p == 0 { FIRST } else { SECOND };
            let (from, to) = (x.at(0.0).min(x.at(deviation.gain)), x.at(0.0).max(x.at(deviation.gain)));
            let hover = format!("{} $bn: {}", short(deviation.gain), lines.join(" "));
            svg.rect((from, y + 2.0), ((to - from).max(0.8), 10.0), color, INK, &hover);
            svg.text((to + 5.0, y + 11.0), Anchor::Start, 9.5, GREY, &short(deviation.gain));
            y += tall(lines);
        }
        if party.worst_deviations.is_empty() {
            svg.text(
                (12.0, y + 4.0),
                Anchor::Start,
                10.0,
                GREY,
                "no single deviation gains on the path of the prescription",
            );
        }
        y += 16.0;
    }
    svg.finish()
}
