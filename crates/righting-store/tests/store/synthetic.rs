//! Runs made up from a counter: a country, traces of all magnitudes, events. Nothing here is a result.

use righting_model::{Event, EventKind, Location, QUANTITIES, QUANTITY_COUNT, Quantity, Trace};
use righting_scenario::{Change, File};
use righting_store::{Manifest, Outcome, PlaceEntry, RegionEntry, Tables};

pub fn manifest(replicates: u32, days: u32, places: usize) -> Manifest {
    let regions = places.div_ceil(13);
    Manifest {
        version: "0.1.0".to_owned(),
        scenario: "synthetic".to_owned(),
        title: "A country made up for tests".to_owned(),
        scenario_hash: "c0ffee".to_owned(),
        changes: vec![Change::Set { path: "time.days".to_owned(), value: "7".to_owned() }],
        seed: u64::MAX - 1,
        replicates,
        engine: "sellke".to_owned(),
        reseeded: None,
        draws: None,
        tables: Tables::Places,
        start: "2022-01-01".parse().unwrap(),
        days,
        recovery_months: 0,
        regions: (0..regions)
            .map(|index| RegionEntry { id: format!("region-{index}"), name: format!("Région {index}") })
            .collect(),
        places: (0..places)
            .map(|index| PlaceEntry {
                key: 1000 + index as u32,
                // Names repeat, as the three Aktau do.
                name: format!("Place {}", index % 97),
                region: index % regions,
                population: 1000 + 37 * index as u32,
            })
            .collect(),
        files: vec![File { path: "synthetic/scenario.toml".to_owned(), text: "format = 1\n".to_owned() }],
    }
}

/// A hash with no structure: splitmix64.
fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// A trace whose numbers survive storing: whole counts, measures of 24 bits. Most places are quiet, as in a real run.
pub fn trace(manifest: &Manifest, replicate: u32) -> Trace {
    let (days, places) = (manifest.days as usize, manifest.places.len());
    let row = |day: usize, place: usize, most: u64, active: bool| -> [f64; QUANTITY_COUNT] {
        std::array::from_fn(|column| {
            let address = ((u64::from(replicate) * 64 + day as u64) * 4096 + place as u64) * 64 + column as u64;
            let info = QUANTITIES[column];
            match (info.unit, info.quantity) {
                ("people" | "sites", Quantity::Quiet) => (most - mix(address) % (most / 50 + 1)) as f64,
                ("people" | "sites", _) if !active => 0.0,
                ("people" | "sites", _) => (mix(address) % (most / 10 + 1)) as f64,
                _ => (mix(address) >> 40) as f64 / (1_u64 << 24) as f64,
            }
        })
    };
    let nation = (0..days).map(|day| row(day, 4095, 19_000_000, true)).collect();
    let by_place = (0..days * places)
        .map(|index| {
            let (day, place) = (index / places, index % places);
            let active = mix(u64::from(replicate) << 32 | (day * places + place) as u64).is_multiple_of(6);
            row(day, place, u64::from(manifest.places[place].population), active)
        })
        .collect();
    let events = (0..60.min(places))
        .map(|index| Event {
            minute: (index * 7) as u32 % (manifest.days * 1440),
            kind: [EventKind::ProtestOnset, EventKind::Action, EventKind::AllianceLeft][index % 3],
            location: match index % 3 {
                0 => Location::Place(index),
                1 => Location::Region(index % manifest.regions.len()),
                _ => Location::Nation,
            },
            subject: if index % 3 == 1 { format!("action_{}", index % 5) } else { String::new() },
        })
        .collect();
    Trace::from_tables(places, nation, by_place, events, 100 + replicate, u64::from(replicate) << 33)
}

pub fn outcome(manifest: &Manifest, replicate: u32) -> Outcome {
    let seconds = f64::from(replicate) / 8.0;
    Outcome { replicate, seconds, result: Ok(trace(manifest, replicate)) }
}
