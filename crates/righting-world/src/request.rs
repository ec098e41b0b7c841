//! What is asked for.

use jiff::civil::Date;

use crate::error::WorldError;
use crate::price::PriceRise;
use crate::territory::Choice;

/// First day where none is asked for: the day after the last whole year of the tables.
pub const DEFAULT_START: Date = jiff::civil::date(2025, 1, 1);
/// Days where none are asked for.
pub const DEFAULT_DAYS: u32 = 30;
/// First start: residents are known from the year before on.
pub const EARLIEST_START: Date = jiff::civil::date(2001, 1, 1);
/// Last start: ten years beyond the tables.
pub const LATEST_START: Date = jiff::civil::date(2035, 12, 31);
/// Most days of a scenario.
pub const MOST_DAYS: u32 = 3660;
/// Places listed where no other number is asked for; smaller ones join the rest of their region.
pub const MOST_PLACES: usize = 1000;
/// Most places that a scenario takes, less the rests of regions.
const MOST_PLACES_EVER: usize = 19_000;

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// First day simulated. Nothing of its year or later is read.
    pub start: Date,
    /// Days simulated.
    pub days: u32,
    /// Prices that rise.
    pub prices: Vec<PriceRise>,
    /// Boundaries other than those of the data.
    pub boundaries: Vec<Choice>,
    /// Most places listed.
    pub most_places: usize,
}

impl Request {
    /// The usual scenario from a day on.
    pub fn starting(start: Date) -> Self {
        Self { start, days: DEFAULT_DAYS, prices: Vec::new(), boundaries: Vec::new(), most_places: MOST_PLACES }
    }

    /// The last day simulated.
    pub(crate) fn last(&self) -> Date {
        self.start.saturating_add(jiff::Span::new().days(i64::from(self.days.max(1)) - 1))
    }

    pub(crate) fn check(&self) -> Result<(), WorldError> {
        if !(EARLIEST_START..=LATEST_START).contains(&self.start) {
            return Err(WorldError::Start {
                found: self.start.to_string(),
                earliest: EARLIEST_START.to_string(),
                latest: LATEST_START.to_string(),
            });
        }
        let bound = |what, found: u64, low, high| {
            if (low..=high).contains(&found) { Ok(()) } else { Err(WorldError::OutOfRange { what, found, low, high }) }
        };
        bound("the number of days", u64::from(self.days), 1, u64::from(MOST_DAYS))?;
        bound("the number of places", self.most_places as u64, 1, MOST_PLACES_EVER as u64)?;
        self.prices.iter().try_for_each(|rise| rise.within(self.start, self.last()))
    }
}
