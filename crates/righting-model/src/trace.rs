//! What a run leaves behind: a daily table of quantities and a list of dated happenings.

mod recovery;

use serde::{Deserialize, Serialize};

use crate::quantity::{AddedQuantity, QUANTITY_COUNT, Quantity};
pub use recovery::{Recovery, RecoveryRow};

macro_rules! kinds {
    ($( #[doc = $text:literal] $kind:ident $name:literal; )*) => {
        /// Kinds of happenings that a run records.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum EventKind { $( #[doc = $text] $kind, )* }

        impl EventKind {
            /// Every kind, in the order of their numbers in tables.
            pub const ALL: &'static [Self] = &[ $( Self::$kind, )* ];

            /// Name in tables.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$kind => $name, )* }
            }
        }
    };
}

kinds! {
    /// First time 50 people are active in a place or a region.
    ProtestOnset "protest_onset";
    /// First time 50 people riot in a place or a region.
    ViolenceOnset "violence_onset";
    /// First day of which a record would show 50 people active in a place or a region.
    ProtestReported "protest_reported";
    /// First day of which a record would show 50 people rioting in a place or a region.
    ViolenceReported "violence_reported";
    /// A shock of the scenario.
    Shock "shock";
    /// An act of government.
    Action "action";
    /// A facility was attacked and held.
    FacilityHeld "facility_held";
    /// A facility was seized.
    FacilitySeized "facility_seized";
    /// A facility was burned.
    FacilityBurned "facility_burned";
    /// A facility was retaken.
    FacilityRetaken "facility_retaken";
    /// The alliance decided for help.
    AllianceAccepted "alliance_accepted";
    /// The alliance decided against help.
    AllianceRejected "alliance_rejected";
    /// The first allied troops arrived.
    AllianceArrived "alliance_arrived";
    /// The last allied troops left.
    AllianceLeft "alliance_left";
    /// The government fell.
    GovernmentFell "government_fell";
}

impl EventKind {
    /// The kind of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// Where something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Location {
    /// The nation as a whole.
    Nation,
    /// A region (index into `Country::regions`).
    Region(usize),
    /// A place (index into `Country::places`).
    Place(usize),
}

/// A dated happening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Minutes after the start.
    pub minute: u32,
    /// Kind.
    pub kind: EventKind,
    /// Where.
    pub location: Location,
    /// Identifier of the shock, action or facility; empty otherwise.
    pub subject: String,
}

/// A daily table: one row of quantities per day and place, and one per day for the nation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    places: usize,
    #[serde(with = "crate::arrays")]
    pub(crate) nation: Vec<[f64; QUANTITY_COUNT]>,
    #[serde(with = "crate::arrays")]
    pub(crate) by_place: Vec<[f64; QUANTITY_COUNT]>,
    /// Happenings in the order of time.
    pub events: Vec<Event>,
    /// Steps taken.
    pub steps: u32,
    /// Joinings in all: the engine's unit of work.
    pub joinings: u64,
    /// Quantities of mechanisms that a user added, in the order of the schedule.
    pub added: Vec<AddedRows>,
    /// The months after the crisis; none unless the setup asks for them.
    #[serde(skip)]
    pub recovery: Recovery,
}

/// How a watched run ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Watched {
    /// On its last day.
    Whole(Trace),
    /// Before it, as the watcher asked.
    Stopped(Stopped),
}

/// What a run that was stopped before its last day has left behind.
///
/// It is no [`Trace`], so that nobody reads its later days without saying as what: either as missing, or, for what
/// only has to rank runs, as repeats of the last day that was simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Stopped {
    trace: Trace,
}

impl Stopped {
    pub(crate) fn of(trace: Trace) -> Self {
        Self { trace }
    }

    /// Days that were simulated.
    pub fn days(&self) -> usize {
        self.trace.days()
    }

    /// Joinings until then.
    pub fn joinings(&self) -> u64 {
        self.trace.joinings
    }

    /// A trace of `days` days in which the last day simulated is repeated to the end. These days were not simulated: fit to
    /// tell a search that a run went wrong, and for no forecast, band or score.
    pub fn last_day_repeated(self, days: usize) -> Trace {
        let mut trace = self.trace;
        let Some(last) = trace.days().checked_sub(1) else { return trace };
        let of_places = trace.by_place[last * trace.places..].to_vec();
        for _ in trace.days()..days {
            trace.nation.push(trace.nation[last]);
            trace.by_place.extend_from_slice(&of_places);
        }
        for rows in &mut trace.added {
            let of_places = rows.by_place[last * rows.places..].to_vec();
            for _ in rows.nation.len()..days {
                rows.nation.push(rows.nation[last]);
                rows.by_place.extend_from_slice(&of_places);
            }
        }
        trace
    }
}

/// The days of one added quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AddedRows {
    /// Its name.
    pub path: String,
    /// Value of the nation, by day.
    pub nation: Vec<f64>,
    places: usize,
    pub(crate) by_place: Vec<f64>,
}

impl AddedRows {
    /// Value of a place at the end of a day.
    pub fn place(&self, day: usize, place: usize) -> f64 {
        self.by_place[day * self.places + place]
    }
}

impl Trace {
    pub(crate) fn new(places: usize, days: usize, added: &[AddedQuantity]) -> Self {
        Self {
            places,
            nation: Vec::with_capacity(days),
            by_place: Vec::with_capacity(days * places),
            events: Vec::new(),
            steps: 0,
            joinings: 0,
            added: added
                .iter()
                .map(|quantity| AddedRows {
                    path: quantity.path.to_owned(),
                    nation: Vec::with_capacity(days),
                    places,
                    by_place: Vec::with_capacity(days * places),
                })
                .collect(),
            recovery: Recovery::default(),
        }
    }

    /// A trace read back from tables, without recovery: rows by day for the nation, by day and place for the places.
    ///
    /// # Panics
    /// When the tables' lengths do not belong together.
    pub fn from_tables(
        places: usize,
        nation: Vec<[f64; QUANTITY_COUNT]>,
        by_place: Vec<[f64; QUANTITY_COUNT]>,
        events: Vec<Event>,
        steps: u32,
        joinings: u64,
    ) -> Self {
        assert_eq!(by_place.len(), nation.len() * places, "one row per day and place");
        Self { places, nation, by_place, events, steps, joinings, added: Vec::new(), recovery: Recovery::default() }
    }

    /// Days recorded; day 0 is the first simulated day and its row stands for its end.
    pub fn days(&self) -> usize {
        self.nation.len()
    }

    /// Number of places.
    pub fn places(&self) -> usize {
        self.places
    }

    /// The nation's row of a day.
    pub fn nation(&self, day: usize) -> &[f64; QUANTITY_COUNT] {
        &self.nation[day]
    }

    /// A place's row of a day.
    pub fn place(&self, day: usize, place: usize) -> &[f64; QUANTITY_COUNT] {
        &self.by_place[day * self.places + place]
    }

    /// One value for the nation.
    pub fn national(&self, day: usize, quantity: Quantity) -> f64 {
        self.nation[day][quantity.column()]
    }

    /// The days of an added quantity, by its name.
    pub fn added(&self, path: &str) -> Option<&AddedRows> {
        self.added.iter().find(|rows| rows.path == path)
    }

    /// First event of a kind somewhere, minutes after the start.
    pub fn first(&self, kind: EventKind, location: Location) -> Option<u32> {
        self.events.iter().find(|event| event.kind == kind && event.location == location).map(|event| event.minute)
    }

    /// Whether a protest began in any place.
    pub fn has_onset(&self) -> bool {
        let in_a_place = |event: &Event| matches!(event.location, Location::Place(_));
        self.events.iter().any(|event| event.kind == EventKind::ProtestOnset && in_a_place(event))
    }
}
