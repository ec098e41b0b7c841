//! What may help where the store refuses. It names an option only if the command that met the error has it, or names the
//! command with it.

use std::path::{Path, PathBuf};

use crate::error::StoreError;
use crate::quote::quoted;

/// The long options of the command that met an error, without their dashes.
#[derive(Debug, Clone, Copy)]
pub struct Offers<'a>(pub &'a [String]);

impl Offers<'_> {
    /// Whether the command has this option.
    pub fn has(self, option: &str) -> bool {
        self.0.iter().any(|offered| offered == option)
    }

    /// How to go on with what a folder keeps; `None` where the command cannot.
    pub fn go_on(self, folder: Option<&Path>) -> Option<String> {
        let named = folder.filter(|_| self.has("out"));
        let out = named.map_or_else(String::new, |folder| format!(" --out {}", quoted(folder)));
        self.has("resume").then(|| format!("repeat the command with --resume{out} to go on"))
    }

    /// Another folder if the command takes one, or `or`.
    pub fn elsewhere(self, or: &str) -> String {
        if self.has("out") { format!("take another --out, or {or}") } else { format!("take {or}") }
    }

    /// Those of some options that the command has, each with what it does.
    fn ways(self, ways: &[(&str, &str)]) -> Option<String> {
        let known = ways.iter().filter(|(option, _)| self.has(option));
        let told: Vec<String> = known.map(|(option, does)| format!("--{option} {does}")).collect();
        (!told.is_empty()).then(|| told.join(", "))
    }
}

impl StoreError {
    /// What to do about it, for a command with these options.
    pub fn help(&self, offers: Offers<'_>) -> Option<String> {
        match self {
            Self::Exists { .. } => {
                offers.ways(&[("resume", "goes on with it"), ("force", "replaces a run"), ("out", "takes another folder")])
            }
            Self::Taken { .. } | Self::FileExists { .. } => {
                offers.ways(&[("force", "replaces it"), ("out", "takes another folder")])
            }
            Self::Foreign { .. } => Some("move it elsewhere, or take another folder".to_owned()),
            Self::Link { .. } => Some("put the file itself in its place, or take the link away".to_owned()),
            Self::Mismatch { .. } => Some(if offers.has("out") {
                "ask for what the folder began with, or take another --out".to_owned()
            } else {
                "ask for what the folder began with".to_owned()
            }),
            Self::Fewer { stored, .. } => Some(format!("ask for {stored} replicates or more")),
            Self::DiskFull { .. } => Some(match offers.go_on(None) {
                Some(how) => format!("free some space, then {how}"),
                None => "free some space, then repeat the command".to_owned(),
            }),
            Self::Unfinished { .. } => {
                Some("finish it: repeat the `righting run --resume` that made it, with its folder".to_owned())
            }
            Self::Part { of, .. } => Some(format!("`righting merge` makes the {of} of all its parts")),
            Self::UnfinishedPart { of, .. } => {
                Some(format!("finish it: repeat the `righting {of} --resume` that made it, with its folder"))
            }
            Self::NoShard { .. } => {
                let made = "`righting run --part`, `righting sweep --part` or `righting compare --part`";
                Some(format!("name folders that {made} made"))
            }
            Self::IntoShard { .. } => Some("name another folder first".to_owned()),
            Self::ForeignShard { .. } => Some("merge the parts of one run or study: same scenario, changes, seed, number of runs".to_owned()),
            Self::Disagree { .. } => {
                Some("one of the two was made by another build or is damaged: `righting validate` looks through it; make it again".to_owned())
            }
            Self::Gap { piece, shard: Some(shard), .. } => {
                let command = match *piece {
                    "set" => "sweep",
                    "pair" => "compare",
                    _ => "run",
                };
                Some(format!("make it with `righting {command} --part {shard}`, or name its folder"))
            }
            Self::Gap { .. } => Some("name the folders of all parts".to_owned()),
            Self::NoRun { path } => Some(match runs_in(path).as_slice() {
                [] => "name a folder that `righting run` made".to_owned(),
                runs => format!("it holds several runs: name one, {}", runs.join(", ")),
            }),
            Self::NoStudy { path } if path.join("run.json").is_file() => Some(if offers.has("out") {
                "it is the folder of a run, and a study keeps its runs in a folder of its own: take another --out"
                    .to_owned()
            } else {
                "it is the folder of a run".to_owned()
            }),
            Self::NoStudy { .. } => {
                Some("name a folder that a command made; an old one must be made again".to_owned())
            }
            Self::Old { .. } => Some("read it with the version that made it, or make it again".to_owned()),
            Self::Unlisted { .. } => {
                Some("version 0.1.0 kept no checksums: read it with that version, or make it again".to_owned())
            }
            Self::Broken { path, .. } if path.extension().is_some_and(|end| end == "part") => {
                Some("take the file away and go on with the run: its replicates are simulated again".to_owned())
            }
            Self::Broken { .. } => Some("make it again; `righting validate` names every damaged file".to_owned()),
            _ => None,
        }
    }
}

/// Runs in the folder of a study, as the command line takes them.
fn runs_in(folder: &Path) -> Vec<String> {
    let entries = folder.read_dir().into_iter().flatten().flatten().map(|entry| entry.path());
    let mut runs: Vec<PathBuf> = entries.filter(|path| path.join("run.json").is_file()).collect();
    runs.sort();
    runs.iter().map(|run| format!("`{}`", quoted(run))).collect()
}
