//! The country: tables of regions, places and facilities, and the national figures.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use righting_data::Noted;
use righting_model::{Country, Facility, FacilityKind, Governance, Place, Region, Seat, math};

use super::sheet::Sheet;
use super::{Checked, Desk};
use crate::error::ScenarioError;
use crate::location::Location;
use crate::raw::{Located, RawCountry, RawScenario};
use crate::reader::Library;
use crate::record::Boundaries;
use crate::scenario::RegionInfo;
use crate::warning::Warning;

/// The country and what its tables are named by.
pub(crate) struct Land {
    pub country: Country,
    pub iso3: String,
    pub currency: String,
    pub regions: Vec<RegionInfo>,
    pub boundaries: Option<Boundaries>,
    /// Rows as read, which the tables of the record refer to.
    pub region_rows: Vec<righting_data::Region>,
    pub place_rows: Vec<righting_data::Place>,
    /// Index of each place by its number.
    place_index: BTreeMap<u32, usize>,
}

impl Land {
    /// Index of the region with this identifier.
    pub fn region(&self, id: &str) -> Option<usize> {
        self.regions.iter().position(|region| region.id == id)
    }

    /// Index of the place with this number.
    pub fn place(&self, number: u32) -> Option<usize> {
        self.place_index.get(&number).copied()
    }
}

/// Most regions and places: far beyond any country, and short of exhausting a machine.
const MOST_REGIONS: usize = 1000;
/// The engine numbers places in sixteen bits.
const MOST_PLACES: usize = 60_000;

/// Reads and checks the country.
pub(crate) fn land(desk: &Desk<'_>, library: &mut Library, raw: &RawScenario) -> Checked<Land> {
    let table = desk.require(&raw.country, &library.root_span(), "the scenario", "[country]", "a table `[country]`")?;
    let within = table.span();
    let raw = table.get();
    let what = "`[country]`";
    let file = |value, key| desk.require(value, &within, what, key, &format!("`{key}`, the name of a CSV file"));
    let regions_file = file(&raw.regions, "regions")?;
    let places_file = file(&raw.places, "places")?;
    let (regions, regions_text) = desk.table(library, regions_file, righting_data::read_regions)?;
    desk.not_too_many(regions_file, "regions", regions.len(), MOST_REGIONS)?;
    let (places, _) =
        desk.table(library, places_file, |bytes, name| righting_data::read_places(bytes, name, &regions))?;
    desk.not_too_many(places_file, "places", places.len(), MOST_PLACES)?;
    let poverty = desk.poverty(raw, &regions, &regions_text, regions_file)?;
    let country = Country {
        name: desk.text(desk.require(&raw.name, &within, what, "name", "`name`")?, "name")?.to_owned(),
        regions: regions.iter().map(|row| Region { id: row.id.to_string(), name: row.name.clone() }).collect(),
        places: located(&places, &regions, &poverty),
        facilities: desk.facilities(library, raw, &places)?,
        gini: 0.0,
        income_variance_between: 0.0,
        governance: desk.governance(raw, &within)?,
        output_per_day: desk.national(&raw.output_per_day, &within, "output_per_day", 0.0, 1e9)?,
    };
    let country = desk.inequality(country, raw, &within)?;
    let boundaries = raw.boundaries.as_ref().map(|file| {
        let read = |bytes: &[u8], name: &str| righting_data::read_boundaries(bytes, name, &regions);
        desk.table(library, file, read).map(|(read, _)| Boundaries { geojson: read.geojson })
    });
    Ok(Land {
        iso3: desk.code(&raw.iso3, ("`[country]`", &within), "iso3", "KAZ")?,
        currency: desk.code(&raw.currency, ("`[country]`", &within), "currency", "KZT")?,
        regions: region_infos(&regions, &places),
        place_index: places.iter().enumerate().map(|(index, place)| (place.id.get(), index)).collect(),
        boundaries: boundaries.transpose()?,
        country,
        region_rows: regions,
        place_rows: places,
    })
}

/// The places as the model has them, each with the index of its region.
fn located(places: &[righting_data::Place], regions: &[righting_data::Region], poverty: &[f64]) -> Vec<Place> {
    let index: BTreeMap<&str, usize> =
        regions.iter().enumerate().map(|(index, region)| (region.id.as_str(), index)).collect();
    let place_of = |row: &righting_data::Place| {
        let region = index.get(row.region.as_str());
        let region = *region.expect("the reader of places refuses regions that are not in the table");
        place(row, region, regions[region].income, poverty[region])
    };
    places.iter().map(place_of).collect()
}

fn place(row: &righting_data::Place, region: usize, income: f64, poverty_rate: f64) -> Place {
    Place {
        key: row.id.get(),
        name: row.name.clone(),
        region,
        latitude: row.latitude,
        longitude: row.longitude,
        population: row.population,
        urban: row.urban,
        seat: match row.seat {
            righting_data::Seat::National => Seat::National,
            righting_data::Seat::Region => Seat::Region,
            righting_data::Seat::None => Seat::None,
        },
        income: income * row.income_index,
        poverty_rate,
        producer_km: row.producer_km,
        past_killings: f64::from(row.past_killings),
        security_weight: row.security_weight,
    }
}

fn region_infos(regions: &[righting_data::Region], places: &[righting_data::Place]) -> Vec<RegionInfo> {
    let index = index_of(places);
    let info = |row: &righting_data::Region| RegionInfo {
        id: row.id.to_string(),
        name: row.name.clone(),
        iso3166_2: row.iso3166_2.clone(),
        capital: index.get(&row.capital).copied(),
        population: u64::from(row.population),
    };
    regions.iter().map(info).collect()
}

/// Index of each place by its number.
fn index_of(places: &[righting_data::Place]) -> BTreeMap<righting_data::PlaceId, usize> {
    places.iter().enumerate().map(|(index, place)| (place.id, index)).collect()
}

impl Desk<'_> {
    /// Reads a table of data that the scenario names.
    pub(super) fn table<T>(
        &self,
        library: &mut Library,
        file: &Located<String>,
        read: impl FnOnce(&[u8], &str) -> Result<Noted<T>, righting_data::DataError>,
    ) -> Checked<(T, Sheet)> {
        let (shown, text) = library.data(self.map, file)?;
        let read = read(text.as_bytes(), &shown).map_err(|error| Box::new(data_error(&error, &shown, &text)))?;
        for note in read.notes {
            let at = Location::new(&shown, Arc::clone(&text), line_span(&text, note.line));
            self.warn(Warning::new("file_understood", at, note.message));
        }
        Ok((read.value, Sheet::new(shown, text)))
    }

    fn not_too_many(&self, file: &Located<String>, what: &str, found: usize, most: usize) -> Checked<()> {
        if found <= most {
            return Ok(());
        }
        Err(Box::new(ScenarioError::OutOfRange {
            at: self.at(file.span()),
            what: format!("the number of {what}"),
            found: found.to_string(),
            expected: format!("at most {most}"),
        }))
    }

    /// Share of poor residents by region; the nation's rate where a region has none of its own.
    fn poverty(
        &self,
        raw: &RawCountry,
        regions: &[righting_data::Region],
        text: &Sheet,
        file: &Located<String>,
    ) -> Checked<Vec<f64>> {
        let national =
            raw.poverty_rate.as_ref().map(|rate| self.number(rate, "poverty_rate", 0.0, 100.0)).transpose()?;
        let rates = regions.iter().map(|region| {
            region.poverty_rate.or(national).map(|percent| percent / 100.0).ok_or_else(|| {
                Box::new(ScenarioError::Missing {
                    at: self.at(file.span()),
                    what: format!("region `{}` in `{}`", region.id, text.file),
                    key: "poverty_rate".to_owned(),
                    expected: "fill in the column, or write the nation's `poverty_rate` in `[country]`".to_owned(),
                })
            })
        });
        rates.collect()
    }

    fn facilities(
        &self,
        library: &mut Library,
        raw: &RawCountry,
        places: &[righting_data::Place],
    ) -> Checked<Vec<Facility>> {
        let Some(file) = &raw.facilities else { return Ok(Vec::new()) };
        let read = |bytes: &[u8], name: &str| righting_data::read_facilities(bytes, name, places);
        let (rows, _) = self.table(library, file, read)?;
        self.not_too_many(file, "facilities", rows.len(), MOST_PLACES)?;
        let index = index_of(places);
        let facility = |row: &righting_data::Facility| Facility {
            id: row.id.clone(),
            name: row.name.clone(),
            place: *index.get(&row.place).expect("the reader refuses unknown places"),
            kind: match row.kind {
                righting_data::FacilityKind::CityHall => FacilityKind::CityHall,
                righting_data::FacilityKind::Airport => FacilityKind::Airport,
                righting_data::FacilityKind::Broadcaster => FacilityKind::Broadcaster,
                righting_data::FacilityKind::SecurityOffice => FacilityKind::SecurityOffice,
                righting_data::FacilityKind::Power => FacilityKind::Power,
                righting_data::FacilityKind::Spaceport => FacilityKind::Spaceport,
            },
            guards: row.guards,
        };
        Ok(rows.iter().map(facility).collect())
    }

    fn national(
        &self,
        value: &Option<Located<f64>>,
        within: &Range<usize>,
        key: &str,
        low: f64,
        high: f64,
    ) -> Checked<f64> {
        self.number(self.require(value, within, "`[country]`", key, &format!("`{key}`"))?, key, low, high)
    }

    fn governance(&self, raw: &RawCountry, within: &Range<usize>) -> Checked<Governance> {
        let what = "a table `[country.governance]` with four indicators";
        let table = self.require(&raw.governance, within, "`[country]`", "governance", what)?;
        let raw = table.get();
        let keys = [
            ("rule_of_law", &raw.rule_of_law),
            ("control_of_corruption", &raw.control_of_corruption),
            ("voice_and_accountability", &raw.voice_and_accountability),
            ("government_effectiveness", &raw.government_effectiveness),
        ];
        let lacking = keys.iter().filter(|(_, value)| value.is_none()).map(|(key, _)| *key).collect::<Vec<_>>();
        if !lacking.is_empty() {
            return Err(Box::new(ScenarioError::Missing {
                at: self.at(table.span()),
                what: "`[country.governance]`".to_owned(),
                key: lacking.join("`, `"),
                expected: "write each as a number from -4 to 4, as the Worldwide Governance Indicators have it"
                    .to_owned(),
            }));
        }
        let mut values = [0.0; 4];
        for (slot, (key, value)) in values.iter_mut().zip(keys) {
            *slot = self.number(value.as_ref().expect("none is lacking"), key, -4.0, 4.0)?;
        }
        let [rule_of_law, control_of_corruption, voice_and_accountability, government_effectiveness] = values;
        Ok(Governance { rule_of_law, control_of_corruption, voice_and_accountability, government_effectiveness })
    }

    /// Inequality of the nation and between regions; what is left inside places must be positive.
    fn inequality(&self, mut country: Country, raw: &RawCountry, within: &Range<usize>) -> Checked<Country> {
        country.gini = self.national(&raw.gini, within, "gini", 0.01, 0.95)?;
        let Some(between) = &raw.income_variance_between else { return Ok(country) };
        country.income_variance_between = self.number(between, "income_variance_between", 0.0, 10.0)?;
        let sigma = math::sigma_from_gini(country.gini);
        if country.income_variance_between < sigma * sigma {
            return Ok(country);
        }
        Err(Box::new(ScenarioError::Inconsistent {
            at: self.at(between.span()),
            message: format!(
                "`income_variance_between` is {}, more than the whole variance {:.3} that `gini` = {} implies",
                country.income_variance_between,
                sigma * sigma,
                country.gini
            ),
            expected: "write a smaller variance between regions, or a larger `gini`".to_owned(),
        }))
    }

    /// A code of three capital letters in a table.
    pub(crate) fn code(
        &self,
        value: &Option<Located<String>>,
        (table, within): (&str, &Range<usize>),
        key: &str,
        example: &str,
    ) -> Checked<String> {
        let value = self.require(value, within, table, key, &format!("`{key}`, such as \"{example}\""))?;
        let code = value.get();
        if code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase()) {
            return Ok(code.clone());
        }
        Err(Box::new(ScenarioError::OutOfRange {
            at: self.at(value.span()),
            what: format!("`{key}`"),
            found: format!("`{}`", code.chars().take(40).collect::<String>().escape_debug()),
            expected: format!("three capital letters such as `{example}`"),
        }))
    }
}

pub(crate) fn data_error(error: &righting_data::DataError, shown: &str, text: &Arc<str>) -> ScenarioError {
    use righting_data::Problem;
    let problem = error.problem.as_ref();
    let span = error.span.clone().unwrap_or_else(|| line_span(text, error.line));
    let column = error.column.as_ref().map_or_else(String::new, |column| format!("column `{column}`: "));
    // The help line repeats the suggestion and the known names; the message need not.
    let (message, known, nearest) = match problem {
        Problem::Unknown { what, found, nearest, known } => {
            (format!("{column}no {what} is called `{found}`"), known.as_slice(), nearest.clone())
        }
        Problem::UnknownColumn { found, nearest, known } => {
            (format!("unknown column `{found}`"), known.as_slice(), nearest.clone())
        }
        Problem::Identifier { found, proposed } => {
            let message =
                format!("{column}found `{found}`, expected an identifier of lower-case letters, digits and hyphens");
            (message, &[][..], proposed.clone())
        }
        other => (format!("{column}{other}"), &[][..], None),
    };
    let expected = (!known.is_empty()).then(|| format!("expected one of {}", crate::error::list(known)));
    let at = Location::new(shown, Arc::clone(text), span);
    ScenarioError::Data { at: Some(at), message, expected, nearest }
}

/// Bytes of a line, counted from 1, without its end.
fn line_span(text: &str, line: usize) -> Range<usize> {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let length = text[start.min(text.len())..].lines().next().map_or(0, str::len);
    start..start + length
}
