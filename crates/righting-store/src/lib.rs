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
//!
//! Inside are four rooms, each standing on those before it: `disk`, files that appear whole and their checksums; `table`,
//! the columns of every table, written and read; `run`, from parts to tables and back; `study`, trials and arms. What all
//! share stands at the root: errors, names, the manifest, shards; `verify` looks through whatever was stored.

mod classics;
mod disk;
mod error;
mod help;
mod manifest;
mod names;
mod quote;
mod run;
mod shard;
mod study;
mod table;
mod verify;

pub use classics::ClassicFolder;
pub use disk::checksums::{Checksums, bind, release};
pub use disk::own::vacant;
pub use disk::through::{is_stream, write_named_file};
pub use error::StoreError;
pub use help::Offers;
pub use manifest::{Manifest, PlaceEntry, RegionEntry, Reseeded, Status, Tables, Timing};
pub use names::FORMAT;
pub use quote::quoted;
pub use run::folder::{Existing, RunFolder};
pub use run::packed::{Outcome, Packed};
pub use run::replicates::Replicates;
pub use run::shards::merge_shards;
pub use run::stored::StoredRun;
pub use shard::Shard;
pub use study::folder::{ARM, BASE, StudyFolder, StudyManifest, StudyPart, read_study};
pub use study::shards::{Sets, StudyShards};
pub use study::table::{StudyColumn, read_study_table, write_study_file, write_study_table};
pub use study::trials::{TrialRow, TrialTable, read_trials};
pub use table::bands::Summary;
pub use table::cells::Cell;
pub use table::columns::{TableBatches, read_table};
pub use table::export::csv_text;
pub use table::recovery::Recoveries;
pub use table::schema::{ColumnInfo, Table, schema_markdown};
pub use table::summary::{Band, SummaryRow};
pub use verify::{Remark, Verified, is_stored, verify};
