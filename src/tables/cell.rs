//! One value in a cell: how it is written, and how it is read again.

use std::borrow::Cow;

/// A value that a cell can hold.
pub(super) trait Cell {
    /// As it is written.
    fn text(&self) -> Cow<'static, str>;

    /// Takes the value of a text; where the text has none, what is allowed.
    fn read(&mut self, text: &str) -> Result<(), &'static str>;
}

/// A column: its name, and where a record holds the value, both to be written and to be read.
pub(super) struct Column<T> {
    pub(super) name: Cow<'static, str>,
    pub(super) field: Field<T>,
}

/// Where a record holds a value.
type Field<T> = for<'a> fn(&'a mut T) -> &'a mut dyn Cell;

/// A cell that holds no value of its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongCell {
    /// Name of the column.
    pub column: String,
    /// What the cell holds.
    pub found: String,
    /// What it may hold.
    pub allowed: String,
}

impl std::fmt::Display for WrongCell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { column, found, allowed } = self;
        write!(f, "column {column}: found {found:?}; allowed: {allowed}")
    }
}

impl WrongCell {
    pub(super) fn new(column: impl Into<String>, found: &str, allowed: impl Into<String>) -> Self {
        Self { column: column.into(), found: found.to_owned(), allowed: allowed.into() }
    }
}

impl<T> Column<T> {
    /// The column of a name.
    pub(super) fn new(name: impl Into<Cow<'static, str>>, field: Field<T>) -> Self {
        Self { name: name.into(), field }
    }
}

/// Names of columns.
pub(super) fn names<T>(columns: &[Column<T>]) -> impl Iterator<Item = String> {
    columns.iter().map(|column| column.name.to_string())
}

/// A record as cells.
pub(super) fn written<T: Clone>(columns: &[Column<T>], record: &T) -> Vec<Cow<'static, str>> {
    let mut record = record.clone();
    columns.iter().map(|column| (column.field)(&mut record).text()).collect()
}

/// The record of cells.
pub(super) fn read<'a, T: Default>(
    columns: &[Column<T>],
    cells: impl Iterator<Item = &'a str>,
) -> Result<T, WrongCell> {
    let mut record = T::default();
    for (column, cell) in columns.iter().zip(cells.chain(std::iter::repeat(""))) {
        let wrong = |allowed| WrongCell::new(column.name.clone(), cell, allowed);
        (column.field)(&mut record).read(cell).map_err(wrong)?;
    }
    Ok(record)
}

impl Cell for u64 {
    fn text(&self) -> Cow<'static, str> {
        Cow::Owned(self.to_string())
    }

    fn read(&mut self, text: &str) -> Result<(), &'static str> {
        *self = text.parse().map_err(|_| "a whole number")?;
        Ok(())
    }
}

impl Cell for u32 {
    fn text(&self) -> Cow<'static, str> {
        Cow::Owned(self.to_string())
    }

    fn read(&mut self, text: &str) -> Result<(), &'static str> {
        *self = text.parse().map_err(|_| "a whole number below 2^32")?;
        Ok(())
    }
}

impl Cell for Option<f64> {
    fn text(&self) -> Cow<'static, str> {
        self.filter(|x| x.is_finite()).map_or(Cow::Borrowed(""), |x| Cow::Owned(format!("{x:?}")))
    }

    fn read(&mut self, text: &str) -> Result<(), &'static str> {
        *self = match text {
            "" => None,
            text => Some(text.parse().ok().filter(|x: &f64| x.is_finite()).ok_or("a number, or nothing")?),
        };
        Ok(())
    }
}

/// A number that may be absent, shown as nothing, which is NaN.
impl Cell for f64 {
    fn text(&self) -> Cow<'static, str> {
        Some(*self).text()
    }

    fn read(&mut self, text: &str) -> Result<(), &'static str> {
        let mut number = None;
        number.read(text)?;
        *self = number.unwrap_or(f64::NAN);
        Ok(())
    }
}

impl Cell for Option<bool> {
    fn text(&self) -> Cow<'static, str> {
        self.map_or(Cow::Borrowed(""), |holds| Cow::Owned(holds.to_string()))
    }

    fn read(&mut self, text: &str) -> Result<(), &'static str> {
        *self = match text {
            "" => None,
            text => Some(text.parse().map_err(|_| "true, false, or nothing")?),
        };
        Ok(())
    }
}

/// A number as it is, infinite and undefined ones too.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Figure(pub(super) Option<f64>);

impl Cell for Figure {
    fn text(&self) -> Cow<'static, str> {
        self.0.map_or(Cow::Borrowed(""), |x| Cow::Owned(format!("{x:?}")))
    }

    fn read(&mut self, text: &str) -> Result<(), &'static str> {
        self.0 = match text {
            "" => None,
            text => Some(text.parse().map_err(|_| "a number, or nothing")?),
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_nothing_else_is() {
        let columns = || {
            [
                Column::<(u64, Option<f64>, f64, Option<bool>)>::new("n", |r| &mut r.0),
                Column::new("mean", |r| &mut r.1),
                Column::new("share", |r| &mut r.2),
                Column::new("on_front", |r| &mut r.3),
            ]
        };
        let record = (7, Some(-0.1), 0.5, Some(true));
        let cells = written(&columns(), &record);
        assert_eq!(cells, ["7", "-0.1", "0.5", "true"]);
        assert_eq!(read(&columns(), cells.iter().map(AsRef::as_ref)), Ok(record));
        for (cells, told) in [
            (["x", "", "", ""], "column n: found \"x\"; allowed: a whole number"),
            (["", "", "", ""], "column n: found \"\"; allowed: a whole number"),
            (["1", "inf", "", ""], "column mean: found \"inf\"; allowed: a number, or nothing"),
            (["1", "", "", "yes"], "column on_front: found \"yes\"; allowed: true, false, or nothing"),
        ] {
            assert_eq!(read(&columns(), cells.into_iter()).unwrap_err().to_string(), told);
        }
    }
}
