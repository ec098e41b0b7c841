//! Buildings and sites that can be attacked, `facilities.csv`.

use std::collections::BTreeMap;

use righting_model::FacilityKind;

use crate::column::{Form, Holds, column, words};
use crate::error::DataError;
use crate::identifier::{PlaceId, slug, unique};
use crate::note::Noted;
use crate::place::{Place, PlaceIndex, place_ref};
use crate::table::Table;

/// A building or site that can be attacked.
#[derive(Debug, Clone, PartialEq)]
pub struct Facility {
    /// Identifier.
    pub id: String,
    /// Place it stands in.
    pub place: PlaceId,
    /// Name for people.
    pub name: String,
    /// Kind.
    pub kind: FacilityKind,
    /// Guards at rest, people.
    pub guards: f64,
    /// Attacks that it draws relative to a city hall; `None`: as its kind does.
    pub attraction: Option<f64>,
    /// Where it was read.
    pub source: String,
}

const KINDS: [(&str, FacilityKind); 6] = [
    ("city_hall", FacilityKind::CityHall),
    ("airport", FacilityKind::Airport),
    ("broadcaster", FacilityKind::Broadcaster),
    ("security_office", FacilityKind::SecurityOffice),
    ("power", FacilityKind::Power),
    ("strategic_site", FacilityKind::StrategicSite),
];

/// Words of version 0.1.0, and those that stand for them.
const ONCE: [(&str, &str); 1] = [("spaceport", "strategic_site")];

const KIND_WORDS: [&str; 6] = words(&KINDS);

/// `facilities.csv` as declared.
pub(crate) const FACILITIES: Form = Form::new(
    "facilities.csv",
    "Buildings and sites that can be attacked. The key `[country] facilities` names it.",
    &[
        column("id", Holds::Identifier, "identifier"),
        column("place", Holds::Place, "place it stands in"),
        column("name", Holds::Text, "name for people"),
        column("kind", Holds::Words(&KIND_WORDS), "what it is for"),
        column("guards", Holds::Number { low: 0.0, high: 1e6 }, "guards at rest").unit("people"),
        column(
            "attraction",
            Holds::Number { low: 0.0, high: 100.0 },
            "attacks that it draws relative to a city hall; as its kind does where empty",
        )
        .unit("ratio")
        .optional(),
        column("source", Holds::Text, "where it was read").optional(),
    ],
);

/// Reads `facilities.csv`.
pub fn read_facilities(bytes: &[u8], file: &str, places: &[Place]) -> Result<Noted<Vec<Facility>>, DataError> {
    let table = Table::of(bytes, file, &FACILITIES)?;
    let places = PlaceIndex::new(places);
    let mut seen = BTreeMap::new();
    let facilities = table.rows().map(|row| {
        let id = slug(row, "id")?;
        unique(&mut seen, row, "id", "facility", id.clone())?;
        Ok(Facility {
            id,
            place: place_ref(row, "place", &places)?.id,
            name: row.name("name")?.to_owned(),
            kind: row.choice_or_once("kind", "kind of facility", &KINDS, &ONCE)?,
            guards: row.real("guards")?,
            attraction: row.optional_real("attraction")?,
            source: row.text("source").to_owned(),
        })
    });
    let facilities = facilities.collect::<Result<Vec<_>, DataError>>()?;
    Ok(table.noted(facilities))
}
