//! The rings of a feature: closed, of enough points, in degrees.

use serde_json::Value;

use super::{Feature, Ring, title};

/// What had to be mended, and what else is worth saying, with the byte of its first instance.
#[derive(Default)]
pub(super) struct Mended {
    open: Count,
    heights: Count,
    collections: Count,
    nested: usize,
    said: Vec<(usize, String)>,
}

#[derive(Default)]
struct Count {
    times: usize,
    first: Option<(usize, String)>,
}

impl Count {
    fn add(&mut self, feature: &Feature<'_>) {
        self.times += 1;
        self.first.get_or_insert_with(|| (feature.at, title(feature)));
    }

    fn note(self, message: impl FnOnce(usize, &str) -> String) -> Option<(usize, String)> {
        let times = self.times;
        self.first.map(|(at, title)| (at, message(times, &title)))
    }
}

impl Mended {
    pub fn nested(&mut self) {
        self.nested += 1;
    }

    pub fn say(&mut self, at: usize, message: String) {
        self.said.push((at, message));
    }

    /// Places and messages, in the order of the file.
    pub fn notes(self) -> Vec<(usize, String)> {
        let open =
            self.open.note(|times, first| format!("rings that were not closed: {times}, closed; the first in {first}"));
        let heights = self
            .heights
            .note(|times, first| format!("points with a height: {times}, passed over; the first in {first}"));
        let collections = self
            .collections
            .note(|times, first| format!("geometry collections: {times}, their polygons joined; the first in {first}"));
        let nested =
            (self.nested > 0).then(|| (0, format!("collections within the collection: {}, joined", self.nested)));
        let mut notes: Vec<(usize, String)> =
            [open, heights, collections, nested].into_iter().flatten().chain(self.said).collect();
        notes.sort();
        notes
    }
}

/// The polygons of a feature, or what is wrong with them.
pub(super) fn polygons(feature: &Feature<'_>, mended: &mut Mended) -> Result<Vec<Vec<Ring>>, String> {
    let mut found = Vec::new();
    geometry(feature, feature.geometry, &mut found, mended)?;
    if found.is_empty() { Err("it has no polygon".to_owned()) } else { Ok(found) }
}

fn geometry(
    feature: &Feature<'_>,
    geometry_of: &Value,
    found: &mut Vec<Vec<Ring>>,
    mended: &mut Mended,
) -> Result<(), String> {
    let coordinates = || geometry_of["coordinates"].as_array().ok_or("it has no list `coordinates`".to_owned());
    match geometry_of["type"].as_str() {
        Some("Polygon") => {
            found.push(polygon(feature, coordinates()?, mended)?);
            Ok(())
        }
        Some("MultiPolygon") => coordinates()?.iter().try_for_each(|rings| {
            let rings = rings.as_array().ok_or("a polygon is no list of rings")?;
            found.push(polygon(feature, rings, mended)?);
            Ok(())
        }),
        Some("GeometryCollection") => {
            mended.collections.add(feature);
            let parts = geometry_of["geometries"].as_array().ok_or("a GeometryCollection needs a list `geometries`")?;
            parts.iter().try_for_each(|part| geometry(feature, part, found, mended))
        }
        Some(other) => Err(format!("found a {}, expected a Polygon or a MultiPolygon", crate::table::clip(other))),
        None => Err("it has no geometry, expected a Polygon or a MultiPolygon".to_owned()),
    }
}

fn polygon(feature: &Feature<'_>, rings: &[Value], mended: &mut Mended) -> Result<Vec<Ring>, String> {
    if rings.is_empty() {
        return Err("a polygon has no ring: its coordinates are empty".to_owned());
    }
    rings.iter().enumerate().map(|(index, points)| ring(feature, index + 1, points, mended)).collect()
}

fn ring(feature: &Feature<'_>, number: usize, points: &Value, mended: &mut Mended) -> Result<Ring, String> {
    let points = points.as_array().ok_or_else(|| format!("ring {number} is no list of points"))?;
    let mut ring = Ring::with_capacity(points.len() + 1);
    for value in points {
        ring.push(point(value).ok_or_else(|| {
            let shown = crate::table::clip(&value.to_string());
            format!("ring {number}: found {shown}, expected a point of two numbers, east and north")
        })?);
        if value.as_array().is_some_and(|parts| parts.len() > 2) {
            mended.heights.add(feature);
        }
    }
    ring.iter().try_for_each(|point| in_degrees(*point))?;
    let closed = ring.len() > 1 && ring.first() == ring.last();
    let mut different: Vec<[u64; 2]> = ring.iter().map(|point| point.map(f64::to_bits)).collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < 3 {
        return Err(format!("ring {number} has {} different points, expected 3 or more", different.len()));
    }
    if !closed {
        mended.open.add(feature);
        ring.push(ring[0]);
    }
    Ok(ring)
}

fn point(value: &Value) -> Option<[f64; 2]> {
    let parts = value.as_array()?;
    Some([parts.first()?.as_f64()?, parts.get(1)?.as_f64()?])
}

fn in_degrees([east, north]: [f64; 2]) -> Result<(), String> {
    if (-180.0..=180.0).contains(&east) && (-90.0..=90.0).contains(&north) {
        return Ok(());
    }
    let guess = if (-90.0..=90.0).contains(&east) && (-180.0..=180.0).contains(&north) {
        "; latitude seems to stand first, GeoJSON puts longitude first"
    } else if east.abs() > 1000.0 || north.abs() > 1000.0 {
        "; these seem to be metres of a map projection, export the file in WGS 84 (EPSG:4326)"
    } else {
        ""
    };
    Err(format!(
        "found the point [{east}, {north}], expected degrees east from -180 to 180 and north from -90 to 90{guess}"
    ))
}
