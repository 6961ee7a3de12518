//! One line that two laboratories can compare: what was played, by which version, from which seed.

use crate::scenario::Scenario;
use sha2::{Digest, Sha256};

/// First 16 hexadecimal digits of SHA-256 over version, seed and the resolved scenario.
pub fn fingerprint(scenario: &Scenario, seed: u64) -> String {
    fingerprint_of(std::slice::from_ref(scenario), seed)
}

/// The same for what plays several scenarios.
pub fn fingerprint_of(scenarios: &[Scenario], seed: u64) -> String {
    let mut hash = Sha256::new();
    hash.update(concat!("snapback ", env!("CARGO_PKG_VERSION"), "\n"));
    hash.update(format!("seed {seed}\n"));
    scenarios.iter().for_each(|scenario| hash.update(scenario.to_ron()));
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
