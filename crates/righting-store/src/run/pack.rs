//! A replicate as it is stored: cells of its tables, and its events.

use righting_measure::{Cells, Digest, Ground, Misfit, Table, digest_of};
use righting_model::{Event, QUANTITIES, Trace};

use crate::manifest::{Manifest, Tables};
use crate::table::recovery;

/// A replicate as it is stored.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Body {
    pub(crate) steps: u32,
    pub(crate) joinings: u64,
    pub(crate) events: Vec<Event>,
    pub(crate) nation: Cells,
    pub(crate) regions: Cells,
    pub(crate) places: Cells,
    /// Cells of the recovery, row by row.
    pub(crate) recovery: Vec<u32>,
}

impl Body {
    /// Packs a trace; the error says which value no table can hold.
    pub(crate) fn pack(manifest: &Manifest, trace: Trace) -> Result<Self, String> {
        let (days, places) = (manifest.days as usize, manifest.places.len());
        if trace.days() != days || trace.places() != places {
            return Err(format!(
                "the trace has {} days and {} places, the run {days} and {places}",
                trace.days(),
                trace.places()
            ));
        }
        let misfit = |names: &dyn Fn(usize) -> String, per_day: usize, misfit: Misfit| {
            let quantity = QUANTITIES[misfit.column].name;
            let date = manifest.date((misfit.row / per_day) as u32);
            format!("{quantity} of {} is {} on {date}", names(misfit.row % per_day), misfit.value)
        };
        let ground = ground(manifest);
        let cells = |table: Table| table.cells(&ground, &trace);
        let nation = cells(Table::Nation).map_err(|found| misfit(&|_| "the nation".to_owned(), 1, found))?;
        let mut regions = Cells::default();
        if manifest.tables >= Tables::Regions {
            regions = cells(Table::Regions).map_err(|found| {
                misfit(&|region| manifest.regions[region].id.clone(), manifest.regions.len(), found)
            })?;
        }
        let mut local = Cells::default();
        if manifest.tables >= Tables::Places {
            local = cells(Table::Places)
                .map_err(|found| misfit(&|place| manifest.places[place].name.clone(), places, found))?;
        }
        let recovery = recovery::pack(manifest, &trace.recovery)?;
        let (steps, joinings, events) = (trace.steps, trace.joinings, trace.events);
        Ok(Self { steps, joinings, events, nation, regions, places: local, recovery })
    }

    /// Its digest, as that of a replicate of a run with every table.
    pub(crate) fn digest(&self, replicate: u32) -> Digest {
        digest_of(replicate, [&self.nation, &self.regions, &self.places], &self.events, &self.recovery)
    }
}

/// Which places of a run make up which region.
fn ground(manifest: &Manifest) -> Ground {
    Ground::new(manifest.regions.len(), manifest.places.iter().map(|place| (place.region, place.population)))
}
