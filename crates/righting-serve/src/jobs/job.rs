//! A job: what was asked, how it stands, what it told.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Instant;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asked::Asked;
use super::kept;
use super::log::Log;
use crate::command::Command;
use crate::refusal::{Problem, Refusal};

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "serve.ts"))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Others are before it.
    Waiting,
    /// It is under way.
    Running,
    /// All of it is there.
    Done,
    /// What was asked fits no scenario, or no command.
    Refused,
    /// It broke off, or a part of it failed.
    Failed,
    /// Somebody ended it. What it stored is kept.
    Cancelled,
    /// A limit of the server ended it. What it stored is kept.
    Limited,
    /// The server ended before it did. What it stored is kept.
    Interrupted,
}

impl State {
    /// Whether nothing more comes.
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Waiting | Self::Running)
    }
}

/// A job, as it stands.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "serve.ts"))]
pub struct JobInfo {
    /// Its number.
    pub id: u64,
    /// What was asked.
    pub asked: Asked,
    /// How it stands.
    pub state: State,
    /// Runs made.
    pub done: u64,
    /// Runs to make, as far as known.
    pub total: u64,
    /// Why it ended early, if it did.
    pub problem: Option<Problem>,
    /// Digest of all cells and events of each arm of a laboratory that was made whole: that of `righting run --digest`.
    pub digests: Vec<Option<String>>,
    /// Path under the root of what it stores.
    pub result: Option<String>,
    /// What its command said, a beginning of it.
    pub said: String,
}

/// How a job ended.
#[derive(Debug)]
pub enum Ending {
    /// All of it is there.
    Done { digests: Vec<Option<String>> },
    /// It broke off, or was refused.
    Broken(State, Problem),
    /// It was told to stop.
    Stopped,
}

/// Most of what a command said that is kept, bytes.
const MOST_SAID: usize = 20_000;

/// A job of the queue.
pub struct Job {
    pub id: u64,
    pub asked: Asked,
    /// Path under the root of a result to go on with.
    pub resumed: Option<String>,
    /// Raised to end it early.
    pub stop: AtomicBool,
    info: Mutex<JobInfo>,
    told: Mutex<Told>,
    why: Mutex<Option<(State, Problem)>>,
    begun: Mutex<Option<Instant>>,
    command: Mutex<Option<Arc<dyn Command>>>,
}

/// Where the events are.
enum Told {
    Here(Arc<Log>),
    /// In a file, and in memory while somebody reads them.
    Kept(PathBuf, Weak<Log>),
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Job {
    /// A new job, which waits.
    pub fn new(id: u64, asked: Asked, resumed: Option<String>) -> Self {
        let info = JobInfo {
            id,
            asked: asked.clone(),
            state: State::Waiting,
            done: 0,
            total: 0,
            problem: None,
            digests: Vec::new(),
            result: resumed.clone(),
            said: String::new(),
        };
        Self::with(info, Told::Here(Arc::default()), resumed)
    }

    /// A job of an earlier server, whose events stand in a file.
    pub fn kept(info: JobInfo, file: PathBuf) -> Self {
        Self::with(info, Told::Kept(file, Weak::new()), None)
    }

    fn with(info: JobInfo, told: Told, resumed: Option<String>) -> Self {
        Self {
            id: info.id,
            asked: info.asked.clone(),
            resumed,
            stop: AtomicBool::new(false),
            info: Mutex::new(info),
            told: Mutex::new(told),
            why: Mutex::default(),
            begun: Mutex::default(),
            command: Mutex::default(),
        }
    }

    /// How it stands.
    pub fn info(&self) -> JobInfo {
        held(&self.info).clone()
    }

    /// Whether it waits, runs, or is over.
    pub fn state(&self) -> State {
        held(&self.info).state
    }

    /// Its events; read again where they stand in a file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn log(&self) -> Result<Arc<Log>, Refusal> {
        let mut told = held(&self.told);
        let (file, known) = match &*told {
            Told::Here(log) => return Ok(log.clone()),
            Told::Kept(file, log) => (file.clone(), log.upgrade()),
        };
        if let Some(log) = known {
            return Ok(log);
        }
        let text = fs::read(&file)
            .map_err(|error| Refusal::broken("job", format!("job {} cannot be read: {error}", self.id)))?;
        let log = Arc::new(Log::of(kept::events(&text)));
        *told = Told::Kept(file, Arc::downgrade(&log));
        Ok(log)
    }

    /// Bytes of its events in memory.
    pub fn bytes(&self) -> usize {
        match &*held(&self.told) {
            Told::Here(log) => log.bytes(),
            Told::Kept(..) => 0,
        }
    }

    /// From now on its events stand in a file.
    pub fn moved(&self, file: PathBuf) {
        let mut told = held(&self.told);
        if let Told::Here(log) = &*told {
            *told = Told::Kept(file, Arc::downgrade(log));
        }
    }

    /// Notes that it is taken up.
    pub fn begin(&self) {
        *held(&self.begun) = Some(Instant::now());
        held(&self.info).state = State::Running;
    }

    /// Seconds since it began.
    pub fn seconds(&self) -> f64 {
        held(&self.begun).map_or(0.0, |begun| begun.elapsed().as_secs_f64())
    }

    /// Notes how far it is.
    pub fn progress(&self, done: u64, total: u64) {
        let mut info = held(&self.info);
        (info.done, info.total) = (done, total);
    }

    /// Notes that one more run is made.
    pub fn one_more(&self) {
        held(&self.info).done += 1;
    }

    /// Notes where it stores its result.
    pub fn stores(&self, result: String) {
        held(&self.info).result = Some(result);
    }

    /// Notes what its command said.
    pub fn said(&self, text: &str) {
        let end = (0..=text.len().min(MOST_SAID)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        text[..end].clone_into(&mut held(&self.info).said);
    }

    /// The command that runs it, so that it can be interrupted. One that was told to stop is interrupted at once.
    pub fn runs(&self, command: Arc<dyn Command>) {
        *held(&self.command) = Some(command.clone());
        if self.stop.load(Ordering::Relaxed) {
            command.interrupt();
        }
    }

    /// Ends it, for the first reason that is given. Returns whether it was waiting or running.
    pub fn end(&self, state: State, problem: Problem) -> bool {
        if self.state().is_over() {
            return false;
        }
        held(&self.why).get_or_insert((state, problem));
        self.stop.store(true, Ordering::Relaxed);
        if let Some(command) = &*held(&self.command) {
            command.interrupt();
        }
        true
    }

    /// What it is when it has ended so. Nothing is told yet.
    pub fn over(&self, ending: Ending) -> JobInfo {
        let why = held(&self.why).take();
        let stopped = || Problem { kind: "stopped".to_owned(), message: "the job was stopped".to_owned(), help: None };
        let mut info = self.info();
        (info.state, info.problem) = match (ending, why) {
            (Ending::Done { digests }, _) => {
                info.digests = digests;
                (State::Done, None)
            }
            (Ending::Broken(state, problem), None) => (state, Some(problem)),
            (_, Some((state, problem))) => (state, Some(problem)),
            (Ending::Stopped, None) => (State::Cancelled, Some(stopped())),
        };
        info
    }

    /// Takes over how it ended and tells it.
    pub fn tell_over(&self, info: JobInfo) {
        *held(&self.command) = None;
        *held(&self.info) = info.clone();
        if let Told::Here(log) = &*held(&self.told) {
            log.end("ended", &info);
        }
    }
}
