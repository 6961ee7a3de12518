//! Shares of a study put together.

use crate::archive::names::{MANIFEST, PARTS, is_part};
use crate::archive::plain;
use crate::archive::{ArchiveError, Finished, Folder, Manifest, Opening, Shard, Status};
use crate::study::Progress;
use crate::study::survey::PointResult;
use std::path::{Path, PathBuf};

/// Puts the shares of a study together: the same bytes as if it had never been shared out. The shares stay as they are.
/// Where `progress` stops it, no piece that a share lacks is played any more, and the whole stays unfinished.
///
/// # Errors
/// [`ArchiveError`] where a share is missing, unfinished, given twice, or of another study.
pub fn merge(
    shares: &[PathBuf],
    out: &Path,
    opening: Opening,
    also: &mut dyn FnMut(&PointResult),
    progress: &Progress<'_>,
) -> Result<Finished, ArchiveError> {
    let mut manifests = Vec::new();
    for path in shares {
        manifests.push((path, Manifest::read(path)?));
    }
    let Some((first_path, first)) = manifests.first().cloned() else {
        return Err(ArchiveError::new(out, "nothing to merge", "name the folders of all shares"));
    };
    let Some(Shard { of, .. }) = first.shard else {
        return Err(ArchiveError::new(first_path, "no share of a study", "merge folders written with --shard"));
    };
    let mut seen: Vec<u32> = Vec::new();
    for (path, manifest) in &manifests {
        if is_within(out, path) {
            return Err(ArchiveError::new(out, "one of the shares", "put them together in a folder of its own"));
        }
        if !manifest.is_as_written() {
            let play_again = format!("play it again: {}", manifest.command_into(path, "--force"));
            return Err(ArchiveError::new(&path.join(MANIFEST), "other bytes than those written", play_again));
        }
        let shard = manifest.shard.filter(|shard| shard.of == of && manifest.study == first.study);
        let Some(shard) = shard else {
            let found = match manifest.shard {
                None => "no share of a study".to_owned(),
                Some(shard) if manifest.study == first.study => {
                    format!("share {}/{}, beside shares of {of}", shard.number, shard.of)
                }
                Some(_) => "a share of another study".to_owned(),
            };
            return Err(ArchiveError::new(
                path,
                found,
                format!("merge the {of} shares of one study, as {} has one", first_path.display()),
            ));
        };
        if manifest.status != Status::Shared {
            let finish = format!("finish it: {}", manifest.command_into(path, "--resume"));
            return Err(ArchiveError::new(path, "an unfinished share", finish));
        }
        if seen.contains(&shard.number) {
            return Err(ArchiveError::new(path, format!("share {} a second time", shard.number), "name it once"));
        }
        seen.push(shard.number);
    }
    if let Some(missing) = (1..=of).find(|number| !seen.contains(number)) {
        return Err(ArchiveError::new(
            out,
            format!("share {missing}/{of} is missing"),
            "name the folders of all shares",
        ));
    }
    if opening == Opening::New && out.join("manifest.json").exists() {
        let found = "the results of a study are here already";
        return Err(ArchiveError::new(out, found, "--force replaces it, or choose another folder"));
    }
    let survey = first.survey(first_path)?;
    let whole = Manifest { shard: None, status: Status::Unfinished, ..first };
    let folder = Folder::open(out, &survey, whole, opening)?;
    for (path, _) in &manifests {
        copy_parts(path, out)?;
    }
    folder.conduct(also, progress)
}

/// Whether a path is a folder, or lies within it, be it there or not.
fn is_within(path: &Path, folder: &Path) -> bool {
    let Ok(folder) = folder.canonicalize() else { return false };
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    path.ancestors().filter_map(|above| above.canonicalize().ok()).any(|above| above.starts_with(&folder))
}

fn copy_parts(from: &Path, to: &Path) -> Result<(), ArchiveError> {
    let parts = from.join(PARTS);
    if plain::Kind::of(&parts).map_err(|error| ArchiveError::read(&parts, &error))? != plain::Kind::Folder {
        return Err(ArchiveError::damaged(&parts, "no folder of pieces"));
    }
    let entries = std::fs::read_dir(&parts).map_err(|error| ArchiveError::read(&parts, &error))?;
    for entry in entries.flatten() {
        let (name, source) = (entry.file_name(), entry.path());
        let is_piece = is_part(&name.to_string_lossy()) && source.extension().is_some_and(|end| end != "part");
        let target = to.join(PARTS).join(name);
        if !is_piece || target.exists() {
            continue;
        }
        // What is no ordinary file is left out, and played again.
        let Ok(mut file) = plain::open(&source) else { continue };
        // On one disk a second name for the same bytes will do.
        if std::fs::hard_link(&source, &target).is_err() {
            let copied = plain::start(&target).and_then(|mut out| std::io::copy(&mut file, &mut out));
            copied.map_err(|error| ArchiveError::write(&target, &error))?;
        }
    }
    Ok(())
}
