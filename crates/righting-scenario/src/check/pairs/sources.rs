//! Files and parts of a scenario that doubts name.

use crate::alliance_file::AllianceFile;
use crate::check::country::Land;
use crate::check::records::Sheets;
use crate::check::sheet::Sheet;
use crate::raw::{RawCountry, RawScenario};

/// Files and parts of a scenario that doubts name.
pub(crate) struct Sources<'s> {
    pub raw: &'s RawScenario,
    pub record: &'s Sheets,
    pub alliance: Option<&'s AllianceFile>,
}

impl Sources<'_> {
    /// Files of data by the name that the scenario gives them; the tables among them with their columns.
    pub(super) fn tables<'t>(&'t self, land: &'t Land) -> Vec<(&'t str, Option<&'t Sheet>)> {
        let mut found = Vec::new();
        if let Some(country) = &self.raw.country {
            let RawCountry { regions, places, facilities, boundaries, .. } = country.get();
            found.extend(regions.iter().map(|name| (name.get().as_str(), Some(&land.region_sheet))));
            found.extend(places.iter().map(|name| (name.get().as_str(), Some(&land.place_sheet))));
            found.extend(facilities.iter().map(|name| (name.get().as_str(), land.facility_sheet.as_ref())));
            found.extend(boundaries.iter().map(|name| (name.get().as_str(), None)));
        }
        if let Some(records) = &self.raw.records {
            let raw = records.get();
            found.extend(raw.targets.iter().map(|name| (name.get().as_str(), self.record.targets.as_ref())));
            found.extend(raw.events.iter().map(|name| (name.get().as_str(), self.record.events.as_ref())));
            found.extend(raw.facts.iter().map(|name| (name.get().as_str(), self.record.facts.as_ref())));
            found.extend(raw.claims.iter().map(|name| (name.get().as_str(), None)));
            found.extend(raw.sources.iter().map(|name| (name.get().as_str(), self.record.sources.as_ref())));
        }
        found
    }
}
