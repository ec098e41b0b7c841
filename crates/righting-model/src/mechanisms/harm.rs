//! Harm: people killed and injured on both sides where riots meet security forces.

use crate::draw::{Draws, Purpose};
use crate::math;
use crate::parameters::parameters;
use crate::step::Run;
use crate::world::exit;

parameters! {
    /// Parameters of harm.
    HarmParameters in "harm" {
        /// Killings per rioter and day where security forces match the riot and may shoot.
        lethality = 0.02 "per day", 0.0..=1.0, Fitted "first fit";
        /// Killings without permission to shoot, relative to with it.
        restraint = 0.1 "1", 0.0..=1.0, Assumed "prior 0.02-0.3";
        /// Killings of protesters relative to rioters.
        bystanders = 0.1 "1", 0.0..=1.0, Assumed "prior 0.03-0.3; 142 of 238 dead were called violators of the emergency, 67 attackers";
        /// Killings of security personnel per meeting of rioter and guard.
        security = 0.0005 "per day", 0.0..=0.1, Fitted "first fit; 19 killed in 2022";
        /// Injuries per meeting of rioter and guard.
        injuries = 0.25 "per day", 0.0..=5.0, Fitted "first fit; 4,353 injured, 3,393 of them security";
    }
}

/// Writes the rates of death and counts the losses of the security forces and the injured.
pub(crate) fn harm(run: &mut Run) -> Result<(), String> {
    let parameters = &run.setup.parameters;
    let dt = run.dt();
    for place in 0..run.keys.len() {
        let world = &mut run.world;
        let (rioting, security) = (world.rioting[place], world.security[place]);
        world.rates.rioters[place][exit::DEAD] = 0.0;
        world.rates.protesters[place][exit::DEAD] = 0.0;
        if rioting <= 0.0 || security <= 0.0 {
            continue;
        }
        let own = &parameters.harm;
        let armed = 1.0 + parameters.hypotheses.armed_harm * (world.armed[place] + world.arms[place]);
        let permitted = if world.lethal[place] { 1.0 } else { own.restraint };
        let death = own.lethality * permitted * armed * security / (security + rioting);
        world.rates.rioters[place][exit::DEAD] = death;
        world.rates.protesters[place][exit::DEAD] = death * own.bystanders;

        let meetings = rioting * security / (rioting + security);
        let key = run.keys[place];
        let losses = poisson(&run.draws, Purpose::SecurityLoss, key, run.now, own.security * armed * meetings * dt);
        let losses = losses.min(world.people.serving[place]);
        world.people.serving[place] -= losses;
        world.people.dead_serving[place] += losses;
        world.injured[place] += poisson(&run.draws, Purpose::Injury, key, run.now, own.injuries * meetings * dt);
    }
    Ok(())
}

/// A Poisson count with this mean, from addressed unit exponentials: how many fit into the mean.
pub(crate) fn poisson(draws: &Draws, purpose: Purpose, key: u32, minute: u32, mean: f64) -> u32 {
    let mut left = mean;
    let mut count = 0;
    loop {
        for word in draws.block_at(purpose, key, 0, minute, count / 4) {
            left -= f64::from(math::exponential_f32(word));
            if left < 0.0 {
                return count;
            }
            count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn poisson_has_its_mean_and_variance() {
        let draws = Draws::new(3, 0);
        let sample: Vec<f64> = (0..20_000).map(|i| f64::from(poisson(&draws, Purpose::Injury, 1, i, 4.2))).collect();
        let n = sample.len() as f64;
        let mean = sample.iter().sum::<f64>() / n;
        let variance = sample.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
        // Fixed seed, 4.4 standard errors: error rate 1e-5.
        assert!((mean - 4.2).abs() < 4.4 * (4.2 / n).sqrt());
        assert!((variance - 4.2).abs() < 4.4 * ((4.2 + 2.0 * 4.2 * 4.2) / n).sqrt());
    }
}
