//! Results as CSV, for R and spreadsheets.

use crate::study::RunReport;

/// One row a metric. Undefined values are empty.
pub fn run_csv(report: &RunReport) -> String {
    let header = [
        "metric",
        "party",
        "commitment",
        "unit",
        "n",
        "undefined",
        "mean",
        "sd",
        "se",
        "low",
        "high",
        "p05",
        "p50",
        "p95",
    ];
    let mut rows = vec![header.map(str::to_owned)];
    for m in &report.metrics {
        let number = |x: Option<f64>| x.filter(|x| x.is_finite()).map_or_else(String::new, |x| format!("{x:?}"));
        rows.push([
            m.metric.to_owned(),
            m.party.clone().unwrap_or_default(),
            m.commitment.clone().unwrap_or_default(),
            m.unit.to_owned(),
            m.n.to_string(),
            m.undefined.to_string(),
            number(m.mean),
            number(m.sd),
            number(m.se),
            number(m.low),
            number(m.high),
            number(m.p05),
            number(m.p50),
            number(m.p95),
        ]);
    }
    csv_text(rows)
}

/// Rows of cells as CSV.
pub(super) fn csv_text<C: AsRef<str>>(rows: impl IntoIterator<Item = impl IntoIterator<Item = C>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        let cells: Vec<C> = row.into_iter().collect();
        // Writing to memory cannot fail.
        let _ = writer.write_record(cells.iter().map(|cell| cell.as_ref().as_bytes()));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
