//! Scenarios: from text to a country that runs.
//!
//! A [`Scenario`] is read in two steps. TOML becomes raw tables that remember where each value stands; these
//! are merged with the `base` they build on and with the caller's [`Change`]s, joined with the tables of data
//! that they name, and checked. What comes out always runs; what does not is a [`ScenarioError`] with file,
//! line, what was found, what was expected and the nearest name.
//!
//! ```
//! use righting_scenario::{Change, Scenario, Source};
//!
//! let source = Source::Shipped("five-towns".to_owned());
//! let shorter: Change = "time.days=7".parse()?;
//! let scenario = Scenario::load(&source, &[shorter])?;
//! assert_eq!(scenario.setup.days, 7);
//! assert_eq!(scenario.setup.country.population(), 51_000);
//!
//! let wrong: Change = "time.dayz=7".parse()?;
//! let error = Scenario::load(&source, &[wrong]).expect_err("nothing is called `dayz`");
//! assert_eq!(error.nearest(), Some("days"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod alliance;
mod alliance_file;
mod assistance;
mod bundle;
mod change;
mod check;
mod claims;
mod data_error;
mod diagnosis;
mod diagnostic;
mod error;
mod excerpt;
mod explain;
mod file;
mod indicators;
mod load;
mod location;
mod names;
mod number;
mod outline;
mod quality;
mod raw;
mod reader;
mod record;
mod region;
mod region_map;
mod scenario;
mod schema;
mod source;
mod tree;
mod trigger;
mod warning;
mod words;

pub use alliance_file::{AllianceFile, AllianceMember, Ground};
pub use assistance::{AssistanceCase, assistance_cases};
pub use bundle::Bundle;
pub use change::{Change, contradiction};
pub use check::{MOST_MONTHS, PAIRS, Pair, PricePath, PriceStep};
pub use claims::{Claim, ClaimKind, ClaimTest, Expect};
pub use diagnosis::{Diagnosis, diagnose};
pub use error::ScenarioError;
pub use explain::explain as explain_toml;
pub use file::File;
pub use indicators::indicators;
pub use location::Location;
pub use names::nearest;
pub use number::{Number, Prior};
pub use quality::{FittedTo, Quality, QualityLabel};
pub use record::{Boundaries, DataSource, Fact, Interval, Record, RecordEvent, Statistic, Target, TargetQuantity};
pub use region::RegionInfo;
pub use region_map::RegionMap;
pub use righting_data::{Imported, Indicator, Mark as DataMark, Provenance};
pub use scenario::Scenario;
pub use schema::{schema, schema_text, schema_with};
pub use source::{Source, init, shipped, shipped_alliances, write_files};
pub use trigger::Cel;
pub use warning::Warning;
pub use words::{cut, thousands};
