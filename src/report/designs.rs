//! The library of designs as a list.

use crate::report::lines::wrap;
use crate::study::DesignSummary;

/// Name, description and source of each design.
pub fn designs_table(designs: &[DesignSummary]) -> String {
    let mut text = String::new();
    for design in designs {
        let lines = wrap(&design.about, 80).into_iter().chain(wrap(&format!("[{}]", design.source), 80));
        for (i, line) in lines.enumerate() {
            let name = if i == 0 { design.name } else { "" };
            text.push_str(&format!("{name:<18}{line}\n"));
        }
    }
    text.push_str("\nPrint one with `snapback designs NAME`, play it with `snapback run --design NAME`.\n");
    text
}
