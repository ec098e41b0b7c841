//! How the residents of a country are spread over regions and places.

use crate::country::Country;
use crate::error::WorldError;
use crate::figures::Figures;
use crate::request::Request;
use crate::tables::{Mark, Town, Unit};
use crate::world::World;

/// A region with its residents.
#[derive(Debug, Clone)]
pub(crate) struct Region<'w> {
    pub unit: &'w Unit,
    /// Identifier in the scenario.
    pub id: String,
    pub residents: u32,
    /// Places of their own, the largest first, with their residents.
    pub places: Vec<(&'w Town, u32)>,
    /// People outside them; the rest has this number as its identifier.
    pub rest: u32,
    pub rest_id: u32,
    /// Identifier of the place that is the region's capital.
    pub capital: u32,
    /// Whether the capital is the seat of the nation.
    pub national: bool,
}

/// A country spread over its regions.
#[derive(Debug, Clone)]
pub(crate) struct Spread<'w> {
    pub regions: Vec<Region<'w>>,
    /// Residents in places of their own or not, before small ones joined the rest: share of all.
    pub listed: f64,
    /// Factor from the gazetteer's figures to the year's.
    pub scale: f64,
    /// Whether the places held more than the country and were scaled to the share that lives in towns.
    pub shrunk: bool,
    /// Places that joined the rest of their region.
    pub joined: usize,
}

/// Share of residents in places where they sum to more than the country and the share in towns is not known.
const SHARE_IN_TOWNS: f64 = 0.95;

impl World {
    /// The regions of a country under the boundaries asked for.
    pub(crate) fn spread<'w>(
        &'w self,
        country: &'w Country,
        figures: &Figures,
        request: &Request,
    ) -> Result<Spread<'w>, WorldError> {
        let mut spread = self.as_in_data(country, figures);
        let year = request.start.year();
        for territory in &self.territories {
            let to = self.belongs(territory, &request.boundaries);
            if to == territory.data {
                continue;
            }
            if territory.data == country.code {
                spread.regions.retain(|region| !territory.holds(&country.code, &region.unit.id));
                if spread.regions.is_empty() {
                    return Err(WorldError::NothingLeft {
                        territory: territory.id.clone(),
                        choice: to.to_owned(),
                        name: country.name.clone(),
                    });
                }
            } else if let Some(from) = self.by_code(&territory.data).filter(|_| to == country.code) {
                let added = self.as_in_data(from, &self.figures(from, year)).regions;
                spread.regions.extend(added.into_iter().filter(|region| territory.holds(&from.code, &region.unit.id)));
            }
        }
        spread.finish(request.most_places);
        Ok(spread)
    }

    /// Residents by region as the data have the borders; places not yet chosen.
    fn as_in_data<'w>(&'w self, country: &'w Country, figures: &Figures) -> Spread<'w> {
        let units: Vec<&Unit> = self.units_of(&country.code).collect();
        let people = f64::from(figures.residents.people);
        let now: f64 = units.iter().flat_map(|unit| &unit.towns).map(|town| f64::from(town.people)).sum();
        let mut scale = people / self.people_now(country);
        let shrunk = now * scale > people;
        if shrunk {
            let towns = figures.urban.map_or(SHARE_IN_TOWNS, |percent| (percent / 100.0).clamp(0.5, 1.0));
            scale = people * towns / now;
        }
        let rest = (people - now * scale).max(0.0);
        let weights: Vec<f64> = units.iter().map(|unit| weight(unit)).collect();
        let all: f64 = weights.iter().sum();
        let shares: Vec<f64> =
            units.iter().zip(&weights).map(|(unit, weight)| listed(unit) * scale + rest * weight / all).collect();
        let residents = apportion(figures.residents.people, &shares);
        let regions = units.iter().zip(residents).map(|(unit, residents)| Region {
            unit,
            id: unit.id.clone(),
            residents,
            places: unit.towns.iter().map(|town| (town, scaled(town, scale))).collect(),
            rest: 0,
            rest_id: 0,
            capital: 0,
            national: false,
        });
        Spread { regions: regions.collect(), listed: now * scale / people, scale, shrunk, joined: 0 }
    }
}

fn listed(unit: &Unit) -> f64 {
    unit.towns.iter().map(|town| f64::from(town.people)).sum()
}

fn scaled(town: &Town, scale: f64) -> u32 {
    (f64::from(town.people) * scale).floor().max(1.0) as u32
}

/// Weight by which people outside listed places are given to regions: the fourth root of the area times the root of
/// the number of places, fitted to the known shares of the regions of 49 countries (the book, "Any country").
fn weight(unit: &Unit) -> f64 {
    libm::sqrt(libm::sqrt(unit.area_km2 + 10.0)) * libm::sqrt(unit.towns.len() as f64 + 0.5)
}

/// Whole people in the proportion of `shares`, one at least each; the largest remainders get those left over.
fn apportion(people: u32, shares: &[f64]) -> Vec<u32> {
    let total: f64 = shares.iter().sum();
    let spare = f64::from(people) - shares.len() as f64;
    let exact: Vec<f64> = shares.iter().map(|share| 1.0 + (spare * share / total).max(0.0)).collect();
    let mut whole: Vec<u32> = exact.iter().map(|share| share.floor() as u32).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|&a, &b| (exact[b].fract()).total_cmp(&exact[a].fract()).then(a.cmp(&b)));
    let left = people.saturating_sub(whole.iter().sum());
    for &index in order.iter().cycle().take(left as usize) {
        whole[index] += 1;
    }
    whole
}

impl Spread<'_> {
    pub fn residents(&self) -> u32 {
        self.regions.iter().map(|region| region.residents).sum()
    }

    pub fn places(&self) -> usize {
        self.regions.iter().map(|region| region.places.len() + usize::from(region.rest > 0)).sum()
    }

    /// Chooses the places, and what is left in each region.
    fn finish(&mut self, most: usize) {
        self.unique_ids();
        let nation = self.seat_of_nation();
        let floor = self.floor(most);
        for (index, region) in self.regions.iter_mut().enumerate() {
            region.rest_id = index as u32 + 1;
            let capital = capital_of(&region.places, nation);
            let before = region.places.len();
            region.places.retain(|(town, people)| *people >= floor || Some(town.id) == capital);
            self.joined += before - region.places.len();
            fit(region);
            region.capital = capital.unwrap_or(region.rest_id);
            region.national = nation.is_some_and(|seat| seat == region.capital) || nation.is_none() && index == 0;
        }
    }

    fn unique_ids(&mut self) {
        for index in 1..self.regions.len() {
            let taken = |id: &str| self.regions[..index].iter().any(|other| other.id == id);
            let own = self.regions[index].id.clone();
            let free = std::iter::once(own.clone()).chain((2..).map(|n| format!("{own}-{n}"))).find(|id| !taken(id));
            self.regions[index].id = free.expect("some number is free");
        }
    }

    /// The marked capital, else the largest place.
    fn seat_of_nation(&self) -> Option<u32> {
        let towns = || self.regions.iter().flat_map(|region| &region.places);
        let marked =
            towns().filter(|(town, _)| town.mark == Mark::Nation).max_by_key(|(town, people)| (*people, town.id));
        marked.or_else(|| towns().max_by_key(|(town, people)| (*people, town.id))).map(|(town, _)| town.id)
    }

    /// Residents from which on a place is listed.
    fn floor(&self, most: usize) -> u32 {
        let mut sizes: Vec<u32> =
            self.regions.iter().flat_map(|region| &region.places).map(|(_, people)| *people).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        sizes.get(most).map_or(0, |size| size + 1)
    }
}

/// The seat of the nation, else the marked seat of the region, else the largest place.
fn capital_of(places: &[(&Town, u32)], nation: Option<u32>) -> Option<u32> {
    let rank = |town: &Town| if Some(town.id) == nation { 2 } else { u32::from(town.mark == Mark::Region) };
    places
        .iter()
        .max_by_key(|(town, people)| (rank(town), *people, std::cmp::Reverse(town.id)))
        .map(|(town, _)| town.id)
}

/// Makes places and rest sum to the region: what rounding left over joins the rest, what is too much leaves the largest.
fn fit(region: &mut Region<'_>) {
    let mut held: u32 = region.places.iter().map(|(_, people)| *people).sum();
    while held > region.residents {
        match region.places.iter_mut().max_by_key(|(_, people)| *people) {
            Some((_, people)) if *people > 1 => {
                let less = (held - region.residents).min(*people - 1);
                *people -= less;
                held -= less;
            }
            _ => {
                region.places.pop();
                held = region.places.iter().map(|(_, people)| *people).sum();
            }
        }
    }
    region.rest = region.residents - held;
}

#[cfg(test)]
mod tests {
    use super::apportion;

    #[test]
    fn people_are_conserved_and_nobody_is_left_without() {
        assert_eq!(apportion(46, &[1.0]), [46]);
        assert_eq!(apportion(10, &[0.0, 5.0, 5.0]), [1, 5, 4]);
        let shares: Vec<f64> = (0..97).map(|n| f64::from(n * n % 13)).collect();
        assert_eq!(apportion(1_000_003, &shares).iter().sum::<u32>(), 1_000_003);
    }
}
