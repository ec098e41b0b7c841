//! `righting bundle`

use std::path::{Path, PathBuf};

use clap::Args;
use righting_report::counted;
use righting_store::{StoredRun, is_stream};
use serde::Serialize;

use crate::fail::Fail;
use crate::session;
use crate::terminal::{emit, emit_json};
use righting_store::quoted;

/// Writes one archive of a run, to be cited and kept: from it the run is made again, to the same bytes.
///
/// It is an RO-Crate: the scenario with its sources and licences, the version and command, the summary, the report, and the
/// checksum of every table. `righting run FILE.zip` makes the run again and compares it; `righting new FILE.zip my-case`
/// takes the scenario out. Rows that were imported and are marked private stay out; they change no table.
#[derive(Debug, Args)]
pub struct Bundle {
    /// Folder of the run.
    run: PathBuf,
    /// The archive; named for the folder of the run by default, beside it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Puts every table into it, and not the summary alone.
    #[arg(long)]
    tables: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// What is told of an archive. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Told<'a> {
    run: &'a Path,
    bundle: &'a Path,
    files: &'a [String],
    /// Private rows of the record that were left out.
    private: usize,
}

impl Bundle {
    pub fn run(self) -> Result<(), Fail> {
        let run = StoredRun::open(&self.run)?;
        let beside = || {
            let whole = std::fs::canonicalize(&self.run).unwrap_or_else(|_| self.run.clone());
            let name = whole.file_name().map_or_else(|| "run".into(), |name| name.to_string_lossy().into_owned());
            self.run.parent().unwrap_or(Path::new("")).join(format!("{name}.zip"))
        };
        let out = self.out.clone().unwrap_or_else(beside);
        let packed = righting_export::bundle(&run, &out, self.tables)?;
        if self.json {
            let (files, private) = (&packed.files, packed.private);
            return emit_json(&Told { run: &self.run, bundle: &out, files, private });
        }
        if packed.private > 0 {
            session::say(&format!(
                "{} of the record left out",
                counted(packed.private as u64, "private row", "private rows")
            ));
        }
        // Standard output may be where the bytes went: nothing is mixed into them.
        if is_stream(&out) {
            return Ok(());
        }
        let files = counted(packed.files.len() as u64, "file", "files");
        emit(&format!("{files}; made again by: righting run {}\n{}\n", quoted(&out), out.display()))
    }
}
