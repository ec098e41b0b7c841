//! The laboratory's bench: one scenario at a time with its arms, on all cores.

use std::sync::{Mutex, PoisonError};

use righting_lab::{Executor, Threads};
use righting_measure::{Digest, together};
use righting_model::EngineKind;
use righting_runner::caught;
use righting_scenario::{Bundle, Change, Scenario, Source};
use righting_wasm::{Columns, Laboratory as Engine, Opening, Replicate};
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::{self, Laboratory};
use super::job::{Ending, Job, State};
use super::log::Log;
use crate::library::Library;
use crate::limits::Limits;
use crate::refusal::Problem;

/// A replicate of an arm, as a reader gets it.
#[derive(Debug, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "serve.ts"))]
pub struct ReplicateTold {
    /// 0 is the base, 1 the change.
    #[cfg_attr(test, ts(type = "0 | 1"))]
    pub arm: usize,
    /// Its number.
    pub replicate: u32,
    /// Digest of all that `righting run` stores of it.
    pub digest: String,
    /// What it ended with; null where an endpoint was not reached.
    #[schema(value_type = Vec<Option<f64>>)]
    #[cfg_attr(test, ts(as = "Vec<Option<f64>>"))]
    pub endpoints: Vec<f64>,
    /// Reported quantities by day: those of the nation, then by quantity and day those of the regions.
    #[schema(value_type = Vec<Option<f64>>)]
    #[cfg_attr(test, ts(as = "Vec<Option<f64>>"))]
    pub columns: Vec<f64>,
    /// Stage and reason of a failure. Such a replicate has neither endpoints nor columns.
    pub failure: Option<String>,
}

/// The scenario that is set up, and the threads.
pub struct Bench {
    threads: Threads,
    set: Set,
}

/// A scenario with the engine that runs it.
type Set = Option<(Bundle, EngineKind, Engine)>;

impl Bench {
    /// An empty bench with a thread for each core.
    ///
    /// # Errors
    /// When the threads cannot be started.
    pub fn new() -> Result<Self, righting_lab::RunnerError> {
        Ok(Self { threads: Threads::new(0)?, set: None })
    }

    /// Makes the replicates of a job and tells each.
    pub fn run(&mut self, asked: &Laboratory, job: &Job, log: &Log, library: &Library, limits: &Limits) -> Ending {
        let engine = match set_up(&mut self.set, asked, library) {
            Ok(engine) => engine,
            Err(problem) => return Ending::Broken(State::Refused, problem),
        };
        let seed = asked.seed.parse().unwrap_or_default();
        let from = |arm: usize| asked.arms[arm].from;
        let work: Vec<(usize, u32)> = (0..asked.replicates)
            .flat_map(|replicate| (0..asked.arms.len()).map(move |arm| (arm, replicate)))
            .filter(|&(arm, replicate)| replicate >= from(arm))
            .collect();
        job.progress(0, work.len() as u64);
        let digests: Mutex<Vec<Vec<(u32, Digest)>>> = Mutex::new(vec![Vec::new(); asked.arms.len()]);
        let begun = self.threads.execute(work.len(), &job.stop, &|at| {
            let (arm, number) = work[at];
            let made = replicate(engine, arm, seed, number);
            digests.lock().unwrap_or_else(PoisonError::into_inner)[arm].push((number, made.digest));
            job.one_more();
            let bytes = log.push("replicate", &told(arm, number, made));
            if bytes > limits.job_bytes {
                job.end(State::Limited, too_much(bytes, limits.job_bytes));
            }
        });
        if begun < work.len() {
            return Ending::Stopped;
        }
        let digests = digests.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().enumerate();
        let whole = |(arm, mut all): (usize, Vec<(u32, Digest)>)| {
            all.sort_by_key(|(number, _)| *number);
            (from(arm) == 0).then(|| together(all.into_iter().map(|(_, digest)| digest)).to_string())
        };
        Ending::Done { digests: digests.map(whole).collect() }
    }
}

/// The engine with the arms of a job. Of a scenario that stands there already only the arms are made anew: what its
/// country costs to survey is not spent again.
fn set_up<'s>(set: &'s mut Set, asked: &Laboratory, library: &Library) -> Result<&'s Engine, Problem> {
    let refuse = |kind: &str, message: String| Problem { kind: kind.to_owned(), message, help: None };
    let kind = match asked.engine {
        asked::Engine::Sellke => EngineKind::Sellke,
        asked::Engine::Oracle => EngineKind::Oracle,
    };
    let bundle = library.bundle(&asked.origin, None).map_err(|refusal| refusal.problem().clone())?;
    let known = set.take().filter(|(held, engine, _)| *held == bundle && *engine == kind);
    let mut engine = match known {
        Some((_, _, engine)) => engine,
        None => {
            let names: Vec<String> = righting_report::charted().map(str::to_owned).to_vec();
            let columns = Columns { nation: names.clone(), regions: names, places: Vec::new() };
            let opening = Opening { scenario: bundle.clone(), engine: kind, columns };
            Engine::open(opening).map_err(|message| refuse("laboratory", message))?
        }
    };
    for (number, arm) in asked.arms.iter().enumerate() {
        let changes: Result<Vec<Change>, String> = arm.changes.iter().map(|text| Change::read(text)).collect();
        let made = changes.as_ref().map_err(String::clone).and_then(|changes| {
            if let Some((first, second)) = righting_scenario::contradiction(changes) {
                return Err(format!("`{first}` and `{second}` contradict each other"));
            }
            engine.arm(number, changes)
        });
        if let Err(message) = made {
            // The engine of a page says what is wrong in a line; the reader of scenarios says what to do as well.
            let read = |changes: &Vec<Change>| Scenario::load(&Source::Bundle(bundle.clone()), changes).err();
            let help = changes.as_ref().ok().and_then(read).and_then(|fault| fault.advice());
            *set = Some((bundle, kind, engine));
            return Err(Problem { help, ..refuse("change", message) });
        }
    }
    Ok(&set.insert((bundle, kind, engine)).2)
}

fn replicate(engine: &Engine, arm: usize, seed: u64, number: u32) -> Replicate {
    let failed = |stage: &str, message: &str| Replicate {
        digest: righting_measure::failed(number, stage, message),
        endpoints: Vec::new(),
        columns: Vec::new(),
        failure: Some(format!("{stage}: {message}")),
    };
    match caught(|| Ok(engine.run(arm, seed, number))) {
        Ok(Ok(made)) => made,
        Ok(Err(message)) => failed("laboratory", &message),
        Err(failure) => failed(failure.stage, &failure.message),
    }
}

fn told(arm: usize, replicate: u32, made: Replicate) -> ReplicateTold {
    let Replicate { digest, endpoints, columns, failure } = made;
    ReplicateTold { arm, replicate, digest: digest.to_string(), endpoints, columns, failure }
}

fn too_much(bytes: usize, most: usize) -> Problem {
    let [found, most] = [bytes, most].map(|bytes| bytes.div_ceil(1 << 20));
    let message = format!("the results of the job are {found} MB, at most {most} MB are kept");
    Problem { kind: "job_bytes".to_owned(), message, help: Some("ask for fewer replicates".to_owned()) }
}
