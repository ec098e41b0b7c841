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
pub(crate) fn harm(run: &mut Run) -> Result<(), String> {
    let parameters = &run.setup.parameters;
    let dt = run.dt();
    for place in 0..run.places() {
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
        let death = own.lethality * permitted * armed * world.harshness[place] * security / (security + rioting);
        world.rates.rioters[place][exit::DEAD] = death;
        world.rates.protesters[place][exit::DEAD] = death * own.bystanders;

        let meetings = rioting * security / (rioting + security);
        let draws = &run.draws.places[place];
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

/// A Poisson process in one place: the expected events still to come until its next, a unit exponential.
/// What is left is carried on, so that steps without an event cost no draw.
#[derive(Debug, Clone, Copy, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Countdown {
    left: f64,
    drawn: u32,
    /// The block of words in use; each is one draw.
    words: [u32; 4],
}

impl Countdown {
    /// How many events fall into a time in which `mean` are expected.
    pub fn pass(&mut self, draws: &Draws, purpose: Purpose, mean: f64) -> u32 {
        if self.drawn == 0 {
            self.draw(draws, purpose);
        }
        self.left -= mean;
        let mut count = 0;
        while self.left < 0.0 {
            self.draw(draws, purpose);
            count += 1;
        }
        count
    }

    fn draw(&mut self, draws: &Draws, purpose: Purpose) {
        let word = (self.drawn % 4) as usize;
        if word == 0 {
            self.words = draws.block(purpose, 0, self.drawn / 4);
        }
        self.left += f64::from(math::exponential_f32(self.words[word]));
        self.drawn += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_the_mean_and_variance_of_poisson_and_no_memory() {
        let draws = Draws::new(3, 0).of(1);
        let mut countdown = Countdown::default();
        let sample: Vec<f64> = (0..20_000).map(|_| f64::from(countdown.pass(&draws, Purpose::Injury, 4.2))).collect();
        let n = sample.len() as f64;
        let mean = sample.iter().sum::<f64>() / n;
        let variance = sample.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
        let next = sample.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum::<f64>() / n;
        // Fixed seed, 4.4 standard errors: error rate 1e-5.
        assert!((mean - 4.2).abs() < 4.4 * (4.2 / n).sqrt());
        assert!((variance - 4.2).abs() < 4.4 * ((4.2 + 2.0 * 4.2 * 4.2) / n).sqrt());
        assert!(next.abs() < 4.4 * 4.2 / n.sqrt());
    }
}
