//! Where welfare comes from: stacked bars, gains to the right of zero and losses to the left, a bar a design.

use crate::game::AccountPart;
use crate::report::lines::clip;
use crate::report::number::short;
use crate::report::plot::panel::Place;
use crate::report::plot::scale::{Scale, label, range};
use crate::report::plot::svg::{Anchor, GREY, INK, PALE, Stroke, Svg};
use crate::study::PartyAccount;

/// The bars of one party.
pub(super) struct Bars<'a> {
    pub(super) party: &'a str,
    /// By design.
    pub(super) rows: Vec<(&'a str, &'a PartyAccount)>,
}

/// Height of a bar with its room.
const ROW: f64 = 19.0;

/// Height of the legend.
const LEGEND: f64 = 26.0;

/// Height that all bars take, side by side; none where there are none.
pub(super) fn height(all: &[Bars<'_>]) -> f64 {
    match all.iter().map(|bars| bars.rows.len()).max() {
        Some(n) => 26.0 + ROW * n as f64 + 38.0 + LEGEND,
        None => 0.0,
    }
}

/// Draws the bars of all parties side by side, and what their letters stand for.
pub(super) fn draw(svg: &mut Svg, (left, top, w, _): Place, all: &[Bars<'_>]) {
    let each = w / all.len().max(1) as f64;
    for (k, own) in all.iter().enumerate() {
        bars(svg, (left + each * k as f64, top, each, 0.0), own);
    }
    let parts = || all.iter().flat_map(|bars| &bars.rows).flat_map(|(_, account)| &account.parts);
    let is_seen = |part: &AccountPart| parts().any(|(own, e)| own == part && e.mean.is_some_and(|mean| mean != 0.0));
    let seen: Vec<AccountPart> = AccountPart::ALL.into_iter().filter(is_seen).collect();
    legend(svg, (left, top + height(all) - LEGEND), &seen);
}

/// Draws the bars of a party into a place: each part bears its letter, the whole a diamond.
fn bars(svg: &mut Svg, (left, top, w, _): Place, bars: &Bars<'_>) {
    let (x0, x1, y0) = (left + 112.0, left + w - 62.0, top + 26.0);
    let bottom = y0 + ROW * bars.rows.len() as f64 + 4.0;
    let sums = bars.rows.iter().flat_map(|(_, account)| {
        let means = || account.parts.iter().filter_map(|(_, e)| e.mean);
        [means().filter(|x| *x > 0.0).sum::<f64>(), means().filter(|x| *x < 0.0).sum()]
    });
    let (low, high) = range(sums.chain([0.0]), &[]);
    let x = Scale::new(low, high, x0, x1);
    svg.bold((left + 8.0, top + 14.0), 12.0, &clip(&format!("Where the welfare of {} comes from", bars.party), 52));
    let ticks = x.ticks(4);
    for &tick in &ticks {
        svg.line((x.at(tick), y0 - 4.0), (x.at(tick), bottom), Stroke::new(PALE, 0.7));
        svg.text((x.at(tick), bottom + 13.0), Anchor::Middle, 9.5, INK, &label(tick, &ticks, false));
    }
    for (k, (design, account)) in bars.rows.iter().enumerate() {
        let y = y0 + ROW * k as f64 + 2.0;
        svg.text((x0 - 8.0, y + 10.5), Anchor::End, 10.0, INK, &clip(design, 18));
        let (mut gains, mut losses) = (0.0, 0.0);
        for (part, estimate) in &account.parts {
            let Some(mean) = estimate.mean.filter(|mean| *mean != 0.0) else { continue };
            let end = if mean > 0.0 { &mut gains } else { &mut losses };
            let (from, to) = (x.at(*end), x.at(*end + mean));
            *end += mean;
            let title = format!("{design}: {} {} $bn", part.name(), short(mean));
            let width = (to - from).abs();
            svg.rect((from.min(to), y), (width, ROW - 4.0), color(*part), GREY, &title);
            if width > 9.0 {
                svg.text((0.5 * (from + to), y + 11.0), Anchor::Middle, 9.5, INK, letter(*part));
            }
        }
        let (sum, y) = (x.at(gains + losses), y + 0.5 * (ROW - 4.0));
        let diamond = format!("M{sum:.2} {:.2}l4 4l-4 4l-4 -4z", y - 4.0);
        svg.path(&diamond, "#ffffff", INK, &format!("{design}: welfare {} $bn", short(gains + losses)));
        svg.text((x1 + 8.0, y + 3.5), Anchor::Start, 9.5, GREY, &short(gains + losses));
    }
    svg.line((x.at(0.0), y0 - 4.0), (x.at(0.0), bottom), Stroke::new(INK, 1.0));
    svg.text((0.5 * (x0 + x1), bottom + 26.0), Anchor::Middle, 10.0, INK, "$bn, discounted; the diamond is welfare");
}

/// What the letters and colours of parts stand for, in a line.
fn legend(svg: &mut Svg, (left, top): (f64, f64), parts: &[AccountPart]) {
    let mut x = left + 8.0;
    for &part in parts {
        svg.rect((x, top + 4.0), (13.0, 13.0), color(part), GREY, part.name());
        svg.text((x + 6.5, top + 14.0), Anchor::Middle, 9.5, INK, letter(part));
        svg.text((x + 17.0, top + 14.0), Anchor::Start, 10.0, INK, part.name());
        x += 30.0 + crate::report::plot::svg::width(part.name(), 10.0);
    }
}

fn letter(part: AccountPart) -> &'static str {
    match part {
        AccountPart::Accord => "a",
        AccountPart::Gains => "g",
        AccountPart::Harm => "h",
        AccountPart::Clash => "c",
        AccountPart::Standing => "s",
        AccountPart::Remedies => "r",
        AccountPart::Payments => "p",
        AccountPart::Costs => "f",
        AccountPart::Breakdown => "b",
        AccountPart::After => "z",
    }
}

/// Pale enough for the letter on it.
fn color(part: AccountPart) -> &'static str {
    match part {
        AccountPart::Accord => "#9ecae1",
        AccountPart::Gains => "#fdd0a2",
        AccountPart::Harm => "#f4a6a6",
        AccountPart::Clash => "#d9c4e8",
        AccountPart::Standing => "#d0d0d0",
        AccountPart::Remedies => "#f7e27a",
        AccountPart::Payments => "#b4e0a4",
        AccountPart::Costs => "#dfbf9f",
        AccountPart::Breakdown => "#a8a8b8",
        AccountPart::After => "#ffffff",
    }
}
