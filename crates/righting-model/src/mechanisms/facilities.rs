//! Facilities: guarded, attacked, seized, burned, retaken, and what a loss does.
//!
//! Rioters R attack at rate * attraction * R/(R + 1000) per day; an attack succeeds with probability
//! R/(R + resistance * guards). A lost security office arms the riot; a lost airport slows convoys.

use crate::country::FacilityKind;
use crate::draw::{Purpose, uniform};
use crate::equations::encounter;
use crate::math;
use crate::mechanisms::alliance;
use crate::mechanisms::elites::{self, ElitesParameters};
use crate::space::sphere::{distance, squared};
use crate::stage::Stage;
use crate::trace::{EventKind, Location};
use crate::world::FacilityState;

crate::parameters! {
    /// Parameters of facilities.
    FacilitiesParameters in "facilities" {
        /// Attacks on a city hall per day where rioters are many.
        attack = 2.0 "per day", 0.0..=50.0, Assumed "prior 0.5-5";
        /// Rioters that one guard holds off.
        resistance = 15.0 "1", 0.1..=1000.0, Assumed "100 guards against 500 lost in Taraz after holding a day";
        /// Share of lost facilities that burn.
        burned = 0.4 "1", 0.0..=1.0, Assumed "city halls of Almaty, Taldykorgan, Taraz burned; airport, security offices seized";
        /// Rate at which security forces retake a seized facility once they match the riot.
        retake = 2.0 "per day", 0.0..=50.0, Assumed "Almaty airport: seized on 5 January, retaken within a day";
    }
}

/// Distance over which rioters count for less by a factor e, and beyond which none count, km.
const REACH: f64 = 10.0;
const FARTHEST: f64 = 100.0;

/// Riots attack, forces retake; then guards are posted.
pub(crate) fn facilities(stage: &mut Stage) -> Result<(), String> {
    let setup = stage.setup;
    let parameters = stage.parameters::<FacilitiesParameters>();
    let elite = stage.parameters::<ElitesParameters>();
    let rioters = Rioters::of(stage);
    for (index, facility) in setup.country.facilities.iter().enumerate() {
        let place = facility.place;
        let state = stage.world.facilities[index];
        if state == FacilityState::Burned || (rioters.0.is_empty() && state == FacilityState::Held) {
            continue;
        }
        let rioting = rioters.near(stage, place);
        if rioting == 0.0 && state == FacilityState::Held {
            continue;
        }
        let [a, b, c, d] = stage.draws.places[place].block_at(Purpose::Facility, 0, stage.now, index as u32);
        let (chance, fate) = (uniform(a, b), uniform(c, d));
        match state {
            FacilityState::Held => {
                let attacks = parameters.attack * facility.attraction * rioting / (rioting + 1000.0);
                if chance < math::one_minus_exp(attacks * stage.dt()) {
                    let guards = facility.guards * elites::ceiling(stage, &elite, place);
                    let lost = rioting / (rioting + parameters.resistance * guards);
                    if fate < lost * parameters.burned {
                        lose(stage, index, FacilityState::Burned, EventKind::FacilityBurned);
                    } else if fate < lost {
                        lose(stage, index, FacilityState::Seized, EventKind::FacilitySeized);
                    } else {
                        stage.note(EventKind::FacilityHeld, Location::Place(place), &facility.id);
                    }
                }
            }
            FacilityState::Seized => {
                let cell = stage.landscape.cells_of(place).start;
                let crowd = f64::from(stage.smooth[cell][2]);
                let rate = parameters.retake * encounter(stage.world.security[cell].into(), crowd);
                if chance < math::one_minus_exp(rate * stage.dt()) {
                    stage.world.facilities[index] = FacilityState::Held;
                    stage.note(EventKind::FacilityRetaken, Location::Place(place), &facility.id);
                }
            }
            FacilityState::Burned => {}
        }
    }
    post_guards(stage);
    Ok(())
}

/// Cells where people riot.
struct Rioters(Vec<usize>);

impl Rioters {
    fn of(stage: &Stage) -> Self {
        let rioting = &stage.world.crowds.rioting;
        Self((0..rioting.len()).filter(|&cell| rioting[cell] > 0).collect())
    }

    /// Rioters within reach of a place: each counts by e^(-distance / reach) of the place's middle, so that a town drawn
    /// as several has as many before its hall.
    fn near(&self, stage: &Stage, place: usize) -> f64 {
        let cells = &stage.landscape.cells;
        let hall = &cells[stage.landscape.cells_of(place).start];
        let near = |&&cell: &&usize| {
            let off = squared(&cells[cell].point, &hall.point);
            off < FARTHEST * FARTHEST && cells[cell].polity == hall.polity
        };
        let weight = |&cell: &usize| {
            let away = distance(&cells[cell].point, &hall.point);
            f64::from(stage.world.crowds.rioting[cell]) * math::exp(-away / REACH)
        };
        self.0.iter().filter(near).map(weight).sum()
    }
}

fn lose(stage: &mut Stage, index: usize, state: FacilityState, kind: EventKind) {
    let facility = &stage.setup.country.facilities[index];
    stage.world.facilities[index] = state;
    if facility.kind == FacilityKind::SecurityOffice {
        stage.world.arms[facility.place] = 1.0;
    }
    stage.note(kind, Location::Place(facility.place), &facility.id);
}

/// Personnel tied down in every place, less what allies free.
pub(crate) fn post_guards(stage: &mut Stage) {
    let facilities = &stage.setup.country.facilities;
    let posted = |index: usize| match stage.world.facilities[index] {
        FacilityState::Held => facilities[index].guards,
        _ => 0.0,
    };
    let total: f64 = (0..facilities.len()).map(posted).sum();
    let kept = (1.0 - alliance::freed(stage) / total.max(1.0)).max(0.0);
    let mut guards = std::mem::take(&mut stage.world.guards);
    guards.fill(0.0);
    for (index, facility) in facilities.iter().enumerate() {
        guards[facility.place] += posted(index) * kept;
    }
    stage.world.guards = guards;
}
