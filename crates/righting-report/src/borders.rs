//! Boundaries for the page: as they are while they are small, else with as many points as a screen shows.
//!
//! Borders are cut into arcs where three outlines meet, and each arc is simplified by itself, in one direction
//! (Visvalingam and Whyatt 1993, by the `geo` crate): what two regions share stays shared, to the bit.

use std::collections::BTreeMap;

use geo::{Coord, LineString, SimplifyVw};
use serde_json::{Value, json};

/// Most points of a map: about 400 kB of the page, drawn at once.
const MOST_POINTS: usize = 20_000;
/// Width of a map on the screen, in quarters of a pixel: what is smaller cannot be seen.
const STEPS: f64 = 4000.0;

/// A point as bits, which have an order and are equal only where the point is.
type Key = [u64; 2];

/// The map of a page from the text of its boundaries.
pub(crate) fn for_page(geojson: &str) -> Result<Value, serde_json::Error> {
    let mut map: Value = serde_json::from_str(geojson)?;
    let shapes: Vec<Vec<Vec<Vec<Coord>>>> = features(&map).iter().map(polygons).collect();
    let points: usize = shapes.iter().flatten().flatten().map(Vec::len).sum();
    if points <= MOST_POINTS {
        return Ok(map);
    }
    let simple = simplified(&shapes);
    if let Some(features) = map["features"].as_array_mut() {
        for (feature, polygons) in features.iter_mut().zip(simple) {
            feature["geometry"] = json!({ "type": "MultiPolygon", "coordinates": polygons });
        }
    }
    Ok(map)
}

fn features(map: &Value) -> &[Value] {
    map["features"].as_array().map_or(&[], Vec::as_slice)
}

/// Polygons of a feature as rings of points, the last of which does not repeat the first.
fn polygons(feature: &Value) -> Vec<Vec<Vec<Coord>>> {
    let coordinates = &feature["geometry"]["coordinates"];
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let polygons = if feature["geometry"]["type"] == "Polygon" { vec![coordinates.clone()] } else { list(coordinates) };
    let point = |value: &Value| {
        // Adding zero makes a negative zero positive.
        let part = |index: usize| value[index].as_f64().unwrap_or(0.0) + 0.0;
        Coord { x: part(0), y: part(1) }
    };
    let ring = |value: &Value| {
        let mut points: Vec<Coord> =
            value.as_array().map_or_else(Vec::new, |points| points.iter().map(point).collect());
        points.dedup();
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        points
    };
    polygons.iter().map(|polygon| list(polygon).iter().map(ring).collect()).collect()
}

/// One stretch of a ring between two corners, in the direction that does not depend on the ring.
struct Arc {
    line: LineString,
    reversed: bool,
}

/// Polygons of a feature, each its outer ring and its holes.
type Polygons<Ring> = Vec<Vec<Ring>>;

/// The rings of every feature with few enough points, rounded to what can be seen.
fn simplified(shapes: &[Polygons<Vec<Coord>>]) -> Vec<Polygons<Vec<[f64; 2]>>> {
    let corners = corners(shapes.iter().flatten().flatten());
    let mut arcs: Vec<Polygons<Vec<Arc>>> = shapes
        .iter()
        .map(|feature| {
            let polygon = |rings: &Vec<Vec<Coord>>| rings.iter().map(|ring| cut(ring, &corners)).collect();
            feature.iter().map(polygon).collect()
        })
        .collect();
    let span = span(shapes);
    let mut area = (span / STEPS) * (span / STEPS);
    loop {
        let mut left = 0;
        for arc in arcs.iter_mut().flatten().flatten().flatten() {
            arc.line = arc.line.simplify_vw(area);
            left += arc.line.0.len();
        }
        // Past half the map there is nothing left to take but corners.
        if left <= MOST_POINTS || area > span * span {
            break;
        }
        area *= 2.0;
    }
    let digits = digits(span);
    let feature = |(shape, arcs): (&Polygons<Vec<Coord>>, &Polygons<Vec<Arc>>)| {
        let largest = shape.iter().map(|rings| rings.first().map_or(0.0, |ring| size(ring))).fold(0.0, f64::max);
        let polygon = |(rings, arcs): (&Vec<Vec<Coord>>, &Vec<Vec<Arc>>)| {
            let keep = rings.first().is_some_and(|ring| size(ring) >= largest);
            let mut drawn = arcs.iter().map(|arcs| joined(arcs, digits));
            let outer = drawn.next().flatten().or_else(|| keep.then(|| coarse(&rings[0], digits)))?;
            Some(std::iter::once(outer).chain(drawn.flatten()).collect())
        };
        shape.iter().zip(arcs).filter_map(polygon).collect()
    };
    shapes.iter().zip(&arcs).map(feature).collect()
}

fn key(point: Coord) -> Key {
    [point.x.to_bits(), point.y.to_bits()]
}

/// Points at which outlines part: their neighbours differ from ring to ring.
fn corners<'r>(rings: impl Iterator<Item = &'r Vec<Coord>>) -> BTreeMap<Key, ()> {
    let mut seen: Vec<(Key, [Key; 2])> = Vec::new();
    for ring in rings {
        for (index, point) in ring.iter().enumerate() {
            let before = key(ring[(index + ring.len() - 1) % ring.len()]);
            let after = key(ring[(index + 1) % ring.len()]);
            seen.push((key(*point), [before.min(after), before.max(after)]));
        }
    }
    seen.sort_unstable();
    seen.dedup();
    seen.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| (pair[0].0, ())).collect()
}

/// A ring as arcs from corner to corner; without a corner it is one arc from its least point.
fn cut(ring: &[Coord], corners: &BTreeMap<Key, ()>) -> Vec<Arc> {
    let at: Vec<usize> = (0..ring.len()).filter(|index| corners.contains_key(&key(ring[*index]))).collect();
    let least = || (0..ring.len()).min_by_key(|index| key(ring[*index])).into_iter().collect();
    let starts: Vec<usize> = if at.is_empty() { least() } else { at };
    let arc = |(index, start): (usize, &usize)| {
        let end = starts.get(index + 1).copied().unwrap_or(starts[0] + ring.len());
        let mut points: Vec<Coord> = (*start..=end).map(|index| ring[index % ring.len()]).collect();
        let ahead = points.iter().map(|point| key(*point));
        let reversed = ahead.clone().gt(ahead.rev());
        if reversed {
            points.reverse();
        }
        Arc { line: LineString::new(points), reversed }
    };
    starts.iter().enumerate().map(arc).collect()
}

/// The ring of simplified arcs, closed; `None` where too little of it is left to be seen.
fn joined(arcs: &[Arc], digits: i32) -> Option<Vec<[f64; 2]>> {
    let mut ring: Vec<[f64; 2]> = Vec::new();
    for arc in arcs {
        let points = arc.line.0.iter().map(|point| rounded(*point, digits));
        if arc.reversed { ring.extend(points.rev()) } else { ring.extend(points) }
    }
    ring.dedup();
    (ring.len() >= 4).then_some(ring)
}

/// A few points of a ring that would vanish though it is the largest of its feature.
fn coarse(ring: &[Coord], digits: i32) -> Vec<[f64; 2]> {
    const FEW: usize = 12;
    let step = ring.len().div_ceil(FEW).max(1);
    let mut points: Vec<[f64; 2]> = ring.iter().step_by(step).map(|point| rounded(*point, digits + 2)).collect();
    points.extend(points.first().copied());
    points
}

fn rounded(point: Coord, digits: i32) -> [f64; 2] {
    let scale = 10_f64.powi(digits);
    [point.x, point.y].map(|part| (part * scale).round() / scale)
}

/// Decimals that a twenty-thousandth of the map needs.
fn digits(span: f64) -> i32 {
    (1..8).find(|digits| 10_f64.powi(-digits) <= span / 20_000.0).unwrap_or(8)
}

/// The longer side of the map, degrees.
fn span(shapes: &[Vec<Vec<Vec<Coord>>>]) -> f64 {
    let points = || shapes.iter().flatten().flatten().flatten();
    let side = |part: fn(&Coord) -> f64| {
        let (low, high) =
            points().map(part).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
        high - low
    };
    side(|point| point.x).max(side(|point| point.y))
}

/// The area that a ring encloses, square degrees.
fn size(ring: &[Coord]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    let twice: f64 = ring.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum();
    0.5 * twice.abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A border from south to north with many small bends.
    fn wiggly(points: usize) -> Vec<[f64; 2]> {
        let step = |index: usize| {
            let bend = (index * 7919 % 1000) as f64 / 1000.0 - 0.5;
            [70.0 + 0.002 * bend + 0.2 * ((index / 5000) % 2) as f64, 50.0 * index as f64 / points as f64]
        };
        (0..=points).map(step).collect()
    }

    fn feature(name: &str, rings: &[Vec<[f64; 2]>]) -> Value {
        let polygons: Vec<[&Vec<[f64; 2]>; 1]> = rings.iter().map(|ring| [ring]).collect();
        json!({ "type": "Feature", "properties": { "name": name, "regions": [name] },
            "geometry": { "type": "MultiPolygon", "coordinates": polygons } })
    }

    fn map(points: usize) -> String {
        let border = wiggly(points);
        let mut west = border.clone();
        west.extend([[60.0, 50.0], [60.0, 0.0], border[0]]);
        let mut east: Vec<[f64; 2]> = border.iter().rev().copied().collect();
        east.extend([[80.0, 0.0], [80.0, 50.0], border[points]]);
        let islet = vec![[85.0, 10.0], [85.0001, 10.0], [85.0001, 10.0001], [85.0, 10.0]];
        let features = [feature("west", &[west]), feature("east", &[east, islet.clone()]), feature("islet", &[islet])];
        json!({ "type": "FeatureCollection", "features": features }).to_string()
    }

    fn outer(map: &Value, feature: usize) -> Vec<[f64; 2]> {
        let ring = map["features"][feature]["geometry"]["coordinates"][0][0].clone();
        serde_json::from_value(ring).expect("a ring of points")
    }

    #[test]
    fn small_maps_stay_as_they_are() {
        let text = map(1000);
        assert_eq!(for_page(&text).unwrap(), serde_json::from_str::<Value>(&text).unwrap());
    }

    #[test]
    fn a_heavy_map_becomes_light_and_its_shared_border_stays_shared() {
        let text = map(200_000);
        assert!(text.len() > 5_000_000);
        let light = for_page(&text).unwrap();
        assert!(light.to_string().len() < 500_000, "{}", light.to_string().len());
        let (west, east) = (outer(&light, 0), outer(&light, 1));
        let border = |ring: &[[f64; 2]]| {
            let mut found: Vec<[u64; 2]> =
                ring.iter().filter(|point| (69.0..71.0).contains(&point[0])).map(|p| p.map(f64::to_bits)).collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        assert!(border(&west).len() > 20, "{}", border(&west).len());
        assert_eq!(border(&west), border(&east));
        assert!(west.first() == west.last() && east.first() == east.last());
        // The large bends of the border are still there.
        assert!(west.iter().any(|point| point[0] > 70.19) && west.iter().any(|point| (point[0] - 70.0).abs() < 0.01));
        assert_eq!(light, for_page(&text).unwrap());
    }

    #[test]
    fn islets_vanish_but_where_they_are_all_there_is() {
        let light = for_page(&map(200_000)).unwrap();
        assert_eq!(light["features"][1]["geometry"]["coordinates"].as_array().unwrap().len(), 1);
        assert!(outer(&light, 2).len() >= 4);
    }
}
