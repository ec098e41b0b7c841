//! A row that could be used: an event in the country and the days of the scenario.

use jiff::civil::Date;
use righting_data::{Act, Count};

use crate::atlas::Spot;

/// An event of a file, placed in the scenario.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sighting {
    pub spot: Spot,
    /// Region of the spot; `None` where it is the whole country.
    pub region: Option<usize>,
    /// First and last day on which it may have happened, within the days of the scenario.
    pub first: Date,
    pub last: Date,
    pub act: Act,
    /// How many events it stands for.
    pub events: u32,
    pub crowd: Option<Count>,
    pub deaths: Option<Count>,
    pub detained: Option<Count>,
    pub classes: Vec<&'static str>,
    /// Day on which it was published, if that is known.
    pub published: Option<Date>,
}

/// People from whom on a crowd counts as an onset, as in the model.
pub(crate) const ONSET: u32 = 50;

impl Sighting {
    /// Whether it is a gathering of people.
    pub fn is_demonstration(&self) -> bool {
        self.act != Act::Other
    }

    /// Whether it may have been large enough for an onset.
    pub fn may_be_onset(&self) -> bool {
        self.is_demonstration() && self.crowd.is_none_or(|crowd| crowd.high.is_none_or(|high| high >= ONSET))
    }

    /// Whether the day is known.
    pub fn is_dated(&self) -> bool {
        self.first == self.last
    }
}

/// The sum of counts: open at the top where one of them is.
pub(crate) fn sum(counts: impl IntoIterator<Item = Count>) -> Count {
    counts.into_iter().fold(Count::exactly(0), |sum, count| Count {
        low: sum.low.saturating_add(count.low),
        high: sum.high.zip(count.high).map(|(sum, high)| sum.saturating_add(high)),
    })
}

/// A count as facts write it: `5`, `5-8`, `5+`.
pub(crate) fn written(count: Count) -> String {
    match count.high {
        Some(high) if high == count.low => high.to_string(),
        Some(high) => format!("{}-{high}", count.low),
        None => format!("{}+", count.low),
    }
}
