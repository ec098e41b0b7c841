//! Siegel (2009): who takes part when motives are one's own and one's neighbours'.

mod networks;
mod participation;
mod report;

pub use networks::Network;
pub use participation::{Motives, participation};
pub use report::{replicate, siegel};
