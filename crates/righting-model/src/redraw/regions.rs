//! Regions under other names, merged and split. Their people stay where they are.

use crate::country::Region;
use crate::setup::Setup;

pub(super) fn renamed(mut setup: Setup) -> Setup {
    for (number, region) in setup.country.regions.iter_mut().enumerate() {
        region.id = format!("unit-{number}");
        region.name.push_str(" under another name");
    }
    setup
}

/// Every two regions that follow each other in the table, of one polity, as one; `None` where no two are.
pub(super) fn merged(mut setup: Setup) -> Option<Setup> {
    let old = std::mem::take(&mut setup.country.regions);
    let (mut regions, mut now, mut open): (Vec<Region>, Vec<usize>, bool) = (Vec::new(), Vec::new(), false);
    for region in &old {
        let joins = open && regions.last().is_some_and(|before| before.polity == region.polity);
        match regions.last_mut() {
            Some(before) if joins => before.id = format!("{}-{}", before.id, region.id),
            _ => regions.push(region.clone()),
        }
        open = !joins;
        now.push(regions.len() - 1);
    }
    setup.country.places.iter_mut().for_each(|place| place.region = now[place.region]);
    let fewer = regions.len() < old.len();
    setup.country.regions = regions;
    fewer.then_some(setup)
}

/// Every region of two places or more as two, by the longitude of its middle place; `None` where there is no such region.
pub(super) fn split(mut setup: Setup) -> Option<Setup> {
    let country = &mut setup.country;
    let before = country.regions.len();
    for region in 0..before {
        let mut places: Vec<usize> = country.places_of(region).collect();
        if places.len() < 2 {
            continue;
        }
        places.sort_by(|&a, &b| {
            let [a, b] = [a, b].map(|place| &country.places[place]);
            a.longitude.total_cmp(&b.longitude).then(a.key.cmp(&b.key))
        });
        let east = country.regions.len();
        let whole = &country.regions[region];
        let part = Region { id: format!("{}-east", whole.id), name: format!("{}, east", whole.name), ..whole.clone() };
        country.regions.push(part);
        for &place in &places[places.len() / 2..] {
            country.places[place].region = east;
        }
    }
    (country.regions.len() > before).then_some(setup)
}
