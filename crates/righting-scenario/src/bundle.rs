//! A scenario in memory: the files that a folder would hold.

use std::collections::BTreeMap;

use righting_data::{AmendedTable, Imported};
use serde::{Deserialize, Serialize};
use toml::de::DeTable;

use crate::file::File;

/// A scenario in memory, as plain data: what a stored run keeps, what is sent to another machine, what a program makes.
///
/// ```
/// use righting_scenario::{Bundle, Scenario, Source};
///
/// let scenario = Scenario::load(&Source::Shipped("five-towns".to_owned()), &[])?;
/// let again = Scenario::load(&Source::Bundle(scenario.bundle()), &[])?;
/// assert_eq!(again.hash, scenario.hash);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// Paths of the scenario's own file, such as `kazakhstan-2022/scenario.toml`, and of those it builds on, one upon
    /// the other. A base that is not listed is one that ships.
    pub scenarios: Vec<String>,
    /// Texts by path: those files, and the tables of data beside them.
    pub files: BTreeMap<String, String>,
}

impl Bundle {
    /// The bundle of the files of a scenario, in the order in which they were read: first its own, then those that it
    /// builds on, then the rest.
    pub fn of(files: &[File]) -> Self {
        let builds_on = |file: &File| has_base(&file.text);
        let below = files.iter().take_while(|file| builds_on(file)).count();
        Self {
            scenarios: files.iter().take(1 + below).map(|file| file.path.clone()).collect(),
            files: files.iter().map(|file| (file.path.clone(), file.text.clone())).collect(),
        }
    }

    /// The same without rows that were imported and are marked `private`, and how many these are: what may be handed on.
    /// Facts and events change no run; a scenario without them has another hash.
    pub fn without_private(&self) -> (Self, usize) {
        let mut taken = 0;
        let mut public = self.clone();
        for (path, text) in public.files.iter_mut().filter(|(path, _)| path.ends_with(".csv")) {
            let Ok(mut table) = AmendedTable::read(text, path, &["imported"]) else { continue };
            let rows = table.take_out("imported", Imported::Private.name());
            if rows > 0 {
                *text = table.text();
                taken += rows;
            }
        }
        (public, taken)
    }

    /// The bundle of what its scenario builds on, if that is in it.
    pub(crate) fn base(&self) -> Option<Self> {
        let scenarios = self.scenarios.get(1..).filter(|rest| !rest.is_empty())?;
        Some(Self { scenarios: scenarios.to_vec(), files: self.files.clone() })
    }

    /// The folder and the name of the scenario's own file.
    pub(crate) fn main(&self) -> (&str, &str) {
        let path = self.scenarios.first().map_or("", String::as_str);
        path.rsplit_once('/').unwrap_or(("", path))
    }
}

/// Whether a scenario text builds on another.
fn has_base(text: &str) -> bool {
    DeTable::parse(text).is_ok_and(|table| table.get_ref().get("base").is_some_and(|base| base.get_ref().is_str()))
}
