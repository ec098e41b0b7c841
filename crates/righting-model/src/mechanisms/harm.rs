//! Harm: people killed and injured on both sides where riots meet security forces.

use crate::draw::Purpose;
use crate::mechanisms::hypotheses::HypothesesParameters;
use crate::stage::Stage;
use crate::world::exit;

crate::parameters! {
    /// Parameters of harm.
    HarmParameters in "harm" {
        /// Killings per rioter and day where security forces match the riot and may shoot.
        lethality = 0.02 "per day", 0.0..=1.0, Assumed "set by hand, for a scenario to fit";
        /// Killings without permission to shoot, relative to with it.
        restraint = 0.1 "1", 0.0..=1.0, Assumed "prior 0.02-0.3";
        /// Killings of protesters relative to rioters.
        bystanders = 0.1 "1", 0.0..=1.0, Assumed "prior 0.03-0.3; 142 of 238 dead were called violators of the emergency, 67 attackers";
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
    let dt = stage.dt();
    for place in 0..stage.places() {
        let world = &mut stage.world;
        let (rioting, security) = (world.rioting[place], world.security[place]);
        world.rates.rioters[place][exit::DEAD] = 0.0;
        world.rates.protesters[place][exit::DEAD] = 0.0;
        if rioting <= 0.0 || security <= 0.0 {
            continue;
        }
        let armed = 1.0 + armed_harm * (world.armed[place] + world.arms[place]);
        let permitted = if world.lethal[place] { 1.0 } else { own.restraint };
        let death = own.lethality * permitted * armed * world.harshness[place] * security / (security + rioting);
        world.rates.rioters[place][exit::DEAD] = death;
        world.rates.protesters[place][exit::DEAD] = death * own.bystanders;

        let meetings = rioting * security / (rioting + security);
        let draws = &stage.draws.places[place];
        let losses = own.security * armed * meetings * dt;
        let losses = world.next_loss[place].pass(draws, Purpose::SecurityLoss, losses);
        let losses = losses.min(world.people.serving[place]);
        world.people.serving[place] -= losses;
        world.people.dead_serving[place] += losses;
        let injuries = own.injuries * meetings * dt;
        world.injured[place] += world.next_injury[place].pass(draws, Purpose::Injury, injuries);
    }
    Ok(())
}
