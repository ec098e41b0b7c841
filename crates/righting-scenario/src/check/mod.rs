//! From raw tables to a country that runs: every value is checked, and what is wrong is said with its place.

mod actions;
pub(crate) mod alliance;
mod commodities;
mod country;
mod desk;
mod letters;
mod model;
mod numbers;
mod orders;
mod overlap;
mod pairs;
mod prices;
mod priors;
mod records;
mod recovery;
mod rows;
mod seen;
mod sheet;
mod shocks;
mod timing;

pub(crate) use actions::{actions, unique_ids};
pub(crate) use alliance::{MOST_HOURS, MOST_TROOPS, alliance, decision_rule, grounds, unique_members};
pub(crate) use commodities::commodities;
pub(crate) use country::{Land, land};
pub(crate) use desk::{Checked, Desk, MOST_DAYS};
pub(crate) use letters::names;
pub(crate) use model::{calendar, clock, levels, parameters};
pub(crate) use numbers::{numbers, stated};
pub(crate) use pairs::{Made, Sources, doubts, left_out};
pub(crate) use prices::settle;
pub(crate) use priors::priors;
pub(crate) use records::record;
pub use recovery::MOST_MONTHS;
pub(crate) use recovery::recovery;
pub(crate) use shocks::shocks;

pub use pairs::{PAIRS, Pair};
pub use prices::{PricePath, PriceStep};
