//! Names: what may stand in one, and which may not stand beside each other.
//!
//! Paths, columns and metrics are made of names joined by dots, so two names must differ there too, and to the eye.

use crate::fault::Faults;
use crate::mechanism::Mechanism;
use crate::scenario::ScenarioFile;
use crate::text::{Node, is_hidden, look, paths};
use std::collections::{HashMap, HashSet};

/// Reports names that cannot be seen, told apart, or addressed.
pub(super) fn check(file: &ScenarioFile, mechanism: &Mechanism, faults: &mut Faults) {
    check_name("name", &file.name, faults);
    if !mechanism.name.is_empty() {
        check_name("mechanism.name", &mechanism.name, faults);
    }
    let levels = mechanism.consultation.iter().map(|level| level.level.as_str());
    check_list("mechanism.consultation", "level", levels.collect(), "level of talks", faults);
    let parties: Vec<&str> = file.parties.iter().map(|party| party.name.as_str()).collect();
    check_list("parties", "name", parties, "party", faults);
    for (i, party) in file.parties.iter().enumerate() {
        if look(&party.name) == look("joint") {
            faults.report(
                &format!("parties.{i}.name"),
                &party.name,
                "another name: `joint` stands for both parties in the results",
            );
        }
        let owed = party.commitments.iter().map(|commitment| commitment.name.as_str());
        check_list(&format!("parties.{i}.commitments"), "name", owed.collect(), "commitment of a party", faults);
    }
    check_columns(file, faults);
}

fn check_name(path: &str, name: &str, faults: &mut Faults) {
    let length = name.chars().count();
    if name.trim().is_empty() || length > 80 {
        let found = if length > 80 { format!("{length} characters") } else { format!("{name:?}") };
        faults.report(path, found, "a name of 1 to 80 characters");
    } else if let Some(c) = name.chars().find(|c| is_hidden(*c)) {
        let found = format!("`{name}` with U+{:04X}", u32::from(c));
        faults.report(path, found, "a name whose every character can be seen; the only white space is the plain space");
    }
}

/// Names of the elements of a list.
fn check_list(list: &str, field: &str, names: Vec<&str>, what: &str, faults: &mut Faults) {
    let mut before: HashMap<String, &str> = HashMap::new();
    for (i, name) in names.iter().copied().enumerate() {
        let path = format!("{list}.{i}.{field}");
        check_name(&path, name, faults);
        let allowed = || format!("a name of its own for each {what}");
        match before.insert(look(name), name) {
            Some(other) if other == name => faults.report(&path, format!("{name:?}, a second time"), allowed()),
            Some(other) => {
                let found = format!("`{name}`, which looks like `{other}`{}", difference(name, other));
                faults.report(&path, found, format!("{}, that can be told from the others by eye", allowed()));
            }
            None => {}
        }
        if name.parse::<usize>().is_ok_and(|place| place != i && place < names.len()) {
            let allowed =
                "another name: a path such as this number stands for the element at that place, counted from 0";
            faults.report(&path, format!("{name:?}, at place {i}"), allowed);
        }
    }
}

/// What sets two names apart that look alike, by its number in Unicode.
fn difference(name: &str, other: &str) -> String {
    let foreign = name.chars().zip(other.chars().chain(std::iter::repeat('\0'))).find(|(a, b)| a != b);
    foreign.map_or_else(String::new, |(a, _)| format!(" but for U+{:04X}", u32::from(a)))
}

/// Columns of results are called `metric.party` and `metric.party.commitment`.
fn check_columns(file: &ScenarioFile, faults: &mut Faults) {
    let mut columns: HashMap<String, (usize, String)> = HashMap::new();
    for (i, party) in file.parties.iter().enumerate() {
        columns.insert(look(&party.name), (i, format!("party {:?}", party.name)));
    }
    for (i, party) in file.parties.iter().enumerate() {
        for (k, commitment) in party.commitments.iter().enumerate() {
            let column = format!("{}.{}", party.name, commitment.name);
            let what = format!("commitment {:?} of party {:?}", commitment.name, party.name);
            match columns.insert(look(&column), (i, what)) {
                // Two of one name in one list are reported there.
                Some((owner, other)) if owner != i => {
                    let found = format!("{:?}, which with its party makes `{column}`", commitment.name);
                    let allowed = format!(
                        "another name here or of the {other}: one column of the results would be called like another"
                    );
                    faults.report(&format!("parties.{i}.commitments.{k}.name"), found, allowed);
                }
                _ => {}
            }
        }
    }
}

/// Reports two values that one path would lead to, which only names with dots bring about.
pub(super) fn check_paths(file: &ScenarioFile, tree: impl FnOnce() -> Option<Node>, faults: &mut Faults) {
    let owed = file.parties.iter().flat_map(|party| party.commitments.iter().map(|commitment| &commitment.name));
    let mut names = file.parties.iter().map(|party| &party.name).chain(owed);
    if !names.any(|name| name.contains('.')) {
        return;
    }
    let Some(tree) = tree() else { return };
    let mut known: HashSet<String> = HashSet::new();
    if let Some(path) = paths(&tree).into_iter().find(|path| !known.insert(look(path))) {
        faults.report(
            "parties",
            format!("two values at the path `{path}`"),
            "names that make no path twice: leave their dots out",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::read_scenario;

    fn refusal([one, other]: [&str; 2], owed: [&str; 2]) -> Option<String> {
        let owed = owed.map(|name| match name {
            "" => String::new(),
            name => format!("(name: {name:?}, gain: 1.0, harm: 1.0, detection: 0.5, false_alarm: 0.1)"),
        });
        let text = format!(
            "(name: \"x\", round: Month, horizon: Years(1), design: \"none\", parties: [(name: {one:?}, discount: 0.9, commitments: \
             [{}], conduct: (comply: Always)), (name: {other:?}, discount: 0.9, commitments: [{}], conduct: (comply: Always))])",
            owed[0], owed[1]
        );
        let refused = read_scenario("x", &text).err()?;
        Some(refused.iter().map(crate::text::Mistake::brief).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn names_that_join_to_one_column_or_path_are_refused() {
        for (parties, owed) in [
            (["A", "A.car"], ["car", "z"]),
            (["A", "A.b"], ["b.c", "c"]),
            (["A.b", "A"], ["c", "b.c"]),
            (["A", "\u{410}.car"], ["car", "z"]),
        ] {
            let refused = refusal(parties, owed).unwrap_or_else(|| panic!("{parties:?}"));
            assert!(refused.contains("one column of the results"), "{refused}");
        }
        assert!(refusal(["A", "A.trade"], ["", ""]).unwrap().contains("two values at the path `parties.A.trade`"));
        assert!(refusal(["1", "B"], ["", ""]).unwrap().contains("at that place"));
        assert_eq!(refusal(["A", "A.b"], ["c", "c"]), None);
        assert_eq!(refusal(["U.S.", "U.K."], ["a", "a"]), None);
    }

    #[test]
    fn names_that_look_alike_are_refused() {
        for (one, other) in [("car", "c\u{430}r"), ("caf\u{e9}", "cafe\u{301}"), ("a b", "a  b")] {
            assert!(refusal([one, other], ["", ""]).unwrap().contains("which looks like"), "{one} {other}");
        }
        assert!(refusal(["A", "j\u{43e}int"], ["", ""]).unwrap().contains("both parties in the results"));
        assert_eq!(refusal(["M\u{fc}ller", "\u{4e2d}\u{56fd}"], ["a=b, \"c\"..d", ""]), None);
    }

    #[test]
    fn names_with_what_cannot_be_seen_are_refused() {
        for name in ["a\u{200b}", "\u{202e}a", "a\u{a0}b", "\u{feff}a", "a\u{ad}", "a\tb", "a\u{1b}[31m"] {
            assert!(refusal([name, "B"], ["", ""]).unwrap().contains("can be seen"), "{name:?}");
        }
        assert!(refusal(["  ", "B"], ["", ""]).is_some());
        // A space at an end can be written again, but not beside the same name without it.
        assert_eq!(refusal([" a", "B"], ["", ""]), None);
        assert!(refusal([" a", "a"], ["", ""]).is_some());
    }
}
