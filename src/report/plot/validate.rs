//! What is known against what was found: how far off, result by result.

use crate::report::lines::clip;
use crate::report::plot::scale::{Scale, power_label};
use crate::report::plot::svg::{Anchor, FIRST, GREY, INK, PALE, SECOND, Stroke, Svg};
use crate::study::KnownResult;

const WIDTH: f64 = 860.0;
const TOP: f64 = 66.0;
/// Where the two parts begin and end.
const EXACT: (f64, f64) = (190.0, 520.0);
const SAMPLED: (f64, f64) = (570.0, 846.0);
/// Differences that are drawn; what is smaller, zero among it, stands at the lower end.
const ENDS: (f64, f64) = (1e-17, 1.0);
/// Standardised differences that are drawn.
const LARGEST_Z: f64 = 5.0;

/// Relative errors of the exact engine, and standardised ones of samples, a dot a result and a lane a family.
pub fn validate_svg(results: &[KnownResult]) -> String {
    let families: Vec<&[KnownResult]> = results.chunk_by(|a, b| a.family == b.family).collect();
    let lane = |family: &[KnownResult]| 26.0 + 3.0 * (family.len() as f64).sqrt() * 2.0;
    let bottom = TOP + families.iter().map(|family| lane(family)).sum::<f64>();
    let title = "What is known, and what was found";
    let mut svg = Svg::new(WIDTH, bottom + 62.0, title);
    svg.bold((12.0, 20.0), 14.0, title);
    let x = Scale::log(ENDS.0, ENDS.1, EXACT.0, EXACT.1);
    let z = Scale::new(-LARGEST_Z, LARGEST_Z, SAMPLED.0, SAMPLED.1);
    svg.bold((EXACT.0, 44.0), 12.0, "Exact engine: how far off");
    svg.bold((SAMPLED.0, 44.0), 12.0, "Samples: how far off, in standard errors");
    let mut axis = |at: f64, text: &str| {
        svg.line((at, TOP - 8.0), (at, bottom), Stroke::new(PALE, 0.7));
        svg.text((at, bottom + 14.0), Anchor::Middle, 10.0, INK, text);
    };
    x.ticks(6).into_iter().for_each(|tick| {
        let text = if tick <= ENDS.0 * 1.01 { "0".to_owned() } else { power_label(tick) };
        axis(x.at(tick), &text);
    });
    [-4.0, -2.0, 0.0, 2.0, 4.0]
        .into_iter()
        .for_each(|tick| axis(z.at(tick), &format!("{tick:+.0}").replace("+0", "0")));
    let middle = |(from, to): (f64, f64)| 0.5 * (from + to);
    svg.text((middle(EXACT), bottom + 30.0), Anchor::Middle, 10.5, INK, "difference, relative to 1 + |expected|");
    svg.text((middle(SAMPLED), bottom + 30.0), Anchor::Middle, 10.5, INK, "z; a result fails beyond ±4");
    let mut top = TOP;
    for family in families {
        let height = lane(family);
        svg.text((EXACT.0 - 12.0, top + 0.5 * height), Anchor::End, 10.5, INK, &clip(family[0].family, 30));
        for (k, result) in family.iter().enumerate() {
            // Spread over the lane in steps of the golden section, which leave no two close to each other.
            let y = top + 7.0 + (height - 14.0) * (0.618_033_988_749_895 * k as f64).fract();
            let (fill, radius, outline) = if result.holds() { (FIRST, 3.0, "#ffffff") } else { (SECOND, 5.0, INK) };
            let off = result.difference();
            let hover = format!("{}: off by {off:.0e}, {:.0e} allowed", result.name, result.tolerance);
            svg.circle((x.within(off.max(ENDS.0)), y), radius, fill, outline, &hover);
            if let Some(sampled) = result.sampled {
                let score = sampled.z(result.expected);
                let hover = format!("{}: z {score:+.2}", result.name);
                svg.circle((z.within(score), y), radius, fill, outline, &hover);
            }
        }
        top += height;
        svg.line((12.0, top), (WIDTH - 14.0, top), Stroke::new(PALE, 0.8));
    }
    let n_holds = results.iter().filter(|result| result.holds()).count();
    let note = format!("{n_holds} of {} results hold; a dot each, those that fail large and ringed.", results.len());
    svg.text((12.0, bottom + 52.0), Anchor::Start, 9.5, GREY, &note);
    svg.finish()
}
