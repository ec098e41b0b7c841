//! From open inputs to a scenario's tables: Kazakhstan as it stood at the end of 2021, and the cases of `packs/cases`.
//!
//! Everything here is a covariate known before the crisis; nothing of January 2022 is read.

mod boundaries;
mod case;
mod gazetteer;
mod places;
mod regions;
mod settled;

use crate::error::DataError;

pub use case::{CasePack, DerivedCase, derive_case};

/// The raw open tables of a country pack, as bytes (`packs/kazakhstan/`).
#[derive(Debug, Clone, Copy)]
pub struct Pack<'a> {
    /// `regions.csv`: id, name, code and capital of each region.
    pub regions: &'a [u8],
    /// `population-2022.csv`: residents of the published regions.
    pub population: &'a [u8],
    /// `income.csv`: mean nominal income per person by region and year.
    pub income: &'a [u8],
    /// `jobseekers-2021.csv`: registered jobseekers.
    pub jobseekers: &'a [u8],
    /// `poverty-2021.csv`: share under the subsistence minimum where published.
    pub poverty: &'a [u8],
    /// `admin1-codes.csv`: the gazetteer's codes to regions.
    pub codes: &'a [u8],
    /// `cities.csv`: the gazetteer.
    pub cities: &'a [u8],
    /// `cities-corrections.csv`: what is wrong in the gazetteer, with reasons.
    pub corrections: &'a [u8],
    /// `lpg-plants.csv`: gas-processing plants that make liquefied petroleum gas.
    pub plants: &'a [u8],
    /// `killings.csv`: protesters killed by the state in the ten years before.
    pub killings: &'a [u8],
    /// `boundaries.geojson`: polygons of the regions in the borders of 2013.
    pub boundaries: &'a [u8],
}

/// The derived files of a scenario, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// `regions.csv`.
    pub regions: String,
    /// `places.csv`.
    pub places: String,
    /// `regions.geojson`.
    pub boundaries: String,
}

/// Derives the tables of a scenario from a pack. The same bytes on every machine.
pub fn derive(pack: &Pack<'_>) -> Result<Derived, DataError> {
    let frame = regions::read_frame(pack)?;
    let gazetteer = gazetteer::read(pack, &frame)?;
    let places = places::settle(pack, &frame, &gazetteer)?;
    let poverty = regions::poverty(pack, &frame, &places)?;
    Ok(Derived {
        regions: regions::write(&frame, &poverty),
        places: places::write(&frame, &places),
        boundaries: boundaries::write(pack.boundaries)?,
    })
}

/// A CSV text of a header and rows.
fn csv_text(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written =
        writer.write_record(header).and_then(|()| rows.into_iter().try_for_each(|row| writer.write_record(row)));
    let bytes = written.ok().and_then(|()| writer.into_inner().ok());
    let bytes = bytes.expect("rows as long as the header, written to memory");
    String::from_utf8(bytes).expect("CSV made of UTF-8 strings is UTF-8")
}
