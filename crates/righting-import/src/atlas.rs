//! Where a row belongs: its region and place, by name, code and coordinates.

use std::collections::BTreeMap;

use righting_data::identifier;
use righting_model::great_circle_km;
use righting_scenario::{RegionMap, Scenario, nearest};

/// A place this near to the coordinates of a row is the place of the row, km.
const NEAR: f64 = 10.0;
/// A place of the name of the row, if several bear it, is that of the row if its coordinates are so near, km.
const SAME_NAME: f64 = 50.0;

/// Where a row belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spot {
    /// The whole country.
    Nation,
    /// A region.
    Region(usize),
    /// A place.
    Place(usize),
}

/// What a row says of where it was.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Named<'n> {
    /// First-level region.
    pub region: &'n str,
    /// Place.
    pub place: &'n str,
    /// Number in the gazetteer.
    pub code: Option<u32>,
    /// Degrees north and east.
    pub at: Option<(f64, f64)>,
    /// Whether these are of the event, and not the middle of its region.
    pub is_exact: bool,
}

/// A place as far as rows are matched to it.
struct Town {
    region: usize,
    key: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    /// A city or town, and not the rest of a region.
    listed: bool,
}

/// Regions and places of a scenario by every name they may be called.
pub(crate) struct Atlas {
    region_names: Vec<String>,
    region_ids: Vec<String>,
    towns: Vec<Town>,
    /// Regions by folded name; `None` where two bear it.
    regions: BTreeMap<String, Option<usize>>,
    places: BTreeMap<String, Vec<usize>>,
    map: RegionMap,
}

/// Words after which a name means the same region.
const GENERIC: [&str; 24] = [
    "region",
    "province",
    "oblast",
    "state",
    "district",
    "governorate",
    "county",
    "department",
    "prefecture",
    "division",
    "wilaya",
    "krai",
    "kray",
    "republic",
    "territory",
    "municipality",
    "of",
    "the",
    "city",
    "canton",
    "voivodeship",
    "emirate",
    "parish",
    "zone",
];

/// Words for the whole country.
const NATION: [&str; 6] = ["national", "nationwide", "nation", "countrywide", "country-wide", "whole-country"];

impl Atlas {
    /// The regions and places of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let country = &scenario.setup.country;
        let towns = country.places.iter().map(|place| Town {
            region: place.region,
            key: place.key,
            name: place.name.clone(),
            latitude: place.latitude,
            longitude: place.longitude,
            listed: !scenario.rests.contains(&place.key),
        });
        let towns: Vec<Town> = towns.collect();
        let mut regions: BTreeMap<String, Option<usize>> = BTreeMap::new();
        let mut call = |name: Option<String>, region: usize| {
            let Some(name) = name else { return };
            let known = regions.entry(name).or_insert(Some(region));
            *known = known.filter(|known| *known == region);
        };
        for (index, region) in scenario.regions.iter().enumerate() {
            for name in [&region.id, &region.name, &region.iso3166_2] {
                call(identifier(name), index);
            }
        }
        // A name without its generic word counts where no region bears it in full.
        let full = regions.clone();
        let mut short: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for (name, region) in &full {
            if let (Some(bare), Some(region)) = (bare(name), region)
                && !full.contains_key(&bare)
            {
                let known = short.entry(bare).or_insert(Some(*region));
                *known = known.filter(|known| known == region);
            }
        }
        regions.extend(short);
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, town) in towns.iter().enumerate().filter(|(_, town)| town.listed) {
            if let Some(name) = identifier(&town.name) {
                places.entry(name).or_default().push(index);
            }
        }
        let region_names = scenario.regions.iter().map(|region| region.name.clone()).collect();
        let region_ids = scenario.regions.iter().map(|region| region.id.clone()).collect();
        Self { region_names, region_ids, towns, regions, places, map: RegionMap::of(scenario) }
    }

    /// Name of a region.
    pub fn region_name(&self, region: usize) -> &str {
        &self.region_names[region]
    }

    /// Identifier of a region.
    pub fn region_id(&self, region: usize) -> &str {
        &self.region_ids[region]
    }

    /// Name of a place.
    pub fn place_name(&self, place: usize) -> &str {
        &self.towns[place].name
    }

    /// Number of a place.
    pub fn key(&self, place: usize) -> u32 {
        self.towns[place].key
    }

    /// Number of regions.
    pub fn regions(&self) -> usize {
        self.region_names.len()
    }

    /// The region of a spot; the whole country has none.
    pub fn region_of(&self, spot: Spot) -> Option<usize> {
        match spot {
            Spot::Nation => None,
            Spot::Region(region) => Some(region),
            Spot::Place(place) => Some(self.towns[place].region),
        }
    }

    /// Where a row belongs; `None` where nothing of it is known.
    pub fn find(&self, named: Named<'_>) -> Option<Spot> {
        if let Some(place) = named.code.and_then(|code| self.towns.iter().position(|town| town.key == code)) {
            return Some(Spot::Place(place));
        }
        let parts: Vec<&str> = named.place.split([',', ';', '/']).map(str::trim).collect();
        let region = self
            .region(named.region)
            .or_else(|| parts.iter().skip(1).find_map(|part| self.region(part)))
            .or_else(|| named.at.and_then(|(north, east)| self.map.region_at(north, east)));
        if let Some(place) = parts.first().and_then(|name| self.place(name, region, named.at)) {
            return Some(Spot::Place(place));
        }
        let region = region.or_else(|| parts.first().and_then(|name| self.region(name)));
        match (region, named.at) {
            (Some(region), at) => {
                let near = at.filter(|_| named.is_exact).and_then(|at| self.near(at, region));
                Some(near.map_or(Spot::Region(region), Spot::Place))
            }
            (None, Some(_)) => None,
            (None, None) => Self::is_nation(named).then_some(Spot::Nation),
        }
    }

    /// What a row that belongs nowhere may have meant: the name most like its own, and the place nearest to its
    /// coordinates.
    pub fn nearest(&self, named: Named<'_>) -> Option<String> {
        let regions = || self.region_names.iter().map(String::as_str);
        let towns = || self.towns.iter().filter(|town| town.listed).map(|town| town.name.as_str());
        let region = nearest(named.region, regions()).map(|name| format!("region `{name}`"));
        let place = || nearest(named.place, towns().chain(regions())).map(|name| format!("`{name}`"));
        let point = || {
            let at = named.at?;
            let (place, km) = self.closest(at, |_| true)?;
            Some(format!("`{}`, {km:.0} km from its coordinates", self.towns[place].name))
        };
        region.or_else(place).or_else(point)
    }

    fn is_nation(named: Named<'_>) -> bool {
        let nation = |name: &str| identifier(name).is_none_or(|name| NATION.contains(&name.as_str()));
        nation(named.region) && nation(named.place)
    }

    fn region(&self, name: &str) -> Option<usize> {
        let name = identifier(name)?;
        match self.regions.get(&name) {
            Some(region) => *region,
            None => *self.regions.get(&bare(&name)?)?,
        }
    }

    /// The place of a name within a region; where several bear it, the one near the coordinates.
    fn place(&self, name: &str, region: Option<usize>, at: Option<(f64, f64)>) -> Option<usize> {
        let named = self.places.get(&identifier(name)?)?;
        let within = |place: &&usize| region.is_none_or(|region| self.towns[**place].region == region);
        let found: Vec<usize> = named.iter().filter(within).copied().collect();
        match (found.as_slice(), at) {
            ([one], _) => Some(*one),
            ([], _) => None,
            (_, Some(at)) => self
                .closest(at, |place| found.contains(&place))
                .filter(|(_, km)| *km <= SAME_NAME)
                .map(|(place, _)| place),
            (_, None) => None,
        }
    }

    /// The town of a region at a point.
    fn near(&self, at: (f64, f64), region: usize) -> Option<usize> {
        let found = self.closest(at, |place| self.towns[place].region == region);
        found.filter(|(_, km)| *km <= NEAR).map(|(place, _)| place)
    }

    /// The nearest town, and how far it is, km.
    fn closest(&self, (north, east): (f64, f64), among: impl Fn(usize) -> bool) -> Option<(usize, f64)> {
        let towns = self.towns.iter().enumerate().filter(|(place, town)| town.listed && among(*place));
        let km = |town: &Town| great_circle_km((north, east), (town.latitude, town.longitude));
        towns.map(|(place, town)| (place, km(town))).min_by(|a, b| a.1.total_cmp(&b.1))
    }
}

/// A folded name without generic words; `None` where nothing is left or nothing was generic.
fn bare(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split('-').collect();
    let kept: Vec<&str> = words.iter().copied().filter(|word| !GENERIC.contains(word)).collect();
    (!kept.is_empty() && kept.len() < words.len()).then(|| kept.join("-"))
}
