//! Places against the polygons of their regions.

use righting_data as data;

use super::pair::Pair;
use crate::check::country::Land;
use crate::check::desk::{Checked, Desk};
use crate::check::sheet::Sheet;
use crate::error::ScenarioError;
use crate::outline::Outline;

pub(super) const SWAPPED: Pair = Pair {
    kind: "coordinates_swapped",
    first: "`latitude` and `longitude` of a place",
    second: "the polygon of its region",
    rule: "error where most places that lie outside lie inside once the two are exchanged",
};
pub(super) const OUTSIDE: Pair = Pair {
    kind: "place_outside_region",
    first: "`latitude` and `longitude` of a place",
    second: "the polygon of its region",
    rule: "warning from 25 km outside, or a tenth of the region's extent if that is more: coasts are simplified",
};
pub(super) const TOGETHER: Pair = Pair {
    kind: "places_at_one_point",
    first: "`latitude` and `longitude` of a place",
    second: "those of the other places",
    rule: "warning where two towns stand at one point",
};

/// Least distance from the polygon that is not the coarseness of a coast, km.
const COAST: f64 = 25.0;
/// The same as a share of the region's extent.
const COARSE: f64 = 0.1;

/// How a place lies to the polygon of its region.
enum Lie {
    Inside,
    Outside { km: f64, mirrored: bool },
}

/// Refuses exchanged coordinates; warns of places outside their regions.
pub(super) fn places(desk: &Desk<'_>, land: &Land) -> Checked<()> {
    let Some(boundaries) = &land.boundaries else { return Ok(()) };
    let outlines =
        Outline::of_regions(boundaries, &land.region_rows.iter().map(|region| region.id.as_str()).collect::<Vec<_>>());
    let lie = |place: &data::Place| {
        let own: Vec<&Outline> = outlines.iter().filter(|outline| outline.covers(place.region.as_str())).collect();
        let nearest = |latitude: f64, longitude: f64| {
            own.iter()
                .map(|outline| outline.outside(latitude, longitude) - COAST.max(COARSE * outline.extent()))
                .fold(f64::INFINITY, f64::min)
        };
        if own.is_empty() || nearest(place.latitude, place.longitude) <= 0.0 {
            return Lie::Inside;
        }
        let km =
            own.iter().map(|outline| outline.outside(place.latitude, place.longitude)).fold(f64::INFINITY, f64::min);
        let mirrored = place.longitude.abs() <= 90.0 && nearest(place.longitude, place.latitude) <= 0.0;
        Lie::Outside { km, mirrored }
    };
    let outside: Vec<(usize, f64, bool)> = land
        .place_rows
        .iter()
        .enumerate()
        .filter_map(|(index, place)| match lie(place) {
            Lie::Inside => None,
            Lie::Outside { km, mirrored } => Some((index, km, mirrored)),
        })
        .collect();
    let mirrored = outside.iter().filter(|(_, _, mirrored)| *mirrored).count();
    if mirrored > 0 && 2 * mirrored > outside.len() {
        return Err(swapped(land, &outside, mirrored));
    }
    let found = outside.iter().map(|&(index, km, _)| {
        let place = &land.place_rows[index];
        let message = format!(
            "place `{}`, {}, at {} north, {} east lies {km:.0} km outside the polygon of its region `{}`",
            place.id, place.name, place.latitude, place.longitude, place.region
        );
        (land.place_sheet.field(index, "latitude"), message)
    });
    let map = land.boundary_sheet.as_ref().map_or("", |sheet| sheet.file.as_str());
    let help = format!("correct `latitude`, `longitude` or `region`, or the polygon in {map}");
    let all = land.place_rows.len();
    desk.doubt(&OUTSIDE, found.collect(), &help, |count| {
        format!("{count} of {all} places lie outside the polygons of their regions")
    });
    Ok(())
}

fn swapped(land: &Land, outside: &[(usize, f64, bool)], mirrored: usize) -> Box<ScenarioError> {
    let first = outside.iter().find(|(_, _, mirrored)| *mirrored).map_or(0, |(index, _, _)| *index);
    let place = &land.place_rows[first];
    let all = land.place_rows.len();
    let which = match mirrored {
        1 => format!("place `{}`, {}, lies outside the polygon of its region", place.id, place.name),
        many => format!(
            "{many} of {all} places, the first `{}`, {}, lie outside the polygons of their regions",
            place.id, place.name
        ),
    };
    Box::new(ScenarioError::Inconsistent {
        at: land.place_sheet.field(first, "latitude"),
        message: format!("{which}, and inside with latitude and longitude exchanged"),
        expected: "exchange the columns `latitude` (north) and `longitude` (east)".to_owned(),
        other: land.boundary_sheet.as_ref().map(Sheet::head),
    })
}

/// Places that stand at one point.
pub(super) fn twins(desk: &Desk<'_>, land: &Land) {
    let mut order: Vec<usize> = (0..land.place_rows.len()).collect();
    let point = |index: usize| (land.place_rows[index].latitude, land.place_rows[index].longitude);
    order.sort_by(|&a, &b| point(a).partial_cmp(&point(b)).unwrap_or(std::cmp::Ordering::Equal).then(a.cmp(&b)));
    // The rest of a region stands where its largest town does.
    let town = |index: usize| land.place_rows[index].kind == data::PlaceKind::City;
    let same = order.windows(2).filter(|pair| point(pair[0]) == point(pair[1]) && town(pair[0]) && town(pair[1]));
    let found: Vec<_> = same
        .map(|pair| {
            let (one, other) = (&land.place_rows[pair[0]], &land.place_rows[pair[1]]);
            let message = format!(
                "places `{}`, {}, and `{}`, {}, stand at one point, {} north, {} east",
                one.id, one.name, other.id, other.name, one.latitude, one.longitude
            );
            (land.place_sheet.field(pair[1], "latitude"), message)
        })
        .collect();
    let help = "give each its own coordinates, or make them one place";
    desk.doubt(&TOGETHER, found, help, |count| format!("{count} places stand where another one does"));
}
