//! The library that comes in the binary: designs and scenarios.

/// A file of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Name by which it is called.
    pub name: &'static str,
    /// Its RON text.
    pub text: &'static str,
}

macro_rules! entries {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(Entry { name: $name, text: include_str!(concat!("../../scenarios/", $folder, $name, ".ron")) }),*]
    };
}

/// The scenario that is played where none is named.
pub const DEFAULT_SCENARIO: &str = "us_china_2019";

/// The designs, from none to the full return of all tariffs.
pub const DESIGNS: &[Entry] = entries!["designs/":
    "none", "mirror", "back-end", "phase-one", "phase-one-kept", "wto-dsu", "wto-void", "gatt-1947", "section-301", "snapback",
    "standing-tariffs", "early-release", "damages", "fines", "automatic",
];

/// The scenarios: the flagship first, then its variants, then other treaties, then cases with a closed form.
pub const SCENARIOS: &[Entry] = entries!["":
    "us_china_2019",
    "us_china_quarterly",
    "reference",
    "wto_pair",
    "treaties/eu_uk_tca",
    "treaties/jcpoa_snapback",
    "treaties/mpia",
    "treaties/usmca_rapid_response",
    "theory/allc_vs_alld",
    "theory/detection_delay",
    "theory/extort2",
    "theory/green_porter",
    "theory/grim_trigger",
    "theory/grim_vs_grim",
    "theory/grim_vs_never",
    "theory/gtft_vs_gtft",
    "theory/tft_vs_tft",
    "theory/wsls_vs_tft",
    "theory/wsls_vs_wsls",
    "theory/zdgtft2",
];

/// A design of the library.
pub fn design_named(name: &str) -> Option<&'static Entry> {
    DESIGNS.iter().find(|entry| entry.name == name)
}

/// A scenario of the library.
pub fn scenario_named(name: &str) -> Option<&'static Entry> {
    SCENARIOS.iter().find(|entry| entry.name == name)
}
