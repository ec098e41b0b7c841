//! The borders of regions as GeoJSON.

use std::fmt::Write as _;

use crate::spread::Region;
use crate::tables::{Arcs, Unit};
use crate::world::World;

/// A ring of longitudes and latitudes, closed.
type Ring = Vec<(f64, f64)>;

const KM_IN_DEGREE: f64 = 111.195;
/// Corners of a disc.
const CORNERS: u32 = 16;
/// Radius of the disc around a place that its region's simplified shape leaves outside, km.
const ISLET_KM: f64 = 3.0;

impl World {
    /// `regions.geojson`: one feature a line.
    pub(crate) fn outline(&self, regions: &[Region<'_>], country: &str) -> String {
        let lines: Vec<String> = regions.iter().map(|region| self.feature(region, country)).collect();
        format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"))
    }

    fn feature(&self, region: &Region<'_>, country: &str) -> String {
        let mut polygons = rings(&self.arcs, region.unit);
        if let Some(radius) = region.unit.disc_km {
            polygons.push(vec![disc(region.unit.rest, radius)]);
        }
        let rest = (region.rest > 0).then_some(region.unit.rest);
        for at in region.places.iter().map(|(town, _)| town.at).chain(rest) {
            if !polygons.iter().any(|polygon| holds(polygon, at)) {
                polygons.push(vec![disc(at, ISLET_KM)]);
            }
        }
        let disputed = self.territories.iter().find(|territory| territory.holds(&region.unit.country, &region.unit.id));
        let mut properties = serde_json::json!({ "name": region.unit.name, "regions": [region.id] });
        if let Some(territory) = disputed {
            properties["disputed"] = territory.id.clone().into();
        }
        if region.unit.country != country {
            properties["data"] = region.unit.country.clone().into();
        }
        let shown: Vec<String> = polygons.iter().map(|polygon| nest(polygon.iter().map(|ring| shown(ring)))).collect();
        format!(
            "{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":{{\"type\":\"MultiPolygon\",\"coordinates\":{}}}}}",
            nest(shown.into_iter())
        )
    }
}

/// Polygons of a unit; rings of fewer than three corners are left out.
fn rings(arcs: &Arcs, unit: &Unit) -> Vec<Vec<Ring>> {
    let ring = |codes: &Vec<i32>| {
        let mut points: Ring = Vec::new();
        for &code in codes {
            let forward = usize::try_from(code);
            let arc = &arcs[forward.unwrap_or_else(|_| !code as usize)];
            let joint = usize::from(!points.is_empty());
            match forward {
                Ok(_) => points.extend(arc.iter().skip(joint)),
                Err(_) => points.extend(arc.iter().rev().skip(joint)),
            }
        }
        points.dedup();
        points
    };
    let polygons = unit.polygons.iter().map(|polygon| polygon.iter().map(ring).filter(|ring| ring.len() > 3).collect());
    polygons.filter(|polygon: &Vec<Ring>| !polygon.is_empty()).collect()
}

/// A disc around a latitude and longitude; it stops at the date line and the poles.
fn disc((latitude, longitude): (f64, f64), radius: f64) -> Ring {
    let across = libm::cos(latitude.to_radians()).max(0.01);
    let corner = |n: u32| {
        let angle = 2.0 * std::f64::consts::PI * f64::from(n % CORNERS) / f64::from(CORNERS);
        let x = longitude + radius / KM_IN_DEGREE / across * libm::cos(angle);
        let y = latitude + radius / KM_IN_DEGREE * libm::sin(angle);
        (x.clamp(-180.0, 180.0), y.clamp(-90.0, 90.0))
    };
    (0..=CORNERS).map(corner).collect()
}

/// Whether a polygon holds a latitude and longitude.
fn holds(polygon: &[Ring], (latitude, longitude): (f64, f64)) -> bool {
    let inside = |ring: &Ring| {
        ring.windows(2)
            .filter(|side| {
                let ((x1, y1), (x2, y2)) = (side[0], side[1]);
                (y1 > latitude) != (y2 > latitude) && longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1
            })
            .count()
            % 2
            == 1
    };
    polygon.iter().filter(|ring| inside(ring)).count() % 2 == 1
}

/// Coordinates to a thousandth of a degree, about 100 m.
fn shown(ring: &Ring) -> String {
    let mut text = String::from("[");
    for (index, (x, y)) in ring.iter().enumerate() {
        let comma = if index > 0 { "," } else { "" };
        let _ = write!(text, "{comma}[{x:.3},{y:.3}]");
    }
    text.push(']');
    text
}

fn nest(parts: impl Iterator<Item = String>) -> String {
    format!("[{}]", parts.collect::<Vec<_>>().join(","))
}
