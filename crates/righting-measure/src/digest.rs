//! One line that stands for every number of a run.

use std::fmt;
use std::str::FromStr;

use righting_model::{Event, Location};

use crate::cells::Cells;

/// A BLAKE3 digest; shown in hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest(pub [u8; 32]);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl FromStr for Digest {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let hash = blake3::Hash::from_hex(text).map_err(|error| format!("`{text}` is no digest: {error}"))?;
        Ok(Self(*hash.as_bytes()))
    }
}

/// The digest of what is stored of a replicate: its number, the cells of the nation, the regions and the places, the
/// cells of the recovery and every event. Each part is led by its length, so that none can pass for another.
pub fn digest_of(replicate: u32, tables: [&Cells; 3], events: &[Event], recovery: &[u32]) -> Digest {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&replicate.to_le_bytes());
    for cells in tables.map(|cells| cells.bits.as_slice()).into_iter().chain([recovery]) {
        length(&mut hasher, cells.len());
        for chunk in cells.chunks(CHUNK) {
            let mut bytes = [0; 4 * CHUNK];
            bytes.as_chunks_mut().0.iter_mut().zip(chunk).for_each(|(bytes, cell)| *bytes = cell.to_le_bytes());
            hasher.update(&bytes[..4 * chunk.len()]);
        }
    }
    length(&mut hasher, events.len());
    for event in events {
        let (level, index) = match event.location {
            Location::Nation => (0_u8, 0),
            Location::Region(region) => (1, region),
            Location::Place(place) => (2, place),
        };
        hasher.update(&event.minute.to_le_bytes());
        hasher.update(&[level]);
        length(&mut hasher, index);
        text(&mut hasher, event.kind.name());
        text(&mut hasher, &event.subject);
    }
    Digest(*hasher.finalize().as_bytes())
}

/// Cells that are hashed at once.
const CHUNK: usize = 1024;

/// The digest of a replicate that failed.
pub fn failed(replicate: u32, stage: &str, message: &str) -> Digest {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&replicate.to_le_bytes());
    text(&mut hasher, "failed");
    text(&mut hasher, stage);
    text(&mut hasher, message);
    Digest(*hasher.finalize().as_bytes())
}

/// The digest of a run: of those of its replicates, in their order.
pub fn together(replicates: impl IntoIterator<Item = Digest>) -> Digest {
    let mut hasher = blake3::Hasher::new();
    for digest in replicates {
        hasher.update(&digest.0);
    }
    Digest(*hasher.finalize().as_bytes())
}

fn length(hasher: &mut blake3::Hasher, length: usize) {
    hasher.update(&(length as u64).to_le_bytes());
}

fn text(hasher: &mut blake3::Hasher, text: &str) {
    length(hasher, text.len());
    hasher.update(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use righting_model::EventKind;

    use super::*;

    #[test]
    fn every_part_and_every_number_counts() {
        let cells = |bits: &[u32]| Cells { rows: bits.len(), bits: bits.to_vec() };
        let event = |subject: &str| Event {
            minute: 5,
            kind: EventKind::FacilityBurned,
            location: Location::Place(3),
            subject: subject.to_owned(),
        };
        let (none, one) = (cells(&[]), cells(&[1]));
        let all = [
            digest_of(0, [&one, &none, &none], &[], &[]),
            digest_of(1, [&one, &none, &none], &[], &[]),
            digest_of(0, [&none, &one, &none], &[], &[]),
            digest_of(0, [&none, &none, &one], &[], &[]),
            digest_of(0, [&none, &none, &none], &[], &[1]),
            digest_of(0, [&one, &none, &none], &[event("a")], &[]),
            digest_of(0, [&one, &none, &none], &[event("b")], &[]),
            failed(0, "record", "a"),
            together([]),
        ];
        for (at, digest) in all.iter().enumerate() {
            assert!(all.iter().skip(at + 1).all(|other| other != digest), "{at}");
            assert_eq!(digest.to_string().parse(), Ok(*digest));
        }
        assert_ne!(together([all[0], all[1]]), together([all[1], all[0]]));
    }

    #[test]
    fn the_digest_of_known_cells_stays() {
        let cells = Cells { rows: 1500, bits: (0..1500).collect() };
        let digest = digest_of(7, [&cells, &cells, &cells], &[], &[1, 2, 3]);
        assert_eq!(digest.to_string(), "610a40145a1f503171e190048c384f489b68ab87e3bc8e2952eabe86802e5cd5");
    }
}
