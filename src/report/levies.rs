//! What can be levied of each remedy at signing, in words.

use crate::report::lines::wrap;
use crate::study::Levy;

/// A line or two for each remedy by new tariffs.
pub fn levies_text(levies: &[Levy]) -> String {
    let mut text = String::new();
    for levy in levies.iter().filter(|levy| levy.needed > 0.0) {
        let told = format!(
            "at signing, of the remedy of {} for {} {}",
            levy.complainant,
            levy.commitments.join(" and "),
            levy.levied()
        );
        for (i, line) in wrap(&told, 96).iter().enumerate() {
            text += &format!("  {}{line}\n", if i == 0 { "" } else { "  " });
        }
    }
    text
}
