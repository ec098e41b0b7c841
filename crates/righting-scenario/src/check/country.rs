//! The country: tables of regions, places and facilities, and the national figures.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use righting_data::Noted;
use righting_model::{Country, Facility, Governance, Place, Region, math};

use super::desk::{Checked, Desk};
use super::sheet::Sheet;
use crate::data_error::{data_error, line_span};
use crate::error::ScenarioError;
use crate::location::Location;
use crate::raw::{Located, RawCountry, RawScenario};
use crate::reader::Library;
use crate::record::Boundaries;
use crate::region::RegionInfo;
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
    /// The files, for messages about their rows.
    pub region_sheet: Sheet,
    pub place_sheet: Sheet,
    pub facility_sheet: Option<Sheet>,
    pub boundary_sheet: Option<Sheet>,
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

/// Governance of the average country, where that of the scenario is at fault and noted.
const AVERAGE: Governance = Governance {
    rule_of_law: 0.0,
    control_of_corruption: 0.0,
    voice_and_accountability: 0.0,
    government_effectiveness: 0.0,
};

/// Most regions and places: far beyond any country, and short of exhausting a machine.
const MOST_REGIONS: usize = 1000;
/// The engine numbers places in sixteen bits.
const MOST_PLACES: usize = 60_000;

/// Reads and checks the country.
pub(crate) fn land(desk: &Desk<'_>, library: &mut Library, raw: &RawScenario) -> Checked<Option<Land>> {
    let table = desk.require(&raw.country, &library.root_span(), "the scenario", "[country]", "a table `[country]`")?;
    let within = table.span();
    let raw = table.get();
    let what = "`[country]`";
    let file = |value, key| desk.require(value, &within, what, key, &format!("`{key}`, the name of a CSV file"));
    let tables = desk.note(file(&raw.regions, "regions")).zip(desk.note(file(&raw.places, "places")));
    let tables = tables.and_then(|(regions, places)| desk.note(desk.tables(library, raw, regions, places)));
    let name = desk.note(desk.name(raw, &within));
    let facilities = tables.as_ref().and_then(|tables| desk.note(desk.facilities(library, raw, &tables.places)));
    let governance = desk.note(desk.governance(raw, &within));
    let output = desk.note(desk.national(&raw.output_per_day, &within, "output_per_day", 0.0, 1e9));
    let inequality = desk.note(desk.inequality(raw, &within));
    let boundaries = tables.as_ref().and_then(|tables| desk.note(desk.boundaries(library, raw, &tables.regions)));
    let iso3 = desk.note(desk.code(&raw.iso3, (what, &within), "iso3", "KAZ"));
    let currency = desk.note(desk.code(&raw.currency, (what, &within), "currency", "KZT"));
    // What is at fault is noted: the record can be held against the places all the same.
    let Some(tables) = tables else { return Ok(None) };
    let (facilities, facility_sheet) = facilities.unwrap_or_default();
    let (gini, between) = inequality.unwrap_or_default();
    let boundaries = boundaries.flatten();
    let Tables { regions, places, poverty, region_sheet, place_sheet } = tables;
    let country = Country {
        name: name.unwrap_or_default(),
        regions: regions
            .iter()
            .map(|row| Region { id: row.id.to_string(), name: row.name.clone(), polity: 0 })
            .collect(),
        places: located(&places, &regions, &poverty),
        facilities,
        gini,
        income_variance_between: between,
        governance: governance.unwrap_or(AVERAGE),
        output_per_day: output.unwrap_or_default(),
    };
    let (boundaries, boundary_sheet) = boundaries.unzip();
    Ok(Some(Land {
        iso3: iso3.unwrap_or_default(),
        currency: currency.unwrap_or_default(),
        regions: region_infos(&regions, &places),
        place_index: places.iter().enumerate().map(|(index, place)| (place.id.get(), index)).collect(),
        boundaries,
        country,
        region_rows: regions,
        place_rows: places,
        region_sheet,
        place_sheet,
        facility_sheet,
        boundary_sheet,
    }))
}

/// Regions and places as read.
struct Tables {
    regions: Vec<righting_data::Region>,
    places: Vec<righting_data::Place>,
    /// Share of poor residents by region.
    poverty: Vec<f64>,
    region_sheet: Sheet,
    place_sheet: Sheet,
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
        seat: row.seat,
        income: income * row.income_index,
        poverty_rate,
        producer_km: row.producer_km,
        past_killings: f64::from(row.past_killings),
        security_weight: row.security_weight,
        rest: row.kind == righting_data::PlaceKind::Rest,
        radius_km: None,
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
        read: impl Fn(&[u8], &str) -> Result<Noted<T>, righting_data::DataError>,
    ) -> Checked<(T, Sheet)> {
        let (shown, text) = library.data(self.map, file)?;
        let read = match read(text.as_bytes(), &shown) {
            Ok(table) => table,
            Err(error) => {
                // Whoever notes the fault that is returned puts it last, after those before it.
                self.faults.borrow_mut().push(data_error(&error, &shown, &text));
                if self.thorough {
                    self.further_faults(&shown, &text, &error, read);
                }
                let last = self.faults.borrow_mut().pop().expect("a fault was just pushed");
                return Err(Box::new(last));
            }
        };
        for note in read.notes {
            let at = Location::new(&shown, Arc::clone(&text), line_span(&text, note.line));
            self.warn(Warning::new("file_understood", at, note.message));
        }
        Ok((read.value, Sheet::new(shown, text)))
    }

    fn tables(
        &self,
        library: &mut Library,
        raw: &RawCountry,
        regions_file: &Located<String>,
        places_file: &Located<String>,
    ) -> Checked<Tables> {
        let (regions, region_sheet) = self.table(library, regions_file, righting_data::read_regions)?;
        self.not_too_many(regions_file, "regions", regions.len(), MOST_REGIONS)?;
        let (places, place_sheet) =
            self.table(library, places_file, |bytes, name| righting_data::read_places(bytes, name, &regions))?;
        self.not_too_many(places_file, "places", places.len(), MOST_PLACES)?;
        let poverty = self.poverty(raw, &regions, &region_sheet, regions_file)?;
        Ok(Tables { regions, places, poverty, region_sheet, place_sheet })
    }

    fn name(&self, raw: &RawCountry, within: &Range<usize>) -> Checked<String> {
        let name = self.require(&raw.name, within, "`[country]`", "name", "`name`")?;
        self.text(name, "name").map(str::to_owned)
    }

    fn boundaries(
        &self,
        library: &mut Library,
        raw: &RawCountry,
        regions: &[righting_data::Region],
    ) -> Checked<Option<(Boundaries, Sheet)>> {
        let Some(file) = &raw.boundaries else { return Ok(None) };
        let read = |bytes: &[u8], name: &str| righting_data::read_boundaries(bytes, name, regions);
        self.table(library, file, read).map(|(read, sheet)| Some((Boundaries { geojson: read.geojson }, sheet)))
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
    ) -> Checked<(Vec<Facility>, Option<Sheet>)> {
        let Some(file) = &raw.facilities else { return Ok((Vec::new(), None)) };
        let read = |bytes: &[u8], name: &str| righting_data::read_facilities(bytes, name, places);
        let (rows, sheet) = self.table(library, file, read)?;
        self.not_too_many(file, "facilities", rows.len(), MOST_PLACES)?;
        let index = index_of(places);
        let facility = |row: &righting_data::Facility| Facility {
            id: row.id.clone(),
            name: row.name.clone(),
            place: *index.get(&row.place).expect("the reader refuses unknown places"),
            kind: row.kind,
            guards: row.guards,
            attraction: row.attraction.unwrap_or(row.kind.attraction()),
        };
        Ok((rows.iter().map(facility).collect(), Some(sheet)))
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

    /// Gini coefficient of the nation and variance between regions; what is left inside places must be positive.
    fn inequality(&self, raw: &RawCountry, within: &Range<usize>) -> Checked<(f64, f64)> {
        let gini = self.national(&raw.gini, within, "gini", 0.01, 0.95)?;
        let Some(written) = &raw.income_variance_between else { return Ok((gini, 0.0)) };
        let between = self.number(written, "income_variance_between", 0.0, 10.0)?;
        let sigma = math::sigma_from_gini(gini);
        if between < sigma * sigma {
            return Ok((gini, between));
        }
        Err(Box::new(ScenarioError::Inconsistent {
            at: self.at(written.span()),
            message: format!(
                "`income_variance_between` is {between}, more than the whole variance {:.3} that `gini` = {gini} implies",
                sigma * sigma,
            ),
            expected: "write a smaller variance between regions, or a larger `gini`".to_owned(),
            other: raw.gini.as_ref().map(|gini| self.at(gini.span())),
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
