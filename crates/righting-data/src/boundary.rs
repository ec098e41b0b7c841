//! Polygons of the regions, `regions.geojson`: RFC 7946, or nearly so.

mod matching;
mod outline;
mod places;

use serde_json::{Map, Value};

use crate::error::{DataError, Problem};
use crate::note::{Note, Noted};
use crate::region::{Region, RegionId, RegionIndex};
use crate::table::{Lines, clip, readable};
use outline::{Mended, polygons};

/// A ring of points, each east and north in degrees; the last is the first.
pub type Ring = Vec<[f64; 2]>;

/// The polygons of a country, checked, and as they stand for a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundaries {
    /// The feature collection as text, to hand on to a map: as it stands in the file, or as it was understood.
    pub geojson: String,
    /// What each feature covers, in the order of the file.
    pub features: Vec<Boundary>,
}

/// One feature: polygons and the regions inside them.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    /// Name for people.
    pub name: String,
    /// Regions inside; more than one where the polygon is older than a split.
    pub regions: Vec<RegionId>,
    /// Its polygons: an outer ring, then holes.
    pub polygons: Vec<Vec<Ring>>,
}

/// A feature as it stands in the file.
pub(super) struct Feature<'v> {
    /// From 1.
    pub number: usize,
    /// Byte at which it begins.
    pub at: usize,
    pub properties: Option<&'v Map<String, Value>>,
    pub geometry: &'v Value,
}

/// Reads `regions.geojson`: polygons in degrees. A feature says which regions it covers by a list `regions` of
/// identifiers, or by any property that holds the identifier, name or ISO code of a region. Every region is in at
/// least one feature. Rings that are not closed are closed, heights passed over, and both said.
///
/// # Errors
/// When the file is no GeoJSON in degrees, a ring has too few points, or a region has no polygon; the error names the
/// feature by number and name.
pub fn read_boundaries(bytes: &[u8], file: &str, regions: &[Region]) -> Result<Noted<Boundaries>, DataError> {
    let text = readable(bytes, file)?;
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let sheet = Sheet { file, text, lines: Lines::of(text) };
    let document: Value = serde_json::from_str(body)
        .map_err(|fault| DataError { line: fault.line(), ..sheet.error(0, Problem::GeoJson(fault.to_string())) })?;
    let mut mended = Mended::default();
    let found = features(&document, &mut mended).map_err(|message| sheet.error(0, Problem::GeoJson(message)))?;
    let starts = places::features(text);
    let placed = |(index, (properties, geometry))| Feature {
        number: index + 1,
        at: if starts.len() == found.len() { starts[index] } else { 0 },
        properties,
        geometry,
    };
    let found: Vec<Feature<'_>> = found.iter().copied().enumerate().map(placed).collect();
    let index = RegionIndex::new(regions);
    let named = matching::regions_of(&sheet, &found, &index, &mut mended)?;
    let mut features = Vec::new();
    for (feature, (name, regions)) in found.iter().zip(named) {
        let polygons = polygons(feature, &mut mended)
            .map_err(|message| sheet.error(feature.at, Problem::GeoJson(format!("{}: {message}", title(feature)))))?;
        features.push(Boundary { name, regions, polygons });
    }
    let strangers: Vec<String> =
        features.iter().filter(|feature| feature.regions.is_empty()).map(|feature| feature.name.clone()).collect();
    every_region_has_one(&sheet, regions, &features, &strangers)?;
    if !strangers.is_empty() {
        mended.say(1, format!("features that match no region, left out: {}", matching::listed(&strangers)));
        features.retain(|feature| !feature.regions.is_empty());
    }
    let notes: Vec<Note> =
        mended.notes().into_iter().map(|(at, message)| Note::new(file, sheet.lines.line(at), message)).collect();
    let geojson = if notes.is_empty() { body.to_owned() } else { written(&features) };
    Ok(Noted { value: Boundaries { geojson, features }, notes })
}

/// The file that is read, for errors.
pub(super) struct Sheet<'t> {
    pub file: &'t str,
    pub text: &'t str,
    pub lines: Lines,
}

impl Sheet<'_> {
    pub fn error(&self, at: usize, problem: Problem) -> DataError {
        let span = (at > 0).then(|| at..(at + 1).min(self.text.len()));
        DataError {
            file: self.file.to_owned(),
            line: self.lines.line(at),
            column: None,
            span,
            problem: Box::new(problem),
        }
    }
}

type Found<'v> = (Option<&'v Map<String, Value>>, &'v Value);

/// The features of a document, those of collections within collections too.
fn features<'v>(document: &'v Value, mended: &mut Mended) -> Result<Vec<Found<'v>>, String> {
    let mut found = Vec::new();
    gather(document, 0, &mut found, mended)?;
    if found.is_empty() { Err("the collection has no features".to_owned()) } else { Ok(found) }
}

fn gather<'v>(value: &'v Value, depth: usize, found: &mut Vec<Found<'v>>, mended: &mut Mended) -> Result<(), String> {
    known_system(value)?;
    match value["type"].as_str() {
        Some("FeatureCollection") => {
            if depth > 0 {
                mended.nested();
            }
            let list = value["features"].as_array().ok_or("a FeatureCollection needs a list `features`")?;
            // serde_json reads no deeper than 128 levels.
            list.iter().try_for_each(|feature| gather(feature, depth + 1, found, mended))
        }
        Some("Feature") => {
            found.push((value["properties"].as_object(), &value["geometry"]));
            Ok(())
        }
        Some("Topology") => Err("this is TopoJSON; convert it to GeoJSON, for example by `topo2geo`".to_owned()),
        Some(other) => Err(format!("found the type `{}`, expected a FeatureCollection of features", clip(other))),
        None => Err("found no `type`, expected a FeatureCollection of features".to_owned()),
    }
}

/// Older files name a coordinate system; only that of RFC 7946 is read.
fn known_system(value: &Value) -> Result<(), String> {
    let system = &value["crs"];
    if system.is_null() {
        return Ok(());
    }
    let name = system["properties"]["name"].as_str().map_or_else(|| system.to_string(), str::to_owned);
    if name.contains("CRS84") || name.ends_with("4326") {
        return Ok(());
    }
    Err(format!(
        "found the coordinate system `{}`, expected WGS 84; export the file in WGS 84 (EPSG:4326)",
        clip(&name)
    ))
}

/// How messages call a feature.
pub(super) fn title(feature: &Feature<'_>) -> String {
    match matching::usual_name(feature.properties) {
        Some(name) => format!("feature {} (`{}`)", feature.number, clip(name)),
        None => format!("feature {}", feature.number),
    }
}

fn every_region_has_one(
    sheet: &Sheet<'_>,
    regions: &[Region],
    features: &[Boundary],
    strangers: &[String],
) -> Result<(), DataError> {
    let covered: std::collections::BTreeSet<&RegionId> = features.iter().flat_map(|feature| &feature.regions).collect();
    let bare = regions.iter().filter(|region| !covered.contains(&region.id)).map(|region| region.id.to_string());
    let regions: Vec<String> = bare.collect();
    if regions.is_empty() {
        return Ok(());
    }
    let regions = matching::listed(&regions);
    let features = if strangers.is_empty() { String::new() } else { matching::listed(strangers) };
    Err(sheet.error(0, Problem::NoPolygon { regions, features }))
}

/// The features as they were understood, one a line.
fn written(features: &[Boundary]) -> String {
    let line = |feature: &Boundary| {
        let regions: Vec<&str> = feature.regions.iter().map(RegionId::as_str).collect();
        serde_json::json!({
            "type": "Feature",
            "properties": { "name": feature.name, "regions": regions },
            "geometry": { "type": "MultiPolygon", "coordinates": feature.polygons },
        })
        .to_string()
    };
    let lines: Vec<String> = features.iter().map(line).collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"))
}
