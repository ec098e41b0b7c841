//! The record as found, one row a statement, `records/facts.csv`. Where sources disagree both rows stay.

use jiff::civil::Date;

use crate::column::{Form, Holds, column};
use crate::error::DataError;
use crate::identifier::PlaceId;
use crate::imported::{IMPORTED, Imported, LICENCE, imported};
use crate::note::Noted;
use crate::place::{Place, PlaceIndex, optional_place_ref};
use crate::region::{Region, RegionId, RegionIndex, optional_region_ref};
use crate::table::Table;

/// A statement of a source.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Line of the file, from 1.
    pub line: usize,
    /// Local date it speaks of.
    pub date: Date,
    /// Date on which the source was published, earlier than `date` where it speaks of what was to come;
    /// `None` where the source does not show it: then no forecast may use it.
    pub published: Option<Date>,
    /// Place as the source names it.
    pub place: String,
    /// Region as the source names it.
    pub admin1: String,
    /// Kind, such as `crowd_size`.
    pub kind: String,
    /// Value as written: a number, an interval, a time or words.
    pub value: String,
    /// Unit.
    pub unit: String,
    /// Where it was read.
    pub source: String,
    /// What else the source says.
    pub note: String,
    /// The place in `places.csv`, where it is one.
    pub place_id: Option<PlaceId>,
    /// The region in `regions.csv`, where it is one.
    pub region_id: Option<RegionId>,
    /// Whether it was drafted from a file of events.
    pub imported: Imported,
    /// Its licence, where it was.
    pub licence: String,
}

impl Fact {
    /// The value as a number, where it is one.
    pub fn number(&self) -> Option<f64> {
        self.value.parse().ok().filter(|value: &f64| value.is_finite())
    }
}

/// `records/facts.csv` as declared.
pub(crate) const FACTS: Form = Form::new(
    "records/facts.csv",
    "The record as found, one row a statement; where sources disagree both rows stay. The key `[records] facts` names it.",
    &[
        column("date", Holds::Date, "local date it speaks of"),
        column("published", Holds::Date, "day on which the source appeared; forecasts use no row without it")
            .optional(),
        column("place", Holds::Text, "place as the source names it"),
        column("admin1", Holds::Text, "region as the source names it").or_empty(),
        column(
            "kind",
            Holds::Text,
            "what is stated. Forecasts read `crowd_size`, `rioters`, `detained`, `deaths_total`, `deaths_security`, \
             `deaths_rioters`, `deaths_civilian`, `regions_with_protest`, `regions_with_violence`, `protest_onset`, \
             `protest`, `demonstrations`, `violence_onset`, `violence`, `building_stormed`, `building_burned` and `building_seized`; \
             claims read any",
        ),
        column("value", Holds::Text, "as written: a number, two ends such as `100-200`, a time or words"),
        column("unit", Holds::Text, "unit of the value, such as `people`").or_empty(),
        column("source", Holds::Text, "where it was read"),
        column("note", Holds::Text, "what else the source says").or_empty(),
        column("place_id", Holds::Place, "the place, where it is one").or_empty(),
        column("region_id", Holds::Region, "the region, where it is one").or_empty(),
        LICENCE,
        IMPORTED,
    ],
);

/// Reads `records/facts.csv`.
pub fn read_facts(
    bytes: &[u8],
    file: &str,
    regions: &[Region],
    places: &[Place],
) -> Result<Noted<Vec<Fact>>, DataError> {
    let table = Table::of(bytes, file, &FACTS)?;
    let (regions, places) = (RegionIndex::new(regions), PlaceIndex::new(places));
    let facts = table.rows().map(|row| {
        let (imported, licence) = imported(row)?;
        Ok(Fact {
            imported,
            licence,
            line: row.line(),
            date: row.date("date")?,
            published: row.optional_date("published")?,
            place: row.name("place")?.to_owned(),
            admin1: row.text("admin1").to_owned(),
            kind: row.name("kind")?.to_owned(),
            value: row.figure_or_words("value")?,
            unit: row.text("unit").to_owned(),
            source: row.name("source")?.to_owned(),
            note: row.text("note").to_owned(),
            place_id: optional_place_ref(row, "place_id", &places)?.map(|place| place.id),
            region_id: optional_region_ref(row, "region_id", &regions)?,
        })
    });
    let facts = facts.collect::<Result<Vec<_>, DataError>>()?;
    Ok(table.noted(facts))
}
