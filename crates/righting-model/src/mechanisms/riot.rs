//! Riot: whether a crowd turns violent, and how much of it.
//!
//! In a cell and day crowds riot where a field, half of the episode and half of the day, is beyond the quantile of
//! logistic(level + order [dispersal or lethal force] + deaths (1 - e^-(deaths nearby)) + armed groups); of the crowd then
//! riots the share logistic(share + local field). Size plays no part: over the events of 166 countries violence is
//! nearly independent of it (Mass Mobilization), and countries differ by 0.85 in its logit.

use crate::equations::{logistic, riot as logit};
use crate::math;
use crate::mechanisms::government::posture;
use crate::mechanisms::hypotheses::HypothesesParameters;
use crate::setup::Posture;
use crate::stage::Stage;

crate::parameters! {
    /// Parameters of riot.
    RiotParameters in "riot" {
        /// Logit of the probability that a crowd riots.
        level = -1.9 "1", -10.0..=5.0, Interim "seven cases, prototype; spread of countries in Mass Mobilization", Level Linear 0.85;
        /// What an order to disperse or to shoot adds.
        order = 1.5 "1", 0.0..=5.0, Assumed "violence goes with dispersal by 0.77 over countries";
        /// What many deaths nearby add.
        deaths = 1.0 "1", 0.0..=5.0, Assumed "prior 0-2";
        /// Logit of the share of a violent crowd that riots.
        share = -1.2 "1", -10.0..=5.0, Interim "seven cases, prototype", Level Linear 0.7;
        /// Standard deviation of that logit between cells and days.
        local = 1.2 "1", 0.0..=5.0, Assumed "prior 0.8-1.6";
    }
}

/// Writes which share of a crowd riots, where there is one.
pub(crate) fn riot(stage: &mut Stage) -> Result<(), String> {
    let own = stage.parameters::<RiotParameters>();
    let armed = stage.parameters::<HypothesesParameters>().armed_riot;
    stage.world.violent.fill(0.0);
    for index in 0..stage.busy.len() {
        let cell = stage.busy[index] as usize;
        stage.world.violent[cell] = violent(stage, &own, armed, cell);
    }
    Ok(())
}

/// Share of a crowd in a cell that riots, were there one.
fn violent(stage: &mut Stage, own: &RiotParameters, armed: f64, cell: usize) -> f64 {
    let place = stage.landscape.ground.place_of[cell] as usize;
    let hard = stage.world.orders[place].lethal || posture(stage, place) == Posture::Disperse;
    // Deaths nearby in people, not per resident.
    let nearby = f64::from(stage.smooth[cell][3] * stage.landscape.around[cell]);
    let level = logit(
        own.level,
        if hard { own.order } else { 0.0 },
        own.deaths * math::one_minus_exp(nearby),
        armed * stage.world.armed[place],
    );
    let [riot, share] = stage.crowd_fields(cell);
    let field = std::f64::consts::FRAC_1_SQRT_2 * f64::from(riot + stage.world.character[cell][2]);
    let riots = math::normal_cdf(-field) < logistic(level);
    if riots { logistic(own.share + own.local * f64::from(share)) } else { 0.0 }
}
