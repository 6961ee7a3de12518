//! What a reader tells studies apart by.

use crate::scenario::{Scenario, fingerprint};
use crate::study::survey::{Engine, Sampling, Survey};
use sha2::{Digest, Sha256};

impl Survey {
    /// Fingerprint of scenarios, version and seed, and of what is compared and varied: of one config, that of its
    /// scenario. How many replications are played is no part of it.
    pub fn fingerprint(&self) -> String {
        if let ([only], []) = (self.arms.as_slice(), self.space.axes.as_slice()) {
            return self.fingerprint_of(&only.scenario);
        }
        let sampling = match &self.space.sampling {
            // Its values are in the axes; where the file lies is of no matter.
            Sampling::Table(_) => Sampling::Table(String::new()),
            sampling => sampling.clone(),
        };
        let mut text = String::new();
        for arm in &self.arms {
            text += &format!("{}: {}\n", arm.label, self.fingerprint_of(&arm.scenario));
        }
        text += &format!("baseline {}\n", self.arms[self.baseline].label);
        // Plain structs of numbers and strings always serialise.
        text += &serde_json::to_string(&(&self.space.axes, sampling)).unwrap_or_default();
        short_digest(&text)
    }

    /// Fingerprint of one of its scenarios.
    pub fn fingerprint_of(&self, scenario: &Scenario) -> String {
        let is_drawn = matches!(self.space.sampling, Sampling::LatinHypercube(_) | Sampling::Sobol(_));
        let seed = match self.engine {
            Engine::Exact(_) if !is_drawn => 0,
            _ => self.seed,
        };
        fingerprint(scenario, seed)
    }
}

/// First 16 hexadecimal digits of SHA-256.
pub(crate) fn short_digest(text: &str) -> String {
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
