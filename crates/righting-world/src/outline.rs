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
        let shown: Vec<String> = polygons.iter().map(|polygon| nest(polygon.iter().map(shown))).collect();
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
            // A code below 0 is its complement, walked backwards (TopoJSON).
            let arc = &arcs[forward.unwrap_or(!code as usize)];
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

#[cfg(test)]
mod tests {
    use super::{KM_IN_DEGREE, Ring, disc, holds, rings};
    use crate::tables::Unit;
    use crate::world::World;

    /// Kilometres from a latitude and longitude to the nearest corner or side of a unit.
    fn distance(polygons: &[Vec<Ring>], (latitude, longitude): (f64, f64)) -> f64 {
        let across = libm::cos(latitude.to_radians());
        let flat = |(x, y): (f64, f64)| ((x - longitude) * across * KM_IN_DEGREE, (y - latitude) * KM_IN_DEGREE);
        let sides = polygons.iter().flatten().flat_map(|ring| ring.windows(2));
        let from = sides.map(|side| {
            let ((ax, ay), (bx, by)) = (flat(side[0]), flat(side[1]));
            let (dx, dy) = (bx - ax, by - ay);
            let along = if dx == 0.0 && dy == 0.0 { 0.0 } else { -(ax * dx + ay * dy) / (dx * dx + dy * dy) };
            let along = along.clamp(0.0, 1.0);
            libm::hypot(ax + along * dx, ay + along * dy)
        });
        from.fold(f64::INFINITY, f64::min)
    }

    /// Shapes are simplified, so that a town by the border may lie in the neighbour's shape, but never far from its own.
    #[test]
    fn no_place_lies_deep_in_a_unit_of_another_country() {
        let world = World::packed();
        let shape = |unit: &Unit| {
            let lost = unit.disc_km.map(|radius| vec![disc(unit.rest, radius)]);
            rings(&world.arcs, unit).into_iter().chain(lost).collect()
        };
        let shapes: Vec<Vec<Vec<Ring>>> = world.units.iter().map(shape).collect();
        let bounds = |polygons: &Vec<Vec<Ring>>| {
            polygons
                .iter()
                .flatten()
                .flatten()
                .fold((180.0, 90.0, -180.0, -90.0), |(w, s, e, n): (f64, f64, f64, f64), &(x, y)| {
                    (w.min(x), s.min(y), e.max(x), n.max(y))
                })
        };
        let boxes: Vec<_> = shapes.iter().map(bounds).collect();
        let (mut beside, mut seen) = (0, 0);
        for (index, unit) in world.units.iter().enumerate() {
            for town in &unit.towns {
                seen += 1;
                let (y, x) = town.at;
                let other = (0..shapes.len()).filter(|&other| {
                    let (west, south, east, north) = boxes[other];
                    west <= x && x <= east && south <= y && y <= north && world.units[other].country != unit.country
                });
                let inside = |other: usize| shapes[other].iter().any(|polygon| holds(polygon, town.at));
                let Some(other) = other.into_iter().find(|&other| inside(other)) else { continue };
                let own = shapes[index].iter().any(|polygon| holds(polygon, town.at));
                let away = distance(&shapes[index], town.at);
                beside += usize::from(!own);
                let whose = &world.units[other];
                assert!(
                    own || away < 30.0,
                    "{} ({}) lies in {}, {away:.0} km away",
                    town.name,
                    unit.country,
                    whose.name
                );
            }
        }
        assert!(seen > 67_000 && beside < 400, "{beside} of {seen}");
    }
}
