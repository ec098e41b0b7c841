//! Which region a point lies in, by the borders of the scenario.

use crate::outline::{DEGREE, Outline};
use crate::scenario::Scenario;

/// Farther from every border no point belongs to the country, km: coasts and small islands are simplified.
const REACH: f64 = 25.0;

/// The borders of a scenario's regions, to find the region of a point.
pub struct RegionMap {
    outlines: Vec<(Outline, Vec<usize>)>,
}

impl RegionMap {
    /// The borders of a scenario; without a map no point is found.
    pub fn of(scenario: &Scenario) -> Self {
        let ids: Vec<&str> = scenario.regions.iter().map(|region| region.id.as_str()).collect();
        let outlines = scenario.boundaries.as_ref().map_or_else(Vec::new, |map| Outline::of_regions(map, &ids));
        let numbered = |outline: Outline| {
            let covered = (0..ids.len()).filter(|&region| outline.covers(ids[region])).collect();
            (outline, covered)
        };
        Self { outlines: outlines.into_iter().map(numbered).collect() }
    }

    /// The region of a point: the one whose border holds it, or the nearest within 25 km. `None` where there is none, and
    /// where one border holds several regions.
    pub fn region_at(&self, latitude: f64, longitude: f64) -> Option<usize> {
        let inside = self.outlines.iter().find(|(outline, _)| outline.holds(latitude, longitude));
        let (_, regions) = match inside {
            Some(found) => found,
            None => self.nearest(latitude, longitude)?,
        };
        if let [one] = regions.as_slice() { Some(*one) } else { None }
    }

    fn nearest(&self, latitude: f64, longitude: f64) -> Option<&(Outline, Vec<usize>)> {
        // A degree of longitude is shorter towards the poles; beyond 80 degrees nobody protests.
        let degrees = 6.0 * REACH / DEGREE;
        let near = self.outlines.iter().filter(|(outline, _)| outline.is_near(latitude, longitude, degrees));
        let far = near.map(|found| (found.0.outside(latitude, longitude), found)).filter(|(km, _)| *km <= REACH);
        far.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, found)| found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn points_are_found_inside_and_near_a_border() {
        let scenario = Scenario::load(&Source::Shipped("kazakhstan-2022".to_owned()), &[]).unwrap();
        let map = RegionMap::of(&scenario);
        let at = |latitude, longitude| map.region_at(latitude, longitude).map(|r| scenario.regions[r].id.as_str());
        assert_eq!(at(50.28, 57.21), Some("aktobe"));
        assert_eq!(at(43.65, 51.15), Some("mangystau"));
        // Moscow lies in none of them; the polygon of South Kazakhstan is older than the split of Shymkent.
        assert_eq!(at(55.75, 37.6), None);
        assert_eq!(at(42.3, 69.6), None);
    }
}
