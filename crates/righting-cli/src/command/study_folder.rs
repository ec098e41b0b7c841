//! What every study takes: a folder, a seed, threads.

use std::path::{Path, PathBuf};

use clap::Args;
use righting_lab::RunPlan;
use righting_model::{EngineKind, Kernel};
use righting_report::{StudyPage, render_study};
use righting_store::{StudyFolder, StudyManifest, write_study_file};

use super::folder::default_folder;
use crate::fail::Fail;
use crate::terminal::quoted;

/// Folder, seed and threads of a study.
#[derive(Debug, Args)]
pub struct StudyArgs {
    /// Seed of the study.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Folder of the study; by default one in `runs` named for scenario and command, with a number if that is taken.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Goes on with an interrupted study.
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
    pub fn open(&self, manifest: StudyManifest, command: &str) -> Result<StudyFolder, Fail> {
        let path = self.folder(&format!("{}-{command}", manifest.scenario));
        let folder =
            if self.resume { StudyFolder::resume(&path, manifest) } else { StudyFolder::create(&path, manifest) };
        Ok(folder?)
    }

    /// The folder that was named, or the default one.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.out.clone().unwrap_or_else(|| default_folder(name, self.resume))
    }

    /// What to run of each arm of a study.
    pub fn run_plan(&self, replicates: u32) -> RunPlan {
        let Self { seed, threads, .. } = *self;
        RunPlan { replicates, seed, engine: EngineKind::default(), threads, kernel: Kernel::best() }
    }
}

/// The failure of a study that was interrupted and kept `what`.
pub fn interrupted(what: &str, folder: &Path) -> Fail {
    Fail::Interrupted(format!(
        "interrupted: {what} kept in {}; repeat the command with --resume --out {} to go on",
        folder.display(),
        quoted(folder)
    ))
}

/// Writes `report.html` into the folder of a study.
pub fn write_page(folder: &Path, page: &StudyPage) -> Result<PathBuf, Fail> {
    page.validate().map_err(righting_report::FromRunError::from)?;
    let path = folder.join("report.html");
    write_study_file(&path, render_study(page).as_bytes())?;
    Ok(path)
}
