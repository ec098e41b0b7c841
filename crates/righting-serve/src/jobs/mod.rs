//! The queue: what was asked waits for its turn, runs, and is remembered.
//!
//! Two lanes run side by side, so that a calibration of hours leaves the laboratory free: one for the laboratory, one for
//! commands. Each runs one job at a time with all cores. A guard ends what takes too long, and the latest job of a server
//! that takes too much memory.

mod asked;
mod bench;
mod job;
mod kept;
mod log;
mod study;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

pub use asked::Asked;
use bench::Bench;
pub use bench::ReplicateTold;
pub use job::{Ending, Job, JobInfo, State};
pub use log::{Log, Next};
pub use study::ProgressTold;

use crate::command::NewCommand;
use crate::library::Library;
use crate::limits::Limits;
use crate::refusal::{Problem, Refusal};

/// How often the guard looks.
const LOOK: Duration = Duration::from_millis(100);

/// The jobs of a server.
pub struct Jobs {
    library: Arc<Library>,
    limits: Limits,
    command: NewCommand,
    list: Mutex<List>,
    wake: Condvar,
}

#[derive(Default)]
struct List {
    jobs: Vec<Arc<Job>>,
    last: u64,
    closed: bool,
}

impl Jobs {
    /// The jobs of a root, those of earlier servers among them, and the threads that work on them.
    ///
    /// # Errors
    /// When a folder cannot be read or threads cannot be started.
    pub fn open(library: Arc<Library>, limits: Limits, command: NewCommand) -> std::io::Result<Arc<Self>> {
        let folder = library.root.existing(kept::FOLDER).ok();
        let jobs = folder.map(|folder| kept::read(&folder)).transpose()?.unwrap_or_default();
        let last = jobs.last().map_or(0, |job| job.id);
        let list = Mutex::new(List { jobs, last, closed: false });
        let jobs = Arc::new(Self { library, limits, command, list, wake: Condvar::new() });
        let mut bench = Bench::new().map_err(std::io::Error::other)?;
        let start = |name: &str, work: Box<dyn FnOnce(Arc<Self>) + Send>| {
            let jobs = jobs.clone();
            thread::Builder::new().name(name.to_owned()).spawn(move || work(jobs))
        };
        start(
            "laboratory",
            Box::new(move |jobs: Arc<Self>| jobs.work(true, &mut |job, log| jobs.on_bench(&mut bench, job, log))),
        )?;
        start(
            "studies",
            Box::new(|jobs: Arc<Self>| {
                jobs.work(false, &mut |job, log| study::run(job, log, &jobs.library, &jobs.command));
            }),
        )?;
        start("guard", Box::new(|jobs: Arc<Self>| jobs.guard()))?;
        Ok(jobs)
    }

    /// Queues a job. One that stores something needs a root to write into.
    ///
    /// # Errors
    /// When it is beyond a limit, too many wait, or the server only reads.
    pub fn ask(&self, asked: Asked) -> Result<JobInfo, Refusal> {
        asked.fits(&self.limits)?;
        self.queue(asked, None)
    }

    /// Goes on with a job that stored something and did not come to its end.
    ///
    /// # Errors
    /// As [`ask`](Self::ask); when there is nothing to go on with.
    pub fn resume(&self, id: u64) -> Result<JobInfo, Refusal> {
        let info = self.find(id)?.info();
        match info.result {
            Some(result) if info.state.is_over() && info.state != State::Done => self.queue(info.asked, Some(result)),
            _ => Err(Refusal::conflict("nothing_to_resume", format!("job {id} left nothing to go on with"))),
        }
    }

    fn queue(&self, asked: Asked, resumed: Option<String>) -> Result<JobInfo, Refusal> {
        let mut list = self.held();
        let waiting = list.jobs.iter().filter(|job| !job.state().is_over()).count();
        if waiting >= self.limits.jobs {
            let message = format!("{waiting} jobs wait or run, at most {} may", self.limits.jobs);
            return Err(Refusal::busy("too_many_jobs", message).help("wait for one to end, or cancel one"));
        }
        let claims = !asked.is_laboratory() && resumed.is_none();
        let result = claims.then(|| study::claim(&asked, &self.library)).transpose()?;
        list.last += 1;
        let job = Job::new(list.last, asked, resumed);
        if let Some(result) = result {
            job.stores(result);
        }
        // The record of what stores something is there from the beginning, so that a kill leaves a way to go on.
        if !job.asked.is_laboratory() {
            kept::write(&self.library.root.own_folder(kept::FOLDER)?, &job.info(), &[])?;
        }
        let info = job.info();
        list.jobs.push(Arc::new(job));
        drop(list);
        self.wake.notify_all();
        Ok(info)
    }

    /// A job by its number.
    ///
    /// # Errors
    /// When there is none, or it is forgotten.
    pub fn find(&self, id: u64) -> Result<Arc<Job>, Refusal> {
        let list = self.held();
        let found = list.jobs.iter().find(|job| job.id == id).cloned();
        found.ok_or_else(|| match id {
            1.. if id <= list.last => Refusal::absent("job_forgotten", format!("job {id} is not remembered any more"))
                .help("ask the same again: the same question has the same answer, bit for bit"),
            _ => Refusal::absent("job", format!("there is no job {id}")),
        })
    }

    /// The latest jobs, the latest first.
    pub fn latest(&self) -> Vec<JobInfo> {
        self.held().jobs.iter().rev().take(self.limits.remembered).map(|job| job.info()).collect()
    }

    /// Ends a job. What waits is over at once; what runs ends after the runs under way.
    ///
    /// # Errors
    /// When there is none, or it is over.
    pub fn cancel(&self, id: u64) -> Result<JobInfo, Refusal> {
        let job = self.find(id)?;
        let problem = Problem { kind: "cancelled".to_owned(), message: "the job was cancelled".to_owned(), help: None };
        let list = self.held();
        let waits = job.state() == State::Waiting;
        if !job.end(State::Cancelled, problem) {
            return Err(Refusal::conflict("over", format!("job {id} is over")));
        }
        if waits {
            // Taken here, so that no lane takes it.
            job.begin();
            drop(list);
            self.finish(&job, &*job.log()?, Ending::Stopped);
        }
        Ok(job.info())
    }

    /// Ends all jobs and takes no more. What runs has this long to keep what it has.
    pub fn close(&self, patience: Duration) {
        let problem = Problem { kind: "server_ended".to_owned(), message: "the server ended".to_owned(), help: None };
        let mut list = self.held();
        list.closed = true;
        for job in &list.jobs {
            job.end(State::Interrupted, problem.clone());
        }
        self.wake.notify_all();
        let is_busy = |list: &mut List| list.jobs.iter().any(|job| !job.state().is_over());
        drop(self.wake.wait_timeout_while(list, patience, |list| is_busy(list)));
    }

    /// Works on the jobs of a lane, one after the other, in the order in which they were asked.
    fn work(&self, laboratory: bool, run: &mut dyn FnMut(&Arc<Job>, &Arc<Log>) -> Ending) {
        while let Some(job) = self.next(laboratory) {
            let Ok(log) = job.log() else { continue };
            let stopped = job.stop.load(std::sync::atomic::Ordering::Relaxed);
            let ending = if stopped {
                Ending::Stopped
            } else {
                log.push("begun", &job.info());
                let ended = catch_unwind(AssertUnwindSafe(|| run(&job, &log)));
                ended.unwrap_or_else(|_| Ending::Broken(State::Failed, broken()))
            };
            self.finish(&job, &log, ending);
        }
    }

    fn on_bench(&self, bench: &mut Bench, job: &Job, log: &Log) -> Ending {
        let Asked::Laboratory(asked) = &job.asked else { unreachable!("the laboratory's lane") };
        bench.run(asked, job, log, &self.library, &self.limits)
    }

    /// Keeps what a job has told, where the server writes, and only then tells that it is over.
    fn finish(&self, job: &Job, log: &Log, ending: Ending) {
        let mut info = job.over(ending);
        let worth = info.state == State::Done || !job.asked.is_laboratory();
        let folder = self.library.root.own_folder(kept::FOLDER).ok().filter(|_| worth);
        let file = folder.map(|folder| kept::write(&folder, &info, &log.with_end("ended", &info)));
        let file =
            file.and_then(|written| written.inspect_err(|refusal| info.problem = Some(refusal.problem().clone())).ok());
        job.tell_over(info);
        if let Some(file) = file {
            job.moved(file);
        }
        self.forget();
        self.wake.notify_all();
    }

    /// Forgets the oldest jobs that are in memory alone, if they are many or large.
    fn forget(&self) {
        let mut list = self.held();
        let (mut count, mut bytes) = (0, 0);
        let is_kept = |job: &Arc<Job>| {
            let own = job.bytes();
            if own == 0 || !job.state().is_over() {
                return true;
            }
            (count, bytes) = (count + 1, bytes + own);
            count <= self.limits.remembered && bytes <= 2 * self.limits.job_bytes
        };
        let kept: Vec<bool> = list.jobs.iter().rev().map(is_kept).collect();
        let mut kept = kept.into_iter().rev();
        list.jobs.retain(|_| kept.next().unwrap_or(true));
    }

    /// The next job of a lane that waits; none once the server ends.
    fn next(&self, laboratory: bool) -> Option<Arc<Job>> {
        let mut list = self.held();
        loop {
            let waits = |job: &&Arc<Job>| job.asked.is_laboratory() == laboratory && job.state() == State::Waiting;
            match list.jobs.iter().find(waits) {
                Some(job) => {
                    job.begin();
                    return Some(job.clone());
                }
                None if list.closed => return None,
                None => list = self.wake.wait(list).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    /// Ends what is beyond its time, and the latest job of a server that holds too much memory.
    fn guard(&self) {
        loop {
            thread::sleep(LOOK);
            let list = self.held();
            if list.closed {
                return;
            }
            let running: Vec<Arc<Job>> =
                list.jobs.iter().filter(|job| job.state() == State::Running).cloned().collect();
            drop(list);
            for job in &running {
                let laboratory = job.asked.is_laboratory();
                let most = if laboratory { self.limits.laboratory_seconds } else { self.limits.command_seconds };
                if job.seconds() > most as f64 {
                    let message = format!("the job has run for {most} s, which is all that a job of its kind may");
                    job.end(
                        State::Limited,
                        Problem { kind: "time".to_owned(), message, help: Some("ask for less".to_owned()) },
                    );
                }
            }
            let memory =
                if running.is_empty() { 0 } else { memory_stats::memory_stats().map_or(0, |found| found.physical_mem) };
            if let Some(job) = running.last().filter(|_| memory > self.limits.memory_bytes) {
                let [found, most] = [memory, self.limits.memory_bytes].map(|bytes| bytes >> 20);
                let message = format!("the server holds {found} MB of memory, at most {most} MB are allowed");
                job.end(
                    State::Limited,
                    Problem { kind: "memory".to_owned(), message, help: Some("ask for less".to_owned()) },
                );
            }
        }
    }

    fn held(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn broken() -> Problem {
    let message = "the job broke off: a fault of the program".to_owned();
    Problem { kind: "panic".to_owned(), message, help: None }
}
