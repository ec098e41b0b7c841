//! Risk of relapse: how large a spark still brings people into the streets, and how often one comes.
//!
//! A spark is a sudden rise x of the watched price everywhere. It is put through the equations of a crisis
//! at rest: affront E + exposure x, hardship by present incomes, legitimacy as it stands, the will to act,
//! ignition, local contagion, leaving. A place has an outbreak when the crowd that these sustain reaches the
//! 50 people of an onset, ignition alone bringing out at least one. The smallest such x is the rise the country tolerates. Sparks come at a rate with
//! exponential sizes, so the chance of a month is 1 - exp(-rate e^(-x / size)). News between places and trips
//! to centres are left out: they carry an outbreak on and do not begin it.

use crate::draw::{Purpose, uniform};
use crate::engine::{Drive, Kernel};
use crate::landscape::Landscape;
use crate::math::{self, exp_f32, ln_f32, one_minus_exp_f32};
use crate::parameters::parameters;
use crate::recovery::month::Months;
use crate::setup::Setup;
use crate::step::ONSET;
use crate::world::World;

/// Largest rise looked at; what would take more is recorded as this.
pub(crate) const LARGEST: f64 = 3.0;

/// Halvings of the interval: a rise is known to 3/4096.
const HALVINGS: u32 = 12;

/// Rounds of contagion that decide whether a crowd grows to an onset.
const ROUNDS: u32 = 40;

parameters! {
    /// Parameters of relapse.
    RelapseParameters in "relapse" {
        /// Sparks a month: sudden rises of prices, whatever their size.
        sparks = 0.1 "per month", 0.0..=10.0, Assumed "41 countries had a fuel riot in 2005-2018 (McCulloch et al. 2022), most price rises passed; prior 0.03-0.3";
        /// Mean size of a spark, relative rise of the watched price.
        size = 0.15 "1", 0.005..=3.0, Assumed "exponential sizes, so one in 800 doubles the price; prior 0.05-0.3";
    }
}

/// What a place brings to the question, this month.
pub(crate) struct Tinder<'a> {
    pub setup: &'a Setup,
    pub landscape: &'a Landscape,
    pub kernel: Kernel,
    pub world: &'a World,
    /// Hardship of every class, by place.
    pub hardship: &'a [[f32; crate::country::INCOME_CLASSES]],
    /// Legitimacy, by place.
    pub legitimacy: &'a [f64],
    /// Probability of arrest of who is first, by place.
    pub risk: &'a [f64],
}

impl Tinder<'_> {
    /// What decides who is willing when the price rises by `x`.
    pub fn drive(&self, place: usize, x: f64) -> Drive {
        let parameters = &self.setup.parameters;
        let own = &parameters.grievance;
        let share = parameters.hardship.basket_share;
        let basket = |price: f64| 1.0 + share * (price - 1.0);
        let price = self.world.price[place];
        let rural = if self.setup.country.places[place].urban { 0.0 } else { own.rural };
        Drive {
            affront: (self.world.affront[place] + self.landscape.exposure[place] * x) as f32,
            hardship_factor: (basket(price * (1.0 + x)) / basket(price)) as f32,
            discontent: (1.0 - self.legitimacy[place]) as f32,
            threshold: (own.threshold + rural + self.world.threshold_shift[place]) as f32,
            sharpness: (1.0 / own.spread) as f32,
            risk: (own.risk_weight * self.risk[place]) as f32,
        }
    }

    /// Share of the place's people who would act if reached, and their mean grievance.
    pub fn temper(&self, place: usize, x: f64) -> (f64, f64) {
        self.kernel.temper(&self.hardship[place], &self.drive(place, x), &self.landscape.civilians[place])
    }

    /// Whether a rise by `x` brings out the people of an onset.
    fn catches(&self, place: usize, x: f64) -> bool {
        let parameters = &self.setup.parameters;
        let (joining, leaving) = (&parameters.joining, &parameters.leaving);
        let (willing, _) = self.temper(place, x);
        let stay = 1.0 / (leaving.fatigue + leaving.fear * self.risk[place]);
        let sustained = willing * f64::from(self.world.people.quiet[place]) * stay;
        let affront = self.world.affront[place] + self.landscape.exposure[place] * x;
        let lit = sustained * joining.ignition * affront;
        // Less than a person heard by nobody: contagion is steepest at its start and would grow from anything.
        if lit < 1.0 {
            return false;
        }
        let mut crowd = lit;
        for _ in 0..ROUNDS {
            if crowd >= f64::from(ONSET) {
                return true;
            }
            let heard = ((parameters.news.gain * math::sqrt(crowd)) as f32).max(f32::MIN_POSITIVE);
            let reached = one_minus_exp_f32(exp_f32(joining.steepness as f32 * ln_f32(heard)));
            let next = lit + sustained * joining.contagion * f64::from(reached);
            if next <= crowd * 1.001 {
                return false;
            }
            crowd = next;
        }
        false
    }

    /// The smallest rise below `most` that catches in the place, if there is one.
    fn tolerated(&self, place: usize, most: f64) -> Option<f64> {
        if !self.catches(place, most) {
            return None;
        }
        if self.catches(place, 0.0) {
            return Some(0.0);
        }
        let (mut low, mut high) = (0.0, most);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if self.catches(place, middle) { high = middle } else { low = middle }
        }
        Some(high)
    }
}

/// Probability of an outbreak in a month in which rises up to `tolerated` bring nobody out.
pub(crate) fn chance(own: &RelapseParameters, tolerated: f64) -> f64 {
    if tolerated == 0.0 { 1.0 } else { math::one_minus_exp(own.sparks * math::exp(-tolerated / own.size)) }
}

/// Looks for the weakest place of every region.
pub(crate) fn relapse(months: &mut Months) {
    months.weigh_hardship();
    let tinder = months.tinder();
    let mut weakest = months.weakest.clone();
    let mut tolerated = vec![LARGEST; weakest.len()];
    for (region, least) in tolerated.iter_mut().enumerate() {
        // The weakest place of the last month first: most others then need one look.
        let first = weakest[region];
        for place in first.into_iter().chain(months.setup.country.places_of(region).filter(|&p| Some(p) != first)) {
            if let Some(found) = tinder.tolerated(place, *least) {
                (*least, weakest[region]) = (found, Some(place));
            }
        }
    }
    let own = &months.setup.parameters.relapse;
    let nation = tolerated.iter().copied().fold(LARGEST, f64::min);
    for (index, x) in std::iter::once(nation).chain(tolerated.iter().copied()).enumerate() {
        months.tolerated[index] = x;
        months.chance[index] = chance(own, x);
        months.calm[index] *= 1.0 - months.chance[index];
    }
    months.weakest = weakest;
    let [a, b, ..] = months.draws.block(Purpose::Relapse, 0, 0, 0);
    months.relapsed = 1.0 - months.calm[0] > uniform(a, b);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chance_falls_with_what_is_tolerated_and_is_sure_at_nothing() {
        let own = RelapseParameters::default();
        assert_eq!(chance(&own, 0.0), 1.0);
        assert!((chance(&own, 0.15) - 0.1 / std::f64::consts::E).abs() < 1e-3);
        assert!(chance(&own, 0.3) < chance(&own, 0.2));
    }
}
