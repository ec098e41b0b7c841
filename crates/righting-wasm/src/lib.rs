//! The engine for a page: the program's own model and reader of scenarios, compiled for a browser.
//!
//! A [`Laboratory`] holds one scenario, brought to it as data, and a few arms: the scenario under a list of changes, read
//! and checked as everywhere, made ready to run. A replicate of an arm is the same, bit for bit, as that of
//! `righting run`; its [`Digest`](righting_measure::Digest) says so in one line. What a page draws comes as plain columns.
//!
//! The module has no imports and no generated glue: [`door`] is all that a page calls.
//!
//! ```
//! use righting_scenario::{Scenario, Source};
//! use righting_wasm::{Columns, Laboratory, Opening};
//!
//! let scenario = Scenario::load(&Source::Shipped("five-towns".to_owned()), &[])?;
//! let columns = Columns { nation: vec!["active".to_owned()], regions: vec![], places: vec![] };
//! let mut laboratory = Laboratory::open(Opening { scenario: scenario.bundle(), engine: Default::default(), columns })?;
//! let arm = laboratory.arm(0, &["time.days=7".parse()?])?;
//! assert_eq!(arm.days, 7);
//! let replicate = laboratory.run(0, 1, 0)?;
//! assert_eq!(replicate.columns.len(), 7);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod arm;
pub mod door;
mod laboratory;

pub use arm::{ArmInfo, Columns, Replicate};
pub use laboratory::{Laboratory, Opening};
