//! What orders, calls, news and a polity leave in a place, a cell or all of it.

use serde::{Deserialize, Serialize};

use crate::setup::Posture;

/// What the forces of a place are ordered to do with crowds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Default)]
pub struct Orders {
    /// Posture, where one was ordered.
    pub posture: Option<Posture>,
    /// Emergency in force.
    pub emergency: bool,
    /// Lethal force permitted.
    pub lethal: bool,
    /// Whether people who took part are detained at home, where that was ordered.
    pub sweep: Option<bool>,
    /// Share of non-local news cut.
    pub shutdown: f64,
}

/// A call to gather.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Day on which people are to gather.
    pub day: u32,
    /// Polity in which it is heard.
    pub polity: usize,
    /// Where, Earth-centred coordinates, km.
    pub point: [f64; 3],
    /// How far it is heard, km.
    pub radius: f64,
    /// Logarithm of its size: an affront of its own.
    pub ln_size: f64,
    /// Its number in the polity: the address of its draws.
    pub number: u32,
}

/// A dated call that a place hears.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Summons {
    /// Size relative to that of the median dated call.
    pub size: f64,
    /// End of its day, minutes after the start; 0 where there was none.
    pub until: u32,
    /// Where a march leads, index into `Country::places`.
    pub to: Option<usize>,
}

/// What a step makes of the news: people who joined on their way through it, by cell.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Told {
    /// Not yet told, half told, and news.
    pub stages: [f64; 3],
}

/// What a polity has in common.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Polity {
    /// D: what deaths add to an affront, relative.
    pub outrage: f64,
    /// Deaths that are in mind: of the last day, by an exponential of a day.
    pub deaths: f64,
    /// How hard forces arrest and kill today, relative to the mean.
    pub zeal: [f64; 2],
    /// Normals of the mood of today and tomorrow.
    pub moods: [f64; 2],
    /// The government has fallen.
    pub fallen: bool,
}
