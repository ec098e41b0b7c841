//! `righting validate`

use std::path::Path;

use clap::Args;
use righting_store::is_stored;
use serde::Serialize;

use crate::fail::Fail;
use crate::terminal::{emit, emit_json};

mod scenario;
mod stored;

/// Checks a stored run or study byte by byte, or a scenario without running it, and names every fault at once.
///
/// Exits with 2 if a scenario has a fault, with 1 if something stored has one. Warnings name inputs that do not fit
/// together; they change the exit code only with --strict: it is 1 then.
#[derive(Debug, Args)]
pub struct Validate {
    /// Folder of a run, a study, a fork or a forecast; or a scenario (see `righting list`), a folder or a file.
    #[arg(value_name = "PATH", required_unless_present = "pairs", default_value = "", hide_default_value = true)]
    path: String,
    /// Exits with 1 if there are warnings and no faults.
    #[arg(long)]
    strict: bool,
    /// Lists the inputs that are held against each other.
    #[arg(long, conflicts_with_all = ["path", "strict"])]
    pairs: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// What was found. The keys of the JSON object are a promise to scripts.
#[derive(Debug, Serialize)]
pub(super) struct Findings {
    /// What was checked.
    pub path: String,
    /// `scenario`, `run`, `fork`, or the command that made the study.
    pub kind: String,
    /// Files looked at.
    pub files: usize,
    /// What is wrong.
    pub faults: Vec<Finding>,
    /// What may be wrong.
    pub warnings: Vec<Finding>,
}

/// One thing that is, or may be, wrong.
#[derive(Debug, Serialize)]
pub(super) struct Finding {
    /// File, and where in it.
    pub place: String,
    /// What it is.
    pub message: String,
}

impl Validate {
    pub fn run(self) -> Result<(), Fail> {
        if self.pairs {
            return scenario::pairs(self.json);
        }
        let folder = Path::new(&self.path);
        let found = if is_stored(folder) { stored::check(folder)? } else { scenario::check(&self.path)? };
        if self.json {
            emit_json(&found)?;
        } else {
            emit(&found.text())?;
        }
        let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        match (found.faults.len(), found.warnings.len()) {
            (0, 0) => Ok(()),
            (0, _) if !self.strict => Ok(()),
            (0, warnings) => Err(Fail::Check(counted(warnings, "warning"))),
            (faults, _) if found.kind == scenario::KIND => {
                Err(Fail::input(counted(faults, "fault"), "each is named above, with its file and line"))
            }
            (faults, _) => Err(Fail::Check(counted(faults, "fault"))),
        }
    }
}

impl Findings {
    fn text(&self) -> String {
        let lines = |word: &str, findings: &[Finding]| -> String {
            findings.iter().map(|found| format!("{word}: {}: {}\n", found.place, found.message)).collect()
        };
        let files = if self.files == 1 { "1 file".to_owned() } else { format!("{} files", self.files) };
        let whole = if self.faults.is_empty() { ", no fault" } else { "" };
        format!(
            "{}{}{} ({}), {files}{whole}\n",
            lines("fault", &self.faults),
            lines("warning", &self.warnings),
            self.path,
            self.kind
        )
    }
}
