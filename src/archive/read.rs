//! Results read back from a folder.

use crate::archive::ArchiveError;
use crate::archive::guard::guarded;
use crate::archive::names::{OTHER_COLUMNS, RUNS};
use crate::archive::parquet_columns::{CONFIG, REPLICATION, wrong_cell};
use crate::archive::plain;
use parquet::basic::Compression;
use parquet::column::reader::ColumnReader;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

/// A CSV table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
}

/// Rows of `runs.parquet`, by column; absent values are NaN.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Runs {
    /// Columns of numbers by name.
    pub numbers: BTreeMap<String, Vec<f64>>,
    /// Number of the config of each row.
    pub config: Vec<u64>,
    /// Number of the replication of each row; `None` where the config could not be played.
    pub replication: Vec<Option<u64>>,
}

impl Table {
    /// Place of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }
}

/// Reads a table of a folder.
///
/// # Errors
/// [`ArchiveError`] where it is not there or not well formed.
pub fn read_table(folder: &Path, name: &str) -> std::result::Result<Table, ArchiveError> {
    let path = folder.join(name);
    let mut reader = open_table(&path)?;
    let damaged = |error: csv::Error| ArchiveError::damaged(&path, error.to_string());
    let columns = reader.headers().map_err(damaged)?.iter().map(str::to_owned).collect();
    let rows: std::result::Result<Vec<Vec<String>>, ArchiveError> =
        reader.records().map(|row| Ok(row.map_err(damaged)?.iter().map(str::to_owned).collect())).collect();
    Ok(Table { columns, rows: rows? })
}

/// A table, to be read row by row.
///
/// # Errors
/// [`ArchiveError`] where it is not there.
pub(super) fn open_table(path: &Path) -> std::result::Result<csv::Reader<File>, ArchiveError> {
    // It has a buffer of its own.
    plain::open(path).map(csv::Reader::from_reader).map_err(|error| ArchiveError::read(path, &error))
}

/// Shows the reader of a Parquet file to `reads`, once what the file says of itself can be true.
///
/// # Errors
/// [`ArchiveError`] where it is not there or no Parquet file.
pub(super) fn with_parquet<T>(
    path: &Path,
    reads: impl FnOnce(&SerializedFileReader<File>) -> Result<T>,
) -> std::result::Result<T, ArchiveError> {
    let file = plain::open(path).map_err(|error| ArchiveError::read(path, &error))?;
    let read = guarded(|| {
        let n_bytes = file.metadata()?.len();
        let reader = SerializedFileReader::new(file)?;
        check(reader.metadata(), n_bytes)?;
        reads(&reader)
    });
    // The reader takes for granted what a damaged file does not keep to.
    let read = read.unwrap_or_else(|panic| Err(ParquetError::General(format!("cannot be read: {panic}"))));
    read.map_err(|error| ArchiveError::damaged(path, error.to_string()))
}

/// Refuses numbers of rows and places of columns that no file of so many bytes has.
fn check(metadata: &ParquetMetaData, n_bytes: u64) -> Result<()> {
    let wrong = |what: &str| Err(ParquetError::General(what.to_owned()));
    let mut rows = 0_i64;
    for group in metadata.row_groups() {
        let n = group.num_rows();
        rows = rows.saturating_add(n);
        for column in group.columns() {
            let (start, length) = column.byte_range();
            if n < 0 || column.num_values() != n {
                return wrong("columns of unequal length");
            }
            if start.checked_add(length).is_none_or(|end| end > n_bytes) {
                return wrong("a column that ends after the file");
            }
            if column.compression() != Compression::UNCOMPRESSED {
                return wrong("compressed columns");
            }
        }
    }
    if rows != metadata.file_metadata().num_rows() {
        wrong("another number of rows than its groups have")
    } else {
        Ok(())
    }
}

/// Reads `runs.parquet`: `wanted` picks columns of numbers, `rows` the rows by number, in ascending order.
///
/// # Errors
/// [`ArchiveError`] where it is not there or no Parquet file.
pub fn read_runs(
    folder: &Path,
    wanted: &dyn Fn(&str) -> bool,
    rows: Option<&[u64]>,
) -> std::result::Result<Runs, ArchiveError> {
    with_parquet(&folder.join(RUNS), |reader| read(reader, wanted, rows))
}

/// Shows the config and the replication of every row of `runs.parquet`, one after the other.
///
/// # Errors
/// [`ArchiveError`] where it is not there or no Parquet file.
pub(super) fn each_run(folder: &Path, take: &mut dyn FnMut(f64, Option<u64>)) -> std::result::Result<(), ArchiveError> {
    with_parquet(&folder.join(RUNS), |reader| {
        let mut start = 0;
        for number in 0..reader.num_row_groups() {
            let group = reader.get_row_group(number)?;
            let n = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
            let named = |name: &str| -> Result<Vec<f64>> {
                let place = group.metadata().columns().iter().position(|column| column.column_path().string() == name);
                let numbers = place.map(|place| numbers(group.get_column_reader(place)?, n)).transpose()?.flatten();
                numbers.ok_or_else(|| ParquetError::General(format!("column {name}: missing, or not of numbers")))
            };
            let (configs, replications) = (named(CONFIG)?, named(REPLICATION)?);
            for (k, (config, replication)) in configs.iter().zip(&replications).enumerate() {
                take(*config, whole(REPLICATION, start + k, *replication)?);
            }
            start += n;
        }
        Ok(())
    })
}

/// Rows of a Parquet file, whose columns are `names`, in words: `picks` tells by config and number of row which; numbers to the last digit.
///
/// # Errors
/// [`ArchiveError`] where it is not there or no Parquet file.
pub(super) fn read_words(
    path: &Path,
    names: &[String],
    picks: &dyn Fn(u64, u64) -> bool,
) -> std::result::Result<Vec<(u64, Vec<String>)>, ArchiveError> {
    with_parquet(path, |reader| {
        let columns = reader.metadata().file_metadata().schema_descr().columns().iter();
        let columns: Vec<String> = columns.map(|column| column.path().parts().join(".")).collect();
        if let Some(missing) = names.iter().find(|name| !columns.contains(name)) {
            return Err(ParquetError::General(format!("column {missing}: missing")));
        }
        if columns != names {
            return Err(ParquetError::General(OTHER_COLUMNS.to_owned()));
        }
        let (mut found, mut start) = (Vec::new(), 0);
        for number in 0..reader.num_row_groups() {
            let group = reader.get_row_group(number)?;
            let n = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
            let configs = numbers(group.get_column_reader(0)?, n)?.unwrap_or_default();
            let config = |row: usize| configs.get(row).map_or(u64::MAX, |&config| config as u64);
            let here: Vec<usize> = (0..n).filter(|&row| picks(config(row), start + row as u64)).collect();
            start += n as u64;
            if here.is_empty() {
                continue;
            }
            let mut rows: Vec<(u64, Vec<String>)> = here.iter().map(|&row| (config(row), Vec::new())).collect();
            for place in 0..group.metadata().num_columns() {
                let words = words(group.get_column_reader(place)?, n, &here)?;
                rows.iter_mut().zip(words).for_each(|((_, cells), word)| cells.push(word));
            }
            found.append(&mut rows);
        }
        Ok(found)
    })
}

/// Some rows of a column in words, in ascending order; what is absent is empty.
fn words(column: ColumnReader, n: usize, rows: &[usize]) -> Result<Vec<String>> {
    let mut levels = Vec::new();
    match column {
        ColumnReader::ByteArrayColumnReader(mut reader) => {
            let mut values = Vec::new();
            reader.read_records(n, Some(&mut levels), None, &mut values)?;
            Ok(picked(&levels, &values, rows, |text| String::from_utf8_lossy(text.data()).into_owned()))
        }
        ColumnReader::DoubleColumnReader(mut reader) => {
            let mut values = Vec::new();
            reader.read_records(n, Some(&mut levels), None, &mut values)?;
            Ok(picked(&levels, &values, rows, |value| number(*value)))
        }
        ColumnReader::Int64ColumnReader(mut reader) => {
            let mut values: Vec<i64> = Vec::new();
            reader.read_records(n, Some(&mut levels), None, &mut values)?;
            Ok(picked(&levels, &values, rows, i64::to_string))
        }
        _ => Ok(vec![String::new(); rows.len()]),
    }
}

/// Cells of some rows; those that are present stand one after the other in `values`.
fn picked<T>(levels: &[i16], values: &[T], rows: &[usize], word: impl Fn(&T) -> String) -> Vec<String> {
    let (mut row, mut present) = (0, 0);
    let cell = |&wanted: &usize| {
        present += levels.iter().take(wanted).skip(row).filter(|level| **level > 0).count();
        row = wanted;
        let is_present = levels.get(wanted).is_some_and(|level| *level > 0);
        values.get(present).filter(|_| is_present).map_or_else(String::new, &word)
    };
    rows.iter().map(cell).collect()
}

/// A number to the last digit; what is none is absent, and 0 has no sign.
pub(super) fn number(x: f64) -> String {
    if x.is_nan() { String::new() } else { format!("{:?}", x + 0.0) }
}

fn read(reader: &SerializedFileReader<File>, wanted: &dyn Fn(&str) -> bool, rows: Option<&[u64]>) -> Result<Runs> {
    let mut runs = Runs::default();
    let mut start = 0;
    for number in 0..reader.num_row_groups() {
        let group = reader.get_row_group(number)?;
        let n = u64::try_from(group.metadata().num_rows()).unwrap_or(0);
        let here: Option<Vec<usize>> = rows.map(|rows| {
            rows.iter().filter(|row| (start..start + n).contains(*row)).map(|row| (row - start) as usize).collect()
        });
        start += n;
        if here.as_ref().is_some_and(Vec::is_empty) {
            continue;
        }
        for (place, column) in group.metadata().columns().iter().enumerate() {
            let name = column.column_path().parts().join(".");
            let is_key = name == CONFIG || name == REPLICATION;
            if !is_key && !wanted(&name) {
                continue;
            }
            let Some(values) = numbers(group.get_column_reader(place)?, n as usize)? else { continue };
            let values: Vec<f64> = match &here {
                Some(here) => here.iter().filter_map(|&row| values.get(row).copied()).collect(),
                None => values,
            };
            match name.as_str() {
                CONFIG => {
                    for (row, &x) in values.iter().enumerate() {
                        let absent = || ParquetError::General(wrong_whole(CONFIG, row, x));
                        runs.config.push(whole(CONFIG, row, x)?.ok_or_else(absent)?);
                    }
                }
                REPLICATION => {
                    for (row, &x) in values.iter().enumerate() {
                        runs.replication.push(whole(REPLICATION, row, x)?);
                    }
                }
                _ => runs.numbers.entry(name).or_default().extend(values),
            }
        }
    }
    let n = runs.config.len();
    if runs.replication.len() != n || runs.numbers.values().any(|column| column.len() != n) {
        return Err(ParquetError::General("columns of unequal length".to_owned()));
    }
    Ok(runs)
}

/// A whole number of a cell; `None` where it is absent.
fn whole(column: &str, row: usize, x: f64) -> Result<Option<u64>> {
    if x.is_nan() {
        return Ok(None);
    }
    let is_whole = x >= 0.0 && x.fract() == 0.0 && x < 2_f64.powi(63);
    if is_whole { Ok(Some(x as u64)) } else { Err(ParquetError::General(wrong_whole(column, row, x))) }
}

fn wrong_whole(column: &str, row: usize, x: f64) -> String {
    format!("row {}, {}", row + 1, wrong_cell(column, &number(x), "a whole number"))
}

/// A column of numbers; `None` where it holds something else.
fn numbers(column: ColumnReader, n: usize) -> Result<Option<Vec<f64>>> {
    let mut levels = Vec::new();
    let values: Vec<f64> = match column {
        ColumnReader::DoubleColumnReader(mut reader) => {
            let mut values = Vec::new();
            reader.read_records(n, Some(&mut levels), None, &mut values)?;
            values
        }
        ColumnReader::Int64ColumnReader(mut reader) => {
            let mut values = Vec::new();
            reader.read_records(n, Some(&mut levels), None, &mut values)?;
            values.into_iter().map(|x| x as f64).collect()
        }
        _ => return Ok(None),
    };
    let mut present = values.into_iter();
    let cell = |level: &i16| if *level > 0 { present.next().unwrap_or(f64::NAN) } else { f64::NAN };
    Ok(Some(levels.iter().map(cell).collect()))
}
