//! Boundaries as people have them: what is read, what is said of it, and what is refused.

use righting_data::{Boundaries, Noted, read_boundaries};

use crate::country::regions;

const NORTH: &str = r#"{"type":"Polygon","coordinates":[[[69,50],[71,50],[71,53],[69,50]]]}"#;
const SOUTH: &str = r#"{"type":"Polygon","coordinates":[[[67,42],[69,42],[69,44],[67,42]]]}"#;

fn feature(properties: &str, geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
}

fn collection(features: &[String]) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}", features.join(",\n"))
}

/// A collection in which the north has this outline.
fn with_north(geometry: &str) -> String {
    let north = feature(r#"{"name":"North","regions":["north"]}"#, geometry);
    collection(&[north, feature(r#"{"name":"South","regions":["south"]}"#, SOUTH)])
}

fn read(text: &str) -> Noted<Boundaries> {
    read_boundaries(text.as_bytes(), "b.geojson", &regions()).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(text: &str) -> String {
    read_boundaries(text.as_bytes(), "b.geojson", &regions())
        .map_or_else(|error| error.to_string(), |_| "read".to_owned())
}

fn notes(text: &str) -> Vec<String> {
    read(text).notes.iter().map(ToString::to_string).collect()
}

#[test]
fn a_good_file_is_handed_on_as_it_stands_with_or_without_a_mark() {
    let text = with_north(NORTH);
    let plain = read(&text);
    assert_eq!((plain.value.geojson.as_str(), plain.notes.len()), (text.as_str(), 0));
    let marked = read(&format!("\u{feff}{text}"));
    assert_eq!(marked, plain);
}

#[test]
fn open_rings_are_closed_heights_passed_over_and_collections_joined() {
    let open = r#"{"type":"Polygon","coordinates":[[[69,50],[71,50],[71,53]]]}"#;
    let found = read(&with_north(open));
    assert_eq!(found.value.features[0].polygons, [[[[69.0, 50.0], [71.0, 50.0], [71.0, 53.0], [69.0, 50.0]]]]);
    assert_eq!(
        found.notes[0].to_string(),
        "b.geojson:2: rings that were not closed: 1, closed; the first in feature 1 (`North`)"
    );
    assert_eq!(read(&found.value.geojson).notes, [], "what is handed on needs no mending");

    let high = NORTH.replace("[69,50]", "[69,50,120.5]");
    assert_eq!(
        notes(&with_north(&high)),
        ["b.geojson:2: points with a height: 2, passed over; the first in feature 1 (`North`)"]
    );
    let gathered = format!(r#"{{"type":"GeometryCollection","geometries":[{NORTH},{NORTH}]}}"#);
    let found = read(&with_north(&gathered));
    assert_eq!(found.value.features[0].polygons.len(), 2);
    assert!(found.notes[0].message.starts_with("geometry collections: 1"), "{}", found.notes[0]);

    let nested = collection(&[with_north(NORTH)]);
    let found = read(&nested);
    assert_eq!(found.value.features.len(), 2);
    assert_eq!(found.notes[0].message, "collections within the collection: 1, joined");
}

#[test]
fn rings_that_enclose_nothing_are_refused_with_feature_and_line() {
    let begin = "b.geojson:2: not the expected GeoJSON: feature 1 (`North`): ";
    for (geometry, problem) in [
        (r#"{"type":"Polygon","coordinates":[]}"#, "a polygon has no ring: its coordinates are empty"),
        (r#"{"type":"MultiPolygon","coordinates":[]}"#, "it has no polygon"),
        (r#"{"type":"Polygon","coordinates":[[]]}"#, "ring 1 has 0 different points, expected 3 or more"),
        (
            r#"{"type":"Polygon","coordinates":[[[1,1],[2,2],[1,1]]]}"#,
            "ring 1 has 2 different points, expected 3 or more",
        ),
        ("null", "it has no geometry, expected a Polygon or a MultiPolygon"),
        (
            r#"{"type":"LineString","coordinates":[[1,1],[2,2]]}"#,
            "found a LineString, expected a Polygon or a MultiPolygon",
        ),
        (
            r#"{"type":"Polygon","coordinates":[[[1,1],["2",2],[3,1]]]}"#,
            "ring 1: found [\"2\",2], expected a point of two numbers, east and north",
        ),
        (
            r#"{"type":"Polygon","coordinates":[[[50,69],[50,101],[53,71]]]}"#,
            "found the point [50, 101], expected degrees east from -180 to 180 and north from -90 to 90; latitude seems to \
             stand first, GeoJSON puts longitude first",
        ),
        (
            r#"{"type":"Polygon","coordinates":[[[500000,4649776],[500100,4649776],[500100,4649876]]]}"#,
            "found the point [500000, 4649776], expected degrees east from -180 to 180 and north from -90 to 90; these \
             seem to be metres of a map projection, export the file in WGS 84 (EPSG:4326)",
        ),
    ] {
        assert_eq!(refused(&with_north(geometry)), format!("{begin}{problem}"), "{geometry}");
    }
}

#[test]
fn features_are_matched_by_any_property_that_names_the_regions() {
    for (key, north, south) in [
        ("shapeName", "North", "South"),
        ("NAME_1", "NORTH", "south"),
        ("shapeISO", "XX-N", "XX-S"),
        ("code", "north", "south"),
    ] {
        let named = |value: &str, geometry| feature(&format!(r#"{{"{key}":"{value}","level":"ADM1"}}"#), geometry);
        let found = read(&collection(&[named(north, NORTH), named(south, SOUTH)]));
        let regions: Vec<&str> = found.value.features.iter().map(|feature| feature.regions[0].as_str()).collect();
        assert_eq!(regions, ["north", "south"], "{key}");
        assert_eq!(
            found.notes[0].to_string(),
            format!("b.geojson:1: features are matched to regions by their property `{key}`")
        );
        assert!(read(&found.value.geojson).notes.is_empty());
    }
}

#[test]
fn what_is_left_over_on_either_side_is_named() {
    let named = |name: &str| feature(&format!(r#"{{"shapeName":"{name}"}}"#), NORTH);
    let all = [named("North"), named("South"), named("Lake"), named("Elsewhere")];
    assert_eq!(
        notes(&collection(&all))[1],
        "b.geojson:1: features that match no region, left out: `Lake`, `Elsewhere`"
    );
    assert_eq!(
        refused(&collection(&[named("North"), named("Lake")])),
        "b.geojson:1: no polygon for the region `south`; features that match no region: `Lake`"
    );
    assert_eq!(
        refused(&collection(&[named("Est"), named("Ouest")])),
        "b.geojson:1: not the expected GeoJSON: no property of the features names a region; there are: `shapeName` (`Est`); \
         add a list `regions` of identifiers, or a property with the id, name or ISO code of a region"
    );
}

#[test]
fn other_kinds_of_file_are_named() {
    let begin = "b.geojson:1: not the expected GeoJSON: ";
    for (text, problem) in [
        (r#"{"type":"Topology","objects":{}}"#, "this is TopoJSON; convert it to GeoJSON, for example by `topo2geo`"),
        (r#"{"type":"FeatureCollection","features":[]}"#, "the collection has no features"),
        (r#"{"type":"FeatureCollection"}"#, "a FeatureCollection needs a list `features`"),
        (
            r#"{"type":"Polygon","coordinates":[]}"#,
            "found the type `Polygon`, expected a FeatureCollection of features",
        ),
        ("[1,2]", "found no `type`, expected a FeatureCollection of features"),
        (
            r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32643"}},"features":[]}"#,
            "found the coordinate system `urn:ogc:def:crs:EPSG::32643`, expected WGS 84; export the file in WGS 84 (EPSG:4326)",
        ),
    ] {
        assert_eq!(refused(text), format!("{begin}{problem}"));
    }
    let usual =
        r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"#;
    let text = with_north(NORTH).replacen("{\"type\":\"FeatureCollection\",", usual, 1);
    assert!(notes(&text).is_empty());
}
