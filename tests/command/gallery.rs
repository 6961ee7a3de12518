//! The gallery shows what its commands draw.

use crate::pages::words;
use crate::shell::{done_with, read, root};

/// Every design takes longest by far.
const LONGEST: &str = "compare ";

#[test]
fn the_picture_of_every_design_is_what_its_command_draws() {
    assert_drawn(|command| command.starts_with(LONGEST), 1);
}

#[test]
fn every_other_picture_of_the_gallery_is_what_its_command_draws() {
    assert_drawn(|command| !command.starts_with(LONGEST), 7);
}

/// The gallery shows what those of its commands draw that are asked for, of which there are at least so many.
fn assert_drawn(is_asked_for: impl Fn(&str) -> bool, at_least: usize) {
    let text = read("docs/gallery.md");
    let place = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(place.path().join("docs/pictures")).unwrap();
    let commands = text.lines().filter_map(|line| line.strip_prefix("snapback "));
    let commands: Vec<&str> = commands.filter(|command| is_asked_for(command)).collect();
    assert!(commands.len() >= at_least);
    for command in commands {
        let words = words(command);
        done_with(place.path(), &words.iter().map(String::as_str).collect::<Vec<_>>());
        let Some(at) = words.iter().position(|word| word == "--plot") else { continue };
        let drawn = std::fs::read_to_string(place.path().join(&words[at + 1])).unwrap();
        let shown = root().join(&words[at + 1]);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&shown, drawn).unwrap();
        } else {
            let known = std::fs::read_to_string(&shown).unwrap_or_default();
            // Errors of rounding show in a picture of errors, and libraries of other machines may round otherwise.
            let shows_rounding = command.starts_with("validate");
            assert!(
                known == drawn || shows_rounding && !known.is_empty(),
                "{} shows another picture; UPDATE_DOCS=1 cargo test --test command gallery",
                shown.display()
            );
        }
        assert!(
            text.contains(words[at + 1].trim_start_matches("docs/")),
            "{command} draws a picture that is not shown"
        );
    }
}
