//! `righting export`

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use righting_store::StoredRun;

use crate::fail::Fail;
use crate::terminal::emit;

/// Writes the tables of a run in another format.
#[derive(Debug, Args)]
pub struct Export {
    /// Folder of the run.
    run: PathBuf,
    /// Format.
    #[arg(long, value_enum)]
    format: Format,
    /// Folder for the files; `<run>/csv` by default. Files that are there are never overwritten.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Csv,
}

impl Export {
    pub fn run(self) -> Result<(), Fail> {
        let run = StoredRun::open(&self.run)?;
        let Format::Csv = self.format;
        let files = run.export_csv(&self.out.unwrap_or_else(|| self.run.join("csv")))?;
        emit(&files.iter().map(|path| format!("{}\n", path.display())).collect::<String>())
    }
}
