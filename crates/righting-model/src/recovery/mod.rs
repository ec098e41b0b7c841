//! The way back: after the last day of the crisis the same country goes on in monthly steps.
//!
//! [`month`] tells the story of a month, [`schedule`] lists its mechanisms in order; each has its file.

pub(crate) mod books;
pub(crate) mod finance;
pub(crate) mod incomes;
pub(crate) mod livelihood;
pub(crate) mod month;
pub(crate) mod output;
pub(crate) mod people;
pub(crate) mod prices;
pub(crate) mod rebuilding;
pub(crate) mod record;
pub(crate) mod reform;
pub(crate) mod relapse;
pub(crate) mod schedule;
pub(crate) mod spark;
pub(crate) mod stage;
