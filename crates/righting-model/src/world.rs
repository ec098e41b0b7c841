//! The state of a country in one replicate: columns by place, and what stands nationwide.

use serde::{Deserialize, Serialize};

use crate::countdown::Countdown;
use crate::country::Country;
use crate::landscape::Landscape;
use crate::quantity::AddedQuantity;

/// People by place, to the person. Quiet, withdrawn and serving count at home; everyone else where they act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Neither active, withdrawn, detained, dead nor serving.
    pub quiet: Vec<u32>,
    /// Serving in the security forces.
    pub serving: Vec<u32>,
    /// In a peaceful crowd.
    pub protesting: Vec<u32>,
    /// In a violent crowd.
    pub rioting: Vec<u32>,
    /// Home after taking part, not yet ready to go again.
    pub withdrawn: Vec<u32>,
    /// In detention.
    pub detained: Vec<u32>,
    /// Residents killed, security forces apart.
    pub dead_civilians: Vec<u32>,
    /// Members of the security forces killed.
    pub dead_serving: Vec<u32>,
    /// Joinings since the start, by place of assembly.
    pub joined: Vec<u32>,
    /// Detentions since the start, by place of arrest.
    pub detained_total: Vec<u32>,
}

impl People {
    /// Everybody quiet at home, or serving.
    fn at_rest(landscape: &Landscape) -> Self {
        let places = landscape.serving.len();
        Self {
            quiet: landscape.civilians.iter().map(|strata| strata.iter().sum()).collect(),
            serving: landscape.serving.clone(),
            protesting: vec![0; places],
            rioting: vec![0; places],
            withdrawn: vec![0; places],
            detained: vec![0; places],
            dead_civilians: vec![0; places],
            dead_serving: vec![0; places],
            joined: vec![0; places],
            detained_total: vec![0; places],
        }
    }

    /// Active people of a place.
    pub fn active(&self, place: usize) -> u32 {
        self.protesting[place] + self.rioting[place]
    }

    /// Active people of the country.
    pub fn all_active(&self) -> u32 {
        (0..self.protesting.len()).map(|place| self.active(place)).sum()
    }

    /// Everyone of a place who was killed.
    pub fn dead(&self, place: usize) -> u32 {
        self.dead_civilians[place] + self.dead_serving[place]
    }

    /// Everyone, in whatever state: constant through a run.
    pub fn everyone(&self) -> u64 {
        [
            &self.quiet,
            &self.serving,
            &self.protesting,
            &self.rioting,
            &self.withdrawn,
            &self.detained,
            &self.dead_civilians,
            &self.dead_serving,
        ]
        .into_iter()
        .flatten()
        .map(|&count| u64::from(count))
        .sum()
    }
}

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
    /// Active people expected in the middle of the step, by place.
    pub active: Vec<f64>,
    /// Rioters expected in the middle of the step, by place.
    pub rioting: Vec<f64>,
    /// Watched price relative to before the crisis, by place.
    pub price: Vec<f64>,
    /// Prices of several goods relative to before the crisis, by good and place; empty where one price is watched.
    pub commodities: Vec<Vec<f64>>,
    /// Income relative to the data, by place.
    pub income: Vec<f64>,
    /// Affront E at the step's end, by place.
    pub affront: Vec<f64>,
    /// Affront E, mean over the step, by place.
    pub felt: Vec<f64>,
    /// Departure of legitimacy from its value at rest, by place.
    pub legitimacy_shift: Vec<f64>,
    /// Shift of the threshold of grievance, by place: what the data do not show.
    pub threshold_shift: Vec<f64>,
    /// How hard the security forces act, relative to the median, by place: what the data do not show.
    pub harshness: Vec<f64>,
    /// Concessions felt, 0 to 1, by place.
    pub concession: Vec<f64>,
    /// Emergency in force, by place.
    pub emergency: Vec<bool>,
    /// Lethal force permitted, by place.
    pub lethal: Vec<bool>,
    /// Share of non-local news cut, by place.
    pub shutdown: Vec<f64>,
    /// Reliability of the security forces, by place.
    pub reliability: Vec<f64>,
    /// Members of the security forces killed whom reliability has answered for, by place.
    pub mourned: Vec<u32>,
    /// Cohesion of the elite: the top, then by region.
    pub cohesion: Vec<f64>,
    /// Cost of standing by the government that the defection of others has made felt: the top, then by region.
    pub elite_cost: Vec<f64>,
    /// Security personnel able and willing to act, by place.
    pub security: Vec<f64>,
    /// Meetings of an active person with the security forces, relative to those of one alone, by place.
    pub contact: Vec<f64>,
    /// Mobile units present, by place.
    pub mobile: Vec<f64>,
    /// Armed groups' presence, 0 to 1, by place.
    pub armed: Vec<f64>,
    /// Arms taken from lost security offices, 0 to 1, by place.
    pub arms: Vec<f64>,
    /// Crowd strength the police can no longer contain, 0 to 1, by place.
    pub overwhelmed: Vec<f64>,
    /// News Lambda, mean over the step, by place.
    pub news: Vec<f64>,
    /// News Lambda at the step's end, by place.
    pub told: Vec<f64>,
    /// Probability of arrest as a joiner sees it, by home.
    pub risk: Vec<f64>,
    /// Facilities' states.
    pub facilities: Vec<FacilityState>,
    /// Personnel tied down guarding, by place.
    pub guards: Vec<f64>,
    /// Injuries since the start, by place.
    pub injured: Vec<u32>,
    /// To the next loss of the security forces and the next injury, by place.
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

/// Rates that the mechanisms write and the engine obeys, per day and person, by place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    /// Quiet, willing people of a home: joining.
    pub joining: Vec<f64>,
    /// Protesters of a place: leaving, rioting, detained, dead.
    pub protesters: Vec<[f64; 4]>,
    /// Rioters of a place: leaving, calming down to protest, detained, dead.
    pub rioters: Vec<[f64; 4]>,
    /// Withdrawn people of a home: ready again, detained in a raid.
    pub withdrawn: Vec<[f64; 2]>,
    /// Detained people of a place: released.
    pub release: f64,
}

/// Columns of [`Rates::protesters`], [`Rates::rioters`] and, the first two, [`Rates::withdrawn`].
pub mod exit {
    /// Goes home, to withdraw for a while.
    pub const HOME: usize = 0;
    /// Protest to riot, or riot to protest.
    pub const TURN: usize = 1;
    /// Is detained.
    pub const DETAINED: usize = 2;
    /// Dies.
    pub const DEAD: usize = 3;
    /// Of the withdrawn: ready to go again.
    pub const READY: usize = 0;
    /// Of the withdrawn: detained in a raid.
    pub const RAIDED: usize = 1;
}

impl World {
    /// The country at rest.
    pub(crate) fn new(country: &Country, landscape: &Landscape, added: &[AddedQuantity]) -> Self {
        let places = country.places.len();
        let zero = || vec![0.0; places];
        Self {
            people: People::at_rest(landscape),
            active: zero(),
            rioting: zero(),
            price: vec![1.0; places],
            commodities: Vec::new(),
            income: vec![1.0; places],
            affront: zero(),
            felt: zero(),
            legitimacy_shift: zero(),
            threshold_shift: zero(),
            harshness: vec![1.0; places],
            concession: zero(),
            emergency: vec![false; places],
            lethal: vec![false; places],
            shutdown: zero(),
            reliability: vec![1.0; places],
            mourned: vec![0; places],
            cohesion: vec![1.0; country.regions.len() + 1],
            elite_cost: vec![0.0; country.regions.len() + 1],
            security: zero(),
            contact: zero(),
            mobile: zero(),
            armed: zero(),
            arms: zero(),
            overwhelmed: zero(),
            news: zero(),
            told: zero(),
            risk: vec![1.0; places],
            facilities: vec![FacilityState::Held; country.facilities.len()],
            guards: zero(),
            injured: vec![0; places],
            next_loss: vec![Countdown::default(); places],
            next_injury: vec![Countdown::default(); places],
            convoys: vec![Vec::new(); places],
            help: Help::None,
            allied: 0.0,
            allies_since: None,
            reshuffled: false,
            uncertainty: zero(),
            output_gap: zero(),
            output_lost: 0.0,
            rates: Rates {
                joining: zero(),
                protesters: vec![[0.0; 4]; places],
                rioters: vec![[0.0; 4]; places],
                withdrawn: vec![[0.0; 2]; places],
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
