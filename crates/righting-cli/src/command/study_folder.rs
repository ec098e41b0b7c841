//! What every study takes: a folder, a seed, threads.

use std::path::{Path, PathBuf};

use clap::Args;
use righting_lab::{LabError, RunPlan, RunnerError};
use righting_model::{EngineKind, Kernel};
use righting_report::{StudyPage, render_study};
use righting_store::{Shard, StudyFolder, StudyManifest, write_study_file};

use super::folder::{default_folder, name_of};
use crate::fail::Fail;
use crate::options::offering;

/// Folder, seed and threads of a study.
#[derive(Debug, Args)]
pub struct StudyArgs {
    /// Seed of the study.
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = super::bounds::seed)]
    pub seed: u64,
    /// Folder of the study; by default one in `runs` named for scenario and command, with a number if that is taken.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Goes on with an interrupted study; more replicates than it has are added.
    #[arg(long)]
    pub resume: bool,
    /// Worker threads; one per core by default.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_parser = super::bounds::threads)]
    pub threads: usize,
    /// Prints one JSON object.
    #[arg(long)]
    pub json: bool,
}

impl StudyArgs {
    /// The folder, begun or gone on with.
    pub fn open(&self, manifest: StudyManifest, scenario: &str, command: &str) -> Result<StudyFolder, Fail> {
        let part = manifest.part.as_ref().map_or_else(String::new, |part| suffix(part.shard));
        let path = self.folder(&format!("{}-{command}{part}", name_of(scenario)))?;
        Ok(StudyFolder::open(&path, manifest, self.resume)?)
    }

    /// The folder that was named, or the default one.
    pub fn folder(&self, name: &str) -> Result<PathBuf, Fail> {
        self.out.clone().map_or_else(|| default_folder(name, self.resume), Ok)
    }

    /// What to run of each arm of a study.
    pub fn run_plan(&self, replicates: u32) -> RunPlan {
        RunPlan { replicates, seed: self.seed, engine: EngineKind::default(), kernel: Kernel::best() }
    }
}

/// What the folder of a part has in its name.
pub fn suffix(shard: Shard) -> String {
    format!("-part-{}", shard.to_string().replace('/', "-of-"))
}

/// The failure of a study that was interrupted and kept `what`.
pub fn interrupted(what: &str, folder: &Path) -> Fail {
    let how = offering(|offers| offers.go_on(Some(folder))).map_or_else(String::new, |how| format!("; {how}"));
    Fail::Interrupted(format!("interrupted: {what} kept in {}{how}", folder.display()))
}

/// The failure of a study, with how to go on if it was interrupted.
pub fn kept(error: LabError, folder: &Path) -> Fail {
    match error {
        LabError::Runner(RunnerError::Interrupted) => interrupted("what was run is", folder),
        other => other.into(),
    }
}

/// Writes `report.html` into the folder of a study.
pub fn write_page(folder: &Path, page: &StudyPage) -> Result<PathBuf, Fail> {
    page.validate().map_err(righting_report::FromRunError::from)?;
    let path = folder.join("report.html");
    write_study_file(&path, render_study(page).as_bytes())?;
    Ok(path)
}
