//! The state of a country in one replicate: columns by place, and what stands nationwide.

mod people;
mod rates;
mod signals;

use serde::{Deserialize, Serialize};

use crate::countdown::Countdown;
use crate::country::Country;
use crate::landscape::Landscape;
use crate::quantity::AddedQuantity;
pub use people::{Crowds, People};
pub use rates::{Rates, exit};
pub use signals::{Call, Orders, Polity, Summons, Told};

/// The state of one facility.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FacilityState {
    /// In the hands of the state.
    Held,
    /// In the hands of the riot.
    Seized,
    /// Destroyed.
    Burned,
}

/// How far a request for help has come.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Help {
    /// Nobody has asked.
    None,
    /// Asked for.
    Requested {
        /// When the alliance decides, minutes after the start.
        decided_at: u32,
    },
    /// The alliance said no.
    Refused,
    /// The alliance said yes.
    Coming {
        /// When the first troops arrive, minutes after the start.
        arrives_at: u32,
    },
    /// Troops are in the country.
    Deployed {
        /// When the first arrived, minutes after the start.
        since: u32,
    },
    /// Troops are leaving.
    Leaving {
        /// When they began to, minutes after the start.
        since: u32,
        /// Troops at that time.
        strength: f64,
    },
    /// The mission is over, or the request was taken back.
    Gone,
}

/// Mobile units on their way to a place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Convoy {
    /// Minutes after the start.
    pub arrives_at: u32,
    /// Personnel.
    pub units: f64,
}

/// A country in one replicate: what the mechanisms read and change.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct World {
    /// People, by place and state.
    pub people: People,
    /// People, by cell.
    pub crowds: Crowds,
    /// Watched price relative to before the crisis, by place.
    pub price: Vec<f64>,
    /// Prices of several goods relative to before the crisis, by good and place; empty where one price is watched.
    pub commodities: Vec<Vec<f64>>,
    /// Income relative to the data, by place.
    pub income: Vec<f64>,
    /// Affront E at the step's end, by place.
    pub affront: Vec<f64>,
    /// Affront e = (e0 + E)(1 + D), mean over the step, by place.
    pub felt: Vec<f64>,
    /// Concessions felt, 0 to 1, by place.
    pub concession: Vec<f64>,
    /// Orders in force, by place.
    pub orders: Vec<Orders>,
    /// Dated calls, by place.
    pub summons: Vec<Summons>,
    /// What a polity has in common, by polity.
    pub polities: Vec<Polity>,
    /// Calls to come, in the order in which they were made.
    pub calls: Vec<Call>,
    /// Affront of today's chance calls, by cell.
    pub called: Vec<f32>,
    /// Departure of legitimacy from its value at rest, by cell.
    pub legitimacy_shift: Vec<f64>,
    /// What no data show of a cell: part of the logit of its pool, factor on joining, quantiles of riot and killing.
    pub character: Vec<[f32; 4]>,
    /// Reliability of the security forces, by cell.
    pub reliability: Vec<f64>,
    /// Cohesion of the elite: the top of every polity, then by region.
    pub cohesion: Vec<f64>,
    /// Cost of standing by the government that the defection of others has made felt: as cohesion.
    pub elite_cost: Vec<f64>,
    /// Security personnel able and willing to act, per resident, smoothed as news is, by cell.
    pub security: Vec<f32>,
    /// Active people per resident, smoothed as news is, by cell.
    pub density: Vec<f32>,
    /// Crowd strength the police can no longer contain, 0 to 1, by cell.
    pub overwhelmed: Vec<f64>,
    /// Share of a crowd that riots, were there one, by cell.
    pub violent: Vec<f64>,
    /// News on its way, by cell.
    pub told: Vec<Told>,
    /// News Lambda, by cell.
    pub news: Vec<f32>,
    /// Deaths of the last day, by an exponential of a day, by cell.
    pub mourned: Vec<f64>,
    /// Mobile units present, by place.
    pub mobile: Vec<f64>,
    /// Armed groups' presence, 0 to 1, by place.
    pub armed: Vec<f64>,
    /// Arms taken from lost security offices, 0 to 1, by place.
    pub arms: Vec<f64>,
    /// Facilities' states.
    pub facilities: Vec<FacilityState>,
    /// Personnel tied down guarding, by place.
    pub guards: Vec<f64>,
    /// Injuries since the start, by place.
    pub injured: Vec<u32>,
    /// Losses of the security forces in the last step, by place.
    pub(crate) lost: Vec<u32>,
    /// To the next loss of the security forces and the next injury, by cell.
    pub(crate) next_loss: Vec<Countdown>,
    pub(crate) next_injury: Vec<Countdown>,
    /// Convoys under way, by place.
    pub convoys: Vec<Vec<Convoy>>,
    /// Request to the alliance.
    pub help: Help,
    /// Allied troops present.
    pub allied: f64,
    /// When the first of them arrived, minutes after the start.
    pub allies_since: Option<u32>,
    /// The command has been reshuffled: no elite split any more.
    pub reshuffled: bool,
    /// Days of lost output that are still in mind, by place.
    pub uncertainty: Vec<f64>,
    /// Gap of output that uncertainty has opened, share, by place.
    pub output_gap: Vec<f64>,
    /// Output lost since the start, billions.
    pub output_lost: f64,
    /// Rates of this step.
    pub rates: Rates,
    /// Quantities of mechanisms that a user added, in the order of the schedule; by place.
    pub(crate) added: Vec<Vec<f64>>,
}

impl World {
    /// The country at rest.
    pub(crate) fn new(country: &Country, landscape: &Landscape, added: &[AddedQuantity]) -> Self {
        let (places, cells) = (country.places.len(), landscape.cells.len());
        let (by_place, by_cell) = (|| vec![0.0; places], || vec![0.0; cells]);
        Self {
            people: People::at_rest(country, landscape),
            crowds: Crowds::at_rest(cells),
            price: vec![1.0; places],
            commodities: Vec::new(),
            income: vec![1.0; places],
            affront: by_place(),
            felt: by_place(),
            concession: by_place(),
            orders: vec![Orders::default(); places],
            summons: vec![Summons::default(); places],
            polities: vec![Polity::default(); landscape.polities.len()],
            calls: Vec::new(),
            called: vec![0.0; cells],
            legitimacy_shift: by_cell(),
            character: vec![[0.0; 4]; cells],
            reliability: vec![1.0; cells],
            cohesion: vec![1.0; landscape.polities.len() + country.regions.len()],
            elite_cost: vec![0.0; landscape.polities.len() + country.regions.len()],
            security: vec![0.0; cells],
            density: vec![0.0; cells],
            overwhelmed: by_cell(),
            violent: by_cell(),
            told: vec![Told::default(); cells],
            news: vec![0.0; cells],
            mourned: by_cell(),
            mobile: by_place(),
            armed: by_place(),
            arms: by_place(),
            facilities: vec![FacilityState::Held; country.facilities.len()],
            guards: by_place(),
            injured: vec![0; places],
            lost: vec![0; places],
            next_loss: vec![Countdown::default(); cells],
            next_injury: vec![Countdown::default(); cells],
            convoys: vec![Vec::new(); places],
            help: Help::None,
            allied: 0.0,
            allies_since: None,
            reshuffled: false,
            uncertainty: by_place(),
            output_gap: by_place(),
            output_lost: 0.0,
            rates: Rates {
                pool: vec![0.0; cells],
                joining: vec![0.0; cells],
                marches: Vec::new(),
                crowd: vec![[0.0; 4]; cells],
                resting: vec![[0.0; 2]; cells],
                release: 0.0,
            },
            added: added.iter().map(|quantity| vec![quantity.start; places]).collect(),
        }
    }

    /// Facilities that are not held.
    pub fn facilities_lost(&self) -> usize {
        self.facilities.iter().filter(|state| **state != FacilityState::Held).count()
    }
}
