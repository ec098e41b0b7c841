//! The regions: people, incomes, jobseekers, poverty.

use super::settled::Settled;
use super::{Pack, csv_text};
use crate::error::{DataError, Problem};
use crate::table::{Row, Table};

/// One region before places are known.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FrameRegion {
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

/// All regions, in the order of the files.
pub(super) struct Frame {
    pub regions: Vec<FrameRegion>,
}

/// Share under the subsistence minimum, percent, and whether it was published.
pub(super) struct Poverty {
    pub percent: f64,
    pub published: bool,
}

impl Frame {
    /// The index of the region that a row names.
    pub fn region(&self, row: Row<'_>, column: &str) -> Result<usize, DataError> {
        let found = row.name(column)?;
        self.regions
            .iter()
            .position(|region| region.id == found)
            .ok_or_else(|| row.unknown(column, "region", self.regions.iter().map(|r| r.id.as_str())))
    }
}

/// Reads the regions with people, incomes and jobseekers; regions split off later are put back together.
pub(super) fn read_frame(pack: &Pack<'_>) -> Result<Frame, DataError> {
    let columns = ["id", "name", "iso3166_2", "capital"];
    let table = Table::read(pack.regions, "regions.csv", &columns, &[])?;
    let mut frame = Frame { regions: Vec::new() };
    for row in table.rows() {
        frame.regions.push(FrameRegion {
            id: row.name("id")?.to_owned(),
            name: row.name("name")?.to_owned(),
            iso3166_2: row.name("iso3166_2")?.to_owned(),
            capital: row.integer("capital", 1, (1 << 24) - 1)?,
            population: 0,
            income: [0; 2],
            jobseekers: 0,
        });
    }
    let columns = ["region", "published_name", "population"];
    for row in Table::read(pack.population, "population-2022.csv", &columns, &[])?.rows() {
        let region = frame.region(row, "region")?;
        frame.regions[region].population += row.integer("population", 1, 1_000_000_000)?;
    }
    for row in Table::read(pack.income, "income.csv", &["region", "year", "kzt_month"], &[])?.rows() {
        let region = frame.region(row, "region")?;
        let year = row.integer("year", 2019, 2020)? as usize - 2019;
        frame.regions[region].income[year] = row.integer("kzt_month", 1, 100_000_000)?;
    }
    let columns = ["region", "published_name", "registered"];
    for row in Table::read(pack.jobseekers, "jobseekers-2021.csv", &columns, &[])?.rows() {
        let region = frame.region(row, "region")?;
        frame.regions[region].jobseekers = row.integer("registered", 1, 1_000_000_000)?;
    }
    match frame.regions.iter().find(|r| r.population == 0 || r.income.contains(&0) || r.jobseekers == 0) {
        Some(region) => Err(table.whole(Problem::Lacking {
            region: region.id.clone(),
            what: "population, income or jobseekers in the pack",
        })),
        None => Ok(frame),
    }
}

/// Poverty by region: as published, or by its urban and rural people at the national urban and rural
/// rates, times one factor that makes the population mean the national rate.
pub(super) fn poverty(pack: &Pack<'_>, frame: &Frame, places: &[Settled]) -> Result<Vec<Poverty>, DataError> {
    let table = Table::read(pack.poverty, "poverty-2021.csv", &["area", "percent", "source", "note"], &[])?;
    let mut published = vec![None; frame.regions.len()];
    let (mut nation, mut urban, mut rural) = (None, None, None);
    for row in table.rows() {
        let percent = Some(row.number("percent", 0.0, 100.0)?);
        match row.text("area") {
            "nation" => nation = percent,
            "nation-urban" => urban = percent,
            "nation-rural" => rural = percent,
            _ => published[frame.region(row, "area")?] = percent,
        }
    }
    let (Some(nation), Some(urban), Some(rural)) = (nation, urban, rural) else {
        return Err(table.whole(Problem::Lacking { region: "nation".to_owned(), what: "poverty rate" }));
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
pub(super) fn write(frame: &Frame, poverty: &[Poverty]) -> String {
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
        &header,
        frame.regions.iter().zip(poverty).map(|(region, poverty)| {
            vec![
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
