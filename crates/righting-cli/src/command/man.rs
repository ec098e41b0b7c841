//! `righting man`

use std::path::PathBuf;

use clap::Args;

use crate::fail::Fail;
use crate::terminal::emit;

/// Writes the manual pages into a folder.
#[derive(Debug, Args)]
pub struct Man {
    /// Folder; made if it is not there.
    folder: PathBuf,
}

impl Man {
    pub fn run(self) -> Result<(), Fail> {
        if self.folder.metadata().is_ok_and(|found| !found.is_dir()) {
            return Err(Fail::input(format!("`{}` is no folder", self.folder.display()), "name a folder, new or old"));
        }
        std::fs::create_dir_all(&self.folder)
            .and_then(|()| clap_mangen::generate_to(super::program(), &self.folder))
            .map_err(|error| {
            Fail::Kept(miette::miette!("cannot write manual pages into `{}`: {error}", self.folder.display()))
        })?;
        emit(&format!("{}\n", self.folder.join("righting.1").display()))
    }
}
