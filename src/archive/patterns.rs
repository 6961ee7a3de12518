//! Columns that are met again and again, as most columns of a study are: encoded once, and copied after.

use crate::archive::chunk::Chunk;
use crate::archive::columns::Group;
use crate::archive::field::FieldKind;
use crate::simulate::Cells;
use parquet::data_type::ByteArray;
use parquet::errors::Result;
use std::collections::HashMap;
use std::io::Write;

/// A column whose cells follow from little.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pattern {
    pub(super) kind: FieldKind,
    pub(super) stretches: Vec<Stretch>,
}

/// Cells that follow each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Stretch {
    /// The first of them.
    pub(super) value: Option<Value>,
    /// By how much each whole number is larger than the one before; 0 where all cells are the same.
    pub(super) step: i64,
    /// Number of rows.
    pub(super) n: usize,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Value {
    Text(Vec<u8>),
    Whole(i64),
    /// The bits of a real number.
    Number(u64),
}

impl Pattern {
    /// One value throughout.
    pub(super) fn constant(kind: FieldKind, value: Option<Value>, n: usize) -> Self {
        Self { kind, stretches: vec![Stretch::of(value, n)] }
    }

    fn encoded(&self) -> Result<Chunk> {
        let stretches = self.stretches.iter();
        Chunk::new(self.kind, |group| match self.kind {
            FieldKind::Text => group.texts(&stretches.map(Stretch::text).collect::<Vec<_>>()),
            FieldKind::Whole | FieldKind::Natural => group.whole(stretches.flat_map(Stretch::wholes)),
            FieldKind::Share | FieldKind::Number => group.cells(&stretches.map(Stretch::cells).collect::<Vec<_>>()),
        })
    }
}

impl Stretch {
    /// The same value in so many rows.
    pub(super) fn of(value: Option<Value>, n: usize) -> Self {
        Self { value, step: 0, n }
    }

    /// Whole numbers from `first`, each larger by `step`.
    pub(super) fn counting(first: i64, step: i64, n: usize) -> Self {
        Self { value: Some(Value::Whole(first)), step, n }
    }

    fn wholes(&self) -> impl Iterator<Item = Option<i64>> {
        let first = match self.value {
            Some(Value::Whole(first)) => Some(first),
            _ => None,
        };
        (0..self.n as i64).map(move |i| first.map(|first| first + i * self.step))
    }

    fn cells(&self) -> Cells<'static> {
        let value = match self.value {
            Some(Value::Number(bits)) => f64::from_bits(bits),
            _ => f64::NAN,
        };
        Cells::Same(value, self.n)
    }

    fn text(&self) -> (Option<ByteArray>, usize) {
        let text = match &self.value {
            Some(Value::Text(text)) => Some(ByteArray::from(text.clone())),
            _ => None,
        };
        (text, self.n)
    }
}

/// Columns that were encoded before.
#[derive(Clone, Default)]
pub(super) struct Patterns {
    chunks: HashMap<Pattern, Chunk>,
    bytes: usize,
}

/// Bytes that are kept: far more than the columns of a study take that are met again.
const MOST_KEPT: usize = 1 << 22;

/// Stretches of texts that may be met again.
const MOST_STRETCHES: usize = 4096;

impl Patterns {
    /// Writes a column as the next one of a row group.
    pub(super) fn write<W: Write + Send>(&mut self, group: &mut Group<'_, W>, pattern: &Pattern) -> Result<()> {
        self.chunk(pattern)?.append(group)
    }

    /// Writes texts, each in so many rows that follow each other, as the next column of a row group.
    pub(super) fn write_texts<W: Write + Send>(
        &mut self,
        group: &mut Group<'_, W>,
        stretches: &[(Option<ByteArray>, usize)],
    ) -> Result<()> {
        let alike = stretches.chunk_by(|(one, _), (other, _)| one == other).map(|alike| {
            let value = alike[0].0.as_ref().map(|text| Value::Text(text.data().to_vec()));
            Stretch::of(value, alike.iter().map(|(_, n)| n).sum())
        });
        let pattern = Pattern { kind: FieldKind::Text, stretches: alike.collect() };
        if pattern.stretches.len() <= MOST_STRETCHES { self.write(group, &pattern) } else { group.texts(stretches) }
    }

    /// The column, encoded now unless it was before.
    fn chunk(&mut self, pattern: &Pattern) -> Result<&Chunk> {
        if !self.chunks.contains_key(pattern) {
            let chunk = pattern.encoded()?;
            self.bytes += chunk.len();
            if self.bytes > MOST_KEPT {
                self.chunks.clear();
                self.bytes = chunk.len();
            }
            self.chunks.insert(pattern.clone(), chunk);
        }
        Ok(&self.chunks[pattern])
    }
}

#[cfg(test)]
mod tests {
    use super::{Pattern, Patterns, Stretch, Value};
    use crate::archive::columns::Form;
    use crate::archive::field::{Field, FieldKind};
    use parquet::errors::Result;

    /// A file of two row groups of two such columns.
    fn file(pattern: &Pattern, are_copied: bool) -> Result<Vec<u8>> {
        let fields = [Field::new("a", pattern.kind), Field::new("b", pattern.kind)];
        let (form, mut patterns, mut bytes) = (Form::new(&fields, &[])?, Patterns::default(), Vec::new());
        let mut file = form.file(&mut bytes)?;
        for _ in 0..2 {
            let mut group = form.group(&mut file)?;
            for _ in 0..2 {
                let stretches = pattern.stretches.iter();
                match pattern.kind {
                    _ if are_copied => patterns.write(&mut group, pattern)?,
                    FieldKind::Text => group.texts(&stretches.map(Stretch::text).collect::<Vec<_>>())?,
                    FieldKind::Whole | FieldKind::Natural => group.whole(stretches.flat_map(Stretch::wholes))?,
                    FieldKind::Share | FieldKind::Number => {
                        group.cells(&stretches.map(Stretch::cells).collect::<Vec<_>>())?;
                    }
                }
            }
            group.close()?;
        }
        file.close()?;
        Ok(bytes)
    }

    #[test]
    fn a_copied_column_is_the_same_to_the_byte() {
        let text = |text: &str| Some(Value::Text(text.as_bytes().to_vec()));
        for n in [1, 1000, 50_000] {
            for (kind, stretches) in [
                (FieldKind::Text, vec![Stretch::of(text("done"), n)]),
                (FieldKind::Text, vec![Stretch::of(text("a"), n), Stretch::of(None, 3), Stretch::of(text("b"), n)]),
                (FieldKind::Whole, vec![Stretch::of(Some(Value::Whole(0)), n)]),
                (FieldKind::Whole, vec![Stretch::counting(5, 1, n), Stretch::of(None, 1), Stretch::counting(0, 3, n)]),
                (FieldKind::Natural, vec![Stretch::of(Some(Value::Whole(-1)), n)]),
                (FieldKind::Share, vec![Stretch::of(Some(Value::Number(0.25_f64.to_bits())), n)]),
                (FieldKind::Share, vec![Stretch::of(None, n)]),
            ] {
                let pattern = Pattern { kind, stretches };
                assert_eq!(file(&pattern, true).unwrap(), file(&pattern, false).unwrap(), "{pattern:?}");
            }
        }
    }

    #[test]
    fn numbers_count_by_their_step() {
        let cells: Vec<_> = Stretch::counting(5, 3, 4).wholes().collect();
        assert_eq!(cells, [Some(5), Some(8), Some(11), Some(14)]);
        assert_eq!(Stretch::of(None, 2).wholes().collect::<Vec<_>>(), [None, None]);
    }
}
