//! Shards of a run put together.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::disk::own;
use crate::error::StoreError;
use crate::manifest::Manifest;
use crate::run::folder::{Existing, RunFolder};
use crate::run::packed::Packed;
use crate::run::part::{self, Frame};
use crate::run::record::read_record;
use crate::run::stored::StoredRun;
use crate::shard::Shard;

/// A shard as found on disk. It is whole, so nobody writes it any more and it need not be locked: it may lie where nothing
/// can be written, and there may be more of them than files can be open.
struct Found {
    path: PathBuf,
    shard: Shard,
    manifest: Manifest,
    frames: BTreeMap<u32, Frame>,
}

impl Found {
    fn open(path: &Path) -> Result<Self, StoreError> {
        let record = read_record(path)?;
        let Some(shard) = record.shard else { return Err(StoreError::NoShard { path: path.to_owned() }) };
        let (frames, _) = part::scan(path)?;
        let share = record.share();
        let done = frames.keys().filter(|replicate| share.contains(replicate)).count();
        if done < share.len() {
            let total = share.len() as u32;
            return Err(StoreError::Unfinished { path: path.to_owned(), done, total });
        }
        Ok(Self { path: path.to_owned(), shard, manifest: record.manifest, frames })
    }

    fn packed(&self, frame: &Frame) -> Result<Packed, StoreError> {
        Ok(Packed { status: frame.status.clone(), seconds: frame.seconds, body: part::raw(&self.path, frame)? })
    }

    /// Whether a replicate is the same in another shard that has it.
    fn agrees(&self, other: &Self, replicate: u32) -> Result<bool, StoreError> {
        let read = |found: &Self| {
            let frame = &found.frames[&replicate];
            Ok::<_, StoreError>((frame.status.clone(), part::read(&found.path, &found.manifest, frame)?))
        };
        Ok(read(self)? == read(other)?)
    }
}

/// Makes the run of its shards: the same bytes as one run of all replicates. A replicate may be in several shards; then it
/// must be the same in each. Said again after an interruption, it goes on. `told` gets replicates done and in all.
///
/// # Errors
/// When a folder is no whole shard or is one of another run, when replicates are missing or differ, or as [`RunFolder`].
pub fn merge_shards(out: &Path, folders: &[PathBuf], told: impl FnMut(u32, u32)) -> Result<StoredRun, StoreError> {
    merge_pieces("replicate", out, folders, told)
}

/// As [`merge_shards`]; `piece` is what a replicate is to the user.
pub(crate) fn merge_pieces(
    piece: &'static str,
    out: &Path,
    folders: &[PathBuf],
    mut told: impl FnMut(u32, u32),
) -> Result<StoredRun, StoreError> {
    stands_apart(out, folders)?;
    let found = folders.iter().map(|folder| Found::open(folder)).collect::<Result<Vec<_>, _>>()?;
    let Some(first) = found.first() else { return Err(StoreError::NoShard { path: out.to_owned() }) };
    let manifest = first.manifest.clone();
    belong_together(&found)?;
    let sources = sources(piece, &found)?;
    let total = manifest.replicates;
    no_gap(piece, total, first.shard, |replicate| sources.contains_key(&replicate))?;
    let mut run = begin(out, manifest)?;
    let pending = run.pending();
    for batch in pending.chunks(BATCH) {
        let packed = batch.iter().map(|replicate| {
            let source = &found[sources[replicate]];
            source.packed(&source.frames[replicate])
        });
        run.append_packed(packed.collect::<Result<_, _>>()?)?;
        told(batch[batch.len() - 1] + 1, total);
    }
    run.finish()
}

/// Replicates copied at a time.
const BATCH: usize = 64;

fn begin(out: &Path, manifest: Manifest) -> Result<RunFolder, StoreError> {
    if own::is_unborn(out)? {
        return RunFolder::create(out, manifest, Existing::Refuse);
    }
    RunFolder::resume(out, manifest)
}

fn belong_together(found: &[Found]) -> Result<(), StoreError> {
    let first = &found[0];
    for other in &found[1..] {
        let counts = (first.manifest.replicates, other.manifest.replicates);
        let difference = first
            .manifest
            .difference(&other.manifest)
            .or_else(|| crate::manifest::unlike("number of replicates", &counts.0, &counts.1, u32::to_string));
        if let Some(found) = difference {
            return Err(StoreError::ForeignShard {
                of: "run".to_owned(),
                path: other.path.clone(),
                first: first.path.clone(),
                difference: format!("{} is {}, not {}", found.what, found.asked, found.stored),
            });
        }
    }
    Ok(())
}

/// Which shard each replicate is taken from.
fn sources(piece: &'static str, found: &[Found]) -> Result<BTreeMap<u32, usize>, StoreError> {
    let mut sources = BTreeMap::new();
    for (at, shard) in found.iter().enumerate() {
        for replicate in shard.frames.keys() {
            let taken = *sources.entry(*replicate).or_insert(at);
            if taken != at && !shard.agrees(&found[taken], *replicate)? {
                let (one, other) = (found[taken].path.clone(), shard.path.clone());
                return Err(StoreError::Disagree { piece, number: *replicate, one, other });
            }
        }
    }
    Ok(sources)
}

/// Refuses to merge into one of the parts.
pub(crate) fn stands_apart(out: &Path, folders: &[PathBuf]) -> Result<(), StoreError> {
    let same =
        |folder: &&PathBuf| fs::canonicalize(folder).is_ok_and(|path| fs::canonicalize(out).is_ok_and(|o| o == path));
    match folders.iter().find(same) {
        Some(folder) => Err(StoreError::IntoShard { path: folder.clone() }),
        None => Ok(()),
    }
}

/// Refuses parts that lack some of `total` pieces. The part that lacks is named if the gap is all of it and no more; `any`
/// says how many parts there are.
pub(crate) fn no_gap(piece: &'static str, total: u32, any: Shard, has: impl Fn(u32) -> bool) -> Result<(), StoreError> {
    let lacks: Vec<u32> = (0..total).filter(|&number| !has(number)).collect();
    let Some(&number) = lacks.first() else { return Ok(()) };
    let shard = any.sibling_with(number, total).filter(|shard| shard.share(total).eq(lacks.iter().copied()));
    Err(StoreError::Gap { piece, number, missing: lacks.len(), total, shard })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_share_all_and_once() {
        for (total, of) in [(0, 3), (1, 3), (7, 3), (64, 8), (1_000_000, 999), (u32::MAX, u32::MAX)] {
            let mut end = 0;
            for number in (1..=of).take(1_000) {
                let share = Shard::new(number, of).unwrap().share(total);
                assert_eq!(share.start, end, "{number}/{of} of {total}");
                assert!(share.len() as u32 <= total.div_ceil(of), "{number}/{of} of {total}");
                end = share.end;
            }
            assert!(of > 1_000 || end == total);
        }
    }

    #[test]
    fn a_shard_is_read_as_it_is_written() {
        let shard: Shard = "2/8".parse().unwrap();
        assert_eq!((shard, shard.to_string().as_str()), (Shard::new(2, 8).unwrap(), "2/8"));
        for text in ["0/8", "9/8", "2", "2/0", "/", "-1/8", "2/8/1", "two/8", ""] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}
