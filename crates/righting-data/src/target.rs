//! What a run is held against, `records/targets.csv`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::column::{Form, Holds, column, words};
use crate::error::{DataError, Problem};
use crate::identifier::{PlaceId, slug, unique};
use crate::imported::{IMPORTED, Imported, LICENCE, imported};
use crate::nearest::nearest;
use crate::note::Noted;
use crate::place::{Place, PlaceIndex, place_ref};
use crate::region::{Region, RegionId, RegionIndex};
use crate::table::{Row, Table};

/// A quantity that records speak of; named as the model names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RecordQuantity {
    /// People protesting or rioting.
    Active,
    /// People rioting.
    Rioting,
    /// People detained since the start.
    DetainedTotal,
    /// People killed since the start, security included.
    DeathsTotal,
    /// Regions with an onset of protest since the start.
    RegionsReached,
    /// Regions with an onset of riot since the start.
    RegionsViolent,
    /// Facilities not in the state's hands.
    FacilitiesLost,
}

const QUANTITIES: [(&str, RecordQuantity); 7] = [
    ("active", RecordQuantity::Active),
    ("rioting", RecordQuantity::Rioting),
    ("detained_total", RecordQuantity::DetainedTotal),
    ("deaths_total", RecordQuantity::DeathsTotal),
    ("regions_reached", RecordQuantity::RegionsReached),
    ("regions_violent", RecordQuantity::RegionsViolent),
    ("facilities_lost", RecordQuantity::FacilitiesLost),
];

impl RecordQuantity {
    /// The name in files.
    pub fn name(self) -> &'static str {
        QUANTITIES.iter().find(|(_, quantity)| *quantity == self).map_or("", |(name, _)| name)
    }
}

/// How a target's quantity is read from a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistic {
    /// Highest value within the dates.
    Peak,
    /// Value at the end of the first date.
    Cumulative,
    /// First local date within the dates on which at least 50 people are active (or riot).
    Onset,
}

const STATISTICS: [(&str, Statistic); 3] =
    [("peak", Statistic::Peak), ("cumulative", Statistic::Cumulative), ("onset", Statistic::Onset)];

/// Where a target is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceRef {
    /// The whole country.
    Nation,
    /// A region.
    Region(RegionId),
    /// A place.
    Place(PlaceId),
}

/// One end of the interval of a record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// A count.
    Number(f64),
    /// A date, for onsets.
    Date(Date),
}

/// Which targets weigh as the nation's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeightClass {
    /// The nation's.
    National,
    /// A place's or a region's.
    Local,
}

/// One record that a run is held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Line of the file, from 1.
    pub line: usize,
    /// Identifier.
    pub id: String,
    /// What is measured.
    pub quantity: RecordQuantity,
    /// How.
    pub statistic: Statistic,
    /// Where.
    pub place: PlaceRef,
    /// First local date.
    pub date: Date,
    /// Last local date.
    pub date_end: Date,
    /// Lower end of the record.
    pub low: Bound,
    /// Upper end of the record.
    pub high: Bound,
    /// Its class of weight.
    pub weight_class: WeightClass,
    /// Where it was read.
    pub source: String,
    /// How it was read.
    pub note: String,
    /// Whether it was drafted from a file of events.
    pub imported: Imported,
    /// Its licence, where it was.
    pub licence: String,
}

const CLASSES: [(&str, WeightClass); 2] = [("national", WeightClass::National), ("local", WeightClass::Local)];

const QUANTITY_WORDS: [&str; 7] = words(&QUANTITIES);
const STATISTIC_WORDS: [&str; 3] = words(&STATISTICS);
const CLASS_WORDS: [&str; 2] = words(&CLASSES);
const COUNT: Holds = Holds::NumberOrDate { low: 0.0, high: 1e10 };

/// `records/targets.csv` as declared.
pub(crate) const TARGETS: Form = Form::new(
    "records/targets.csv",
    "What a run is held against. The key `[records] targets` names it.",
    &[
        column("id", Holds::Identifier, "identifier"),
        column(
            "quantity",
            Holds::Words(&QUANTITY_WORDS),
            "what is measured; totals count from the first day of the scenario",
        ),
        column(
            "statistic",
            Holds::Words(&STATISTIC_WORDS),
            "`peak`: highest within the dates; `cumulative`: at the end of the first date; `onset`: first date with 50 \
             people, for `active` and `rioting` only",
        ),
        column("place", Holds::Anywhere, "where it is measured"),
        column("date", Holds::Date, "first local date"),
        column("date_end", Holds::Date, "last local date"),
        column("low", COUNT, "lower end of the record").unit("that of the quantity: people, regions, facilities"),
        column("high", COUNT, "upper end of the record; the same as `low` where there is one number").unit("the same"),
        column(
            "weight_class",
            Holds::Words(&CLASS_WORDS),
            "whether it weighs with the nation's targets or with local ones",
        ),
        column("source", Holds::Text, "where it was read"),
        column("note", Holds::Text, "how it was read").or_empty(),
        LICENCE,
        IMPORTED,
    ],
);

/// Reads `records/targets.csv`.
pub fn read_targets(
    bytes: &[u8],
    file: &str,
    regions: &[Region],
    places: &[Place],
) -> Result<Noted<Vec<Target>>, DataError> {
    let table = Table::of(bytes, file, &TARGETS)?;
    let (regions, places) = (RegionIndex::new(regions), PlaceIndex::new(places));
    let mut seen = BTreeMap::new();
    let targets = table.rows().map(|row| {
        let id = slug(row, "id")?;
        unique(&mut seen, row, "id", "target", id.clone())?;
        read_target(row, id, &regions, &places)
    });
    let targets = targets.collect::<Result<Vec<_>, DataError>>()?;
    Ok(table.noted(targets))
}

fn read_target(
    row: Row<'_>,
    id: String,
    regions: &RegionIndex<'_>,
    places: &PlaceIndex<'_>,
) -> Result<Target, DataError> {
    let quantity = row.choice("quantity", "quantity", &QUANTITIES)?;
    let statistic = row.choice("statistic", "statistic", &STATISTICS)?;
    let counts_people = matches!(quantity, RecordQuantity::Active | RecordQuantity::Rioting);
    if statistic == Statistic::Onset && !counts_people {
        return Err(row.unexpected("quantity", "`active` or `rioting`, as only these have an onset"));
    }
    let (date, date_end) = (row.date("date")?, row.date("date_end")?);
    let (low, high) = (bound(row, "low", statistic)?, bound(row, "high", statistic)?);
    order(row, "date_end", date <= date_end, "date", "date_end")?;
    let upright = match (low, high) {
        (Bound::Date(low), Bound::Date(high)) => low <= high,
        (Bound::Number(low), Bound::Number(high)) => low <= high,
        _ => false,
    };
    order(row, "low", upright, "low", "high")?;
    let (imported, licence) = imported(row)?;
    Ok(Target {
        imported,
        licence,
        line: row.line(),
        id,
        quantity,
        statistic,
        place: place(row, regions, places)?,
        date,
        date_end,
        low,
        high,
        weight_class: row.choice("weight_class", "weight class", &CLASSES)?,
        source: row.name("source")?.to_owned(),
        note: row.text("note").to_owned(),
    })
}

fn order(row: Row<'_>, at: &str, upright: bool, low: &str, high: &str) -> Result<(), DataError> {
    if upright {
        return Ok(());
    }
    let (low, high) = (row.text(low).to_owned(), row.text(high).to_owned());
    Err(row.error(at, Problem::Order { low, high }))
}

fn bound(row: Row<'_>, column: &str, statistic: Statistic) -> Result<Bound, DataError> {
    match statistic {
        Statistic::Onset => {
            row.day(column, None, "a date such as 2022-01-05, as the statistic is `onset`").map(Bound::Date)
        }
        _ => row.count(column).map(Bound::Number),
    }
}

fn place(row: Row<'_>, regions: &RegionIndex<'_>, places: &PlaceIndex<'_>) -> Result<PlaceRef, DataError> {
    let found = row.text("place");
    if found == "nation" {
        return Ok(PlaceRef::Nation);
    }
    if let Some(region) = regions.find(found) {
        return Ok(PlaceRef::Region(region.id.clone()));
    }
    if found.starts_with(|c: char| c.is_ascii_digit()) {
        return place_ref(row, "place", places).map(|place| PlaceRef::Place(place.id));
    }
    let known: Vec<&str> = std::iter::once("nation").chain(regions.ids()).collect();
    let near = nearest(found, ["nation"]).map(str::to_owned).or_else(|| regions.near(found));
    let near = near.or_else(|| places.near(found).map(|place| format!("{} ({})", place.id, place.name)));
    Err(row.unknown_near("place", "place", known, near))
}
