//! Parts of a study, made elsewhere, and put together: the same bytes as the study made in one place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::disk::checksums::{bind, release};
use crate::disk::own;
use crate::error::StoreError;
use crate::names::RUN_FILE;
use crate::run::shards::{merge_pieces, no_gap, stands_apart};
use crate::run::stored::StoredRun;
use crate::shard::Shard;
use crate::study::folder::{self, StudyFolder, StudyManifest, StudyPart};
use crate::study::trials::{StoredTrials, TrialRow};

/// The parts of one study, which fit each other.
#[derive(Debug)]
pub struct StudyShards {
    /// What the whole depends on.
    manifest: StudyManifest,
    arms: Vec<String>,
    found: Vec<(PathBuf, Shard)>,
}

/// How many sets of parameters a study tries, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sets {
    /// Sets, numbered from 0.
    pub total: u32,
    /// Runs of a set.
    pub each: u32,
    /// Sets in one file of the table.
    pub in_file: usize,
}

impl StudyShards {
    /// Reads what folders are parts of; they are to be merged into `out`.
    ///
    /// # Errors
    /// When a folder is no part of a study, is part of another than the first, or is `out`.
    pub fn open(out: &Path, folders: &[PathBuf]) -> Result<Self, StoreError> {
        stands_apart(out, folders)?;
        let mut found: Vec<(PathBuf, Shard)> = Vec::new();
        let mut whole: Option<(StudyManifest, Vec<String>)> = None;
        for path in folders {
            let none = || StoreError::NoShard { path: path.clone() };
            let mut manifest = folder::read_record(path)?;
            let StudyPart { shard, arms } = manifest.part.take().ok_or_else(none)?;
            if let (Some((first, _)), Some((at, _))) = (&whole, found.first()) {
                // In both orders: a study may grow into one of more replicates, and its parts may not.
                if let Some(unlike) = first.difference(&manifest).or_else(|| manifest.difference(first)) {
                    let grown = first.difference(&manifest).is_none();
                    let (here, there) =
                        if grown { (unlike.stored, unlike.asked) } else { (unlike.asked, unlike.stored) };
                    return Err(StoreError::ForeignShard {
                        of: manifest.kind,
                        path: path.clone(),
                        first: at.clone(),
                        difference: format!("{} is {here}, not {there}", unlike.what),
                    });
                }
            }
            found.push((path.clone(), shard));
            whole.get_or_insert((manifest, arms));
        }
        let (manifest, arms) = whole.ok_or_else(|| StoreError::NoShard { path: out.to_owned() })?;
        Ok(Self { manifest, arms, found })
    }

    /// What the whole depends on.
    pub fn manifest(&self) -> &StudyManifest {
        &self.manifest
    }

    /// Names of the arms beside the base, in their order.
    pub fn arms(&self) -> &[String] {
        &self.arms
    }

    /// The folder of the first part.
    pub fn first(&self) -> &Path {
        &self.found[0].0
    }

    /// Refuses parts that lack some of `total` pieces.
    ///
    /// # Errors
    /// [`StoreError::Gap`] with what is missing.
    pub fn cover(&self, piece: &'static str, total: u32) -> Result<(), StoreError> {
        let has = |number| self.found.iter().any(|(_, shard)| shard.share(total).contains(&number));
        no_gap(piece, total, self.found[0].1, has)
    }

    /// The folder of the whole, begun, or gone on with after an interruption.
    ///
    /// # Errors
    /// As [`StudyFolder::create`] and [`StudyFolder::resume`].
    pub fn begin(&self, out: &Path) -> Result<StudyFolder, StoreError> {
        StudyFolder::open(out, self.manifest.clone(), !own::is_unborn(out)?)
    }

    /// Makes the run `arm` of the whole of those of the parts. `told` gets replicates done and in all.
    ///
    /// # Errors
    /// As [`merge_shards`](crate::merge_shards); a part that has not come to this arm is named as unfinished.
    pub fn merge_arm(&self, out: &Path, arm: &str, told: impl FnMut(u32, u32)) -> Result<StoredRun, StoreError> {
        let folders: Vec<PathBuf> = self.found.iter().map(|(path, _)| path.join(arm)).collect();
        for ((path, _), folder) in self.found.iter().zip(&folders) {
            if !folder.join(RUN_FILE).is_file() {
                return Err(self.unfinished(path, format!("`{arm}` is not begun")));
            }
        }
        release(out, arm)?;
        let merged = merge_pieces("pair", &out.join(arm), &folders, told);
        let run = merged.map_err(|error| match error {
            StoreError::Unfinished { path, done, total } => {
                self.unfinished(path.parent().unwrap_or(&path), format!("{done} of {total} runs of `{arm}`"))
            }
            other => other,
        })?;
        bind(out, arm)?;
        Ok(run)
    }

    fn unfinished(&self, path: &Path, reason: String) -> StoreError {
        StoreError::UnfinishedPart { path: path.to_owned(), of: self.manifest.kind.clone(), reason }
    }

    /// Makes the table `name` of the whole of those of the parts, and gives the names of its parameters and its rows. `told`
    /// gets sets done.
    ///
    /// # Errors
    /// When a part is unfinished, sets are missing or differ between parts, or the disk refuses.
    pub fn merge_sets(
        &self,
        out: &Path,
        name: &str,
        sets: Sets,
        mut told: impl FnMut(u32),
    ) -> Result<(Vec<String>, Vec<TrialRow>), StoreError> {
        let tables = self.tables(name, sets)?;
        let sources = self.sources(&tables, sets)?;
        self.cover("set", sets.total)?;
        let columns = tables.iter().flatten().next();
        let (parameters, summaries) =
            columns.map_or_else(Default::default, |table| (table.parameters.clone(), table.summaries.clone()));
        let study = self.begin(out)?;
        let mut table = study.trials(name, &parameters, &summaries)?;
        let all: Vec<u32> = (0..sets.total).collect();
        let mut rows = Vec::new();
        for (number, part) in (0..).zip(all.chunks(sets.in_file.max(1))) {
            let made: Vec<TrialRow> = part.iter().flat_map(|set| sources[set].1.iter().cloned()).collect();
            if number >= table.parts() {
                table.append(&made)?;
            } else if table.read(number)? != made {
                let path = study.path().join(name);
                return Err(StoreError::broken(&path, format!("file {number} holds other runs than the parts")));
            }
            rows.extend(made);
            told(part[part.len() - 1] + 1);
        }
        Ok((parameters, rows))
    }

    /// The tables of the parts; `None` for a part that has no set.
    fn tables(&self, name: &str, sets: Sets) -> Result<Vec<Option<StoredTrials>>, StoreError> {
        let table = |(path, shard): &(PathBuf, Shard)| {
            let share = shard.share(sets.total);
            if share.is_empty() {
                return Ok(None);
            }
            let table = StoredTrials::read(&path.join(name))?;
            let done = table.as_ref().map_or(0, |table| table.rows.len() / sets.each.max(1) as usize);
            if done < share.len() {
                return Err(self.unfinished(path, format!("{done} of {} sets", share.len())));
            }
            Ok(table)
        };
        self.found.iter().map(table).collect()
    }

    /// The part that each set is taken from, and its rows there.
    fn sources<'t>(
        &self,
        tables: &'t [Option<StoredTrials>],
        sets: Sets,
    ) -> Result<BTreeMap<u32, (usize, &'t [TrialRow])>, StoreError> {
        let mut sources: BTreeMap<u32, (usize, &[TrialRow])> = BTreeMap::new();
        for (at, table) in tables.iter().enumerate() {
            for rows in table.iter().flat_map(|table| table.rows.chunks(sets.each.max(1) as usize)) {
                let set = rows[0].trial;
                let (taken, known) = *sources.entry(set).or_insert((at, rows));
                if known != rows {
                    let (one, other) = (self.found[taken].0.clone(), self.found[at].0.clone());
                    return Err(StoreError::Disagree { piece: "set", number: set, one, other });
                }
            }
        }
        Ok(sources)
    }
}
