//! The world in packed tables, and how a country code becomes the files of a scenario.
//!
//! [`World`] holds places, first-level units with their borders, indicators and residents by year. [`World::bundle`]
//! writes from them, for a [`Request`], the [`Bundle`]: every file of a scenario that runs, each number with its year,
//! licence and mark. Nothing of the year in which the scenario starts, or later, is read. This crate does no input or
//! output beyond the bytes inside it.
//!
//! ```
//! use righting_world::{Request, World};
//!
//! let world = World::packed();
//! let country = world.country("Sri Lanka")?;
//! assert_eq!(country.code, "LKA");
//!
//! let request = Request::starting("2022-03-25".parse()?);
//! let bundle = world.bundle(country, &request)?;
//! assert!(bundle.text("scenario.toml").is_some_and(|text| text.contains("id = \"lka-2022\"")));
//! assert!(world.country("Sri Lankaa").unwrap_err().to_string().contains("Sri Lanka"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bundle;
mod choice;
mod country;
mod counts;
mod error;
mod figures;
mod kinds;
mod outline;
mod people;
mod price;
mod quality;
mod request;
mod series;
mod sites;
mod sources;
mod spread;
mod stats;
mod tables;
mod territory;
mod world;
mod write;

pub use bundle::Bundle;
pub use country::Country;
pub use error::WorldError;
pub use price::PriceRise;
pub use quality::{DataQuality, Label};
pub use request::{DEFAULT_DAYS, DEFAULT_START, EARLIEST_START, LATEST_START, MOST_DAYS, MOST_PLACES, Request};
pub use tables::Tables;
pub use territory::{Choice, Territory};
pub use world::World;
