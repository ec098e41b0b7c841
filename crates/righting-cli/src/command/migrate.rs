//! `righting migrate`

use std::path::{Path, PathBuf};

use clap::Args;
use righting_import::{Became, KEPT, Migration, Step};
use righting_report::counted;
use righting_scenario::{Source, diagnose};
use serde::Serialize;

use super::import::refused;
use crate::fail::Fail;
use crate::terminal::{emit, emit_json, table};

/// Rewrites a scenario of version 0.1.0 for the model of today, as far as meaning allows, and says what it could not.
///
/// What only has another name is renamed, and what has no counterpart, or was found by a fit of the old form, goes to the
/// end of its file as comments. Where anything of this shows a file to be of version 0.1.0, affronts are given in their
/// new unit. In place, each file that changes is kept beside as
/// `NAME.0.1.0`.
#[derive(Debug, Args)]
pub struct Migrate {
    /// Folder of the scenario.
    dir: PathBuf,
    /// Folder for a rewritten copy, new or empty; the scenario's own is left as it is.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Says what would change and writes nothing.
    #[arg(long)]
    dry_run: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// What is told of a migration. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Told<'a> {
    folder: &'a Path,
    steps: &'a [Step],
    /// Files written.
    written: &'a [PathBuf],
    /// What still keeps the scenario from running, or `null` where nothing was written.
    faults: Option<Vec<String>>,
}

impl Migrate {
    pub fn run(self) -> Result<(), Fail> {
        let migration = Migration::of(&self.dir).map_err(refused)?;
        let folder = self.out.as_ref().unwrap_or(&self.dir);
        let written = match self.dry_run || migration.steps.is_empty() && self.out.is_none() {
            true => Vec::new(),
            false => migration.write(self.out.as_deref()).map_err(refused)?,
        };
        let faults = (!self.dry_run).then(|| {
            let found = diagnose(&Source::Folder(folder.clone()), &[]);
            found.faults.iter().map(ToString::to_string).collect::<Vec<String>>()
        });
        let told = Told { folder, steps: &migration.steps, written: &written, faults };
        if self.json {
            emit_json(&told)?;
        } else {
            emit(&self.text(&told))?;
        }
        match told.faults.map_or(0, |faults| faults.len()) {
            0 => Ok(()),
            some => {
                let faults = counted(some as u64, "fault keeps", "faults keep");
                Err(Fail::Check(format!("{faults} it from running: `righting validate` says where each is")))
            }
        }
    }

    fn text(&self, told: &Told<'_>) -> String {
        if told.steps.is_empty() {
            return format!("{}: nothing of version 0.1.0 is in it\n", told.folder.display());
        }
        let rows = told.steps.iter().map(|step| {
            let became = match step.became {
                Became::Renamed => "renamed",
                Became::Converted => "converted",
                Became::TakenOut => "taken out",
            };
            [&step.file, &step.was, became, &step.now, &step.why].map(str::to_owned).to_vec()
        });
        let kept = match (&self.out, told.written.is_empty()) {
            (None, false) => format!("what stood there is kept under names that end in .{KEPT}\n"),
            _ => String::new(),
        };
        let written: String = told.written.iter().map(|path| format!("{}\n", path.display())).collect();
        let faults: String = told.faults.iter().flatten().map(|fault| format!("still wrong: {fault}\n")).collect();
        let done = told.steps.iter().filter(|step| step.became != Became::TakenOut).count();
        format!(
            "{}{} carried over, {} without a counterpart and kept as comments; runs draw levels that are neither fitted nor \
             set, unless the scenario says `levels = \"fixed\"`\n{written}{kept}{faults}",
            table(&["file", "was", "became", "now", "why"], rows),
            done,
            told.steps.len() - done,
        )
    }
}
