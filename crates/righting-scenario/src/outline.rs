//! The outline of a feature of the map: whether a point lies inside, and how far outside.

use righting_model::great_circle_km;
use serde_json::Value;

use crate::record::Boundaries;

/// Kilometres of a degree of latitude.
pub(crate) const DEGREE: f64 = 111.195;

/// The rings of one feature, longitude and latitude in degrees, and the regions it covers.
pub(crate) struct Outline {
    regions: Vec<String>,
    rings: Vec<Vec<(f64, f64)>>,
    /// West, south, east, north.
    bounds: [f64; 4],
}

impl Outline {
    /// The outlines of a map that was read and checked.
    pub fn of_regions(boundaries: &Boundaries, regions: &[&str]) -> Vec<Self> {
        let Ok(map) = serde_json::from_str::<Value>(&boundaries.geojson) else { return Vec::new() };
        let features = map["features"].as_array().map_or(&[][..], Vec::as_slice);
        features.iter().map(|feature| Self::of(feature, regions)).collect()
    }

    fn of(feature: &Value, regions: &[&str]) -> Self {
        let listed: Vec<&str> =
            feature["properties"]["regions"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let covered = regions.iter().filter(|region| listed.contains(region));
        let coordinates = &feature["geometry"]["coordinates"];
        let polygons = match feature["geometry"]["type"].as_str() {
            Some("MultiPolygon") => coordinates.as_array().map_or_else(Vec::new, |list| list.iter().collect()),
            _ => vec![coordinates],
        };
        let rings: Vec<Vec<(f64, f64)>> =
            polygons.into_iter().flat_map(|polygon| polygon.as_array().into_iter().flatten()).map(ring).collect();
        let points = || rings.iter().flatten();
        let bounds = [
            points().map(|point| point.0).fold(f64::INFINITY, f64::min),
            points().map(|point| point.1).fold(f64::INFINITY, f64::min),
            points().map(|point| point.0).fold(f64::NEG_INFINITY, f64::max),
            points().map(|point| point.1).fold(f64::NEG_INFINITY, f64::max),
        ];
        Self { regions: covered.map(|&region| region.to_owned()).collect(), rings, bounds }
    }

    /// Whether the feature covers a region.
    pub fn covers(&self, region: &str) -> bool {
        self.regions.iter().any(|covered| covered == region)
    }

    /// Extent from corner to corner, km.
    pub fn extent(&self) -> f64 {
        let [west, south, east, north] = self.bounds;
        if west > east { 0.0 } else { great_circle_km((south, west), (north, east)) }
    }

    /// Whether a point lies inside.
    pub fn holds(&self, latitude: f64, longitude: f64) -> bool {
        [0.0, 360.0, -360.0].into_iter().any(|turn| self.surrounds((longitude + turn, latitude)))
    }

    /// Whether a point lies in the box around the outline, widened by so many degrees.
    pub fn is_near(&self, latitude: f64, longitude: f64, degrees: f64) -> bool {
        let [west, south, east, north] = self.bounds;
        let across = |turn: f64| (west - degrees..=east + degrees).contains(&(longitude + turn));
        (south - degrees..=north + degrees).contains(&latitude) && [0.0, 360.0, -360.0].into_iter().any(across)
    }

    /// Distance of a point outside the outline from it, km; 0 inside. A world map's other copies, 360 degrees away,
    /// count as well: regions may cross the line of date.
    pub fn outside(&self, latitude: f64, longitude: f64) -> f64 {
        [0.0, 360.0, -360.0]
            .into_iter()
            .map(|turn| self.off((longitude + turn, latitude)))
            .fold(f64::INFINITY, f64::min)
    }

    fn surrounds(&self, point: (f64, f64)) -> bool {
        let [west, south, east, north] = self.bounds;
        let boxed = (west..=east).contains(&point.0) && (south..=north).contains(&point.1);
        // Even and odd crossings over all rings: holes and islands come out right.
        boxed && self.rings.iter().filter(|ring| crosses(ring, point)).count() % 2 == 1
    }

    fn off(&self, point: (f64, f64)) -> f64 {
        if self.surrounds(point) {
            return 0.0;
        }
        let sides = self.rings.iter().flat_map(|ring| ring.windows(2));
        sides.map(|side| from_side(point, side[0], side[1])).fold(f64::INFINITY, f64::min)
    }
}

fn ring(ring: &Value) -> Vec<(f64, f64)> {
    let points = ring.as_array().into_iter().flatten();
    let mut ring: Vec<(f64, f64)> = points.filter_map(|point| Some((point[0].as_f64()?, point[1].as_f64()?))).collect();
    if let Some(&first) = ring.first().filter(|first| ring.last() != Some(first)) {
        ring.push(first);
    }
    ring
}

/// Whether a ray to the east crosses a ring an odd number of times.
fn crosses(ring: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let hit = |side: &&[(f64, f64)]| {
        let ((ax, ay), (bx, by)) = (side[0], side[1]);
        (ay > y) != (by > y) && x < ax + (y - ay) * (bx - ax) / (by - ay)
    };
    ring.windows(2).filter(hit).count() % 2 == 1
}

/// Kilometres from a point to a side, on a flat map around the point.
fn from_side(point: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let narrow = great_circle_km((point.1, 0.0), (point.1, 1.0)) / DEGREE;
    let flat = |(x, y): (f64, f64)| ((x - point.0) * narrow, y - point.1);
    let ((ax, ay), (bx, by)) = (flat(a), flat(b));
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    DEGREE * (ax + along * dx).hypot(ay + along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_is_outside_and_distances_are_kilometres() {
        let square = |low: f64, high: f64| vec![(low, low), (high, low), (high, high), (low, high), (low, low)];
        let outline = Outline {
            regions: Vec::new(),
            rings: vec![square(0.0, 10.0), square(4.0, 6.0)],
            bounds: [0.0, 0.0, 10.0, 10.0],
        };
        assert_eq!(outline.outside(1.0, 1.0), 0.0);
        assert!((outline.outside(5.0, 5.0) - 110.8).abs() < 1.0, "{}", outline.outside(5.0, 5.0));
        assert!((outline.outside(1.0, 11.0) - 111.2).abs() < 1.0, "{}", outline.outside(1.0, 11.0));
        assert_eq!(outline.outside(1.0, 361.0), 0.0);
    }
}
