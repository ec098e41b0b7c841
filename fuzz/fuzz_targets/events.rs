//! Any bytes as what ACLED, UCDP GED and VIEWS publish: no row is lost, each is read or named with its line.

#![no_main]

use libfuzzer_sys::fuzz_target;
use righting_data::{ConflictEvent, DataError, Foreign, read_acled, read_ged, read_views};

fn checked(read: Result<Foreign<ConflictEvent>, DataError>) {
    match read {
        Ok(found) => {
            for event in &found.rows {
                assert!(event.date <= event.date_end, "{event:?}");
                assert!(event.latitude.abs() <= 90.0 && event.longitude.abs() <= 180.0, "{event:?}");
            }
            assert!(found.malformed.iter().all(|error| error.to_string().starts_with("events.csv")));
        }
        Err(error) => assert!(error.to_string().starts_with("events.csv"), "{error}"),
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((&kind, bytes)) = bytes.split_first() else { return };
    let file = "events.csv";
    match kind % 3 {
        0 => checked(read_acled(bytes, file)),
        1 => checked(read_ged(bytes, file)),
        _ => {
            if let Ok(found) = read_views(bytes, file) {
                assert!(found.malformed.iter().all(|error| error.to_string().starts_with(file)));
            }
        }
    }
});
