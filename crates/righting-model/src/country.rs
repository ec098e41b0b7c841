//! A country as it stands before the crisis: regions, places, people, facilities.

/// Income classes per place.
pub const INCOME_CLASSES: usize = 32;
/// Strata of readiness: people of a place differ in it by as many equal shares of a normal distribution.
pub const STRATA: usize = 8;

/// A first-level administrative region.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Region {
    /// Identifier in files and tables, such as `almaty-city`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Number of the polity that it belongs to, below 64: people of one hear nothing of another.
    #[serde(default)]
    pub polity: u8,
}

/// What a place is the seat of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Seat {
    /// The capital or the former capital: national offices.
    National,
    /// A regional capital.
    Region,
    /// Neither.
    None,
}

/// A city, or the rest of a region.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// Key of the place in every draw and table: its geonameid, or a small number for the rest of a region. Below 2^24, unique.
    pub key: u32,
    /// Name for people.
    pub name: String,
    /// Index into [`Country::regions`].
    pub region: usize,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Residents.
    pub population: u32,
    /// A city (true) or villages and small towns (false).
    pub urban: bool,
    /// Seat of government offices.
    pub seat: Seat,
    /// Mean income, national currency per month and person.
    pub income: f64,
    /// Share of residents under the subsistence minimum, 0 to 1.
    pub poverty_rate: f64,
    /// Great-circle distance to the nearest producer of the good whose price moves, km.
    pub producer_km: f64,
    /// Protesters killed here by the state in the ten years before the start.
    pub past_killings: f64,
    /// Security strength per resident relative to the national figure.
    pub security_weight: f64,
    /// What is left of a region beside its towns (true) or a town (false).
    #[serde(default)]
    pub rest: bool,
    /// Radius of the disc on which its people live, km; by a rule on its people where unknown.
    #[serde(default)]
    pub radius_km: Option<f64>,
}

/// What a facility is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum FacilityKind {
    /// City or regional hall.
    CityHall,
    /// Airport: reinforcements and allies land here.
    Airport,
    /// Broadcaster.
    Broadcaster,
    /// Police or security-service office: arms are taken when it falls.
    SecurityOffice,
    /// Power plant or grid.
    Power,
    /// Any other site that the state guards for what it is worth: a base, a dam, a launch site, a terminal.
    StrategicSite,
}

impl FacilityKind {
    /// Attacks that one of this kind draws relative to a city hall, where its row does not say (assumed, after the record
    /// of 2022).
    pub const fn attraction(self) -> f64 {
        match self {
            Self::CityHall => 1.0,
            Self::SecurityOffice => 0.6,
            Self::Broadcaster => 0.4,
            Self::Airport => 0.3,
            Self::Power | Self::StrategicSite => 0.05,
        }
    }
}

/// A building or site that can be attacked.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Facility {
    /// Identifier, unique.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Index into [`Country::places`].
    pub place: usize,
    /// Kind.
    pub kind: FacilityKind,
    /// Guards posted on it at rest.
    pub guards: f64,
    /// Attacks that it draws relative to a city hall: that of its kind, if nothing else is known.
    pub attraction: f64,
}

/// World Bank governance indicators, each roughly -2.5 to 2.5.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Governance {
    /// Rule of law.
    pub rule_of_law: f64,
    /// Control of corruption.
    pub control_of_corruption: f64,
    /// Voice and accountability.
    pub voice_and_accountability: f64,
    /// Government effectiveness.
    pub government_effectiveness: f64,
}

impl Governance {
    /// Mean of the four indicators on the unit interval: (mean + 2.5) / 5.
    pub fn score(&self) -> f64 {
        let sum = self.rule_of_law
            + self.control_of_corruption
            + self.voice_and_accountability
            + self.government_effectiveness;
        ((sum / 4.0 + 2.5) / 5.0).clamp(0.0, 1.0)
    }
}

/// A country.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Country {
    /// Name for people.
    pub name: String,
    /// First-level regions.
    pub regions: Vec<Region>,
    /// Every place; their populations sum to the country's.
    pub places: Vec<Place>,
    /// Sites that can be attacked.
    pub facilities: Vec<Facility>,
    /// Gini coefficient of income, 0 to 1.
    pub gini: f64,
    /// Variance of log income between regions, taken off the national variance inside places.
    pub income_variance_between: f64,
    /// Governance indicators.
    pub governance: Governance,
    /// Gross domestic product, billions of national currency per day.
    pub output_per_day: f64,
}

impl Country {
    /// Residents in all places.
    pub fn population(&self) -> u64 {
        self.places.iter().map(|place| u64::from(place.population)).sum()
    }

    /// Index of the place with this key.
    pub fn place_by_key(&self, key: u32) -> Option<usize> {
        self.places.iter().position(|place| place.key == key)
    }

    /// Indices of the places of a region.
    pub fn places_of(&self, region: usize) -> impl Iterator<Item = usize> + '_ {
        self.places.iter().enumerate().filter(move |(_, place)| place.region == region).map(|(index, _)| index)
    }
}
