//! How policies do across futures, as a table.

use crate::report::lines::{clip, page, wrap};
use crate::report::number::{grouped, short};
use crate::report::parameters::rounded;
use crate::study::survey::{Axis, Survey};
use crate::study::{Policy, Requirement, WithInterval};

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
    for policy in &policies[..policies.len().min(MOST_LINES)] {
        lines.extend(line(policy));
    }
    if policies.len() > MOST_LINES {
        let rest = grouped((policies.len() - MOST_LINES) as u64);
        lines.push(format!("  … {rest} more; policies.csv under --out has them all"));
    }
    let levers: Vec<String> = survey.space.levers().map(Axis::name).collect();
    if !levers.is_empty() {
        lines.extend(wrap(&format!("Policy: design, {}.", levers.join(", ")), COLUMNS));
    }
    if !require.is_empty() {
        let all: Vec<String> = require.iter().map(Requirement::text).collect();
        lines.extend(wrap(&format!("Satisfies: {}.", all.join(" and ")), COLUMNS));
    }
    lines.extend(wrap(&format!("[…]: {} % intervals by resampling.", short(100.0 * survey.confidence)), COLUMNS));
    page(&lines)
}

/// Policies at most.
const MOST_LINES: usize = 60;
const COLUMNS: usize = 100;
/// Columns of the name of a policy; one that is longer has a line of its own.
const NAME: usize = 26;

/// One policy and how it does, on a second line where its name is long.
fn line(policy: &Policy) -> Vec<String> {
    let levers = policy.levers.iter().map(|value| rounded(value));
    let name = std::iter::once(policy.design.clone()).chain(levers).collect::<Vec<_>>().join(", ");
    let cell = |x: &WithInterval| format!("{} [{}, {}]", short(x.value), short(x.low), short(x.high));
    let satisfies = policy.satisficing.as_ref().map_or_else(|| "–".to_owned(), cell);
    let does = format!("{:>23} {:>23} {satisfies:>23}", cell(&policy.worst_regret), cell(&policy.mean_regret));
    match name.chars().count() > NAME {
        true => vec![format!("  {}", clip(&name, COLUMNS - 2)), format!("  {:NAME$} {does}", "")],
        false => vec![format!("  {name:<NAME$} {does}")],
    }
}
