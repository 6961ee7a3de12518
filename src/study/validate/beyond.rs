//! Results that the model cannot express, and why.

/// One such result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beyond {
    /// The result and its paper.
    pub result: &'static str,
    /// Why it cannot be had.
    pub reason: &'static str,
}

/// All that are known to be beyond the model.
pub const BEYOND: [Beyond; 8] = [
    Beyond {
        result: "cost of violating an international obligation (Kovenock and Thursby 1992)",
        reason: "no cost falls on a violation as such: costs fall on filing, on leaving an alarm unanswered, and on leaving",
    },
    Beyond {
        result: "bonds forfeited on breach (in the spirit of Limão and Saggi 2008)",
        reason: "payments follow a procedure of at least one round; nothing is forfeited in the round of the breach",
    },
    Beyond {
        result: "deterrence by a fine under delay (Becker 1968)",
        reason: "a remedy meets the violator while it may still violate, and ends by cure or time; the textbook's violator moves once",
    },
    Beyond {
        result: "efficient breach with gains drawn anew each round (Schwartz and Sykes 2002; Maggi and Staiger 2015)",
        reason: "gains move with pressure on a few levels, not on a continuum, and prices do not enter the choice",
    },
    Beyond {
        result: "private information about pressure (Martin and Vergote 2008; Beshkar 2010)",
        reason: "pressure is public: conduct rules see it on the own side, and nobody reports a type",
    },
    Beyond {
        result: "the most cooperative tariff below the critical discount factor (Bagwell and Staiger 2005)",
        reason: "a commitment is kept or violated; there is no tariff in between to be chosen",
    },
    Beyond {
        result: "the inspection game in mixed strategies (Avenhaus, von Stengel and Zamir 2002)",
        reason: "detection is a number of the scenario, not the choice of an inspector",
    },
    Beyond {
        result: "scores of Axelrod's (1984) first tournament",
        reason: "several of its programs are not described well enough to be written again",
    },
];
