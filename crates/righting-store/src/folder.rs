//! A run folder being written: parts as batches arrive, tables when all are there.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Instant;

use righting_model::{Failure, Trace};

use crate::atomic;
use crate::error::StoreError;
use crate::manifest::{FORMAT, Manifest, RunRecord, State, Status, Timing};
use crate::merge;
use crate::pack::Body;
use crate::part::{self, Frame, Record};
use crate::stored::{self, StoredRun};

/// What to do when the folder of a new run holds a run already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Existing {
    /// Refuse: nothing is ever overwritten unasked.
    #[default]
    Refuse,
    /// Replace it, but only when the new run is complete: until then it is written beside the old one,
    /// in `<folder>.new`, and the old one stays as it is. A folder that holds no run is refused.
    Replace,
}

/// How one replicate ended.
#[derive(Debug)]
pub struct Outcome {
    /// Number of the replicate.
    pub replicate: u32,
    /// Seconds that its thread spent on it.
    pub seconds: f64,
    /// Its trace, or the stage and the reason of its failure.
    pub result: Result<Trace, Failure>,
}

/// A run folder being written. One process at a time; what [`RunFolder::append`] has taken survives a kill.
#[derive(Debug)]
pub struct RunFolder {
    path: PathBuf,
    /// Where it is written: `path`, or `<path>.new` if it is to replace another run.
    folder: PathBuf,
    manifest: Manifest,
    frames: BTreeMap<u32, Frame>,
    next_part: u32,
    complete: bool,
    /// Whether `run.json` lacks replicates that the parts have.
    behind: bool,
    created: String,
    lock: File,
}

impl RunFolder {
    /// Begins a run in a folder that is new or empty, or replaces the run in it.
    ///
    /// # Errors
    /// When the folder holds something and may not be replaced, is being written, or cannot be written.
    pub fn create(path: &Path, manifest: Manifest, existing: Existing) -> Result<Self, StoreError> {
        let mut folder = path.to_owned();
        if holds_something(path)? {
            match existing {
                Existing::Refuse => return Err(StoreError::Exists { path: path.to_owned() }),
                Existing::Replace if !path.join(stored::RUN_FILE).is_file() => {
                    return Err(StoreError::Foreign { path: path.to_owned() });
                }
                Existing::Replace => {
                    drop(lock(path)?);
                    folder = beside(path, ".new");
                    if folder.exists() {
                        drop(lock(&folder)?);
                        remove(&folder)?;
                    }
                }
            }
        }
        let parts = folder.join(part::FOLDER);
        fs::create_dir_all(&parts).map_err(|error| StoreError::io(&folder, "created", error))?;
        let lock = lock(&folder)?;
        let run = Self {
            path: path.to_owned(),
            folder,
            manifest,
            frames: BTreeMap::new(),
            next_part: 0,
            complete: false,
            behind: false,
            created: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            lock,
        };
        run.write_timing(0.0)?;
        run.write_record(State::Running)?;
        Ok(run)
    }

    /// Goes on with an interrupted run, or finds a complete one. A replacement begun with
    /// [`Existing::Replace`] goes on if it fits `manifest`.
    ///
    /// # Errors
    /// When there is no run, when it has another scenario, seed, engine or number of replicates, or when a
    /// file in it is broken.
    pub fn resume(path: &Path, manifest: Manifest) -> Result<Self, StoreError> {
        let replacement = beside(path, ".new");
        let fits =
            stored::read_record(&replacement).is_ok_and(|record| record.manifest.difference(&manifest).is_none());
        let folder = if fits { replacement } else { path.to_owned() };
        let record = stored::read_record(&folder)?;
        if let Some((what, stored, asked)) = record.manifest.difference(&manifest) {
            return Err(StoreError::Mismatch { path: path.to_owned(), what, stored, asked });
        }
        let lock = lock(&folder)?;
        atomic::sweep(&folder);
        atomic::sweep(&folder.join(part::FOLDER));
        let created = stored::read_timing(&folder)?.created;
        let complete = record.state == State::Complete;
        let (frames, next_part) = if complete { (BTreeMap::new(), 0) } else { part::scan(&folder)? };
        // The stored manifest is the asked one in all that counts, and its files are the ones that were run.
        let manifest = record.manifest;
        Ok(Self { path: path.to_owned(), folder, manifest, frames, next_part, complete, behind: false, created, lock })
    }

    /// What is run.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Numbers of the replicates still to be simulated, ascending.
    pub fn pending(&self) -> Vec<u32> {
        if self.complete {
            return Vec::new();
        }
        (0..self.manifest.replicates).filter(|replicate| !self.frames.contains_key(replicate)).collect()
    }

    /// Stores a batch, in any order. When this returns, the batch survives a kill and a power cut; when it
    /// fails, nothing of the batch is stored and all before it is.
    ///
    /// A trace that no table can hold (not finite, beyond 32 bits) is stored as a failure of stage `record`.
    ///
    /// # Errors
    /// When a replicate is none of the run's or stored already, or when the disk refuses.
    pub fn append(&mut self, batch: Vec<Outcome>) -> Result<(), StoreError> {
        let mut seen = Vec::with_capacity(batch.len());
        for Outcome { replicate, .. } in &batch {
            let reason = if *replicate >= self.manifest.replicates {
                "is not one of the run's"
            } else if self.complete || self.frames.contains_key(replicate) || seen.contains(replicate) {
                "is stored already"
            } else {
                seen.push(*replicate);
                continue;
            };
            return Err(StoreError::Replicate { replicate: *replicate, reason });
        }
        if batch.is_empty() {
            return Ok(());
        }
        let records = batch.into_iter().map(|outcome| pack(&self.manifest, outcome)).collect();
        let frames = part::write(&self.folder, self.next_part, records)?;
        self.next_part += 1;
        self.behind = true;
        self.frames.extend(frames.into_iter().map(|frame| (frame.status.replicate(), frame)));
        Ok(())
    }

    /// How every replicate stands.
    pub fn statuses(&self) -> Result<Vec<Status>, StoreError> {
        if self.complete {
            return Ok(stored::read_record(&self.folder)?.replicates);
        }
        Ok(self.stored_statuses())
    }

    fn stored_statuses(&self) -> Vec<Status> {
        let status =
            |replicate| self.frames.get(&replicate).map_or(Status::Pending { replicate }, |frame| frame.status.clone());
        (0..self.manifest.replicates).map(status).collect()
    }

    /// Makes the tables, puts them in place together and removes the parts.
    ///
    /// Every Parquet file and `run.json` depend on scenario, seed and replicates alone: not on the order of
    /// batches, on threads, or on where the run was interrupted. Times are in `timing.json`.
    ///
    /// # Errors
    /// When replicates are missing, a part is broken or the disk refuses: the parts stay, and the run can be
    /// resumed.
    pub fn finish(mut self) -> Result<StoredRun, StoreError> {
        let (missing, total) = (self.pending().len(), self.manifest.replicates);
        if missing > 0 {
            return Err(StoreError::Incomplete { path: self.path.clone(), missing, total });
        }
        if !self.complete {
            let begun = Instant::now();
            for file in merge::write_tables(&self.folder, &self.manifest, &self.frames)? {
                file.commit()?;
            }
            self.write_timing(begun.elapsed().as_secs_f64())?;
            self.write_record(State::Complete)?;
            (self.complete, self.behind) = (true, false);
        }
        let parts = self.folder.join(part::FOLDER);
        if parts.exists() {
            remove(&parts)?;
        }
        if self.folder != self.path {
            self.take_place()?;
        }
        StoredRun::open(&self.path)
    }

    /// Moves a complete replacement to its place; the run before it goes only after that.
    fn take_place(&self) -> Result<(), StoreError> {
        let old = beside(&self.path, ".old");
        if old.exists() {
            remove(&old)?;
        }
        let moved = |from: &Path, to: &Path| fs::rename(from, to).map_err(|error| StoreError::io(from, "moved", error));
        // Windows moves no folder with an open file in it.
        let _ = self.lock.unlock();
        if self.path.exists() {
            drop(lock(&self.path)?);
            moved(&self.path, &old)?;
        }
        if let Err(error) = moved(&self.folder, &self.path) {
            moved(&old, &self.path)?;
            return Err(error);
        }
        atomic::sync_folder(self.path.parent().unwrap_or(Path::new(".")));
        if old.exists() { remove(&old) } else { Ok(()) }
    }

    fn write_record(&self, state: State) -> Result<(), StoreError> {
        let record =
            RunRecord { format: FORMAT, state, manifest: self.manifest.clone(), replicates: self.stored_statuses() };
        stored::write_json(&self.folder.join(stored::RUN_FILE), &record)
    }

    fn write_timing(&self, merge_seconds: f64) -> Result<(), StoreError> {
        let seconds = self.frames.values().map(|frame| frame.seconds).collect();
        let timing = Timing { created: self.created.clone(), seconds, merge_seconds };
        stored::write_json(&self.folder.join(stored::TIMING_FILE), &timing)
    }
}

impl Drop for RunFolder {
    /// An interrupted run shows in `run.json` how far it came. The parts know it anyway, so a failure is no loss.
    fn drop(&mut self) {
        if self.behind {
            let _ = self.write_record(State::Running);
        }
    }
}

fn pack(manifest: &Manifest, outcome: Outcome) -> Record {
    let Outcome { replicate, seconds, result } = outcome;
    let packed = result.map_err(|failure| (failure.stage.to_owned(), failure.message)).and_then(|trace| {
        let (steps, joinings) = (trace.steps, trace.joinings);
        let body = Body::pack(manifest, trace).and_then(|body| part::encode(&body));
        body.map(|body| (steps, joinings, body)).map_err(|message| ("record".to_owned(), message))
    });
    match packed {
        Ok((steps, joinings, body)) => {
            Record { status: Status::Succeeded { replicate, steps, joinings }, seconds, body }
        }
        Err((stage, message)) => {
            Record { status: Status::Failed { replicate, stage, message }, seconds, body: Vec::new() }
        }
    }
}

pub(crate) fn holds_something(path: &Path) -> Result<bool, StoreError> {
    match fs::read_dir(path) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StoreError::io(path, "read", error)),
    }
}

pub(crate) fn lock(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join(".lock");
    let file = File::create(&path).map_err(|error| StoreError::io(&path, "created", error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path: folder.to_owned() }),
        Err(TryLockError::Error(error)) => Err(StoreError::io(&path, "locked", error)),
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, ToOwned::to_owned);
    name.push(suffix);
    path.with_file_name(name)
}

fn remove(folder: &Path) -> Result<(), StoreError> {
    fs::remove_dir_all(folder).map_err(|error| StoreError::io(folder, "removed", error))
}
