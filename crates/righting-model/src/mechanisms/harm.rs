//! Harm: people killed and injured on both sides where riots meet security forces.
//!
//! Deaths are a hazard per attendance of everyone of X = rioters + 0.1 active:
//! lethality c / (c + x) (lethal order + unordered max(dispersal, 0.1)) F G, with x the density of X, F a field, half of the
//! episode and half of the day, and G a draw of the polity's day. Countries differ by a factor of 7 in it.

use crate::draw::Purpose;
use crate::equations::{encounter, factor};
use crate::mechanisms::government::posture;
use crate::mechanisms::hypotheses::HypothesesParameters;
use crate::mechanisms::leaving::LeavingParameters;
use crate::setup::Posture;
use crate::stage::Stage;
use crate::world::exit;

crate::parameters! {
    /// Parameters of harm.
    HarmParameters in "harm" {
        /// Killings per attendance of a rioter where security forces are many and are to shoot.
        lethality = 0.02 "1", 0.0..=1.0, Interim "sixteen crises: decision 067; spread of countries in Mass Mobilization", Level Log 2.0;
        /// Killings without permission to shoot where forces disperse, relative to with it.
        unordered = 0.01 "1", 0.0..=1.0, Interim "sixteen crises: decision 067", Shape Log 1.0;
        /// The same where they do not disperse, relative to where they do.
        contained = 0.03 "1", 0.0..=1.0, Interim "sixteen crises: decision 067; prior 0-0.1";
        /// Killings of protesters relative to rioters.
        bystanders = 0.1 "1", 0.0..=1.0, Assumed "prior 0.03-0.3; 142 of 238 dead were called violators of the emergency, 67 attackers";
        /// Standard deviation of the logarithm of the field of killing.
        local = 1.2 "1", 0.0..=3.0, Assumed "commands differ";
        /// Killings of security personnel per meeting of rioter and guard.
        security = 0.0005 "per day", 0.0..=0.1, Assumed "set by hand to the order of the record: 19 killed in 2022";
        /// Injuries per meeting of rioter and guard.
        injuries = 0.25 "per day", 0.0..=5.0, Assumed "set by hand to the order of the record: 4,353 injured, 3,393 of them security";
    }
}

/// Writes the rates of death and counts the losses of the security forces and the injured.
pub(crate) fn harm(stage: &mut Stage) -> Result<(), String> {
    let own = stage.parameters::<HarmParameters>();
    let armed_harm = stage.parameters::<HypothesesParameters>().armed_harm;
    let per_day = 24.0 / stage.parameters::<LeavingParameters>().hours;
    stage.world.lost.fill(0);
    for index in 0..stage.busy.len() {
        let cell = stage.busy[index] as usize;
        let row = &stage.landscape.cells[cell];
        let orders = &stage.world.orders[row.place];
        let order = if posture(stage, row.place) == Posture::Disperse { 1.0 } else { own.contained };
        let order = own.unordered * order + if orders.lethal { 1.0 } else { 0.0 };
        let armed = 1.0 + armed_harm * (stage.world.armed[row.place] + stage.world.arms[row.place]);
        let crowd = f64::from(stage.smooth[cell][2]);
        let met = encounter(stage.world.security[cell].into(), crowd);
        let [_, killing] = stage.force_fields(cell);
        let field = std::f32::consts::FRAC_1_SQRT_2 * (killing + stage.world.character[cell][3]);
        let hard = stage.world.polities[row.polity].zeal[1] * f64::from(factor(own.local as f32, field));
        let exposed = stage.world.violent[cell] + own.bystanders;
        stage.world.rates.crowd[cell][exit::DEAD] = own.lethality * order * armed * met * hard * exposed * per_day;
        lose(stage, &own, cell, armed * met);
    }
    Ok(())
}

/// Counts losses of the forces and injuries in a cell; `met` is how far rioters meet forces there.
fn lose(stage: &mut Stage, own: &HarmParameters, cell: usize, met: f64) {
    let meetings = f64::from(stage.world.crowds.rioting[cell]) * met * stage.dt();
    if meetings == 0.0 {
        return;
    }
    let (world, draws) = (&mut stage.world, &stage.draws.cells[cell]);
    let place = stage.landscape.cells[cell].place;
    let losses = world.next_loss[cell].pass(draws, Purpose::SecurityLoss, own.security * meetings);
    let losses = losses.min(world.people.serving[place]);
    world.people.serving[place] -= losses;
    world.people.dead_serving[place] += losses;
    world.lost[place] += losses;
    world.injured[place] += world.next_injury[cell].pass(draws, Purpose::Injury, own.injuries * meetings);
}
