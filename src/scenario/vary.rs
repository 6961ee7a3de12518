//! A scenario with some of its fields set.

use crate::fault::Faults;
use crate::scenario::checked::written_out;
use crate::scenario::draft::Draft;
use crate::scenario::{Scenario, Setting, names, resolve};
use crate::text::{self, Mistake};

impl Scenario {
    /// The scenario with these overrides, path and RON value, applied in this order.
    ///
    /// # Errors
    /// All mistakes: paths that lead nowhere, values of the wrong type, and what is wrong in meaning.
    pub fn with(&self, set: &[(String, String)]) -> Result<Self, Vec<Mistake>> {
        let settings: Vec<Setting<'_>> = set.iter().map(|(path, value)| Setting::ron(path, value)).collect();
        self.varied(&settings)
    }

    /// The scenario with these fields set, in this order.
    ///
    /// # Errors
    /// As of [`Scenario::with`].
    pub fn varied(&self, settings: &[Setting<'_>]) -> Result<Self, Vec<Mistake>> {
        if settings.is_empty() {
            return Ok(self.clone());
        }
        self.at_once(settings).map_or_else(|| self.one_by_one(settings), Ok)
    }

    /// The short way, for overrides without a mistake.
    fn at_once(&self, settings: &[Setting<'_>]) -> Option<Self> {
        let variant = self.decoded()?.with(settings)?;
        let (file, mut faults) = (variant.file, Faults::default());
        let mechanism = file.mechanism.as_ref()?;
        if !variant.is_of_numbers {
            names::check_paths(&file, || text::parse(&written_out(&file)).ok(), &mut faults);
            names::check(&file, mechanism, &mut faults);
        }
        let agreement = resolve::agreement(&file, mechanism, &mut faults)?;
        faults.is_empty().then(|| Self::checked(file, self.design.clone(), agreement))
    }

    /// The long way, which tells all mistakes.
    fn one_by_one(&self, settings: &[Setting<'_>]) -> Result<Self, Vec<Mistake>> {
        let mut draft = Draft::again(self.file.clone(), self.design.clone());
        let set: Vec<_> = settings.iter().map(|s| (s.path.to_owned(), s.value.text().into_owned())).collect();
        draft.set_all(&set, "");
        draft.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Given, Request, SCENARIOS, load, read_scenario};
    use crate::text::{find, paths};
    use proptest::prelude::*;

    /// Values of every kind, right and wrong.
    const VALUES: [&str; 40] = [
        "0",
        "1",
        "0.5",
        "-0",
        "1e-3",
        "0.999",
        "3",
        "12",
        "-1",
        "1e300",
        "inf",
        "NaN",
        "true",
        "false",
        "None",
        "\"b.c\"",
        "[]",
        "()",
        "Never",
        "TitForTat",
        "Chance(0.5)",
        "Years(2)",
        "Rounds(3)",
        "Months(1.5)",
        "SelfJudged",
        "Steady",
        "Levels(values: [0.5, 1.5], persistence: 0.5)",
        "(calm: 0.1)",
        "Payment(multiple: 1.0)",
        "Both",
        "5 %",
        "PerYear(0.5)",
        "PerYear",
        "0.5 0.6",
        "[(name: \"x\", gain: 1.0, harm: 1.0, detection: 0.5, false_alarm: 0.1)]",
        "Deliberate(noise: 0.5)",
        "Strategic(noise: 0.5)",
        "[Files, Withdraws]",
        "(detection: 0.5, false_alarm: 0.1)",
        "(reward: 3, sucker: 0, temptation: 5, punishment: 1)",
    ];

    fn scenarios() -> Vec<Scenario> {
        let library = SCENARIOS
            .iter()
            .map(|entry| load(&Request { scenario: Some(entry.name.to_owned()), ..Request::default() }));
        let mut all: Vec<Scenario> = library.collect::<Result<_, _>>().unwrap();
        let owes = |name: &str| format!("[(name: \"{name}\", gain: 1.0, harm: 2.0, detection: 0.5, false_alarm: 0.1)]");
        let text = format!(
            "(name: \"dots\", round: Month, horizon: Years(1), design: \"none\", parties: [(name: \"A\", discount: 0.9, commitments: {}, \
             conduct: (comply: Always)), (name: \"A.b\", discount: 0.9, commitments: {}, conduct: (comply: Always))])",
            owes("c.d"),
            owes("conduct")
        );
        all.push(read_scenario("dots", &text).unwrap());
        all
    }

    /// An override that is likely right: a value from the place itself, or one of its kind.
    fn value(of: &str, pick: u8, other: usize) -> String {
        match pick {
            0..=2 => of.to_owned(),
            3..=9 if of.parse::<f64>().is_ok() => VALUES[other % 8].to_owned(),
            _ => VALUES[other % VALUES.len()].to_owned(),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        /// What is set at once is what is set one by one; what cannot be set at once is left to those that tell why.
        #[test]
        fn fields_set_at_once_are_those_set_one_by_one(
            which in 0_usize..16,
            overrides in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..16, any::<usize>(), any::<bool>()), 1..5),
        ) {
            thread_local!(static ALL: Vec<Scenario> = scenarios());
            ALL.with(|all| -> Result<(), TestCaseError> {
                let scenario = &all[which % all.len()];
                let tree = scenario.tree().unwrap();
                let all_paths = paths(tree);
                let set: Vec<(String, String)> = overrides
                    .iter()
                    .map(|(path, pick, other, is_lost)| {
                        let path = path.get(&all_paths);
                        let value = value(find(tree, path).unwrap().span.text(), *pick, *other);
                        (if *is_lost && *other % 40 == 0 { format!("{path}.x") } else { path.clone() }, value)
                    })
                    .collect();
                let settings: Vec<Setting<'_>> = set.iter().map(|(path, value)| Setting::ron(path, value)).collect();
                if let Some(at_once) = scenario.at_once(&settings) {
                    prop_assert_eq!(Ok(at_once), scenario.one_by_one(&settings), "{:?}", &set);
                }
                Ok(())
            })?;
        }
    }

    #[test]
    fn most_configs_of_a_sweep_are_set_at_once() {
        let scenario = load(&Request::default()).unwrap();
        for set in [
            vec![Setting { path: "parties.China.commitments.purchases.detection", value: Given::Number(0.25) }],
            vec![
                Setting { path: "mechanism.review_every", value: Given::Number(4.0) },
                Setting::ron("horizon", "Years(3)"),
            ],
            vec![Setting::ron("mechanism.release", "Never"), Setting::ron("parties.US.conduct.comply", "TitForTat")],
            vec![Setting::ron("parties.China.commitments", "[]"), Setting::ron("round", "Quarter")],
        ] {
            assert_eq!(scenario.at_once(&set), Some(scenario.one_by_one(&set).unwrap()), "{set:?}");
        }
        let wrong = [Setting { path: "mechanism.review_every", value: Given::Number(4.5) }];
        assert_eq!(scenario.at_once(&wrong), None);
        assert!(scenario.varied(&wrong).unwrap_err()[0].brief().contains("a whole number"));
    }
}
