//! One event, whatever data set it is from.

use jiff::civil::Date;

use super::count::Count;

/// What an event was, as far as records of a scenario tell it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// People gathered, without violence of their own.
    Protest,
    /// People gathered and were violent.
    Riot,
    /// Anything else: battles, attacks, arrests.
    Other,
}

/// A dated event of a conflict data set; in weekly counts, several of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct ConflictEvent {
    /// Identifier in the data set; empty where it has none.
    pub id: String,
    /// First day on which it may have happened.
    pub date: Date,
    /// Last day on which it may have happened.
    pub date_end: Date,
    /// Kind in the words of the data set, such as `Protests`.
    pub kind: String,
    /// What it was.
    pub act: Act,
    /// Country as the data set names it; empty where it names none.
    pub country: String,
    /// First-level region as the data set names it; empty where it has none.
    pub admin1: String,
    /// Place as the data set names it; empty where it has none.
    pub location: String,
    /// Number of the place in the gazetteer (geonameid), where the data set gives it.
    pub place: Option<u32>,
    /// Degrees north and east, where the data set gives them.
    pub coordinates: Option<(f64, f64)>,
    /// How many events the row stands for.
    pub events: u32,
    /// People who took part.
    pub crowd: Option<Count>,
    /// People killed; `None` where the data set does not count them.
    pub deaths: Option<Count>,
    /// People detained; `None` where the data set does not count them.
    pub detained: Option<Count>,
    /// Classes of actors, such as `Protesters`: never names.
    pub classes: Vec<&'static str>,
    /// The day on which this version of the row was published; `None` where the file does not say.
    pub published: Option<Date>,
    /// Line in the file, from 1.
    pub line: usize,
}

impl ConflictEvent {
    /// An event of which nothing but its days is known.
    pub(super) fn on(date: Date, date_end: Date, line: usize) -> ConflictEvent {
        ConflictEvent {
            id: String::new(),
            date,
            date_end,
            kind: String::new(),
            act: Act::Other,
            country: String::new(),
            admin1: String::new(),
            location: String::new(),
            place: None,
            coordinates: None,
            events: 1,
            crowd: None,
            deaths: None,
            detained: None,
            classes: Vec::new(),
            published: None,
            line,
        }
    }
}
