//! Buildings and sites that can be attacked, `facilities.csv`.

use std::collections::BTreeMap;

use righting_model::FacilityKind;

use crate::column::{Form, Holds, column, words};
use crate::error::DataError;
use crate::note::Noted;
use crate::place::{Place, PlaceId, PlaceIndex, place_ref};
use crate::region::{slug, unique};
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
    /// Where it was read.
    pub source: String,
}

const KINDS: [(&str, FacilityKind); 6] = [
    ("city_hall", FacilityKind::CityHall),
    ("airport", FacilityKind::Airport),
    ("broadcaster", FacilityKind::Broadcaster),
    ("security_office", FacilityKind::SecurityOffice),
    ("power", FacilityKind::Power),
    ("spaceport", FacilityKind::Spaceport),
];

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
            kind: row.choice("kind", "kind of facility", &KINDS)?,
            guards: row.real("guards")?,
            source: row.text("source").to_owned(),
        })
    });
    let facilities = facilities.collect::<Result<Vec<_>, DataError>>()?;
    Ok(table.noted(facilities))
}
