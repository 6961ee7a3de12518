//! Robust measures of policies: a table for people, and one for programs.

use crate::report::csv::csv_text;
use crate::report::number::{grouped, short};
use crate::report::table::{clip, page, wrap};
use crate::study::survey::{Axis, Survey};
use crate::study::{Policy, Requirement, WithInterval};

/// Name of the file that holds how policies do.
pub const POLICIES: &str = "policies.csv";

/// How every policy does across the futures.
pub fn policies_table(survey: &Survey, policies: &[Policy], require: &[Requirement]) -> String {
    let (futures, left_out) = policies.first().map_or((0, 0), |policy| (policy.futures, policy.left_out));
    let without = match left_out {
        0 => String::new(),
        n => format!(" ({} left out: some policy could not be played)", grouped(n)),
    };
    let mut lines = vec![
        String::new(),
        format!("Across {} futures{without}:", grouped(futures)),
        "regret in joint welfare ($bn), and share of futures that satisfy".to_owned(),
        format!("  {:<26} {:>23} {:>23} {:>23}", "policy", "worst regret", "mean regret", "satisfies"),
    ];
    for policy in policies {
        let name = std::iter::once(&policy.design).chain(&policy.levers).cloned().collect::<Vec<_>>().join(", ");
        let cell = |x: &WithInterval| format!("{} [{}, {}]", short(x.value), short(x.low), short(x.high));
        let satisfies = policy.satisficing.as_ref().map_or_else(|| "–".to_owned(), cell);
        lines.push(format!(
            "  {:<26} {:>23} {:>23} {:>23}",
            clip(&name, 26),
            cell(&policy.worst_regret),
            cell(&policy.mean_regret),
            satisfies
        ));
    }
    if !require.is_empty() {
        let all: Vec<String> = require.iter().map(Requirement::text).collect();
        lines.extend(wrap(&format!("Satisfies: {}.", all.join(" and ")), 100));
    }
    lines.extend(wrap(&format!("[…]: {} % intervals by resampling.", short(100.0 * survey.confidence)), 100));
    page(&lines)
}

/// The same as CSV: a row for each policy; cells of what was not asked for are empty.
pub fn policies_csv(survey: &Survey, policies: &[Policy], require: &[Requirement]) -> String {
    let levers = survey.space.levers().map(Axis::name);
    let measures = ["worst_regret", "mean_regret", "satisficing"];
    let columns = measures.iter().flat_map(|name| ["", ".low", ".high"].map(|end| format!("{name}{end}")));
    let header: Vec<String> = std::iter::once("design".to_owned())
        .chain(levers)
        .chain(["futures", "left_out"].map(str::to_owned))
        .chain(columns)
        .chain(["require".to_owned()])
        .collect();
    let all: Vec<String> = require.iter().map(Requirement::text).collect();
    let row = |policy: &Policy| -> Vec<String> {
        let counts = [policy.futures, policy.left_out].map(|n| n.to_string());
        let measures = [Some(policy.worst_regret), Some(policy.mean_regret), policy.satisficing];
        let numbers = measures.iter().flat_map(|measure| {
            let ends = measure.map(|x| [x.value, x.low, x.high].map(|x| format!("{x:?}")));
            ends.unwrap_or_default()
        });
        let names = std::iter::once(policy.design.clone()).chain(policy.levers.iter().cloned());
        names.chain(counts).chain(numbers).chain([all.join(" and ")]).collect()
    };
    csv_text(std::iter::once(header).chain(policies.iter().map(row)))
}
