//! What stands in a page between a mark and `<!-- end -->`, worked out anew.
//!
//! `output: snapback …` is what a command prints, `keys: snapback …` the keys of its JSON, `columns: snapback …` those of
//! its CSV, `columns: FILE of snapback …` those of a file of its results folder, and `table: NAME` a table of this file.

use crate::pages::words;
use crate::shell::with;
use parquet::file::reader::{FileReader, SerializedFileReader};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use snapback::exact::Limit;
use snapback::scenario::{Request, load};
use snapback::study::{MetricRow, SolveReport, solve};
use std::fs::File;
use std::path::Path;

/// A page with what its marks stand for as it is now.
pub(crate) fn shown(page: &str, folder: &Path) -> String {
    let mut text = page.to_owned();
    let marks = page.lines().filter(|line| line.starts_with("<!-- ") && *line != "<!-- end -->");
    for mark in marks {
        let about = mark.trim_start_matches("<!-- ").trim_end_matches(" -->");
        let (kind, about) = about.split_once(": ").unwrap();
        let shown = match kind {
            "output" => block(&printed(about, folder)),
            "keys" => block(&keys(&printed(about, folder))),
            "columns" => block(&columns(about, folder)),
            "table" if about == "exact designs" => exact_designs(),
            _ => panic!("{mark}"),
        };
        let start = format!("{mark}\n");
        let (head, rest) = text.split_once(&start).unwrap();
        let tail = rest.split_once("<!-- end -->").unwrap().1;
        text = format!("{head}{start}{shown}<!-- end -->{tail}");
    }
    text
}

fn block(text: &str) -> String {
    format!("```text\n{text}```\n")
}

fn printed(command: &str, folder: &Path) -> String {
    let words = words(command.strip_prefix("snapback ").unwrap());
    let output = with(folder, &words.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(!output.stdout.is_empty(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn columns(about: &str, folder: &Path) -> String {
    let names = match about.split_once(" of snapback ") {
        None => printed(about, folder).lines().next().unwrap().split(',').map(str::to_owned).collect(),
        Some((file, command)) => {
            printed(&format!("snapback {command} --quiet --out shown --force"), folder);
            let path = folder.join("shown").join(file);
            match file.ends_with(".csv") {
                true => csv::Reader::from_path(path).unwrap().headers().unwrap().iter().map(str::to_owned).collect(),
                false => fields(&path),
            }
        }
    };
    wrapped("", &names)
}

fn fields(path: &Path) -> Vec<String> {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let schema = reader.metadata().file_metadata().schema_descr();
    schema.columns().iter().map(|column| column.name().to_owned()).collect()
}

/// Words behind a heading, in lines of at most 100 columns.
fn wrapped(heading: &str, words: &[String]) -> String {
    let (mut lines, mut line) = (String::new(), heading.to_owned());
    for (k, word) in words.iter().enumerate() {
        let end = if k + 1 == words.len() { "" } else { "," };
        if line.chars().count() + word.chars().count() + 2 > 100 {
            lines += &format!("{}\n", line.trim_end());
            line = "  ".to_owned();
        }
        line += &format!("{word}{end} ");
    }
    lines + &format!("{}\n", line.trim_end())
}

/// The keys of JSON, a line an object.
fn keys(json: &str) -> String {
    let mut told = Vec::new();
    tell(&serde_json::from_str(json).unwrap(), "", &mut told);
    told.concat()
}

/// The shape of a value of JSON; its keys in their order, and of the objects of an array all that one of them has.
#[derive(Default)]
struct Shape {
    keys: Vec<(String, Shape)>,
    is_array: bool,
}

impl Shape {
    fn join(&mut self, other: Self) {
        self.is_array |= other.is_array;
        for (key, shape) in other.keys {
            match self.keys.iter_mut().find(|(known, _)| *known == key) {
                Some((_, known)) => known.join(shape),
                None => self.keys.push((key, shape)),
            }
        }
    }
}

fn tell(shape: &Shape, path: &str, told: &mut Vec<String>) {
    let marked = |(key, shape): &(String, Shape)| format!("{key}{}", if shape.is_array { "[]" } else { "" });
    let names: Vec<String> = shape.keys.iter().map(marked).collect();
    let heading = if path.is_empty() { String::new() } else { format!("{path}: ") };
    told.push(wrapped(&heading, &names));
    // Parameters are keys of their own making.
    for entry in shape.keys.iter().filter(|(key, shape)| !shape.keys.is_empty() && key != "parameters") {
        let below = if path.is_empty() { marked(entry) } else { format!("{path}.{}", marked(entry)) };
        tell(&entry.1, &below, told);
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Shapes)
    }
}

struct Shapes;

impl<'de> Visitor<'de> for Shapes {
    type Value = Shape;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
        let mut shape = Shape::default();
        while let Some(entry) = map.next_entry()? {
            shape.keys.push(entry);
        }
        Ok(shape)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Shape, A::Error> {
        let mut shape = Shape { is_array: true, ..Shape::default() };
        while let Some(element) = seq.next_element()? {
            shape.join(element);
        }
        Ok(shape)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Shape, D::Error> {
        IgnoredAny::deserialize(from).map(|_| Shape::default())
    }

    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::default())
    }

    fn visit_str<E>(self, _: &str) -> Result<Shape, E> {
        Ok(Shape::default())
    }
}
/// Exact values of the quarterly flagship under three designs.
fn exact_designs() -> String {
    let designs = ["wto-dsu", "phase-one", "snapback"];
    let solved = designs.map(|design| {
        let scenario = Some("us_china_quarterly".to_owned());
        let request = Request { scenario, design: Some(design.to_owned()), ..Request::default() };
        solve(&load(&request).unwrap(), Limit::default(), |_| {}).unwrap()
    });
    let rows = [
        ("survived", "", "", "survived (share)"),
        ("compliance", "US", "", "compliance, US (share)"),
        ("compliance", "China", "purchases", "compliance, China: purchases (share)"),
        ("compliance", "China", "technology transfer", "compliance, China: technology transfer (share)"),
        ("grievances", "US", "", "grievances, US (count)"),
        ("remedies", "US", "", "remedies, US (count)"),
        ("tariff", "US", "", "tariff, US (ad valorem)"),
        ("tariff", "China", "", "tariff, China (ad valorem)"),
        ("welfare", "US", "", "welfare, US ($bn)"),
        ("welfare", "China", "", "welfare, China ($bn)"),
        ("welfare", "joint", "", "welfare, joint ($bn)"),
    ];
    let mut text = format!("| metric | {} |\n", designs.map(|design| format!("`{design}`")).join(" | "));
    text += "| --- | --- | --- | --- |\n";
    for (metric, party, commitment, label) in rows {
        let value = |report: &SolveReport| {
            let names = [metric, party, commitment];
            let path = names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(".");
            let mean = MetricRow::named(&report.metrics, &path).unwrap().estimate.mean.unwrap();
            if mean.abs() < 10.0 { format!("{mean:.6}") } else { format!("{mean:.4}") }
        };
        text += &format!("| {label} | {} |\n", solved.each_ref().map(value).join(" | "));
    }
    text
}
