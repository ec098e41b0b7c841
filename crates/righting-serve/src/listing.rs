//! What lies under the root, and what ships, as lists.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use righting_scenario::{Bundle, Change, Source, diagnose, shipped};
use righting_store::{StoredRun, is_stored, read_study};
use serde::Serialize;
use utoipa::ToSchema;

use crate::files::{MAIN, entries};
use crate::library::{Library, unstored};
use crate::origin::Origin;

/// How deep below the root folders are looked for.
const DEEPEST: usize = 3;
/// Most scenarios, and most runs, that are listed.
const MOST: usize = 200;
/// Folders that hold neither.
const SKIPPED: [&str; 2] = ["target", "node_modules"];

/// A scenario in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "serve.ts"))]
pub struct ListedScenario {
    /// Where it comes from: `shipped:NAME` or `folder:PATH`.
    #[schema(value_type = String)]
    pub origin: Origin,
    /// One line on it; its path where it cannot be read.
    pub title: String,
    /// First day; absent where it cannot be read.
    pub start: Option<String>,
    /// Days simulated.
    pub days: Option<u32>,
    /// Residents.
    pub people: Option<u64>,
    /// Places.
    pub places: Option<usize>,
    /// Label of data quality.
    pub quality: Option<String>,
    /// Things that keep it from running.
    pub faults: usize,
}

/// A stored run or study in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "serve.ts"))]
pub struct ListedRun {
    /// Path under the root.
    pub path: String,
    /// `run`, or the command that made the study.
    pub kind: String,
    /// One line on its scenario.
    pub title: String,
    /// Identifier of its scenario.
    pub scenario: String,
    /// Replicates; absent for a study.
    pub replicates: Option<u32>,
    /// Replicates that failed.
    pub failed: Option<usize>,
    /// Seed, as text.
    pub seed: String,
    /// Changes that it was made with.
    pub changes: Vec<String>,
    /// Why it cannot be opened, if it cannot.
    pub fault: Option<String>,
}

/// What was listed of scenarios, with the hash of the files that it was read from.
#[derive(Default)]
pub struct Listed(Mutex<BTreeMap<Origin, (blake3::Hash, ListedScenario)>>);

impl Library {
    /// Every scenario: those that ship, then those under the root.
    pub fn scenarios(&self) -> Vec<ListedScenario> {
        let shipped = shipped().into_iter().map(|name| Origin::Shipped(name.to_owned()));
        let mut found = Vec::new();
        self.walk("", 0, &mut |path, folder| {
            if folder.join(MAIN).is_file() {
                found.push(Origin::Folder(path.to_owned()));
            }
            !is_stored(folder)
        });
        found.truncate(MOST);
        shipped.chain(found).map(|origin| self.listed(origin)).collect()
    }

    /// Every stored run and study under the root.
    pub fn runs(&self) -> Vec<ListedRun> {
        let mut found = Vec::new();
        self.walk("", 0, &mut |path, folder| {
            if is_stored(folder) {
                found.push((path.to_owned(), folder.to_owned()));
            }
            found.len() < MOST
        });
        found.into_iter().filter_map(|(path, folder)| self.listed_run(path, &folder)).collect()
    }

    /// Calls `visit` with every folder, by path (the root is `.`) and place, and looks into those for which it says so.
    fn walk(&self, path: &str, depth: usize, visit: &mut dyn FnMut(&str, &Path) -> bool) {
        let Ok(folder) = self.root.existing(path) else { return };
        let shown = if path.is_empty() { "." } else { path };
        if !visit(shown, &folder) || depth == DEEPEST {
            return;
        }
        for (name, place) in entries(&folder).unwrap_or_default() {
            if place.is_dir() && !place.is_symlink() && !SKIPPED.contains(&name.as_str()) {
                let below = if path.is_empty() { name } else { format!("{path}/{name}") };
                self.walk(&below, depth + 1, visit);
            }
        }
    }

    fn listed(&self, origin: Origin) -> ListedScenario {
        let known = |origin: &Origin| self.listed.0.lock().unwrap_or_else(PoisonError::into_inner).get(origin).cloned();
        let before = known(&origin);
        // What ships does not change.
        if let (Origin::Shipped(_), Some((_, listed))) = (&origin, &before) {
            return listed.clone();
        }
        let Ok(bundle) = self.bundle(&origin, None) else { return unread(origin, 1) };
        let hash = hash_of(&bundle);
        if let Some((_, listed)) = before.filter(|(known, _)| *known == hash) {
            return listed;
        }
        let found = diagnose(&Source::Bundle(bundle), &[]);
        let listed = match found.scenario {
            Some(scenario) => ListedScenario {
                people: Some(scenario.setup.country.population()),
                places: Some(scenario.setup.country.places.len()),
                days: Some(scenario.setup.days),
                start: Some(scenario.start.to_string()),
                quality: scenario.quality.map(|quality| quality.label.name().to_owned()),
                title: scenario.title,
                faults: 0,
                origin: origin.clone(),
            },
            None => unread(origin.clone(), found.faults.len()),
        };
        self.listed.0.lock().unwrap_or_else(PoisonError::into_inner).insert(origin, (hash, listed.clone()));
        listed
    }

    fn listed_run(&self, path: String, folder: &Path) -> Option<ListedRun> {
        let none = ListedRun {
            path,
            kind: "run".to_owned(),
            title: String::new(),
            scenario: String::new(),
            replicates: None,
            failed: None,
            seed: String::new(),
            changes: Vec::new(),
            fault: None,
        };
        let texts = |changes: &[Change]| changes.iter().map(ToString::to_string).collect();
        if folder.join("run.json").is_file() {
            return Some(match StoredRun::open(folder) {
                Ok(run) => {
                    let manifest = run.manifest();
                    ListedRun {
                        title: manifest.title.clone(),
                        scenario: manifest.scenario.clone(),
                        replicates: Some(manifest.replicates),
                        failed: Some(run.failed()),
                        seed: manifest.seed.to_string(),
                        changes: texts(&manifest.changes),
                        ..none
                    }
                }
                Err(error) => ListedRun { fault: Some(unstored(&self.root, &error).problem().message.clone()), ..none },
            });
        }
        let study = read_study(folder).ok()?;
        Some(ListedRun {
            title: study.title,
            scenario: study.scenario,
            seed: study.seed.to_string(),
            changes: texts(&study.changes),
            kind: study.kind,
            ..none
        })
    }
}

fn unread(origin: Origin, faults: usize) -> ListedScenario {
    let title = match &origin {
        Origin::Shipped(path) | Origin::Folder(path) | Origin::Run(path) => path.clone(),
    };
    ListedScenario { origin, title, start: None, days: None, people: None, places: None, quality: None, faults }
}

fn hash_of(bundle: &Bundle) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for text in bundle.scenarios.iter().chain(bundle.files.iter().flat_map(|(path, text)| [path, text])) {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize()
}
