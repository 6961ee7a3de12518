//! Results on disk: folders that survive a kill, a full disk and a second process.
//!
//! A study writes its pieces into `parts/` as they are done, each whole or not at all, and from them its files, in their
//! order and beside their places: the files do not tell whether the study was interrupted, shared out, or how many
//! threads it had. Rows go to `runs.parquet` at once where those of a piece follow those of the one before; its record
//! says up to where, and what the sum is so far. All files move to their places when all pieces are in them.
//!
//! A folder is a study's if its manifest says so, or it is empty; any other is left as it is. Links are not followed,
//! nothing but ordinary files is opened, and nothing is removed but files that a study names.

mod error;
mod guard;
mod names;
mod plain;
mod atomic;
mod outgoing;
mod lock;
mod manifest;
mod soundness;
mod sum;
mod rows_at;
mod record;
mod field;
mod columns;
mod parquet_columns;
mod chunk;
mod patterns;
mod runs;
mod runs_file;
mod series;
mod tables;
mod read;
mod table_rows;
mod contents;
mod writer;
mod fitting;
mod claim;
mod folder;
mod results;
mod conduct;
mod shard;
mod pick;
mod order;
mod summary_form;
mod rows_again;
mod points_again;
mod verify;
mod diff;

pub(crate) use atomic::{Existing, check_target, write_whole};
pub use conduct::{Conducted, conduct, conducted};
pub use diff::{FolderDiff, Moved, diff_folders};
pub use error::{ArchiveError, Fault};
pub use folder::{Finished, Folder, Opening};
pub use manifest::{FileEntry, Manifest, Shard, Status};
pub use read::{Runs, Table, read_runs, read_table};
pub use results::{read_first_results, read_policies, read_results};
pub use shard::merge;
pub(crate) use soundness::{is_own, quoted};
pub use verify::{Verified, verify};
