//! The state of a country in one replicate: columns by place, and what stands nationwide.

use serde::{Deserialize, Serialize};

use crate::countdown::Countdown;
use crate::country::Country;
use crate::landscape::Landscape;
use crate::quantity::AddedQuantity;
use crate::setup::Posture;

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

/// People by cell, to the person. Those of a home count there, those in the streets where they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crowds {
    /// In the streets.
    pub active: Vec<u32>,
    /// Of them, rioting.
    pub rioting: Vec<u32>,
    /// Joined in the last step, by cell of assembly.
    pub joined: Vec<u32>,
    /// Detained in the last step.
    pub arrested: Vec<u32>,
    /// Killed in the last step.
    pub killed: Vec<u32>,
    /// In detention, by cell of arrest.
    pub detained: Vec<u32>,
    /// At rest at home after taking part.
    pub resting: Vec<u32>,
    /// Residents of a home who are not quiet: in the streets, at rest, detained or dead.
    pub gone: Vec<u32>,
    /// Residents of a home who could be mobilised, whatever they do.
    pub pool: Vec<u32>,
    /// Of them, quiet.
    pub ready: Vec<u32>,
}

impl Crowds {
    fn at_rest(cells: usize) -> Self {
        let none = || vec![0; cells];
        Self {
            active: none(),
            rioting: none(),
            joined: none(),
            arrested: none(),
            killed: none(),
            detained: none(),
            resting: none(),
            gone: none(),
            pool: none(),
            ready: none(),
        }
    }
}

impl People {
    /// Everybody quiet at home, or serving.
    fn at_rest(country: &Country, landscape: &Landscape) -> Self {
        let places = country.places.len();
        let none = || vec![0; places];
        let mut serving = none();
        for (cell, forces) in landscape.cells.iter().zip(&landscape.serving) {
            serving[cell.place] += forces;
        }
        Self {
            quiet: country.places.iter().zip(&serving).map(|(place, serving)| place.population - serving).collect(),
            serving,
            protesting: none(),
            rioting: none(),
            withdrawn: none(),
            detained: none(),
            dead_civilians: none(),
            dead_serving: none(),
            joined: none(),
            detained_total: none(),
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
    /// Cohesion of the elite: the top, then by region.
    pub cohesion: Vec<f64>,
    /// Cost of standing by the government that the defection of others has made felt: the top, then by region.
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

/// Rates that the mechanisms write and the engine obeys, per day and person, by cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    /// Where the pool of a home ends, on its axis -ln(1 - share).
    pub pool: Vec<f32>,
    /// People of a home who are ready: joining.
    pub joining: Vec<f32>,
    /// Share of those who join from a home who march, and the cell to which; empty where nobody does.
    pub marches: Vec<(f32, u32)>,
    /// People in the streets of a cell: home to rest, home and ready again, detained, dead.
    pub crowd: Vec<[f64; 4]>,
    /// People at rest at home: ready again, detained in a raid.
    pub resting: Vec<[f64; 2]>,
    /// Detained people: released.
    pub release: f64,
}

/// Columns of [`Rates::crowd`] and, the first two, of [`Rates::resting`].
pub mod exit {
    /// Goes home, to rest for a while.
    pub const TO_REST: usize = 0;
    /// Goes home, ready to go again.
    pub const HOME: usize = 1;
    /// Is detained.
    pub const DETAINED: usize = 2;
    /// Dies.
    pub const DEAD: usize = 3;
    /// Of those at rest: ready to go again.
    pub const READY: usize = 0;
    /// Of those at rest: detained in a raid.
    pub const RAIDED: usize = 1;
}

impl Rates {
    /// Where someone who joins from a home goes, by two uniforms on (0, 1).
    #[inline(always)]
    pub(crate) fn meet(&self, landscape: &Landscape, home: usize, [u, v]: [f32; 2]) -> usize {
        match self.marches.get(home) {
            Some(&(share, to)) if u < share => to as usize,
            Some(&(share, _)) => landscape.assembly.choose(home, [(u - share) / (1.0 - share), v]),
            None => landscape.assembly.choose(home, [u, v]),
        }
    }
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
            cohesion: vec![1.0; country.regions.len() + 1],
            elite_cost: vec![0.0; country.regions.len() + 1],
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
