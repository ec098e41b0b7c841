//! How good the packed data of a country are.

use righting_data::Mark;

use crate::country::Country;
use crate::error::WorldError;
use crate::figures::Figures;
use crate::request::Request;
use crate::spread::Spread;
use crate::world::World;

/// A label of data quality, as in scenario files. None is high: that takes counts by region and a record of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// Nothing but borders between districts stands in for what is missing.
    Medium,
    /// Something that matters stands in for what is missing.
    Low,
}

impl Label {
    /// Name in files and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// What stands behind the scenario of a country.
#[derive(Debug, Clone, PartialEq)]
pub struct DataQuality {
    /// Code.
    pub code: String,
    /// English name.
    pub name: String,
    /// Residents in the year of the start.
    pub residents: u32,
    /// Regions.
    pub regions: usize,
    /// Places, rests included.
    pub places: usize,
    /// Percent of residents in places of the gazetteer.
    pub listed: f64,
    /// Year of the Gini index, if it is known.
    pub gini: Option<i16>,
    /// Year of the poverty figure, if it is known.
    pub poverty: Option<i16>,
    /// Year of the governance indicators, if they are known.
    pub governance: Option<i16>,
    /// Year of the product, if it is known.
    pub product: Option<i16>,
    /// The label.
    pub label: Label,
    /// What is missing, old or replaced, a few words each.
    pub missing: Vec<String>,
}

/// A figure older than this many years counts as missing.
const OLD: i16 = 10;
/// Least percent of residents in places of the gazetteer.
const FEW_LISTED: f64 = 35.0;

impl World {
    /// What stands behind the scenario that a request gives.
    ///
    /// # Errors
    /// As [`World::bundle`].
    pub fn quality(&self, country: &Country, request: &Request) -> Result<DataQuality, WorldError> {
        request.check()?;
        let figures = self.figures(country, request.start.year());
        let spread = self.spread(country, &figures, request)?;
        Ok(quality(country, &figures, &spread, request.start.year()))
    }
}

pub(crate) fn quality(country: &Country, figures: &Figures, spread: &Spread<'_>, start: i16) -> DataQuality {
    let known = |figure: &crate::figures::Figure| figure.year;
    let mut missing = Vec::new();
    if figures.residents.years.is_empty() {
        missing.push("no count of residents by year".to_owned());
    }
    let dated = [
        ("Gini index", known(&figures.gini)),
        ("poverty figure", known(&figures.poverty)),
        ("governance indicators", figures.governance.iter().map(known).min().flatten()),
        ("product", known(&figures.product)),
    ];
    for (what, year) in dated {
        match year {
            None => missing.push(format!("no {what}")),
            Some(year) if start - year > OLD => missing.push(format!("{what} of {year}")),
            Some(_) => {}
        }
    }
    let listed = 100.0 * spread.listed;
    if listed < FEW_LISTED {
        missing.push(format!("{listed:.0} % of residents in listed places"));
    }
    if spread.shrunk {
        missing.push("places held more than the country".to_owned());
    }
    let discs = spread.regions.iter().filter(|region| region.unit.disc_km.is_some()).count();
    if discs > 0 {
        missing.push(if discs == 1 {
            "a region without a shape".to_owned()
        } else {
            format!("{discs} regions without a shape")
        });
    }
    DataQuality {
        code: country.code.clone(),
        name: country.name.clone(),
        residents: spread.residents(),
        regions: spread.regions.len(),
        places: spread.places(),
        listed,
        gini: dated[0].1,
        poverty: dated[1].1,
        governance: dated[2].1,
        product: figures.product.year.filter(|_| figures.product.mark != Mark::Assumed),
        label: if missing.is_empty() { Label::Medium } else { Label::Low },
        missing,
    }
}
