//! Parts: what a run has stored before its tables are made. One file per batch, one frame per replicate.
//!
//! A frame is the length of its head (`u32`), the head (JSON: status, seconds, length of the body) and
//! the body (zstd with checksum: length of the events (`u32`), events (JSON), cells of the tables, of the recovery). Little-endian.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use righting_measure::Cells;
use righting_model::{Event, EventKind, QUANTITY_COUNT};
use serde::{Deserialize, Serialize};

use crate::disk::atomic::AtomicFile;
use crate::disk::checksums::Checksums;
use crate::disk::open;
use crate::error::StoreError;
use crate::manifest::{Manifest, Status, Tables};
use crate::names::PARTS_FOLDER;
use crate::run::pack::Body;
use crate::run::packed::Packed;
use crate::table::events::{location_index, location_of};
use crate::table::recovery;

const MAGIC: &[u8; 8] = b"righting";
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    status: Status,
    seconds: f64,
    body: u64,
}

/// Where a stored replicate lies.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frame {
    pub(crate) part: u32,
    pub(crate) offset: u64,
    pub(crate) length: u64,
    pub(crate) status: Status,
    pub(crate) seconds: f64,
}

pub(crate) fn path(folder: &Path, part: u32) -> PathBuf {
    folder.join(PARTS_FOLDER).join(format!("{part:06}.part"))
}

/// Writes a part and returns its frames.
pub(crate) fn write(folder: &Path, part: u32, replicates: Vec<Packed>) -> Result<Vec<Frame>, StoreError> {
    let target = path(folder, part);
    let mut file = AtomicFile::create(&target)?;
    let fail = |source| StoreError::io(&target, "written", source);
    file.write_all(MAGIC).map_err(fail)?;
    let mut offset = MAGIC.len() as u64;
    let mut frames = Vec::with_capacity(replicates.len());
    for Packed { status, seconds, body } in replicates {
        let head = Head { status, seconds, body: body.len() as u64 };
        let text = serde_json::to_vec(&head).map_err(|error| StoreError::broken(&target, error))?;
        file.write_all(&(text.len() as u32).to_le_bytes()).map_err(fail)?;
        file.write_all(&text).map_err(fail)?;
        file.write_all(&body).map_err(fail)?;
        offset += 4 + text.len() as u64;
        frames.push(Frame { part, offset, length: head.body, status: head.status, seconds });
        offset += head.body;
    }
    file.commit()?;
    Ok(frames)
}

/// The frames of every part of a run by replicate, and the number for the next part. A part without a checksum in the
/// list, or a checksum without a part, is what a kill left: it does not count.
pub(crate) fn scan(folder: &Path) -> Result<(BTreeMap<u32, Frame>, u32), StoreError> {
    let (mut frames, mut next) = (BTreeMap::new(), 0);
    let list = Checksums::read(folder)?;
    for name in list.names() {
        let Some(part) = number(name).filter(|part| path(folder, *part).symlink_metadata().is_ok()) else { continue };
        next = next.max(part + 1);
        for frame in scan_part(list.open(name)?, &path(folder, part), part)? {
            // A replicate has one trace, so a second copy holds the same.
            frames.entry(frame.status.replicate()).or_insert(frame);
        }
    }
    Ok((frames, next))
}

/// The number of a part by its name in the list.
pub(crate) fn number(name: &str) -> Option<u32> {
    name.strip_prefix(PARTS_FOLDER)?.strip_prefix('/')?.strip_suffix(".part")?.parse().ok()
}

fn scan_part(file: File, path: &Path, part: u32) -> Result<Vec<Frame>, StoreError> {
    let broken = |reason: &str| StoreError::broken(path, reason);
    let size = file.metadata().map_err(|error| StoreError::io(path, "read", error))?.len();
    let mut file = BufReader::new(file);
    let mut magic = [0; MAGIC.len()];
    file.read_exact(&mut magic).map_err(|_| broken("it is shorter than its first eight bytes"))?;
    if &magic != MAGIC {
        return Err(broken("it does not begin as a part does"));
    }
    let (mut frames, mut offset) = (Vec::new(), MAGIC.len() as u64);
    while offset < size {
        let mut length = [0; 4];
        file.read_exact(&mut length).map_err(|_| broken("it ends inside a frame"))?;
        let length = u64::from(u32::from_le_bytes(length));
        if offset + 4 + length > size {
            return Err(broken("it ends inside the head of a frame"));
        }
        let mut text = vec![0; length as usize];
        file.read_exact(&mut text).map_err(|_| broken("it ends inside the head of a frame"))?;
        let head: Head = serde_json::from_slice(&text).map_err(|error| StoreError::broken(path, error))?;
        offset += 4 + length;
        if offset + head.body > size {
            return Err(broken("it ends inside the body of a frame"));
        }
        file.seek_relative(head.body as i64).map_err(|error| StoreError::io(path, "read", error))?;
        frames.push(Frame { part, offset, length: head.body, status: head.status, seconds: head.seconds });
        offset += head.body;
    }
    Ok(frames)
}

#[derive(Serialize, Deserialize)]
struct EventLine(u32, String, u8, usize, String);

/// Compresses a body.
pub(crate) fn encode(body: &Body) -> Result<Vec<u8>, String> {
    let lines: Vec<EventLine> = body
        .events
        .iter()
        .map(|event| {
            let (level, index) = location_index(event.location);
            EventLine(event.minute, event.kind.name().to_owned(), level, index, event.subject.clone())
        })
        .collect();
    let events = serde_json::to_vec(&lines).map_err(|error| error.to_string())?;
    let tables = [&body.nation, &body.regions, &body.places];
    let cells: usize = tables.iter().map(|table| table.bits.len()).sum();
    let mut bytes = Vec::with_capacity(4 + events.len() + 4 * cells);
    bytes.extend((events.len() as u32).to_le_bytes());
    bytes.extend(events);
    for table in tables {
        bytes.extend(table.bits.iter().flat_map(|cell| cell.to_le_bytes()));
    }
    bytes.extend(body.recovery.iter().flat_map(|cell| cell.to_le_bytes()));
    let mut encoder = zstd::bulk::Compressor::new(1).map_err(|error| error.to_string())?;
    encoder.include_checksum(true).map_err(|error| error.to_string())?;
    encoder.compress(&bytes).map_err(|error| error.to_string())
}

/// Reads a body back; `None` for a failed replicate.
pub(crate) fn read(folder: &Path, manifest: &Manifest, frame: &Frame) -> Result<Option<Body>, StoreError> {
    let Status::Succeeded { steps, joinings, .. } = frame.status else { return Ok(None) };
    let path = path(folder, frame.part);
    let compressed = raw(folder, frame)?;
    let bytes = zstd::stream::decode_all(compressed.as_slice()).map_err(|error| StoreError::broken(&path, error))?;
    let (events, [nation, regions, places], recovery) =
        decode(manifest, &bytes).map_err(|reason| StoreError::broken(&path, reason))?;
    Ok(Some(Body { steps, joinings, events, nation, regions, places, recovery }))
}

/// Reads a body as it lies there, compressed.
pub(crate) fn raw(folder: &Path, frame: &Frame) -> Result<Vec<u8>, StoreError> {
    let path = path(folder, frame.part);
    let mut file = open::read(&path)?;
    let mut bytes = vec![0; frame.length as usize];
    file.seek(SeekFrom::Start(frame.offset))
        .and_then(|_| file.read_exact(&mut bytes))
        .map_err(|error| StoreError::io(&path, "read", error))?;
    Ok(bytes)
}

type Decoded = (Vec<Event>, [Cells; 3], Vec<u32>);

fn decode(manifest: &Manifest, bytes: &[u8]) -> Result<Decoded, String> {
    let (length, rest) = bytes.split_first_chunk::<4>().ok_or("a body is empty")?;
    let (events, mut rest) =
        rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or("a body ends inside its events")?;
    let lines: Vec<EventLine> = serde_json::from_slice(events).map_err(|error| error.to_string())?;
    let mut events = Vec::with_capacity(lines.len());
    for EventLine(minute, kind, level, index, subject) in lines {
        let kind = EventKind::by_name(&kind).ok_or_else(|| format!("there is no kind of event named {kind}"))?;
        let location = location_of(level, index, manifest).ok_or("an event is nowhere")?;
        events.push(Event { minute, kind, location, subject });
    }
    let mut table = |per_day: usize, stored: bool| {
        let rows = if stored { per_day * manifest.days as usize } else { 0 };
        let (cells, after) = rest.split_at_checked(4 * rows * QUANTITY_COUNT).ok_or("a body ends inside a table")?;
        rest = after;
        Ok::<_, String>(Cells { rows, bits: bits(cells) })
    };
    let nation = table(1, true)?;
    let regions = table(manifest.regions.len(), manifest.tables >= Tables::Regions)?;
    let places = table(manifest.places.len(), manifest.tables >= Tables::Places)?;
    if rest.len() == 4 * recovery::cells(manifest) {
        Ok((events, [nation, regions, places], bits(rest)))
    } else {
        Err("a body has another length than its tables".to_owned())
    }
}

fn bits(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks::<4>().0.iter().map(|cell| u32::from_le_bytes(*cell)).collect()
}
