//! Contested structures, each a switch: organisers with outside support, armed groups, elite split.
//! All off is the spontaneous account. They are labelled contested wherever they appear.

use crate::country::Seat;
use crate::math;
use crate::stage::Stage;

crate::parameters! {
    /// Parameters of the contested structures.
    HypothesesParameters in "hypotheses" {
        /// Joining hazard that organisers add in the seats of government while unrest is in the news.
        organisers = 0.05 "per day", 0.0..=5.0, Assumed "contested; prior 0-0.5";
        /// Factor on organisers' reach through support from outside.
        outside = 1.5 "1", 1.0..=10.0, Assumed "contested; prior 1-3";
        /// Active people in a seat of government at which armed groups appear.
        armed_crowd = 1000.0 "people", 10.0..=100000.0, Assumed "contested";
        /// Rate at which armed groups gather.
        armed_gather = 1.0 "per day", 0.0..=20.0, Assumed "contested";
        /// What armed groups add to the logit of the probability that a crowd riots.
        armed_riot = 1.0 "1", 0.0..=10.0, Assumed "contested";
        /// Relative rise of killings on both sides where armed groups or looted arms are present.
        armed_harm = 1.0 "1", 0.0..=20.0, Assumed "contested; 3,000 weapons were reported stolen";
        /// Share of the top elite that has broken with the government in a split.
        split = 0.5 "1", 0.0..=0.95, Assumed "contested";
    }
}

/// Gathers and scatters armed groups.
pub(crate) fn hypotheses(stage: &mut Stage) -> Result<(), String> {
    if !stage.setup.hypotheses.armed_groups {
        return Ok(());
    }
    let parameters = stage.parameters::<HypothesesParameters>();
    let (gather, scatter) = (math::exp(-parameters.armed_gather * stage.dt()), math::exp(-stage.dt()));
    for (place, armed) in stage.world.armed.iter_mut().enumerate() {
        let seat = stage.setup.country.places[place].seat != Seat::None;
        if seat && f64::from(stage.world.people.active(place)) >= parameters.armed_crowd {
            *armed = 1.0 - (1.0 - *armed) * gather;
        } else {
            *armed *= scatter;
        }
    }
    Ok(())
}

/// Weight of a place for organisers.
pub(crate) fn seat_weight(seat: Seat) -> f64 {
    match seat {
        Seat::National => 1.0,
        Seat::Region => 0.5,
        Seat::None => 0.0,
    }
}

/// Joining hazard that organisers add in a place of weight 1, per day, by polity.
pub(crate) fn organised(stage: &Stage) -> Vec<f64> {
    let mut active = vec![0.0; stage.world.polities.len()];
    if !stage.setup.hypotheses.organisers {
        return active;
    }
    let parameters = stage.parameters::<HypothesesParameters>();
    for (cell, crowd) in stage.landscape.cells.iter().zip(&stage.world.crowds.active) {
        active[cell.polity] += f64::from(*crowd);
    }
    active.iter().map(|active| parameters.organisers * parameters.outside * active / (active + 1000.0)).collect()
}

/// Share of the top elite that has not broken away; a new command replaces those who have.
pub(crate) fn united(stage: &Stage) -> f64 {
    let split = stage.setup.hypotheses.elite_split && !stage.world.reshuffled;
    if split { 1.0 - stage.parameters::<HypothesesParameters>().split } else { 1.0 }
}
