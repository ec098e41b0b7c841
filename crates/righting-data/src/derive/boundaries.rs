//! The regions' polygons: borders of 2013, matched to the regions of 2022, rounded to keep the file small.

use std::fmt::Write;

use geojson::{FeatureCollection, GeometryValue, Position};

use crate::error::{DataError, Problem};
use crate::table::readable;

/// Names in the source and the regions of 2022 inside each polygon. The nameless one is Baikonur.
const REGIONS: [(&str, &str, &[&str]); 17] = [
    ("", "Baikonur", &["kyzylorda"]),
    ("Almaty", "Almaty Region", &["almaty-region"]),
    ("Almaty City", "Almaty City", &["almaty-city"]),
    ("Aqmola", "Akmola", &["akmola"]),
    ("Aqtöbe", "Aktobe", &["aktobe"]),
    ("Astana", "Nur-Sultan", &["nur-sultan"]),
    ("Atyrau", "Atyrau", &["atyrau"]),
    ("East Kazakhstan", "East Kazakhstan", &["east-kazakhstan"]),
    ("Mangghystau", "Mangystau", &["mangystau"]),
    ("North Kazakhstan", "North Kazakhstan", &["north-kazakhstan"]),
    ("Pavlodar", "Pavlodar", &["pavlodar"]),
    ("Qaraghandy", "Karaganda", &["karaganda"]),
    ("Qostanay", "Kostanay", &["kostanay"]),
    ("Qyzylorda", "Kyzylorda", &["kyzylorda"]),
    ("South Kazakhstan", "Turkistan and Shymkent", &["turkistan", "shymkent"]),
    ("West Kazakhstan", "West Kazakhstan", &["west-kazakhstan"]),
    ("Zhambyl", "Zhambyl", &["zhambyl"]),
];

/// The text of `regions.geojson`: one feature a line, coordinates to three decimals (about 100 m).
pub(super) fn write(bytes: &[u8]) -> Result<String, DataError> {
    const FILE: &str = "boundaries.geojson";
    let parsed: Result<FeatureCollection, geojson::Error> = readable(bytes, FILE)?.parse();
    let FeatureCollection { features, .. } = parsed.map_err(|fault| geojson_error(FILE, fault.to_string()))?;
    let mut lines = Vec::new();
    for feature in &features {
        let source = feature.property("name").and_then(|name| name.as_str()).unwrap_or("");
        let Some((_, name, regions)) = REGIONS.iter().find(|(n, _, _)| *n == source) else {
            return Err(geojson_error(FILE, format!("a polygon named `{source}` that no region of 2022 matches")));
        };
        let polygons = match feature.geometry.as_ref().map(|g| &g.value) {
            Some(GeometryValue::Polygon { coordinates }) => std::slice::from_ref(coordinates),
            Some(GeometryValue::MultiPolygon { coordinates }) => coordinates.as_slice(),
            _ => return Err(geojson_error(FILE, format!("`{name}` is not a polygon"))),
        };
        let polygons: Vec<String> =
            polygons.iter().map(|rings| nest(rings.iter().map(|ring| write_ring(ring)))).collect();
        let regions: Vec<String> = regions.iter().map(|region| format!("\"{region}\"")).collect();
        lines.push(format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"name\":\"{name}\",\"regions\":[{}]}},\"geometry\":{{\"type\":\"MultiPolygon\",\"coordinates\":{}}}}}",
            regions.join(","),
            nest(polygons.into_iter()),
        ));
    }
    lines.sort();
    Ok(format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n")))
}

fn geojson_error(file: &str, message: String) -> DataError {
    let problem = Box::new(Problem::GeoJson(message));
    DataError { file: file.to_owned(), line: 1, column: None, span: None, problem }
}

fn nest(parts: impl Iterator<Item = String>) -> String {
    format!("[{}]", parts.collect::<Vec<_>>().join(","))
}

/// A ring with points that fall together after rounding written once.
fn write_ring(ring: &[Position]) -> String {
    let mut rounded: Vec<String> = Vec::new();
    for point in ring {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = write!(text, "[{:.3},{:.3}]", point[0], point[1]);
        if rounded.last() != Some(&text) {
            rounded.push(text);
        }
    }
    nest(rounded.into_iter())
}
