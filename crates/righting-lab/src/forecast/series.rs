//! What a forecast speaks about: quantities by nation, region and city, day by day.

use jiff::civil::Date;
use righting_model::{Country, EventKind, Location, Quantity, Trace};
use serde::{Deserialize, Serialize};

use super::as_of::AsOf;
use crate::measure::{onset_day, value_on};

/// Cities of at least this many residents have series of their own.
pub const CITY: u32 = 50_000;

/// What a series holds on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The day's largest crowd as a record would show it.
    Active,
    /// The day's largest riot as a record would show it.
    Rioting,
    /// Detentions since the start as a record would show them.
    DetainedTotal,
    /// Deaths since the start as a record would show them.
    DeathsTotal,
    /// Facilities seized or burned.
    FacilitiesLost,
    /// Regions in which 50 were active at once by the end of the day.
    RegionsReached,
    /// Regions in which 50 rioted at once by the end of the day.
    RegionsViolent,
    /// Whether 50 were active at once by the end of the day: 0 or 1.
    ProtestBegun,
    /// Whether 50 rioted at once by the end of the day: 0 or 1.
    ViolenceBegun,
}

const NATION: [What; 7] = [
    What::Active,
    What::Rioting,
    What::DetainedTotal,
    What::DeathsTotal,
    What::FacilitiesLost,
    What::RegionsReached,
    What::RegionsViolent,
];
const REGION: [What; 6] =
    [What::Active, What::Rioting, What::DetainedTotal, What::DeathsTotal, What::ProtestBegun, What::ViolenceBegun];
const CITIES: [What; 2] = [What::Active, What::DeathsTotal];

impl What {
    /// Name in tables; the name of the quantity of a target where it is one.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Rioting => "rioting",
            Self::DetainedTotal => "detained_total",
            Self::DeathsTotal => "deaths_total",
            Self::FacilitiesLost => "facilities_lost",
            Self::RegionsReached => "regions_reached",
            Self::RegionsViolent => "regions_violent",
            Self::ProtestBegun => "protest_begun",
            Self::ViolenceBegun => "violence_begun",
        }
    }

    fn on(self, trace: &Trace, country: &Country, place: Location, day: usize) -> f64 {
        let read = |quantity| value_on(trace, country, place, day, quantity);
        let begun = |kind, place| onset_day(trace, kind, place) <= day as f64;
        let regions =
            |kind| (0..country.regions.len()).filter(|&region| begun(kind, Location::Region(region))).count() as f64;
        match self {
            Self::Active => read(Quantity::ReportedActive),
            Self::Rioting => read(Quantity::ReportedRioting),
            Self::DetainedTotal => read(Quantity::ReportedDetainedTotal),
            Self::DeathsTotal => read(Quantity::ReportedDeathsTotal),
            Self::FacilitiesLost => read(Quantity::FacilitiesLost),
            Self::RegionsReached => regions(EventKind::ProtestReported),
            Self::RegionsViolent => regions(EventKind::ViolenceReported),
            Self::ProtestBegun => f64::from(u8::from(begun(EventKind::ProtestReported, place))),
            Self::ViolenceBegun => f64::from(u8::from(begun(EventKind::ViolenceReported, place))),
        }
    }
}

/// One series of a forecast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// What it holds.
    pub what: What,
    /// `nation`, the id of a region, or the key of a place.
    pub place: String,
    /// Name for people.
    pub name: String,
}

/// The series of a forecast and the days of each: the columns of its table, days within series.
pub(super) struct Layout {
    places: Vec<Location>,
    pub series: Vec<Series>,
    past: usize,
    days: usize,
}

impl Layout {
    pub fn of(view: &AsOf) -> Self {
        let country = &view.setup().country;
        let cities = country.places.iter().enumerate().filter(|(_, place)| place.urban && place.population >= CITY);
        let places = std::iter::once((Location::Nation, &NATION[..]))
            .chain((0..country.regions.len()).map(|region| (Location::Region(region), &REGION[..])))
            .chain(cities.map(|(index, _)| (Location::Place(index), &CITIES[..])));
        let (mut locations, mut series) = (Vec::new(), Vec::new());
        for (location, kinds) in places {
            for &what in kinds {
                locations.push(location);
                series.push(Series {
                    what,
                    place: crate::check::place_id(country, location),
                    name: view.name(location).to_owned(),
                });
            }
        }
        Self { places: locations, series, past: view.past() as usize, days: view.days() as usize }
    }

    pub fn columns(&self, from: Date) -> Vec<String> {
        let day = |day: usize| from.saturating_add(jiff::Span::new().days(day as i64));
        let columns = self.series.iter().flat_map(|series| {
            (0..self.days).map(move |at| format!("{}@{}@{}", series.what.name(), series.place, day(at)))
        });
        columns.collect()
    }

    pub fn values(&self, trace: &Trace, country: &Country) -> Vec<f64> {
        let columns = self.series.iter().zip(&self.places);
        columns
            .flat_map(|(series, &place)| {
                (0..self.days).map(move |day| series.what.on(trace, country, place, self.past + day))
            })
            .collect()
    }
}
