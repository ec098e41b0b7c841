//! Runs on disk. A [`RunFolder`] takes the replicates of an ensemble batch by batch, survives kills and full
//! disks, and turns into a [`StoredRun`]: `run.json` with all that the results depend on, tidy Parquet tables
//! with scalar cells, and times apart in `timing.json`. Two runs of one scenario and seed have equal bytes.
//!
//! ```
//! # use righting_store::*;
//! # use righting_model::{Failure, Trace, QUANTITY_COUNT};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let manifest = Manifest {
//! #     version: "0.1.0".into(), scenario: "example".into(), title: "An example".into(), scenario_hash: "00".into(),
//! #     changes: vec![], seed: 1, replicates: 2, engine: "sellke".into(), reseeded: None, draws: None,
//! #     tables: Tables::Nation,
//! #     start: "2022-01-01".parse()?, days: 1, recovery_months: 0, regions: vec![], places: vec![], files: vec![],
//! # };
//! # let trace = Trace::from_tables(0, vec![[1.0; QUANTITY_COUNT]], vec![], vec![], 24, 7);
//! let mut run = RunFolder::create(&folder.path().join("run"), manifest, Existing::Refuse)?;
//! for replicate in run.pending() {
//!     run.append(vec![Outcome { replicate, seconds: 0.01, result: Ok(trace.clone()) }])?;
//! }
//! let stored = run.finish()?;
//! assert_eq!(stored.succeeded(), 2);
//! for replicate in stored.replicates_of(&[righting_model::Quantity::Active], false)? {
//!     let (number, trace) = replicate?;
//!     println!("{number}: {} active", trace.national(0, righting_model::Quantity::Active));
//! }
//! # Ok(())
//! # }
//! ```

mod atomic;
mod bands;
mod bodies;
mod cells;
mod checksums;
mod classics;
mod columns;
mod days;
mod error;
mod event_reader;
mod events;
mod export;
mod fits;
mod folder;
mod json;
mod manifest;
mod merge;
mod merge_shards;
mod names;
mod older;
mod open;
mod own;
mod pack;
mod packed;
mod part;
mod read;
mod record;
mod recovery;
mod replace;
mod replicates;
mod schema;
mod shard;
mod stored;
mod study;
mod study_shards;
mod study_table;
mod summary;
mod through;
mod trials;
mod unmerge;
mod verify;
mod wide;

pub use bands::Summary;
pub use cells::Cell;
pub use checksums::{Checksums, bind, release};
pub use classics::ClassicFolder;
pub use columns::{TableBatches, read_table};
pub use error::StoreError;
pub use export::csv_text;
pub use folder::{Existing, RunFolder};
pub use manifest::{Manifest, PlaceEntry, RegionEntry, Reseeded, Status, Tables, Timing};
pub use merge_shards::merge_shards;
pub use names::FORMAT;
pub use own::vacant;
pub use packed::{Outcome, Packed};
pub use recovery::Recoveries;
pub use replicates::Replicates;
pub use schema::{ColumnInfo, Table, schema_markdown};
pub use shard::Shard;
pub use stored::StoredRun;
pub use study::{ARM, BASE, StudyFolder, StudyManifest, StudyPart, read_study};
pub use study_shards::{Sets, StudyShards};
pub use study_table::{StudyColumn, read_study_table, write_study_file, write_study_table};
pub use summary::{Band, SummaryRow};
pub use through::{is_stream, write_named_file};
pub use trials::{TrialRow, TrialTable, read_trials};
pub use verify::{Remark, Verified, is_stored, verify};
