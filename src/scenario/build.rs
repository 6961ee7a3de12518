//! Scenarios as a program asks for them: by name, from a text or a file, and changed field by field.

use crate::error::Error;
use crate::scenario::draft::Draft;
use crate::scenario::{MadeStrategic, Request, SCENARIOS, Scenario, Setting, load, read_scenario, scenario_named};
use crate::text::{Mistake, Source};
use std::fmt::Display;
use std::path::Path;

impl Scenario {
    /// A scenario of the library, such as `us_china_2019` or `theory/tft_vs_tft`; [`SCENARIOS`] lists them.
    ///
    /// ```
    /// let scenario = snapback::Scenario::named("us_china_2019")?;
    /// assert_eq!(scenario.agreement().parties[1].name, "China");
    /// # Ok::<(), snapback::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Mistakes`] with the nearest name where there is no such scenario.
    pub fn named(name: &str) -> Result<Self, Error> {
        let Some(entry) = scenario_named(name) else {
            let names: Vec<&str> = SCENARIOS.iter().map(|entry| entry.name).collect();
            let mistake = Mistake::new("scenario", format!("`{name}`"), format!("one of {}", names.join(", ")));
            return Err(mistake.with_nearest(name, names).into());
        };
        Self::from_text(&format!("scenarios/{}.ron", entry.name), entry.text)
    }

    /// A scenario from its RON text; `name` stands for the text in mistakes.
    ///
    /// # Errors
    /// [`Error::Mistakes`], all of them.
    pub fn from_text(name: &str, text: &str) -> Result<Self, Error> {
        Ok(read_scenario(name, text)?)
    }

    /// A scenario from a file; a design that it names by path lies beside it.
    ///
    /// # Errors
    /// [`Error::Mistakes`], all of them; one where the file cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let name = path.as_ref().display().to_string();
        Ok(load(&Request { scenario: Some(name), ..Request::default() })?)
    }

    /// The scenario with the field at `path` set to `value`: a number, or any value as RON spells it.
    ///
    /// ```
    /// let scenario = snapback::Scenario::named("us_china_2019")?
    ///     .set("parties.China.commitments.purchases.detection", 0.8)?
    ///     .set("horizon", "Years(3)")?;
    /// assert_eq!(scenario.agreement().horizon.rounds(scenario.agreement().round), 36);
    /// # Ok::<(), snapback::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Mistakes`] where there is no such field, or it does not take the value.
    pub fn set(&self, path: &str, value: impl Display) -> Result<Self, Error> {
        Ok(self.varied(&[Setting::ron(path, &value.to_string())])?)
    }

    /// The scenario with both parties strategic, all that they do chosen.
    ///
    /// ```
    /// use snapback::scenario::MadeStrategic;
    /// let scenario = snapback::Scenario::named("us_china_quarterly")?.strategic(MadeStrategic::ByOwnNoise)?;
    /// assert_eq!(scenario.agreement().parties[0].conduct.comply.strategic().unwrap().noise, 0.6);
    /// # Ok::<(), snapback::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Mistakes`] where a party has no one noise, and as of [`Scenario::set`].
    pub fn strategic(&self, how: MadeStrategic) -> Result<Self, Error> {
        let mut draft = Draft::again(self.file.clone(), self.design.clone());
        draft.set_all_strategic(how, &[], "");
        Ok(draft.finish()?)
    }

    /// The scenario under another design: one of the library by name, a file by path, or a mechanism written out as RON.
    ///
    /// # Errors
    /// [`Error::Mistakes`], all of them.
    pub fn with_design(&self, design: &str) -> Result<Self, Error> {
        let mut draft = Draft::again(self.file.clone(), self.design.clone());
        match design.trim_start().starts_with('(') {
            true => draft.adopt_text(&Source::new("the design", design), "inline"),
            false => draft.adopt(design, Path::new("")),
        }
        Ok(draft.finish()?)
    }
}
