//! Reads and checks the tables of a country and of what happened in it. The principal types are
//! [`Region`] and [`Place`] (who lives where), [`Target`] (what a run is held against), [`ConflictEvent`] (a row of a conflict data set) and
//! [`DataError`], which says file, line, column, what was found and what was expected. Readers take
//! bytes, never paths: this crate does no input or output.
//!
//! ```
//! use righting_data::read_regions;
//!
//! let table = "id,name,iso3166_2,capital,population,income_month\n\
//!              aktobe,Aktobe,KZ-AKT,610611,916750,98360\n";
//! let regions = read_regions(table.as_bytes(), "regions.csv")?;
//! assert_eq!(regions.value[0].population, 916_750);
//! assert!(regions.notes.is_empty(), "nothing had to be understood beyond the letter");
//!
//! let wrong = table.replace("916750", "-5");
//! let error = read_regions(wrong.as_bytes(), "regions.csv").unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "regions.csv:2: column `population`: found `-5`, expected a whole number from 1 to 2000000000",
//! );
//! # Ok::<(), righting_data::DataError>(())
//! ```

mod amend;
mod assistance;
mod boundary;
mod column;
mod conflict;
mod error;
mod event;
mod facility;
mod fact;
mod forms;
mod identifier;
mod imported;
mod indicator;
mod meaning;
mod nearest;
mod note;
mod numbers;
mod place;
mod region;
mod source;
mod table;
mod target;

pub use amend::AmendedTable;
pub use assistance::{AssistanceCase, CaseMember, CaseRule, read_assistance};
pub use boundary::{Boundaries, Boundary, read_boundaries};
pub use column::{Column, Form, Holds};
pub use conflict::{
    Act, ConflictEvent, Count, EventField, Foreign, ForeignForm, Mapping, Measure, Outcome, read_acled,
    read_acled_weekly, read_ged, read_mapped, read_mass_mobilization, read_views, recognise,
};
pub use error::{DataError, Problem};
pub use event::{Event, read_events};
pub use facility::{Facility, read_facilities};
pub use fact::{Fact, read_facts};
pub use forms::{FOREIGN_FORMS, PACK_FORMS, SCENARIO_FORMS};
pub use identifier::{PlaceId, identifier};
pub use imported::Imported;
pub use indicator::{Indicator, read_indicators};
pub use meaning::{FileDifference, first_difference, meaning};
pub use nearest::nearest;
pub use note::{Note, Noted};
pub use numbers::{NumberColumn, Numbers, read_numbers};
pub use place::{Place, PlaceKind, read_places};
pub use region::{Origin, Region, RegionId, read_regions};
pub use source::{Mark, Provenance, read_sources};
pub use table::{DateOrder, readable};
pub use target::{Bound, PlaceRef, RecordQuantity, Statistic, Target, WeightClass, read_targets};
