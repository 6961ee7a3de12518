//! The statistics that results are told by, against published values.

use crate::simulate::Sample;
use crate::stats::{Lifetimes, replications_for_half_width, wilson};
use crate::study::validate::known::KnownResult;

pub(super) fn cases(_: Sample) -> Vec<KnownResult> {
    let mut cases = Vec::new();
    let case = |name: String, paper, formula, expected, obtained, tolerance| KnownResult {
        family: "statistics",
        name,
        paper,
        formula,
        expected,
        obtained,
        tolerance,
        sampled: None,
    };
    for (hits, n, low, high) in
        [(7, 10, 0.396_778, 0.892_209), (0, 20, 0.0, 0.161_125), (580, 1000, 0.549_160, 0.610_227)]
    {
        let interval = wilson(hits, n, 0.95);
        for (end, expected, obtained) in [
            ("lower", low, interval.map(|interval| interval.low)),
            ("upper", high, interval.map(|interval| interval.high)),
        ] {
            let name = format!("{end} end of the interval of {hits} in {n}");
            cases.push(case(name, "Wilson (1927)", "published value", expected, obtained.unwrap_or(f64::NAN), 1e-6));
        }
    }
    // Weeks of remission under 6-MP; negative where censored.
    let weeks: [i32; 21] = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35];
    let mut lifetimes = Lifetimes::default();
    for week in weeks {
        if week > 0 { lifetimes.push_end(week as u32, 0) } else { lifetimes.push_censored(week.unsigned_abs()) }
    }
    let curve = lifetimes.kaplan_meier(0.95);
    for (week, expected) in [(6, 0.857_143), (10, 0.752_941), (16, 0.627_451), (23, 0.448_179)] {
        let obtained = curve.iter().find(|point| point.time == week).map_or(f64::NAN, |point| point.survival);
        let name = format!("survival beyond week {week}, Freireich et al. (1963)");
        cases.push(case(name, "Kaplan and Meier (1958)", "published value", expected, obtained, 1e-6));
    }
    let n = replications_for_half_width(0.5, 0.01, 0.95).map_or(f64::NAN, |n| n as f64);
    let name = "replications for a share within one percentage point".to_owned();
    cases.push(case(name, "Cochran (1977)", "(z/2h)², rounded up", 9604.0, n, 0.0));
    cases
}
