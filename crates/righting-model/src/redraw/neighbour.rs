//! An unrelated country beside: of another polity, a little larger and richer, its places among those of this one.

use super::{Redrawn, Row, free_keys, with_rows};
use crate::country::{Place, Region};
use crate::setup::{Reach, Setup, Shock, ShockKind, When};

/// Degrees by which the neighbour lies north.
const NORTH: f64 = 0.3;

/// The setup with a copy of its country beside it. What befalls the one befalls it alone; in a crisis the other has an
/// affront of its own, of three national price shocks, on the first day.
pub(super) fn beside(setup: &Setup, in_crisis: bool) -> Redrawn {
    let country = &setup.country;
    let mut keys = free_keys(&country.places);
    let regions = country.regions.len();
    // Its rows come first, so that every place of this country has another number.
    let theirs = country.places.iter().map(|place| Row {
        place: Place {
            key: keys.next().unwrap_or(place.key),
            region: place.region + regions,
            latitude: place.latitude + NORTH,
            population: place.population + 777,
            income: place.income * 3.0,
            ..place.clone()
        },
        of: Vec::new(),
    });
    let ours = country.places.iter().enumerate().map(|(old, place)| Row { place: place.clone(), of: vec![old] });
    let rows: Vec<Row> = theirs.chain(ours).collect();
    let mut alone = setup.clone();
    let home = Reach::Places((0..country.places.len()).collect());
    let reaches = alone.shocks.iter_mut().map(|shock| &mut shock.reach);
    for reach in reaches.chain(alone.actions.iter_mut().map(|action| &mut action.reach)) {
        if *reach == Reach::Nation {
            *reach = home.clone();
        }
    }
    let mut redrawn = with_rows(&alone, rows);
    let polity = country.regions.iter().map(|region| region.polity).max().unwrap_or(0) + 1;
    redrawn.setup.country.regions.extend(country.regions.iter().map(|region| Region {
        id: format!("{}-beside", region.id),
        name: region.name.clone(),
        polity,
    }));
    if in_crisis {
        redrawn.setup.shocks.push(Shock {
            id: "crisis_beside".to_owned(),
            label: "An outrage beside".to_owned(),
            when: When::At(6 * 60),
            reach: Reach::Places((0..country.places.len()).collect()),
            kind: ShockKind::Affront { size: 3.0 },
        });
    }
    redrawn
}
