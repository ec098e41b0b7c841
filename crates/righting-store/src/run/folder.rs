//! A run folder being written: parts as batches arrive, tables when all are there.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::disk::json::write_json;
use crate::disk::{atomic, checksums, open, own};
use crate::error::StoreError;
use crate::manifest::{Manifest, RunRecord, State, Status, Timing};
use crate::names::{FORMAT, PARTS_FOLDER, RUN_FILE, TIMING_FILE};
use crate::run::packed::{Outcome, Packed};
use crate::run::part::{self, Frame};
use crate::run::record::{read_record, read_timing};
use crate::run::replace::Stage;
use crate::run::stored::StoredRun;
use crate::run::{fits, merge, unmerge};
use crate::shard::Shard;

/// What to do when the folder of a new run holds a run already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Existing {
    /// Refuse: nothing is ever overwritten unasked.
    #[default]
    Refuse,
    /// Replace it, but only when the new run is complete: until then it is written beside the old one, in a marked
    /// folder of its own, and the old one stays as it is. A folder that holds anything but a run is refused.
    Replace,
}

/// A run folder being written. One process at a time; what [`RunFolder::append`] has taken survives a kill.
#[derive(Debug)]
pub struct RunFolder {
    path: PathBuf,
    /// Where it is written: `path`, or a place beside it if it is to replace another run.
    folder: PathBuf,
    stage: Option<Stage>,
    manifest: Manifest,
    /// Which of the replicates it has, if not all.
    shard: Option<Shard>,
    frames: BTreeMap<u32, Frame>,
    next_part: u32,
    complete: bool,
    /// Whether `run.json` lacks replicates that the parts have.
    behind: bool,
    created: String,
    lock: File,
}

impl RunFolder {
    /// Begins a run in a folder that is new or empty, or replaces the run in it. A folder that holds only what a kill
    /// leaves before the first file counts as empty.
    ///
    /// # Errors
    /// When the folder holds something and may not be replaced, is being written, or cannot be written.
    pub fn create(path: &Path, manifest: Manifest, existing: Existing) -> Result<Self, StoreError> {
        Stage::recover(path)?;
        if own::is_unborn(path)? || existing == Existing::Refuse {
            return Self::begin(path, manifest, None, None);
        }
        // A link that a user made to a folder stays a link: what it leads to is replaced.
        let path = if path.is_symlink() {
            fs::canonicalize(path).map_err(|error| StoreError::io(path, "read", error))?
        } else {
            path.to_owned()
        };
        fits::replaceable(&path)?;
        drop(own::lock(&path)?);
        let stage = Stage::make(&path)?;
        let folder = stage.replacement();
        if folder.exists() {
            drop(own::lock(&folder)?);
            own::remove(&folder)?;
        }
        Self::begin(&path, manifest, None, Some(stage))
    }

    /// Begins a shard of a run in a folder that is new or empty.
    ///
    /// # Errors
    /// As [`RunFolder::create`].
    pub fn create_shard(path: &Path, manifest: Manifest, shard: Shard) -> Result<Self, StoreError> {
        Self::begin(path, manifest, Some(shard), None)
    }

    fn begin(path: &Path, manifest: Manifest, shard: Option<Shard>, stage: Option<Stage>) -> Result<Self, StoreError> {
        let folder = stage.as_ref().map_or_else(|| path.to_owned(), Stage::replacement);
        let lock = own::begin(&folder)?;
        open::folder(&folder.join(PARTS_FOLDER))?;
        let run = Self {
            path: path.to_owned(),
            folder,
            stage,
            manifest,
            shard,
            frames: BTreeMap::new(),
            next_part: 0,
            complete: false,
            behind: false,
            created: now(),
            lock,
        };
        // First, so that a folder with a file in it is always one that can be resumed.
        run.write_record(State::Running)?;
        run.write_timing(0.0)?;
        Ok(run)
    }

    /// Goes on with an interrupted run, or finds a complete one; more replicates than it has are added. A replacement
    /// begun with [`Existing::Replace`] goes on if it fits `manifest`. A folder in which a kill came before the first
    /// file is begun.
    ///
    /// # Errors
    /// When there is no run, when it has another scenario, seed or engine, or more replicates, or when a file in it is
    /// broken.
    pub fn resume(path: &Path, manifest: Manifest) -> Result<Self, StoreError> {
        Self::go_on(path, manifest, None)
    }

    /// As [`RunFolder::resume`], a shard, which has the replicates it began with.
    ///
    /// # Errors
    /// As [`RunFolder::resume`], and when the folder has another shard or a whole run.
    pub fn resume_shard(path: &Path, manifest: Manifest, shard: Shard) -> Result<Self, StoreError> {
        Self::go_on(path, manifest, Some(shard))
    }

    fn go_on(path: &Path, manifest: Manifest, shard: Option<Shard>) -> Result<Self, StoreError> {
        Stage::recover(path)?;
        let fits = |stage: &Stage| {
            read_record(&stage.replacement())
                .is_ok_and(|record| fits::differs(&record.manifest, &manifest, path).is_ok())
        };
        let target = if path.is_symlink() { fs::canonicalize(path).ok() } else { None };
        let stage = Stage::find(target.as_deref().unwrap_or(path)).filter(fits);
        let folder = stage.as_ref().map_or_else(|| path.to_owned(), Stage::replacement);
        if folder.is_dir() && own::is_unborn(&folder)? {
            return Self::begin(path, manifest, shard, stage);
        }
        let record = read_record(&folder)?;
        fits::differs(&record.manifest, &manifest, path)?;
        fits::is_of(&record, shard, &manifest, path)?;
        let lock = own::lock(&folder)?;
        atomic::sweep(&folder);
        atomic::sweep(&folder.join(PARTS_FOLDER));
        let created = read_timing(&folder)?.map_or_else(now, |timing| timing.created);
        let grows = manifest.replicates > record.manifest.replicates;
        let complete = record.state == State::Complete && !grows;
        if record.state == State::Complete && grows {
            own::remove(&folder.join(PARTS_FOLDER))?;
            open::folder(&folder.join(PARTS_FOLDER))?;
            unmerge::write_parts(&StoredRun::open(&folder)?)?;
        }
        if !complete {
            open::folder(&folder.join(PARTS_FOLDER))?;
        }
        let (frames, next_part) = if complete { (BTreeMap::new(), 0) } else { part::scan(&folder)? };
        // The stored manifest is the asked one in all that counts, and its files are the ones that were run.
        let manifest = Manifest { replicates: manifest.replicates, ..record.manifest };
        let path = path.to_owned();
        let run =
            Self { path, folder, stage, manifest, shard, frames, next_part, complete, behind: false, created, lock };
        if grows {
            run.write_record(State::Running)?;
        }
        Ok(run)
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
        self.share().filter(|replicate| !self.frames.contains_key(replicate)).collect()
    }

    /// The replicates that the folder is for.
    fn share(&self) -> Range<u32> {
        let total = self.manifest.replicates;
        self.shard.map_or(0..total, |shard| shard.share(total))
    }

    /// Stores a batch, in any order. When this returns, the batch survives a kill and a power cut; when it
    /// fails, nothing of the batch is stored and all before it is.
    ///
    /// A trace that no table can hold (not finite, beyond 32 bits) is stored as a failure of stage `record`.
    ///
    /// # Errors
    /// When a replicate is none of the run's or stored already, or when the disk refuses.
    pub fn append(&mut self, batch: Vec<Outcome>) -> Result<(), StoreError> {
        self.refuse(batch.iter().map(|outcome| outcome.replicate))?;
        let pack = |outcome| Packed::of(&self.manifest, outcome);
        let packed = batch.into_iter().map(pack).collect();
        self.write(packed)
    }

    /// As [`append`](Self::append), of replicates that were packed elsewhere, by a run of the same manifest.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub fn append_packed(&mut self, batch: Vec<Packed>) -> Result<(), StoreError> {
        self.refuse(batch.iter().map(Packed::replicate))?;
        self.write(batch)
    }

    /// Refuses replicates that are none of the run's, or stored already.
    fn refuse(&self, replicates: impl Iterator<Item = u32>) -> Result<(), StoreError> {
        let mut seen = Vec::new();
        for replicate in replicates {
            let reason = if !self.share().contains(&replicate) {
                "is not one of the run's"
            } else if self.complete || self.frames.contains_key(&replicate) || seen.contains(&replicate) {
                "is stored already"
            } else {
                seen.push(replicate);
                continue;
            };
            return Err(StoreError::Replicate { replicate, reason });
        }
        Ok(())
    }

    fn write(&mut self, batch: Vec<Packed>) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let frames = part::write(&self.folder, self.next_part, batch)?;
        self.next_part += 1;
        self.behind = true;
        self.frames.extend(frames.into_iter().map(|frame| (frame.status.replicate(), frame)));
        Ok(())
    }

    /// How every replicate stands.
    pub fn statuses(&self) -> Result<Vec<Status>, StoreError> {
        if self.complete {
            return Ok(read_record(&self.folder)?.replicates);
        }
        Ok(self.stored_statuses())
    }

    fn stored_statuses(&self) -> Vec<Status> {
        let status =
            |replicate| self.frames.get(&replicate).map_or(Status::Pending { replicate }, |frame| frame.status.clone());
        self.share().map(status).collect()
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
        if let Some(shard) = self.shard {
            return Err(StoreError::Part { path: self.path.clone(), shard, of: "run".to_owned() });
        }
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
        own::remove(&self.folder.join(PARTS_FOLDER))?;
        checksums::settle(&self.folder, |name| part::number(name).is_some())?;
        if let Some(stage) = self.stage.take() {
            // Windows moves no folder with an open file in it.
            let _ = self.lock.unlock();
            stage.swap()?;
        }
        StoredRun::open(&self.path)
    }

    fn write_record(&self, state: State) -> Result<(), StoreError> {
        let record = RunRecord {
            format: FORMAT,
            state,
            shard: self.shard,
            manifest: self.manifest.clone(),
            replicates: self.stored_statuses(),
        };
        write_json(&self.folder.join(RUN_FILE), &record)
    }

    fn write_timing(&self, merge_seconds: f64) -> Result<(), StoreError> {
        let seconds = self.frames.values().map(|frame| frame.seconds).collect();
        let timing = Timing { created: self.created.clone(), seconds, merge_seconds };
        write_json(&self.folder.join(TIMING_FILE), &timing)
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

fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
