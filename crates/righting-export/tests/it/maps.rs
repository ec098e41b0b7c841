//! GeoJSON and GeoPackage.

use righting_export::{ExportError, Options, geojson, geopackage};
use righting_model::{Location, Quantity};
use serde_json::Value;

use crate::{private_towns, run_of, towns};

/// Budget: 3 s.
#[test]
fn a_map_has_the_bands_of_the_summary_by_day() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = towns();
    let run = run_of(&scenario, &folder.path().join("run"));
    let path = folder.path().join("towns.geojson");
    geojson(&run, &scenario, &path, &Options::default()).unwrap();
    let map: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let features = map["features"].as_array().unwrap();
    assert_eq!(features.len(), scenario.regions.len() + scenario.setup.country.places.len());
    let summary = run.summary().unwrap();
    let north = &features[0]["properties"];
    assert_eq!(
        (&north["level"], &north["id"], &north["days"][0]),
        (&"region".into(), &"north".into(), &"2030-03-01".into())
    );
    let medians: Vec<f64> = summary.series(Location::Region(0), Quantity::ActivePeak).map(|band| band.p50).collect();
    let told: Vec<f64> = serde_json::from_value(north["active_peak_p50"].clone()).unwrap();
    assert_eq!(told, medians);
    assert_eq!(north["active_peak_largest"].as_f64().unwrap(), medians.iter().copied().fold(0.0, f64::max));
    assert_eq!(features[0]["geometry"]["coordinates"][0][0][0], serde_json::json!([69.5, 49.8]));
    let last = features.last().unwrap();
    let place = scenario.setup.country.places.last().unwrap();
    assert_eq!(last["geometry"]["coordinates"], serde_json::json!([place.longitude, place.latitude]));
    // What is there is not overwritten, and what the summary lacks is refused.
    assert!(matches!(geojson(&run, &scenario, &path, &Options::default()), Err(ExportError::Exists { .. })));
    let other = Options::default().of_quantities(&["morale".to_owned()]).unwrap_err().to_string();
    assert_eq!(
        other,
        "the summary has no `morale` of places and regions; it has active_peak, rioting_peak, detained_total, dead"
    );
    let one = Options::default().of_quantities(&["dead".to_owned()]).unwrap();
    geojson(&run, &scenario, &folder.path().join("dead.geojson"), &one).unwrap();
    let text = std::fs::read_to_string(folder.path().join("dead.geojson")).unwrap();
    assert!(text.contains("dead_p95") && !text.contains("active_peak"));
}

/// Budget: 3 s.
#[test]
fn a_geopackage_is_read_back_by_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = private_towns(&folder.path().join("case"));
    let run = run_of(&scenario, &folder.path().join("run"));
    let paths = ["a.gpkg", "b.gpkg", "all.gpkg"].map(|name| folder.path().join(name));
    let written = geopackage(&run, &scenario, &paths[0], &Options::default()).unwrap();
    geopackage(&run, &scenario, &paths[1], &Options::default()).unwrap();
    assert_eq!(written.private, 1);
    assert_eq!(std::fs::read(&paths[0]).unwrap(), std::fs::read(&paths[1]).unwrap(), "two exports differ");
    let file = rusqlite::Connection::open(&paths[0]).unwrap();
    let number = |query: &str| file.query_row(query, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(number("PRAGMA application_id"), 0x4750_4b47);
    assert_eq!(number("SELECT count(*) FROM regions"), scenario.regions.len() as i64);
    let days = i64::from(scenario.setup.days);
    let (regions, places) = (scenario.regions.len() as i64, scenario.setup.country.places.len() as i64);
    assert_eq!(number("SELECT count(*) FROM summary"), 4 * days * (regions + places));
    assert_eq!(number("SELECT count(*) FROM gpkg_contents c JOIN gpkg_geometry_columns g USING (table_name)"), 2);
    let events = scenario.record.events.len() as i64;
    assert_eq!(number("SELECT count(*) FROM record WHERE kind = 'event'"), events - 1);
    // The point of the first place: header, little-endian point, degrees east, degrees north.
    let place = &scenario.setup.country.places[0];
    let blob: Vec<u8> = file.query_row("SELECT geom FROM places WHERE fid = 1", [], |row| row.get(0)).unwrap();
    assert_eq!((&blob[..4], blob.len()), (&b"GP\0\x01"[..], 29));
    assert_eq!(f64::from_le_bytes(blob[13..21].try_into().unwrap()), place.longitude);
    assert_eq!(f64::from_le_bytes(blob[21..29].try_into().unwrap()), place.latitude);
    let median: f64 = file
        .query_row(
            "SELECT max(p50) FROM summary WHERE level = 'region' AND id = 'north' AND quantity = 'active_peak'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let summary = run.summary().unwrap();
    let bands = summary.series(Location::Region(0), Quantity::ActivePeak);
    assert_eq!(median, bands.map(|band| band.p50).fold(0.0, f64::max));
    let with = Options::default().with_private(true);
    assert_eq!(geopackage(&run, &scenario, &paths[2], &with).unwrap().private, 0);
    let file = rusqlite::Connection::open(&paths[2]).unwrap();
    let all: i64 = file.query_row("SELECT count(*) FROM record WHERE kind = 'event'", [], |row| row.get(0)).unwrap();
    assert_eq!(all, events);
}
