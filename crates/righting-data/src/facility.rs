//! Buildings and sites that can be attacked, `facilities.csv`.

use std::collections::BTreeMap;

use crate::error::DataError;
use crate::place::{Place, PlaceId, place_ref};
use crate::region::{slug, unique};
use crate::table::Table;

/// What a facility is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FacilityKind {
    /// City or regional hall.
    CityHall,
    /// Airport.
    Airport,
    /// Broadcaster.
    Broadcaster,
    /// Police or security-service office.
    SecurityOffice,
    /// Power plant.
    Power,
    /// Spaceport.
    Spaceport,
}

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

/// Reads `facilities.csv`.
pub fn read_facilities(bytes: &[u8], file: &str, places: &[Place]) -> Result<Vec<Facility>, DataError> {
    let table = Table::read(bytes, file, &["id", "place", "name", "kind", "guards"], &["source"])?;
    let mut seen = BTreeMap::new();
    table
        .rows()
        .map(|row| {
            let id = slug(row, "id")?;
            unique(&mut seen, row, "id", "facility", id.clone())?;
            Ok(Facility {
                id,
                place: place_ref(row, "place", places)?.id,
                name: row.name("name")?.to_owned(),
                kind: row.choice("kind", "kind of facility", &KINDS)?,
                guards: row.number("guards", 0.0, 1e6)?,
                source: row.text("source").to_owned(),
            })
        })
        .collect()
}
