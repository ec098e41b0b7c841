//! The regions: people, incomes, jobseekers, poverty.

use serde::Deserialize;

use crate::pack::{Pack, csv_text, known};
use crate::settled::Settled;

/// One region before places are known.
#[derive(Debug, Clone, PartialEq)]
pub struct FrameRegion {
    pub id: String,
    pub name: String,
    pub iso3166_2: String,
    /// Geonameid of the capital.
    pub capital: u32,
    /// Residents, start of 2022.
    pub population: u32,
    /// Mean nominal income per person, tenge a month, 2019 and 2020.
    pub income: [u32; 2],
    pub jobseekers: u32,
}

/// Years of the incomes.
const YEARS: [u32; 2] = [2019, 2020];

/// All regions, in the order of the files.
pub struct Frame {
    pub regions: Vec<FrameRegion>,
}

/// Share under the subsistence minimum, percent, and whether it was published.
pub struct Poverty {
    pub percent: f64,
    pub published: bool,
}

#[derive(Deserialize)]
struct RegionRow {
    id: String,
    name: String,
    iso3166_2: String,
    capital: u32,
}

/// A row of `population-2022.csv`: residents of a published region.
#[derive(Deserialize)]
struct PopulationRow {
    region: String,
    population: u32,
}

/// A row of `income.csv`: mean nominal income per person.
#[derive(Deserialize)]
struct IncomeRow {
    region: String,
    year: u32,
    kzt_month: u32,
}

/// A row of `jobseekers-2021.csv`.
#[derive(Deserialize)]
struct JobseekersRow {
    region: String,
    registered: u32,
}

/// A row of `poverty-2021.csv`: the share under the subsistence minimum where published.
#[derive(Deserialize)]
struct PovertyRow {
    area: String,
    percent: f64,
}

impl Frame {
    /// The index of the region that a row names.
    pub fn region(&self, file: &str, name: &str) -> Result<usize, String> {
        known(file, "region", name, self.regions.iter().map(|region| region.id.as_str()))
    }
}

/// Reads the regions with people, incomes and jobseekers; regions split off later are put back together.
pub fn read_frame(pack: &Pack) -> Result<Frame, String> {
    let region = |RegionRow { id, name, iso3166_2, capital }| FrameRegion {
        id,
        name,
        iso3166_2,
        capital,
        population: 0,
        income: [0; 2],
        jobseekers: 0,
    };
    let mut frame = Frame { regions: pack.rows("regions.csv")?.into_iter().map(region).collect() };
    for row in pack.rows::<PopulationRow>("population-2022.csv")? {
        let region = frame.region("population-2022.csv", &row.region)?;
        frame.regions[region].population += row.population;
    }
    for row in pack.rows::<IncomeRow>("income.csv")? {
        let region = frame.region("income.csv", &row.region)?;
        let year = YEARS.iter().position(|year| *year == row.year);
        let year = year.ok_or_else(|| format!("income.csv: year {}, expected one of {YEARS:?}", row.year))?;
        frame.regions[region].income[year] = row.kzt_month;
    }
    for row in pack.rows::<JobseekersRow>("jobseekers-2021.csv")? {
        let region = frame.region("jobseekers-2021.csv", &row.region)?;
        frame.regions[region].jobseekers = row.registered;
    }
    match frame.regions.iter().find(|r| r.population == 0 || r.income.contains(&0) || r.jobseekers == 0) {
        Some(region) => Err(format!("region `{}` has no population, income or jobseekers in the pack", region.id)),
        None => Ok(frame),
    }
}

/// Poverty by region: as published, or by its urban and rural people at the national urban and rural
/// rates, times one factor that makes the population mean the national rate.
pub fn poverty(pack: &Pack, frame: &Frame, places: &[Settled]) -> Result<Vec<Poverty>, String> {
    const FILE: &str = "poverty-2021.csv";
    let mut published = vec![None; frame.regions.len()];
    let (mut nation, mut urban, mut rural) = (None, None, None);
    for row in pack.rows::<PovertyRow>(FILE)? {
        let percent = Some(row.percent);
        match row.area.as_str() {
            "nation" => nation = percent,
            "nation-urban" => urban = percent,
            "nation-rural" => rural = percent,
            area => published[frame.region(FILE, area)?] = percent,
        }
    }
    let (Some(nation), Some(urban), Some(rural)) = (nation, urban, rural) else {
        return Err(format!("{FILE}: the nation has no poverty rate, urban and rural"));
    };
    let (mut poor, mut structural) = (0.0, 0.0);
    let mut by_structure = Vec::new();
    for (index, region) in frame.regions.iter().enumerate() {
        let people = f64::from(region.population);
        let in_cities: u32 = places.iter().filter(|p| p.region == index && p.urban).map(|p| p.population).sum();
        let share = f64::from(in_cities) / people;
        let rate = share * urban + (1.0 - share) * rural;
        by_structure.push(rate);
        match published[index] {
            Some(percent) => poor += people * percent,
            None => structural += people * rate,
        }
    }
    let total: f64 = frame.regions.iter().map(|r| f64::from(r.population)).sum();
    let factor = (total * nation - poor) / structural;
    let rates = published.iter().zip(by_structure);
    Ok(rates
        .map(|(published, rate)| Poverty {
            percent: published.unwrap_or(factor * rate),
            published: published.is_some(),
        })
        .collect())
}

/// The text of `regions.csv`.
pub fn write(frame: &Frame, poverty: &[Poverty]) -> Result<String, String> {
    let header = [
        "id",
        "name",
        "iso3166_2",
        "capital",
        "population",
        "income_month",
        "income_month_before",
        "poverty_rate",
        "poverty_source",
        "registered_jobseekers",
    ];
    csv_text(
        header,
        frame.regions.iter().zip(poverty).map(|(region, poverty)| {
            [
                region.id.clone(),
                region.name.clone(),
                region.iso3166_2.clone(),
                region.capital.to_string(),
                region.population.to_string(),
                region.income[1].to_string(),
                region.income[0].to_string(),
                format!("{:.1}", poverty.percent),
                if poverty.published { "read" } else { "assumed" }.to_owned(),
                region.jobseekers.to_string(),
            ]
        }),
    )
}
