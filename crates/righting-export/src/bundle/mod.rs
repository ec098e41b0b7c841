//! One archive of a run: its scenario and how it was made, its summary and report, the checksums of its tables, and where
//! everything comes from, as an RO-Crate. From it the run is made again, to the same bytes.

mod metadata;
mod pack;
mod recipe;
mod unpack;

pub use pack::{Packed, bundle};
pub use recipe::{Bundle, Recipe};
