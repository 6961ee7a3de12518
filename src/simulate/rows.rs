//! The metrics of consecutive replications, kept in little room: most never vary.

/// The values of each metric in consecutive replications.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    n: usize,
    /// Where the values of each metric end: a single one stands for all where it never varies.
    ends: Vec<usize>,
    values: Vec<f64>,
}

/// Values that follow each other; NaN where a metric is undefined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cells<'a> {
    /// One value, so many times.
    Same(f64, usize),
    /// One value each.
    Each(&'a [f64]),
}

impl Rows {
    /// `n` replications, and the values of each metric in them.
    pub(super) fn new<'a>(n: usize, metrics: impl Iterator<Item = &'a [f64]>) -> Self {
        let mut rows = Self { n, ..Self::default() };
        for values in metrics {
            rows.values.extend_from_slice(if are_same(values) { &values[..1] } else { values });
            rows.ends.push(rows.values.len());
        }
        rows
    }

    /// Number of replications.
    pub fn n(&self) -> usize {
        self.n
    }

    /// The values of a metric.
    pub fn cells(&self, metric: usize) -> Cells<'_> {
        let start = metric.checked_sub(1).map_or(0, |before| self.ends[before]);
        match &self.values[start..self.ends[metric]] {
            [value] => Cells::Same(*value, self.n),
            values => Cells::Each(values),
        }
    }
}

impl Cells<'_> {
    /// How many there are.
    pub fn n(&self) -> usize {
        match self {
            Self::Same(_, n) => *n,
            Self::Each(values) => values.len(),
        }
    }

    /// The first.
    pub fn first(&self) -> Option<f64> {
        match self {
            Self::Same(value, n) => (*n > 0).then_some(*value),
            Self::Each(values) => values.first().copied(),
        }
    }
}

/// Whether all of some values are the same, to the bit.
fn are_same(values: &[f64]) -> bool {
    let Some(first) = values.first() else { return false };
    // No early way out: it is quicker to look at all of them side by side.
    values.iter().fold(0, |differs, value| differs | (value.to_bits() ^ first.to_bits())) == 0
}

#[cfg(test)]
mod tests {
    use super::{Cells, Rows};

    #[test]
    fn what_never_varies_takes_one_place() {
        let columns: [&[f64]; 4] = [&[1.0, 1.0, 1.0], &[0.0, -0.0, 0.0], &[f64::NAN; 3], &[2.0, 3.0, 4.0]];
        let rows = Rows::new(3, columns.into_iter());
        assert_eq!(rows.cells(0), Cells::Same(1.0, 3));
        assert_eq!(rows.cells(1), Cells::Each(&[0.0, -0.0, 0.0]));
        assert!(matches!(rows.cells(2), Cells::Same(x, 3) if x.is_nan()));
        assert_eq!(rows.cells(3), Cells::Each(&[2.0, 3.0, 4.0]));
        assert_eq!(rows.values.len(), 1 + 3 + 1 + 3);
    }

    #[test]
    fn a_single_replication_and_none() {
        let rows = Rows::new(1, [[5.0].as_slice()].into_iter());
        assert_eq!((rows.cells(0), rows.cells(0).first()), (Cells::Same(5.0, 1), Some(5.0)));
        let rows = Rows::new(0, [[].as_slice()].into_iter());
        assert_eq!((rows.cells(0), rows.cells(0).first()), (Cells::Each(&[]), None));
    }
}
