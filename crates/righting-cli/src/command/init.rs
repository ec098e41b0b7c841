//! `righting init`

use std::path::PathBuf;

use clap::Args;
use righting_report::counted;

use crate::fail::Fail;
use crate::terminal::{emit, quoted};

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
        let folder = quoted(&self.folder);
        let number = counted(written.len() as u64, "file", "files");
        emit(&format!("{files}{number} written; try: righting run {folder}\n"))
    }
}
