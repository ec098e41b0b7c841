//! A run for those who work elsewhere: spreadsheets ([`xlsx`]), maps ([`geojson`], [`geopackage`]), tables with a
//! dictionary ([`parquet`]), and one archive that says where everything comes from and makes the run again ([`Bundle`]).
//!
//! Rows of the record that were imported and are marked private stay out unless they are asked for. The same run gives the
//! same bytes: nothing here reads a clock. A file that is there is never overwritten.
//!
//! ```no_run
//! use righting_export::{Options, geojson};
//! use righting_store::StoredRun;
//!
//! let run = StoredRun::open("runs/kazakhstan-2022".as_ref())?;
//! let scenario = righting_runner::restore(&run)?;
//! let written = geojson(&run, &scenario, "kazakhstan.geojson".as_ref(), &Options::default())?;
//! println!("{}", written.files[0].display());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bundle;
mod error;
mod features;
mod fresh;
mod geojson;
mod geopackage;
mod options;
mod parquet;
mod record;
mod xlsx;

pub use bundle::{Bundle, Packed, Recipe, bundle};
pub use error::ExportError;
pub use geojson::geojson;
pub use geopackage::geopackage;
pub use options::{LeftOut, Options, Written};
pub use parquet::parquet;
pub use xlsx::xlsx;
