//! Runs, calibrations and forecasts: commands of the program that store their results under the root.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use righting_scenario::Change;
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::Asked;
use super::job::{Ending, Job, State};
use super::log::Log;
use crate::command::{Ended, NewCommand};
use crate::library::Library;
use crate::origin::Origin;
use crate::refusal::{Problem, Refusal};

/// Folder of results under the root.
pub const RUNS: &str = "runs";
/// Time between two tellings of progress.
const BETWEEN: Duration = Duration::from_millis(200);

/// How far a job is.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgressTold {
    /// Runs made.
    pub done: u64,
    /// Runs to make, as far as known.
    pub total: u64,
}

/// Claims the folder that a job stores into: before it is queued, so that its record can name it.
///
/// # Errors
/// When the server only reads, or the disk refuses.
pub fn claim(asked: &Asked, library: &Library) -> Result<String, Refusal> {
    let runs = library.root.own_folder(RUNS)?;
    let name = named(asked);
    let nth = |n: u32| if n == 1 { name.clone() } else { format!("{name}-{n}") };
    for name in (1..).map(nth) {
        match fs::create_dir(runs.join(&name)) {
            Ok(()) => return Ok(format!("{RUNS}/{name}")),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Refusal::broken("disk", format!("`{name}` could not be created: {error}"))),
        }
    }
    unreachable!("names do not end")
}

/// What a folder of results is called, as the command line calls it.
fn named(asked: &Asked) -> String {
    let scenario = match asked.origin() {
        Origin::Shipped(name) | Origin::Folder(name) | Origin::Run(name) => name.rsplit('/').next().unwrap_or_default(),
    };
    let scenario = if scenario == "." { "scenario" } else { scenario };
    match asked {
        Asked::Calibrate(_) => format!("{scenario}-calibrate"),
        Asked::Forecast(asked) => format!("{scenario}-forecast-{}", asked.as_of),
        _ => scenario.to_owned(),
    }
}

/// Runs the command of a job into its folder.
pub fn run(job: &Arc<Job>, log: &Arc<Log>, library: &Library, new: &NewCommand) -> Ending {
    let result = job.info().result.unwrap_or_default();
    let arguments = library.root.existing(&result).and_then(|folder| arguments(job, library, &folder));
    let arguments = match arguments {
        Ok(arguments) => arguments,
        Err(refusal) => return Ending::Broken(State::Refused, refusal.problem().clone()),
    };
    let command = new();
    job.runs(command.clone());
    let (watched, told) = (job.clone(), log.clone());
    let mut last: Option<Instant> = None;
    let progress = move |done, total| {
        watched.progress(done, total);
        if last.is_none_or(|last| last.elapsed() >= BETWEEN) {
            last = Some(Instant::now());
            told.push("progress", &ProgressTold { done, total });
        }
    };
    let Ended { code, output, said } = command.run(&arguments, Box::new(progress));
    let text = clean(&format!("{said}{output}"), library.root.folder());
    job.said(&text);
    let problem =
        |kind: &str, message: &str| Problem { kind: kind.to_owned(), message: message.to_owned(), help: None };
    match code {
        0 => Ending::Done { digests: Vec::new() },
        130 => Ending::Stopped,
        1 => Ending::Broken(State::Failed, problem("check", &clean(&said, library.root.folder()))),
        _ => {
            // What was refused stored nothing: its folder goes, unless something is in it.
            let _ = library.root.existing(&result).map(fs::remove_dir);
            Ending::Broken(State::Refused, problem("input", &clean(&said, library.root.folder())))
        }
    }
}

/// Paths of this machine become paths under the root.
fn clean(text: &str, root: &Path) -> String {
    text.replace(&format!("{}/", root.display()), "")
}

/// The command line of a job. Every option is one word, so that no value is taken for an option.
fn arguments(job: &Job, library: &Library, folder: &Path) -> Result<Vec<String>, Refusal> {
    let origin = job.asked.origin();
    let scenario = match origin {
        Origin::Shipped(name) => name.clone(),
        Origin::Folder(path) => {
            // The command reads the folder by itself: nothing in it may lead out.
            library.bundle(origin, None)?;
            library.root.existing(path)?.to_string_lossy().into_owned()
        }
        Origin::Run(_) => {
            return Err(Refusal::unfit("origin", "a stored run is run again by its scenario").help("name a scenario"));
        }
    };
    let (command, changes, options) = match &job.asked {
        Asked::Laboratory(_) => unreachable!("the laboratory has a bench of its own"),
        Asked::Run(asked) => {
            ("run", &asked.changes, vec![("seed", asked.seed.clone()), ("replicates", asked.replicates.to_string())])
        }
        Asked::Calibrate(asked) => {
            let sizes = [("runs", asked.runs), ("replicates", asked.replicates), ("predictive", asked.predictive)];
            ("calibrate", &asked.changes, with_seed(&asked.seed, &sizes))
        }
        Asked::Forecast(asked) => {
            let sizes = [("days", asked.days), ("replicates", asked.replicates), ("members", asked.members)];
            let least = ("least-effective", asked.members.min(asked.replicates).min(LEAST_EFFECTIVE).to_string());
            let options = with_seed(&asked.seed, &sizes);
            ("forecast", &asked.changes, [options, vec![("as-of", asked.as_of.clone()), least]].concat())
        }
    };
    let mut words = vec![command.to_owned(), scenario];
    for change in changes {
        words.push(match Change::read(change).map_err(|message| Refusal::unfit("change", message))? {
            Change::Set { path, value } => format!("--set={path}={value}"),
            Change::Without { id } => format!("--without={id}"),
        });
    }
    words.extend(options.into_iter().map(|(name, value)| format!("--{name}={value}")));
    words.push(format!("--out={}", folder.display()));
    words.extend(job.resumed.as_ref().map(|_| "--resume".to_owned()));
    Ok(words)
}

/// Effective draws of a forecast, where it has as many: the command's own default.
const LEAST_EFFECTIVE: u32 = 100;

fn with_seed(seed: &str, sizes: &[(&'static str, u32)]) -> Vec<(&'static str, String)> {
    let sizes = sizes.iter().map(|(name, size)| (*name, size.to_string()));
    std::iter::once(("seed", seed.to_owned())).chain(sizes).collect()
}
