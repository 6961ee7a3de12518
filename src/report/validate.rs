//! What is known beside what was found, as table, Markdown, JSON and CSV.

use crate::report::json::{SCHEMA, VERSION, text};
use crate::report::lines::{clip, page};
use crate::report::number::short;
use crate::study::{BEYOND, KnownResult};
use crate::tables::csv_text;
use serde::Serialize;

/// The results as a table of at most 100 columns; those that fail are marked.
pub fn validate_table(results: &[KnownResult]) -> String {
    let mut lines = Vec::new();
    for family in results.chunk_by(|a, b| a.family == b.family) {
        lines.push(family[0].family.to_owned());
        lines.push(format!("  {:<56} {:>12} {:>8} {:>10}  {}", "", "expected", "off by", "sample, z", ""));
        for result in family {
            let z = result.sampled.map_or_else(String::new, |sampled| format!("{:+.2}", sampled.z(result.expected)));
            let verdict = if result.holds() { "" } else { "FAILS" };
            let off = if result.difference() == 0.0 { "0".to_owned() } else { format!("{:.0e}", result.difference()) };
            lines.push(format!(
                "  {:<56} {:>12} {off:>8} {z:>10}  {verdict}",
                clip(&result.name, 56),
                digits(result.expected)
            ));
        }
    }
    let n_holds = results.iter().filter(|result| result.holds()).count();
    let n_sampled = results.iter().filter(|result| result.sampled.is_some()).count();
    lines.push(String::new());
    lines.push(format!("{n_holds} of {} results hold; {n_sampled} were sampled as well (z within ±4)", results.len()));
    lines.push("off by: difference of the exact engine, relative to 1 + |expected|".to_owned());
    page(&lines)
}

/// The same as Markdown, with papers and formulas, and with what the model cannot express.
pub fn validate_markdown(results: &[KnownResult]) -> String {
    let mut text = String::new();
    for family in results.chunk_by(|a, b| a.family == b.family) {
        let mut name = family[0].family.to_owned();
        name[..1].make_ascii_uppercase();
        text += &format!(
            "\n## {name}\n\n| result | paper | formula | expected | obtained | sampled |\n| --- | --- | --- | --- | --- | --- |\n"
        );
        for r in family {
            let sampled = r.sampled.map_or_else(String::new, |s| match s.se {
                0.0 => digits(s.mean),
                se => format!("{} ± {}", digits(s.mean), short(1.96 * se)),
            });
            text += &format!(
                "| {} | {} | {} | {} | {} | {sampled} |\n",
                r.name,
                r.paper,
                r.formula.replace('|', "\\|"),
                digits(r.expected),
                digits(r.obtained)
            );
        }
    }
    text += "\n## Beyond the model\n\n| result | why not |\n| --- | --- |\n";
    BEYOND.iter().for_each(|beyond| text += &format!("| {} | {} |\n", beyond.result, beyond.reason));
    text
}

#[derive(Serialize)]
struct ValidateJson<'a> {
    schema: u32,
    snapback: &'a str,
    holds: bool,
    results: Vec<ResultJson<'a>>,
}

#[derive(Serialize)]
struct ResultJson<'a> {
    family: &'a str,
    name: &'a str,
    paper: &'a str,
    formula: &'a str,
    expected: f64,
    obtained: f64,
    tolerance: f64,
    sampled: Option<f64>,
    se: Option<f64>,
    z: Option<f64>,
    holds: bool,
}

/// The results as JSON.
pub fn validate_json(results: &[KnownResult]) -> String {
    let rows = results.iter().map(|r| ResultJson {
        family: r.family,
        name: &r.name,
        paper: r.paper,
        formula: r.formula,
        expected: r.expected,
        obtained: r.obtained,
        tolerance: r.tolerance,
        sampled: r.sampled.map(|sampled| sampled.mean),
        se: r.sampled.map(|sampled| sampled.se),
        z: r.sampled.map(|sampled| sampled.z(r.expected)),
        holds: r.holds(),
    });
    let holds = results.iter().all(KnownResult::holds);
    text(&ValidateJson { schema: SCHEMA, snapback: VERSION, holds, results: rows.collect() })
}

/// The results as CSV.
pub fn validate_csv(results: &[KnownResult]) -> String {
    let header = ["family", "name", "paper", "formula", "expected", "obtained", "sampled", "se", "holds"];
    let row = |r: &KnownResult| -> Vec<String> {
        let number = |x: f64| format!("{x:?}");
        let sampled = r.sampled.map_or_else(|| [String::new(), String::new()], |s| [number(s.mean), number(s.se)]);
        let [mean, se] = sampled;
        let names = [r.family, &r.name, r.paper, r.formula].map(str::to_owned);
        let values = [number(r.expected), number(r.obtained), mean, se, r.holds().to_string()];
        names.into_iter().chain(values).collect()
    };
    csv_text(std::iter::once(header.map(str::to_owned).to_vec()).chain(results.iter().map(row)))
}

/// Seven significant digits.
fn digits(x: f64) -> String {
    if x == 0.0 || !x.is_finite() {
        return x.abs().to_string();
    }
    let lead = libm::floor(libm::log10(x.abs())) as i32;
    let decimals = (6 - lead).clamp(0, 9) as usize;
    format!("{x:.decimals$}")
}
