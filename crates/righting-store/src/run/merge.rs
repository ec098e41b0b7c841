//! From parts to tables, in the order of replicates.

use std::collections::BTreeMap;
use std::path::Path;

use crate::disk::atomic::AtomicFile;
use crate::error::StoreError;
use crate::manifest::{Manifest, Tables};
use crate::run::part::{self, Frame};
use crate::table::events::{EventWriter, Names};
use crate::table::recovery::RecoveryWriter;
use crate::table::schema::Table;
use crate::table::summary;
use crate::table::wide::WideWriter;

/// Writes every table under a temporary name; the caller puts them in place together.
///
/// Holds one row group of each table and one replicate, whatever the number of replicates.
pub(crate) fn write_tables(
    folder: &Path,
    manifest: &Manifest,
    frames: &BTreeMap<u32, Frame>,
) -> Result<Vec<AtomicFile>, StoreError> {
    let names = Names::new(manifest);
    let mut events = EventWriter::create(folder, manifest, &names)?;
    let mut wide = Vec::new();
    for table in wide_tables(manifest.tables) {
        wide.push((*table, WideWriter::create(folder, *table, manifest, &names)?));
    }
    let mut recovery = RecoveryWriter::create(folder, manifest, &names)?;
    let mut succeeded = 0;
    for (replicate, frame) in frames {
        let Some(body) = part::read(folder, manifest, frame)? else { continue };
        succeeded += 1;
        for (table, writer) in &mut wide {
            let cells = match table {
                Table::Regions => &body.regions,
                Table::Places => &body.places,
                _ => &body.nation,
            };
            writer.push(*replicate, cells)?;
        }
        events.push(*replicate, body.events)?;
        if let Some(recovery) = &mut recovery {
            recovery.push(*replicate, body.recovery)?;
        }
    }
    let mut files = vec![events.finish()?];
    let mut finished = Vec::new();
    for (table, writer) in wide {
        finished.push((table, writer.finish()?));
    }
    files.push(summary::write(folder, manifest, &names, &finished, succeeded)?);
    files.extend(recovery.map(RecoveryWriter::finish).transpose()?);
    files.extend(finished.into_iter().map(|(_, file)| file));
    Ok(files)
}

/// Tables with one column per quantity that a run has.
pub(crate) fn wide_tables(tables: Tables) -> &'static [Table] {
    match tables {
        Tables::Nation => &[Table::Nation],
        Tables::Regions => &[Table::Nation, Table::Regions],
        Tables::Places => &[Table::Nation, Table::Regions, Table::Places],
    }
}
