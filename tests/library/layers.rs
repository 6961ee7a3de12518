//! The house keeps its order: folders import backwards only, files are short and say what they are for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The folders of `src`, each of which may use those on the lines before its own. Siblings share a line.
const ORDER: [&[&str]; 17] = [
    &["fault"],
    &["stats"],
    &["text"],
    &["error"],
    &["trade"],
    &["mechanism"],
    &["conduct"],
    &["game"],
    &["scenario"],
    &["metric"],
    &["simulate", "exact"],
    &["study"],
    &["tables"],
    &["archive"],
    &["report"],
    &["api"],
    &["cli"],
];

/// The line of a file's folder.
fn line_of(file: &str) -> Option<usize> {
    let folder = file.split('/').next()?.trim_end_matches(".rs");
    ORDER.iter().position(|line| line.contains(&folder))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// Each file of `src` with its path below it and its code without tests.
fn sources() -> Vec<(String, String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned();
        (path.strip_prefix(&src).unwrap().display().to_string(), text, code)
    };
    files(&src).into_iter().map(read).collect()
}

#[test]
fn folders_import_backwards_only() {
    for (name, _, code) in sources() {
        let Some(line) = line_of(&name) else { continue };
        let folder = name.split('/').next().unwrap().trim_end_matches(".rs");
        let others = ORDER[line..].concat().into_iter().filter(|other| *other != folder);
        for other in others {
            assert!(!code.contains(&format!("crate::{other}")), "{name} uses {other}, which does not come before it");
        }
    }
}

#[test]
fn every_folder_has_its_line() {
    for (name, _, _) in sources().iter().filter(|(name, _, _)| name.contains('/')) {
        assert!(line_of(name).is_some(), "{name} is in a folder that has no place in the order");
    }
}

/// Which files know which: for each file below `src`, those that define what it names.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let sources = sources();
    let files: BTreeSet<&str> = sources.iter().map(|(name, _, _)| name.as_str()).collect();
    let faces: BTreeMap<&str, BTreeMap<String, Vec<String>>> =
        sources.iter().filter_map(|(name, _, code)| Some((name.strip_suffix("/mod.rs")?, handed_on(code)))).collect();
    let find = |path: &[String]| definer(&files, &faces, path);
    let known = |(name, _, code): &(String, String, String)| {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_face = name.ends_with("/mod.rs");
        let found = paths_in(code, folder, is_face).iter().filter_map(|path| find(path)).collect::<BTreeSet<_>>();
        (name.clone(), found.into_iter().filter(|other| other != name).collect())
    };
    sources.iter().map(known).collect()
}

/// The file that defines what a path below the crate names.
fn definer(
    files: &BTreeSet<&str>,
    faces: &BTreeMap<&str, BTreeMap<String, Vec<String>>>,
    path: &[String],
) -> Option<String> {
    let mut folder = String::new();
    for (k, segment) in path.iter().enumerate() {
        let below = if folder.is_empty() { segment.clone() } else { format!("{folder}/{segment}") };
        if files.contains(format!("{below}.rs").as_str()) {
            return Some(format!("{below}.rs"));
        }
        if faces.contains_key(below.as_str()) {
            folder = below;
            continue;
        }
        // A name that the face of the folder hands on, or defines itself.
        return match faces.get(folder.as_str())?.get(segment) {
            Some(inner) => {
                let folders = folder.split('/').map(str::to_owned);
                definer(files, faces, &folders.chain(inner.iter().cloned()).collect::<Vec<_>>())
            }
            None => Some(format!("{folder}/mod.rs")).filter(|_| k > 0),
        };
    }
    None
}

/// Names that a `mod.rs` hands on from its children, each with its path below the folder.
fn handed_on(code: &str) -> BTreeMap<String, Vec<String>> {
    let mut names = BTreeMap::new();
    for statement in code.split(';').map(str::trim) {
        let Some((before, tree)) = statement.split_once("use ") else { continue };
        if before.lines().last().is_some_and(|line| line.trim_start().starts_with("pub")) && !tree.starts_with("crate")
        {
            for path in spread(tree) {
                names.insert(path.last().unwrap().clone(), path);
            }
        }
    }
    names
}

/// The paths below the crate that a file names, in `use` or in its code.
fn paths_in(code: &str, folder: &str, is_face: bool) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let above = |depth: usize| -> Vec<String> {
        let mut folders: Vec<String> = folder.split('/').map(str::to_owned).collect();
        folders.truncate(folders.len().saturating_sub(depth));
        folders
    };
    for (start, root) in [("crate::", Vec::new()), ("super::", above(usize::from(is_face))), ("self::", above(0))] {
        for (at, _) in code.match_indices(start) {
            let tree = &code[at + start.len()..];
            let end = match tree.find(['{', ';', '(', ')', ',', ' ', '<', '>', '\n', '}', ']', '!', '.', '?', '&']) {
                Some(end) if tree[end..].starts_with('{') => tree.find(';').unwrap_or(end),
                end => end.unwrap_or(tree.len()),
            };
            paths.extend(spread(&tree[..end]).into_iter().map(|path| root.iter().cloned().chain(path).collect()));
        }
    }
    if is_face {
        // What a face defines itself may call its children; what it hands on is not its own.
        let own: Vec<&str> = code.split(';').filter(|statement| !hands_on(statement)).collect();
        let children = own.iter().filter_map(|statement| statement.trim().rsplit_once("mod ").map(|(_, name)| name));
        for child in children.filter(|child| own.iter().any(|statement| statement.contains(&format!("{child}::")))) {
            paths.push(above(0).into_iter().chain([child.to_owned()]).collect());
        }
    }
    paths
}

/// Whether a statement hands names on, to all or within the crate.
fn hands_on(statement: &str) -> bool {
    ["pub use", "pub(crate) use", "pub(super) use"].iter().any(|start| statement.contains(start))
}

/// The paths of a tree such as `a::{b, c::{d, e}}`.
fn spread(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.trim();
    let Some((head, inner)) = tree.split_once("::{") else {
        let tree = tree.split(" as ").next().unwrap_or(tree);
        return vec![tree.split("::").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()];
    };
    let inner = inner.rsplit_once('}').map_or(inner, |(inner, _)| inner);
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for c in inner.chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        match c {
            ',' if depth == 0 => parts.push(String::new()),
            c => parts.last_mut().unwrap().push(c),
        }
    }
    let head: Vec<String> = head.split("::").map(|name| name.trim().to_owned()).collect();
    let parts = parts.iter().filter(|part| !part.trim().is_empty()).flat_map(|part| spread(part));
    parts.map(|part| head.iter().cloned().chain(part).collect()).collect()
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let imports = imports();
    let known: usize = imports.values().map(BTreeSet::len).sum();
    assert!(known > 500, "{known} imports found");
    let reached = |from: &String| {
        let (mut found, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(name) = open.pop() {
            open.extend(imports[name].iter().filter(|other| found.insert((*other).clone())));
        }
        found
    };
    let reach: BTreeMap<&String, BTreeSet<String>> = imports.keys().map(|name| (name, reached(name))).collect();
    let meets = |one: &String, other: &String| reach[one].contains(other) && reach[other].contains(one);
    let circles = imports.iter().filter_map(|(name, others)| {
        let back: Vec<&String> = others.iter().filter(|other| meets(name, other)).collect();
        (!back.is_empty()).then(|| format!("{name} knows {back:?}"))
    });
    let circles: Vec<String> = circles.collect();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn every_file_says_what_it_is_for_and_is_short() {
    for (name, text, _) in sources() {
        assert!(text.starts_with("//! "), "{name} does not open with a //! line");
        let n_lines = text.lines().count();
        assert!(n_lines <= 400, "{name} has {n_lines} lines");
    }
}

#[test]
fn the_game_knows_no_generator_thread_clock_path_or_format() {
    let game = line_of("game/mod.rs");
    for (name, _, code) in sources() {
        if line_of(&name).is_none() || line_of(&name) > game {
            continue;
        }
        for foreign in
            ["rand", "rayon", "clap", "indicatif", "serde_json", "std::fs", "std::time", "std::path", "std::thread"]
        {
            assert!(!code.contains(&format!("use {foreign}")), "{name} uses {foreign}");
        }
    }
}

#[test]
fn every_package_has_a_reason() {
    let read = |name: &str| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    let (manifest, page) = (read("Cargo.toml"), read("ARCHITECTURE.md"));
    let (_, packages) = page.split_once("## Packages").unwrap();
    let sections = manifest.split("\n[").filter(|section| section.contains("dependencies]\n"));
    let names: Vec<&str> = sections
        .flat_map(|section| section.lines().skip(1).filter_map(|line| line.split_once(" = ")))
        .map(|(name, _)| name)
        .collect();
    assert!(names.len() > 20, "{names:?}");
    for name in names {
        assert!(packages.contains(&format!("`{name}`")), "ARCHITECTURE.md does not say what {name} is for");
    }
}
