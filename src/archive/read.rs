//! Results read back from a folder.

use crate::archive::ArchiveError;
use parquet::column::reader::ColumnReader;
use parquet::errors::{ParquetError, Result};
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
    csv::Reader::from_path(path).map_err(|error| match error.into_kind() {
        csv::ErrorKind::Io(error) => ArchiveError::read(path, &error),
        other => ArchiveError::damaged(path, format!("{other:?}")),
    })
}

/// Number of rows of `runs.parquet`.
///
/// # Errors
/// [`ArchiveError`] where it is not there or no Parquet file.
pub(super) fn count_runs(folder: &Path) -> std::result::Result<u64, ArchiveError> {
    let path = folder.join("runs.parquet");
    let file = File::open(&path).map_err(|error| ArchiveError::read(&path, &error))?;
    let reader = SerializedFileReader::new(file).map_err(|error| ArchiveError::damaged(&path, error.to_string()))?;
    Ok(u64::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or(0))
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
    let path = folder.join("runs.parquet");
    let file = File::open(&path).map_err(|error| ArchiveError::read(&path, &error))?;
    read(file, wanted, rows).map_err(|error| ArchiveError::damaged(&path, error.to_string()))
}

/// Columns of numbers of a Parquet file, by name; absent values are NaN.
///
/// # Errors
/// [`ArchiveError`] where it is not there or no Parquet file.
pub(super) fn read_numbers(
    path: &Path,
    wanted: &dyn Fn(&str) -> bool,
) -> std::result::Result<BTreeMap<String, Vec<f64>>, ArchiveError> {
    let file = File::open(path).map_err(|error| ArchiveError::read(path, &error))?;
    let columns = || -> Result<BTreeMap<String, Vec<f64>>> {
        let (reader, mut columns) = (SerializedFileReader::new(file)?, BTreeMap::<String, Vec<f64>>::new());
        for number in 0..reader.num_row_groups() {
            let group = reader.get_row_group(number)?;
            let n = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
            for (place, column) in group.metadata().columns().iter().enumerate() {
                let name = column.column_path().parts().join(".");
                if wanted(&name)
                    && let Some(values) = numbers(group.get_column_reader(place)?, n)?
                {
                    columns.entry(name).or_default().extend(values);
                }
            }
        }
        Ok(columns)
    };
    columns().map_err(|error| ArchiveError::damaged(path, error.to_string()))
}

fn read(file: File, wanted: &dyn Fn(&str) -> bool, rows: Option<&[u64]>) -> Result<Runs> {
    let reader = SerializedFileReader::new(file)?;
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
            let is_key = name == "config" || name == "replication";
            if !is_key && !wanted(&name) {
                continue;
            }
            let Some(values) = numbers(group.get_column_reader(place)?, n as usize)? else { continue };
            let values: Vec<f64> = match &here {
                Some(here) => here.iter().filter_map(|&row| values.get(row).copied()).collect(),
                None => values,
            };
            match name.as_str() {
                "config" => runs.config.extend(values.iter().map(|&x| x as u64)),
                "replication" => runs.replication.extend(values.iter().map(|&x| (!x.is_nan()).then_some(x as u64))),
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
