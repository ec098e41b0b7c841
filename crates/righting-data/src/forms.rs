//! All tables as declared, for the book.

use crate::assistance::{CASES, MEMBERS};
use crate::column::Form;
use crate::conflict::{ACLED, GED, MASS, VIEWS, WEEKLY};
use crate::event::EVENTS;
use crate::facility::FACILITIES;
use crate::fact::FACTS;
use crate::indicator::INDICATORS;
use crate::place::PLACES;
use crate::region::REGIONS;
use crate::source::SOURCES;
use crate::target::TARGETS;

/// The tables of a scenario, in the order of reading.
pub const SCENARIO_FORMS: [&Form; 7] = [&REGIONS, &PLACES, &FACILITIES, &TARGETS, &EVENTS, &FACTS, &SOURCES];

/// The tables that conflict data sets publish; columns that are not listed are let be.
pub const FOREIGN_FORMS: [&Form; 5] = [&ACLED, &WEEKLY, &GED, &VIEWS, &MASS];

/// The tables that ship beside the scenarios.
pub const PACK_FORMS: [&Form; 3] = [&INDICATORS, &CASES, &MEMBERS];
