//! Any bytes as what ACLED, UCDP GED, Mass Mobilization and VIEWS publish: no row is lost, each is read or named with its line.

#![no_main]

use libfuzzer_sys::fuzz_target;
use righting_data::{
    ConflictEvent, DataError, DateOrder, Foreign, read_acled, read_acled_weekly, read_ged, read_mass_mobilization, read_views, recognise,
};

fn checked(read: Result<Foreign<ConflictEvent>, DataError>) {
    match read {
        Ok(found) => {
            for event in &found.rows {
                assert!(event.date <= event.date_end, "{event:?}");
                let on_earth = |(north, east): (f64, f64)| north.abs() <= 90.0 && east.abs() <= 180.0;
                assert!(event.coordinates.is_none_or(on_earth), "{event:?}");
            }
            assert!(found.malformed.iter().all(|error| error.to_string().starts_with("events.csv")));
        }
        Err(error) => assert!(error.to_string().starts_with("events.csv"), "{error}"),
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((&kind, bytes)) = bytes.split_first() else { return };
    let file = "events.csv";
    let _ = recognise(bytes, file);
    let order = [None, Some(DateOrder::DayMonthYear), Some(DateOrder::MonthDayYear), Some(DateOrder::YearMonthDay)]
        [usize::from(kind / 5) % 4];
    match kind % 5 {
        0 => checked(read_acled(bytes, file, order)),
        1 => checked(read_ged(bytes, file, order)),
        2 => checked(read_acled_weekly(bytes, file, order)),
        3 => checked(read_mass_mobilization(bytes, file, order)),
        _ => {
            if let Ok(found) = read_views(bytes, file) {
                assert!(found.malformed.iter().all(|error| error.to_string().starts_with(file)));
            }
        }
    }
});
