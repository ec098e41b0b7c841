//! The days that are simulated: what of a file is of use.

use jiff::civil::Date;

/// The days that are simulated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Days {
    pub first: Date,
    pub last: Date,
}

impl Days {
    /// Every day.
    pub fn all(self) -> impl Iterator<Item = Date> {
        self.first.series(jiff::Span::new().days(1)).take_while(move |day| *day <= self.last)
    }

    /// The part of some days that lies within.
    pub fn part(self, first: Date, last: Date) -> Option<Days> {
        let (first, last) = (first.max(self.first), last.min(self.last));
        (first <= last).then_some(Days { first, last })
    }

    pub fn contains(self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }
}
