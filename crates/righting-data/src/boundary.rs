//! Polygons of the regions, `regions.geojson`.

use geojson::{FeatureCollection, GeometryValue, Position};

use crate::error::{DataError, Problem};
use crate::nearest::nearest;
use crate::region::{Region, RegionId};
use crate::table::utf8;

/// The polygons of a country, checked, and as they stand for a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundaries {
    /// The feature collection, to hand on to a map.
    pub geojson: serde_json::Value,
    /// What each feature covers, in the order of the file.
    pub features: Vec<Boundary>,
}

/// One feature: a polygon and the regions inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boundary {
    /// Name for people.
    pub name: String,
    /// Regions inside; more than one where the polygon is older than a split.
    pub regions: Vec<RegionId>,
}

/// Reads `regions.geojson`: polygons in degrees (RFC 7946), each with a `name` and a list `regions` of
/// identifiers. Every region is in at least one.
pub fn read_boundaries(bytes: &[u8], file: &str, regions: &[Region]) -> Result<Boundaries, DataError> {
    let text = utf8(bytes, file)?;
    let collection = parse_features(bytes, file)?;
    let mut features = Vec::new();
    for (index, feature) in collection.features.iter().enumerate() {
        let wrong = |message: &str| geojson_error(file, format!("feature {}: {message}", index + 1));
        let name = feature.property("name").and_then(|name| name.as_str());
        let name = name.ok_or_else(|| wrong("expected a text property `name`"))?;
        let listed = feature.property("regions").and_then(|list| list.as_array());
        let listed = listed.ok_or_else(|| wrong("expected a list property `regions` of region identifiers"))?;
        let mut inside = Vec::new();
        for entry in listed {
            let id = entry.as_str().ok_or_else(|| wrong("expected region identifiers as text in `regions`"))?;
            inside.push(find(id, regions).ok_or_else(|| unknown(text, file, id, regions))?);
        }
        match feature.geometry.as_ref().map(|geometry| &geometry.value) {
            Some(GeometryValue::Polygon { coordinates }) => check_degrees(coordinates),
            Some(GeometryValue::MultiPolygon { coordinates }) => {
                coordinates.iter().try_for_each(|polygon| check_degrees(polygon))
            }
            _ => Err("expected a Polygon or a MultiPolygon".to_owned()),
        }
        .map_err(|message| wrong(&message))?;
        features.push(Boundary { name: name.to_owned(), regions: inside });
    }
    let covered = |region: &Region| features.iter().any(|feature| feature.regions.contains(&region.id));
    if let Some(region) = regions.iter().find(|region| !covered(region)) {
        let problem = Problem::Lacking { region: region.id.to_string(), what: "polygon" };
        return Err(error(file, 1, None, problem));
    }
    let geojson = serde_json::from_str(text).map_err(|e| geojson_error(file, e.to_string()))?;
    Ok(Boundaries { geojson, features })
}

fn find(id: &str, regions: &[Region]) -> Option<RegionId> {
    regions.iter().find(|region| region.id.as_str() == id).map(|region| region.id.clone())
}

fn check_degrees(polygon: &[Vec<Position>]) -> Result<(), String> {
    let outside = |point: &&Position| !(-180.0..=180.0).contains(&point[0]) || !(-90.0..=90.0).contains(&point[1]);
    match polygon.iter().flatten().find(outside) {
        Some(point) => Err(format!(
            "found the point [{}, {}], expected degrees east from -180 to 180 and north from -90 to 90",
            point[0], point[1]
        )),
        None => Ok(()),
    }
}

/// An unknown region; its line is that of the first place where the name stands in quotes.
fn unknown(text: &str, file: &str, id: &str, regions: &[Region]) -> DataError {
    let at = text.find(&format!("\"{id}\"")).map(|at| at + 1);
    let nearest = nearest(id, regions.iter().map(|region| region.id.as_str())).map(str::to_owned);
    let line = 1 + text[..at.unwrap_or(0)].matches('\n').count();
    let span = at.map(|at| at..at + id.len());
    error(file, line, span, Problem::Unknown { what: "region", found: id.to_owned(), nearest })
}

fn error(file: &str, line: usize, span: Option<std::ops::Range<usize>>, problem: Problem) -> DataError {
    DataError {
        file: file.to_owned(),
        line,
        column: span.is_some().then(|| "regions".to_owned()),
        span,
        problem: Box::new(problem),
    }
}

pub(crate) fn geojson_error(file: &str, message: String) -> DataError {
    error(file, 1, None, Problem::GeoJson(message))
}

/// Parses a feature collection. Text that is not JSON is reported at its line.
pub(crate) fn parse_features(bytes: &[u8], file: &str) -> Result<FeatureCollection, DataError> {
    let text = utf8(bytes, file)?;
    if let Err(fault) = serde_json::from_str::<serde_json::Value>(text) {
        return Err(error(file, fault.line(), None, Problem::GeoJson(fault.to_string())));
    }
    text.parse().map_err(|fault: geojson::Error| geojson_error(file, fault.to_string()))
}
