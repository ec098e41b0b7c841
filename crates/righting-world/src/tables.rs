//! The packed tables as text.

use std::collections::BTreeMap;

use righting_cases::world;
use serde_json::Value;

use crate::country::Country;
use crate::counts::Counts;
use crate::error::WorldError;
use crate::series::{Dated, Series};
use crate::territory::Territory;

/// The texts of `packs/world`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables {
    /// `countries.csv`.
    pub countries: String,
    /// `units.csv`.
    pub units: String,
    /// `places.tsv`.
    pub places: String,
    /// `shapes.json`.
    pub shapes: String,
    /// `indicators.csv`.
    pub indicators: String,
    /// `age-sex.csv`.
    pub ages: String,
    /// `disputed.csv`.
    pub disputed: String,
}

impl Tables {
    /// Those inside the program.
    ///
    /// # Panics
    /// Never: a test unpacks what ships.
    pub fn packed() -> Self {
        let unpack = |bytes: &[u8]| {
            let text = zstd::decode_all(bytes).expect("the packed tables are whole");
            String::from_utf8(text).expect("the packed tables are UTF-8")
        };
        Self {
            countries: world::COUNTRIES.to_owned(),
            units: unpack(world::UNITS),
            places: unpack(world::PLACES),
            shapes: unpack(world::SHAPES),
            indicators: unpack(world::INDICATORS),
            ages: unpack(world::AGES),
            disputed: world::DISPUTED.to_owned(),
        }
    }
}

/// A first-level unit: a province, a district, an island.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unit {
    pub country: String,
    pub id: String,
    pub name: String,
    pub iso3166_2: String,
    pub area_km2: f64,
    /// Where the people outside the listed places stand: latitude and longitude.
    pub rest: (f64, f64),
    /// Radius of the disc that stands for a shape that was lost.
    pub disc_km: Option<f64>,
    pub towns: Vec<Town>,
    /// Polygons of rings of arcs; an arc below zero runs backwards from the one that `!arc` numbers.
    pub polygons: Vec<Vec<Vec<i32>>>,
}

/// What a place is the seat of, in the gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Nation,
    Region,
    None,
}

/// A place of the gazetteer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Town {
    pub id: u32,
    pub name: String,
    pub at: (f64, f64),
    /// Today.
    pub people: u32,
    pub mark: Mark,
}

/// Arcs of all borders, in degrees: longitude, latitude.
pub(crate) type Arcs = Vec<Vec<(f64, f64)>>;

struct Reader {
    table: &'static str,
    record: csv::StringRecord,
    line: u64,
}

impl Reader {
    fn text(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or_default()
    }

    fn option(&self, column: usize) -> Option<String> {
        let text = self.text(column);
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn number<T: std::str::FromStr>(&self, column: usize) -> Result<T, WorldError> {
        let text = self.text(column);
        text.parse().map_err(|_| WorldError::Table {
            table: self.table,
            problem: format!("line {}: found `{text}`, expected a number", self.line),
        })
    }
}

fn rows(
    table: &'static str,
    text: &str,
    delimiter: u8,
    mut each: impl FnMut(&Reader) -> Result<(), WorldError>,
) -> Result<(), WorldError> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).quoting(delimiter == b',').from_reader(text.as_bytes());
    let mut row = Reader { table, record: csv::StringRecord::new(), line: 1 };
    loop {
        let read = reader.read_record(&mut row.record);
        let more = read.map_err(|error| WorldError::Table { table, problem: error.to_string() })?;
        row.line += 1;
        if !more {
            return Ok(());
        }
        each(&row)?;
    }
}

pub(crate) fn countries(text: &str) -> Result<Vec<Country>, WorldError> {
    let mut countries = Vec::new();
    rows("countries.csv", text, b',', |row| {
        let without_residents = row.option(8);
        countries.push(Country {
            code: row.text(0).to_owned(),
            iso2: row.text(1).to_owned(),
            name: row.text(2).to_owned(),
            region: row.text(3).to_owned(),
            subregion: row.text(4).to_owned(),
            currency: row.text(5).to_owned(),
            people_now: if without_residents.is_some() { 0.0 } else { row.number(6)? },
            counted_within: row.option(7),
            without_residents,
            aliases: row.text(9).split(';').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        });
        Ok(())
    })?;
    Ok(countries)
}

pub(crate) fn units(tables: &Tables, shapes: &Value) -> Result<Vec<Unit>, WorldError> {
    let mut units = Vec::new();
    rows("units.csv", &tables.units, b',', |row| {
        units.push(Unit {
            country: row.text(0).to_owned(),
            id: row.text(1).to_owned(),
            name: row.text(2).to_owned(),
            iso3166_2: row.text(3).to_owned(),
            area_km2: row.number(5)?,
            rest: (row.number(6)?, row.number(7)?),
            disc_km: if row.text(8).is_empty() { None } else { Some(row.number(8)?) },
            towns: Vec::new(),
            polygons: polygons(&shapes["units"][units.len()]),
        });
        Ok(())
    })?;
    rows("places.tsv", &tables.places, b'\t', |row| {
        let town = Town {
            id: row.number(1)?,
            name: row.text(6).to_owned(),
            at: (row.number(2)?, row.number(3)?),
            people: row.number(4)?,
            mark: match row.text(5) {
                "C" => Mark::Nation,
                "A" => Mark::Region,
                _ => Mark::None,
            },
        };
        let unit: usize = row.number(0)?;
        let problem = || WorldError::Table { table: "places.tsv", problem: format!("no unit has the number {unit}") };
        units.get_mut(unit).ok_or_else(problem)?.towns.push(town);
        Ok(())
    })?;
    Ok(units)
}

fn polygons(value: &Value) -> Vec<Vec<Vec<i32>>> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let arc = |value: &Value| value.as_i64().and_then(|arc| i32::try_from(arc).ok()).unwrap_or_default();
    list(value)
        .iter()
        .map(|polygon| list(polygon).iter().map(|ring| list(ring).iter().map(arc).collect()).collect())
        .collect()
}

pub(crate) fn shapes(text: &str) -> Result<(Value, Arcs), WorldError> {
    let wrong = |problem: &str| WorldError::Table { table: "shapes.json", problem: problem.to_owned() };
    let value: Value = serde_json::from_str(text).map_err(|error| wrong(&error.to_string()))?;
    let pair = |key: &str| Some((value[key][0].as_f64()?, value[key][1].as_f64()?));
    let (scale, translate) = pair("scale").zip(pair("translate")).ok_or_else(|| wrong("no scale"))?;
    let mut arcs = Vec::new();
    for arc in value["arcs"].as_array().ok_or_else(|| wrong("no arcs"))? {
        let (mut x, mut y) = (0, 0);
        let mut points = Vec::new();
        for step in arc.as_array().into_iter().flatten() {
            let (dx, dy) = step[0].as_i64().zip(step[1].as_i64()).ok_or_else(|| wrong("a step without two numbers"))?;
            x += dx;
            y += dy;
            points.push((x as f64 * scale.0 + translate.0, y as f64 * scale.1 + translate.1));
        }
        arcs.push(points);
    }
    Ok((value, arcs))
}

pub(crate) fn indicators(text: &str) -> Result<Series, WorldError> {
    let mut series: BTreeMap<String, BTreeMap<String, Vec<Dated>>> = BTreeMap::new();
    rows("indicators.csv", text, b',', |row| {
        let dated = Dated { year: row.number(2)?, value: row.number(3)? };
        let (country, indicator) = (row.text(0), row.text(1));
        if !series.contains_key(indicator) {
            series.insert(indicator.to_owned(), BTreeMap::new());
        }
        let of = series.get_mut(indicator).expect("it was put in above");
        match of.get_mut(country) {
            Some(values) => values.push(dated),
            None => drop(of.insert(country.to_owned(), vec![dated])),
        }
        Ok(())
    })?;
    Ok(Series(series))
}

/// Residents by country and year, summed over ages and sexes.
pub(crate) fn counts(text: &str) -> Result<Counts, WorldError> {
    let header = text.lines().next().unwrap_or_default();
    let years: Vec<i16> = header.split(',').filter_map(|heading| heading.parse().ok()).collect();
    let mut counts: Counts = BTreeMap::new();
    rows("age-sex.csv", text, b',', |row| {
        let of =
            counts.entry(row.text(0).to_owned()).or_insert_with(|| years.iter().map(|&year| (year, 0.0)).collect());
        for (index, (_, people)) in of.iter_mut().enumerate() {
            *people += 1000.0 * row.number::<f64>(3 + index)?;
        }
        Ok(())
    })?;
    Ok(counts)
}

pub(crate) fn territories(text: &str) -> Result<Vec<Territory>, WorldError> {
    let mut territories = Vec::new();
    rows("disputed.csv", text, b',', |row| {
        let unit = |text: &str| text.split_once(':').map(|(code, id)| (code.to_owned(), id.to_owned()));
        territories.push(Territory {
            id: row.text(0).to_owned(),
            name: row.text(1).to_owned(),
            units: row.text(2).split(' ').filter_map(unit).collect(),
            data: row.text(3).to_owned(),
            alternative: row.option(4),
            sentence: row.text(5).to_owned(),
        });
        Ok(())
    })?;
    Ok(territories)
}
