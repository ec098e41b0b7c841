//! What every study takes: a folder, a seed, threads.

use std::path::PathBuf;

use clap::Args;
use righting_report::{StudyPage, render_study};
use righting_store::{StudyFolder, StudyManifest};

use super::folder::default_folder;
use crate::fail::Fail;

/// Folder, seed and threads of a study.
#[derive(Debug, Args)]
pub struct StudyArgs {
    /// Seed of the study.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Folder of the study; `runs/<scenario>-<command>` by default, with a number if that is taken.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Goes on with an interrupted study.
    #[arg(long)]
    pub resume: bool,
    /// Worker threads; one per core by default.
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    pub threads: usize,
    /// Prints one JSON object.
    #[arg(long)]
    pub json: bool,
}

impl StudyArgs {
    /// The folder, begun or gone on with.
    pub fn open(&self, manifest: StudyManifest, command: &str) -> Result<StudyFolder, Fail> {
        let own = || default_folder(&format!("{}-{command}", manifest.scenario), self.resume);
        let path = self.out.clone().unwrap_or_else(own);
        let folder =
            if self.resume { StudyFolder::resume(&path, manifest) } else { StudyFolder::create(&path, manifest) };
        Ok(folder?)
    }
}

/// Writes `report.html` into the folder of a study.
pub fn write_page(folder: &StudyFolder, page: &StudyPage) -> Result<PathBuf, Fail> {
    page.validate().map_err(righting_report::FromRunError::from)?;
    Ok(folder.write_file("report.html", render_study(page).as_bytes())?)
}
