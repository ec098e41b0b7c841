//! The same country drawn otherwise: changes of a setup that have no meaning, so that no result may hang on them.
//!
//! Rows in another order, another unit of money, whole weeks later, other names, an unrelated country beside it: runs are
//! the same byte for byte. Places and regions cut or merged, hamlets listed: people live where they lived, other rows
//! stand for them, and runs are the same but for chance. Discs of places stay what they were: how wide the rest of a
//! region is spread is a fact of the region and not of its rows.

mod neighbour;
mod places;
mod regions;

use crate::country::Place;
use crate::random_effects::RandomEffects;
use crate::setup::{Reach, Setup, ShockKind};
use crate::space::cells;

/// A change that has no meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Redrawing {
    /// Places and regions in the opposite order.
    RowsTurned,
    /// Incomes and output in another unit of money.
    UnitOfMoney,
    /// Everything some whole weeks later.
    WholeWeeks,
    /// Regions under other names and ids.
    RegionsRenamed,
    /// Every two regions as one.
    RegionsMerged,
    /// Every region as two, east and west of its middle place.
    RegionsSplit,
    /// Every place as so many within its radius.
    PlacesCut(u8),
    /// Towns of fewer people than this in the rest of their region; seats of government stay.
    TownsMerged(u32),
    /// So many hamlets of the rests of regions as places of their own.
    HamletsListed(u32),
    /// A country beside this one, of another polity, at rest.
    NeighbourQuiet,
    /// The same in a crisis of its own.
    NeighbourInCrisis,
}

/// A setup drawn otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Redrawn {
    /// What is run.
    pub setup: Setup,
    /// By place of the original, the places in which its people are now, ascending.
    pub places: Vec<Vec<usize>>,
}

impl Redrawing {
    /// Every change that a study makes, in the order of its table.
    pub const ALL: [Self; 12] = [
        Self::RowsTurned,
        Self::UnitOfMoney,
        Self::WholeWeeks,
        Self::RegionsRenamed,
        Self::NeighbourQuiet,
        Self::NeighbourInCrisis,
        Self::RegionsMerged,
        Self::RegionsSplit,
        Self::PlacesCut(4),
        Self::PlacesCut(16),
        Self::TownsMerged(20_000),
        Self::HamletsListed(200),
    ];

    /// Whether runs have to be the same byte for byte, and not only in distribution.
    pub const fn is_exact(self) -> bool {
        matches!(
            self,
            Self::RowsTurned
                | Self::UnitOfMoney
                | Self::WholeWeeks
                | Self::RegionsRenamed
                | Self::NeighbourQuiet
                | Self::NeighbourInCrisis
        )
    }

    /// In words.
    pub fn name(self) -> String {
        match self {
            Self::RowsTurned => "rows in the opposite order".to_owned(),
            Self::UnitOfMoney => "another unit of money".to_owned(),
            Self::WholeWeeks => "whole weeks later".to_owned(),
            Self::RegionsRenamed => "regions renamed".to_owned(),
            Self::RegionsMerged => "regions merged in pairs".to_owned(),
            Self::RegionsSplit => "regions split in two".to_owned(),
            Self::PlacesCut(parts) => format!("places x {parts} within their radius"),
            Self::TownsMerged(below) => format!("towns under {below} merged"),
            Self::HamletsListed(count) => format!("{count} hamlets listed"),
            Self::NeighbourQuiet => "an unrelated country beside, quiet".to_owned(),
            Self::NeighbourInCrisis => "an unrelated country beside, in crisis".to_owned(),
        }
    }

    /// The setup so drawn; `None` where the country has nothing to draw otherwise: no second region, no rest.
    pub fn of(self, setup: &Setup) -> Option<Redrawn> {
        let setup = Setup { mixed_chances: None, ..setup.clone() };
        let same = |setup: Setup| {
            let places = (0..setup.country.places.len()).map(|place| vec![place]).collect();
            Some(Redrawn { setup, places })
        };
        match self {
            Self::RowsTurned => Some(turned(setup)),
            Self::UnitOfMoney => same(in_money(setup)),
            Self::WholeWeeks => same(weeks_later(setup)),
            Self::RegionsRenamed => same(regions::renamed(setup)),
            Self::RegionsMerged => same(regions::merged(held(setup))?),
            Self::RegionsSplit => same(regions::split(held(setup))?),
            Self::PlacesCut(parts) => Some(places::cut(&held(setup), u32::from(parts))),
            Self::TownsMerged(below) => places::merged(&held(setup), below),
            Self::HamletsListed(count) => places::listed(&held(setup), count),
            Self::NeighbourQuiet => Some(neighbour::beside(&setup, false)),
            Self::NeighbourInCrisis => Some(neighbour::beside(&setup, true)),
        }
    }
}

/// A row of the new table of places, and the places of the old one whose people it has; what is said of one is said of it.
struct Row {
    place: Place,
    of: Vec<usize>,
}

/// A setup with another table of places: whatever named a place names those in which its people are.
fn with_rows(setup: &Setup, rows: Vec<Row>) -> Redrawn {
    let mut places = vec![Vec::new(); setup.country.places.len()];
    for (new, row) in rows.iter().enumerate() {
        row.of.iter().for_each(|&old| places[old].push(new));
    }
    let mut setup = setup.clone();
    let random_effects = setup.random_effects.take();
    setup.random_effects = random_effects.map(|known| {
        // Rows of another country have none: they are as a place of which nothing is known on average.
        let of = |values: &[f64]| rows.iter().map(|row| row.of.first().map_or(0.0, |&old| values[old])).collect();
        let RandomEffects { pool, joining, riot, killing } = &known;
        RandomEffects { pool: of(pool), joining: of(joining), riot: of(riot), killing: of(killing) }
    });
    for facility in &mut setup.country.facilities {
        facility.place = places[facility.place][0];
    }
    for shock in &mut setup.shocks {
        moved(&mut shock.reach, &places);
        if let ShockKind::Call { to: Some(to), .. } = &mut shock.kind {
            *to = places[*to][0];
        }
    }
    setup.actions.iter_mut().for_each(|action| moved(&mut action.reach, &places));
    setup.country.places = rows.into_iter().map(|row| row.place).collect();
    Redrawn { setup, places }
}

fn moved(reach: &mut Reach, places: &[Vec<usize>]) {
    if let Reach::Places(reached) = reach {
        let mut now: Vec<usize> = reached.iter().flat_map(|&old| places[old].iter().copied()).collect();
        now.sort_unstable();
        now.dedup();
        *reached = now;
    }
}

fn turned(mut setup: Setup) -> Redrawn {
    let last = setup.country.regions.len() - 1;
    setup.country.regions.reverse();
    let rows = setup.country.places.iter().enumerate().rev();
    let row = |(old, place): (usize, &Place)| Row {
        place: Place { region: last - place.region, ..place.clone() },
        of: vec![old],
    };
    let rows = rows.map(row).collect();
    with_rows(&setup, rows)
}

/// In a unit of which one was 431.7.
fn in_money(mut setup: Setup) -> Setup {
    const UNITS: f64 = 431.7;
    setup.country.places.iter_mut().for_each(|place| place.income *= UNITS);
    setup
}

/// The calendar of a start some weeks later. A setup counts minutes from its start, so nothing else moves.
fn weeks_later(mut setup: Setup) -> Setup {
    setup.calendar.first += 7;
    setup
}

/// The same setup in which every place states the radius of its disc.
fn held(mut setup: Setup) -> Setup {
    let (cells, of_place) = cells::cut(&setup.country);
    for (place, cut) in setup.country.places.iter_mut().zip(of_place) {
        let radius = cells[cut.start].radius * crate::math::sqrt(cut.len() as f64);
        place.radius_km = Some(place.radius_km.unwrap_or(radius));
    }
    setup
}

/// Keys that no place has, from the smallest on.
fn free_keys(places: &[Place]) -> impl Iterator<Item = u32> + use<> {
    let mut taken: Vec<u32> = places.iter().map(|place| place.key).collect();
    taken.sort_unstable();
    (1..1 << 24).filter(move |key| taken.binary_search(key).is_err())
}
