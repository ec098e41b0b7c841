//! The outcome of power: the government of a polity holds, or it falls.
//!
//! ```text
//! hazard of falling = rate * x/(1 + x) * (1 - cohesion * reliability + siege * seats lost)
//! x = a / (ratio c)
//! ```
//!
//! at the seat of national government, the worst of them where there are several: a and c are the densities of people in
//! the streets and of forces. A crowd that the forces do not match is needed, and it brings down a government whose
//! elite and forces leave it (Kuran 1991; the end of Ceausescu, Bakiyev and Yanukovych within days of it) or whose
//! seats are lost. A fall is for good: its forces stand aside, and it is a concession of size 1. A government that
//! concedes or whose forces defect still holds; orders and `reliability` tell. The form is ours; the rate awaits the
//! cases that had a fall.

use crate::country::{FacilityKind, Seat};
use crate::draw::{Purpose, uniform};
use crate::math;
use crate::mechanisms::affront;
use crate::stage::Stage;
use crate::trace::{EventKind, Location};
use crate::world::FacilityState;

crate::parameters! {
    /// Parameters of the outcome of power.
    PowerParameters in "power" {
        /// Rate of falling where crowds overwhelm the seat of power and nobody stands by the government.
        fall = 0.7 "per day", 0.0..=20.0, Interim "Kyrgyzstan 2010 fell in a day, Ukraine 2014 in days of its worst; prior 0.1-3", Level Log 1.0;
        /// People in the streets per member of the forces at which the seat of power is half overwhelmed.
        ratio = 8.0 "1", 0.2..=200.0, Assumed "as in policing";
        /// What the loss of all seats of power adds.
        siege = 0.5 "1", 0.0..=5.0, Assumed "prior 0-1";
    }
}

/// Lets governments fall.
pub(crate) fn power(stage: &mut Stage) -> Result<(), String> {
    let own = stage.parameters::<PowerParameters>();
    if own.fall == 0.0 || stage.active_before == 0.0 {
        return Ok(());
    }
    for polity in 0..stage.world.polities.len() {
        let hazard = own.fall * pressure(stage, &own, polity);
        if stage.world.polities[polity].fallen || hazard == 0.0 {
            continue;
        }
        let [a, b, ..] = stage.polity_draws(polity).block_at(Purpose::Power, 0, stage.now, 0);
        if uniform(a, b) < math::one_minus_exp(hazard * stage.dt()) {
            stage.world.polities[polity].fallen = true;
            stage.note(EventKind::GovernmentFell, Location::Nation, "");
            let places: Vec<usize> =
                (0..stage.places()).filter(|&place| stage.landscape.polity_of(place) == polity).collect();
            affront::relieve(stage, &places, 1.0);
            places.iter().for_each(|&place| stage.world.concession[place] = 1.0);
        }
    }
    Ok(())
}

/// How hard the seats of power of a polity are pressed, 0 to 1 and beyond.
fn pressure(stage: &Stage, own: &PowerParameters, polity: usize) -> f64 {
    let country = &stage.setup.country;
    let seats = (0..stage.places())
        .filter(|&place| country.places[place].seat == Seat::National && stage.landscape.polity_of(place) == polity);
    let at = |place: usize| {
        let cell = stage.landscape.cells_of(place).start;
        let world = &stage.world;
        let x = f64::from(world.density[cell]) / (own.ratio * f64::from(world.security[cell]).max(1e-6));
        let loyal = world.cohesion[polity] * world.reliability[cell];
        x / (1.0 + x) * (1.0 - loyal + own.siege * lost(stage, place))
    };
    seats.map(at).fold(0.0, f64::max)
}

/// Share of the seats of power in a place that are lost.
fn lost(stage: &Stage, place: usize) -> f64 {
    let facilities = &stage.setup.country.facilities;
    let seats = || {
        let all = stage.landscape.facilities[place].iter();
        all.filter(|&&index| matches!(facilities[index].kind, FacilityKind::CityHall | FacilityKind::Broadcaster))
    };
    let lost = seats().filter(|&&index| stage.world.facilities[index] != FacilityState::Held).count();
    lost as f64 / seats().count().max(1) as f64
}
