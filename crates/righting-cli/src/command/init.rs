//! `righting init`

use std::path::PathBuf;

use clap::Args;

use crate::fail::Fail;
use crate::terminal::emit;

/// Writes a scenario that ships into a folder of your own, to be changed there.
#[derive(Debug, Args)]
pub struct Init {
    /// Scenario that ships.
    id: String,
    /// Folder, new or empty.
    folder: PathBuf,
}

impl Init {
    pub fn run(self) -> Result<(), Fail> {
        let written = righting_scenario::init(&self.id, &self.folder)?;
        let files: String = written.iter().map(|path| format!("{}\n", path.display())).collect();
        let folder = self.folder.display();
        emit(&format!("{files}{} files written; try: righting run {folder}\n", written.len()))
    }
}
