//! The scenarios and the stored runs that a server shows.

use std::path::PathBuf;

use righting_lab::restore;
use righting_scenario::{Bundle, Change, Scenario, Source, shipped};
use righting_store::{StoreError, StoredRun, is_stored};

use crate::files::{self, MAIN};
use crate::listed::Listed;
use crate::origin::Origin;
use crate::refusal::Refusal;
use crate::root::Root;

/// The scenarios and runs of a root.
pub struct Library {
    pub root: Root,
    /// What is listed of scenarios.
    pub(crate) listed: Listed,
}

impl Library {
    /// Of a root.
    pub fn new(root: Root) -> Self {
        Self { root, listed: Listed::default() }
    }

    /// The files of a scenario; its own file as `text`, if one is given.
    ///
    /// # Errors
    /// When there is none of that name, or its files cannot be read.
    pub fn bundle(&self, origin: &Origin, text: Option<&str>) -> Result<Bundle, Refusal> {
        let mut bundle = match origin {
            Origin::Folder(path) => return files::bundle(&self.root, path, text),
            Origin::Shipped(name) => shipped_bundle(name)?,
            Origin::Run(path) => self.scenario_of(&self.run(path)?)?.bundle(),
        };
        if let (Some(text), Some(main)) = (text, bundle.scenarios.first()) {
            bundle.files.insert(main.clone(), text.to_owned());
        }
        Ok(bundle)
    }

    /// A scenario under changes.
    ///
    /// # Errors
    /// As [`bundle`](Self::bundle), and when it does not run.
    pub fn scenario(&self, origin: &Origin, changes: &[Change]) -> Result<Scenario, Refusal> {
        load(self.bundle(origin, None)?, changes)
    }

    /// The text of a scenario's own file.
    ///
    /// # Errors
    /// As [`bundle`](Self::bundle).
    pub fn text(&self, origin: &Origin) -> Result<String, Refusal> {
        let mut bundle = self.bundle(origin, None)?;
        let main = bundle.scenarios.first().and_then(|main| bundle.files.remove(main));
        main.ok_or_else(|| Refusal::absent("scenario", format!("`{origin}` has no {MAIN}")))
    }

    /// A stored run.
    ///
    /// # Errors
    /// When there is none, or it is unfinished or damaged.
    pub fn run(&self, path: &str) -> Result<StoredRun, Refusal> {
        let folder = self.stored(path)?;
        StoredRun::open(&folder).map_err(|error| unstored(&self.root, &error))
    }

    /// The folder of a stored run or study, none of whose files is a link.
    ///
    /// # Errors
    /// When there is none.
    pub fn stored(&self, path: &str) -> Result<PathBuf, Refusal> {
        let folder = self.root.existing(path)?;
        if is_stored(&folder) {
            return Ok(folder);
        }
        let known = self.runs().into_iter().map(|run| run.path).collect::<Vec<_>>();
        Err(Refusal::unknown("run", "run", path, known.iter().map(String::as_str)))
    }

    /// The scenario of a stored run.
    ///
    /// # Errors
    /// When this version of the program reads it otherwise.
    pub fn scenario_of(&self, run: &StoredRun) -> Result<Scenario, Refusal> {
        restore(run).map_err(|error| Refusal::unfit("stale", error.to_string().replace(&self.prefix(), "")))
    }

    /// What paths of this machine begin with, for messages that leave it out.
    fn prefix(&self) -> String {
        format!("{}/", self.root.folder().display())
    }
}

/// A checked scenario of a bundle.
///
/// # Errors
/// When it does not run, with the first fault.
pub fn load(bundle: Bundle, changes: &[Change]) -> Result<Scenario, Refusal> {
    let loaded = Scenario::load(&Source::Bundle(bundle), changes);
    loaded.map_err(|fault| Refusal::unfit("scenario", fault.one_line()))
}

fn shipped_bundle(name: &str) -> Result<Bundle, Refusal> {
    if !shipped().contains(&name) {
        return Err(Refusal::unknown("scenario", "scenario that ships", name, shipped()));
    }
    let scenario = Scenario::load(&Source::Shipped(name.to_owned()), &[]);
    Ok(scenario.map_err(|fault| Refusal::broken("scenario", fault.one_line()))?.bundle())
}

/// Why something stored cannot be opened.
pub fn unstored(root: &Root, error: &StoreError) -> Refusal {
    let message = error.to_string().replace(&format!("{}/", root.folder().display()), "");
    Refusal::unfit("stored", message)
}
