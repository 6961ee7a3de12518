//! How policies do across futures: a row a policy.

use crate::study::survey::{Axis, Survey};
use crate::study::{Policy, Requirement, WithInterval};
use crate::tables::cell::{Column, Figure, WrongCell, names, read, written};
use crate::tables::text::{csv_text, text_of_cell};

/// Name of the file that holds how policies do.
pub const POLICIES: &str = "policies.csv";

/// What a row says of a policy.
#[derive(Clone, Default)]
struct Record {
    futures: u64,
    left_out: u64,
    worst_regret: [Figure; 3],
    mean_regret: [Figure; 3],
    satisficing: [Figure; 3],
}

fn columns() -> [Column<Record>; 11] {
    [
        Column::new("futures", |r| &mut r.futures),
        Column::new("left_out", |r| &mut r.left_out),
        Column::new("worst_regret", |r| &mut r.worst_regret[0]),
        Column::new("worst_regret.low", |r| &mut r.worst_regret[1]),
        Column::new("worst_regret.high", |r| &mut r.worst_regret[2]),
        Column::new("mean_regret", |r| &mut r.mean_regret[0]),
        Column::new("mean_regret.low", |r| &mut r.mean_regret[1]),
        Column::new("mean_regret.high", |r| &mut r.mean_regret[2]),
        Column::new("satisficing", |r| &mut r.satisficing[0]),
        Column::new("satisficing.low", |r| &mut r.satisficing[1]),
        Column::new("satisficing.high", |r| &mut r.satisficing[2]),
    ]
}

/// Names of the columns of the policies of a study.
pub fn policies_header(survey: &Survey) -> Vec<String> {
    let levers = survey.space.levers().map(Axis::name);
    std::iter::once("design".to_owned()).chain(levers).chain(names(&columns())).chain(["require".to_owned()]).collect()
}

/// Policies as CSV, a row each; cells of what was not asked for are empty.
pub fn policies_csv(survey: &Survey, policies: &[Policy], require: &[Requirement]) -> String {
    let columns = columns();
    let all: Vec<String> = require.iter().map(Requirement::text).collect();
    let row = |policy: &Policy| -> Vec<String> {
        let figures = |x: WithInterval| [x.value, x.low, x.high].map(|x| Figure(Some(x)));
        let record = Record {
            futures: policy.futures,
            left_out: policy.left_out,
            worst_regret: figures(policy.worst_regret),
            mean_regret: figures(policy.mean_regret),
            satisficing: policy.satisficing.map(figures).unwrap_or_default(),
        };
        let names = std::iter::once(policy.design.clone()).chain(policy.levers.iter().cloned());
        let cells = written(&columns, &record).into_iter().map(|cell| cell.into_owned());
        names.chain(cells).chain([all.join(" and ")]).collect()
    };
    csv_text(std::iter::once(policies_header(survey)).chain(policies.iter().map(row)))
}

/// The policy of a row, whose cells are those of [`policies_header`].
///
/// # Errors
/// The first cell that holds no value of its column.
pub fn read_policy<'a>(survey: &Survey, cells: impl Iterator<Item = &'a str>) -> Result<Policy, WrongCell> {
    let mut cells = cells.map(text_of_cell);
    let design = cells.next().unwrap_or_default().to_owned();
    let levers = cells.by_ref().take(survey.space.levers().count()).map(str::to_owned).collect();
    let record = read(&columns(), cells)?;
    let interval = |[value, low, high]: [Figure; 3]| Some(WithInterval { value: value.0?, low: low.0?, high: high.0? });
    Ok(Policy {
        design,
        levers,
        futures: record.futures,
        left_out: record.left_out,
        worst_regret: interval(record.worst_regret).unwrap_or_default(),
        mean_regret: interval(record.mean_regret).unwrap_or_default(),
        satisficing: interval(record.satisficing),
    })
}
