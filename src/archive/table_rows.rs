//! Tables of a folder read row by row, with the place of what is wrong.

use crate::archive::ArchiveError;
use crate::archive::names::OTHER_COLUMNS;
use crate::archive::read::open_table;
use crate::tables::WrongCell;
use csv::StringRecord;
use std::path::Path;

/// Shows each row of a table to `take`, until that has had enough. What is wrong with a cell is said with its place.
pub(super) fn each_row(
    path: &Path,
    header: &[String],
    take: &mut dyn FnMut(&StringRecord) -> Result<bool, WrongCell>,
) -> Result<(), ArchiveError> {
    let damaged = |error: csv::Error| ArchiveError::damaged(path, error.to_string());
    let mut table = open_table(path)?;
    if table.headers().map_err(damaged)? != header {
        return Err(ArchiveError::damaged(path, OTHER_COLUMNS));
    }
    let (mut cells, mut row) = (StringRecord::new(), 0_u64);
    while table.read_record(&mut cells).map_err(damaged)? {
        row += 1;
        match take(&cells) {
            Ok(true) => {}
            Ok(false) => break,
            Err(wrong) => return Err(ArchiveError::damaged(path, format!("row {row}, {wrong}"))),
        }
    }
    Ok(())
}
