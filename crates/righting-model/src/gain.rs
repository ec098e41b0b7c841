//! The gain budget: by how much more people join where a crowd is larger, loop by loop.
//!
//! In the mean of a nation whose places are alike, g is the sum of d ln(rate of joining) / d ln(crowd) over the loops that
//! raise it: news of those who join, forces that deter fewer of many, and outrage at deaths, which are in proportion to
//! the crowd. While g is below one a mean crowd has one course, and moves with every level at most 1 / (1 - g) times as
//! fast. The elasticities are differences of the laws that runs obey, not formulae of their own.

use crate::equations::{contagion, ignition, news, outrage, pool_of_nation, pool_share, strata, undeterred};
use crate::math;
use crate::mechanisms::affront::AffrontParameters;
use crate::mechanisms::joining::JoiningParameters;
use crate::mechanisms::leaving::LeavingParameters;
use crate::mechanisms::news::NewsParameters;
use crate::mechanisms::pool::PoolParameters;
use crate::parameters::Parameters;

/// Half of the difference of ln(crowd) over which elasticities are taken.
const HALF: f64 = 0.05;

/// A crowd and what it meets, in the mean of a nation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanCrowd {
    /// People in the streets per resident.
    pub active: f64,
    /// Affront, deaths not counted, in national price shocks.
    pub affront: f64,
    /// Security personnel able and willing to act, per resident.
    pub forces: f64,
    /// Deaths of the last day in the nation.
    pub deaths: f64,
}

/// Elasticities of the rate of joining in the crowd.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct Gain {
    /// By news of those who join.
    pub news: f64,
    /// By forces that deter fewer of many.
    pub deterrence: f64,
    /// By outrage at deaths, in the pool and in who joins unasked.
    pub deaths: f64,
}

impl Gain {
    /// All loops together.
    pub fn sum(&self) -> f64 {
        self.news + self.deterrence + self.deaths
    }

    /// That of some parameters at a crowd, in a nation of so many people.
    pub fn at(parameters: &Parameters, people: f64, crowd: &MeanCrowd) -> Self {
        Laws::of(parameters, people).gain(crowd)
    }

    /// The largest over crowds from a ten-millionth to a third of all, affronts from rest to ten national price shocks, few
    /// to many forces and deaths; and where it is.
    pub fn largest(parameters: &Parameters, people: f64) -> (Self, MeanCrowd) {
        let laws = Laws::of(parameters, people);
        let mut largest = (Self::default(), MeanCrowd { active: 0.0, affront: 0.0, forces: 0.0, deaths: 0.0 });
        for step in 0..=32 {
            let active = 1e-7 * math::pow(10.0, 0.2 * f64::from(step));
            for affront in [0.003, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0] {
                for forces in [0.0003, 0.001, 0.003, 0.01] {
                    for deaths in [0.1, 1.0, 3.0, 10.0, 100.0] {
                        let crowd = MeanCrowd { active, affront, forces, deaths };
                        let gain = laws.gain(&crowd);
                        if gain.sum() > largest.0.sum() {
                            largest = (gain, crowd);
                        }
                    }
                }
            }
        }
        largest
    }
}

/// What the rate of joining needs.
struct Laws {
    affront: AffrontParameters,
    joining: JoiningParameters,
    news: NewsParameters,
    pool: PoolParameters,
    /// Attendances a day of one who stays.
    attendances: f64,
    /// Logit of the pool's middle at an affront of 1.
    logit: f64,
    strata: [f32; crate::country::STRATA],
}

impl Laws {
    fn of(parameters: &Parameters, people: f64) -> Self {
        let pool: PoolParameters = parameters.section();
        Self {
            affront: parameters.section(),
            joining: parameters.section(),
            news: parameters.section(),
            attendances: 24.0 / parameters.section::<LeavingParameters>().hours,
            logit: pool_of_nation(pool.share, pool.scale, people) - 0.3 * pool.spread * pool.spread,
            strata: strata(pool.spread),
            pool,
        }
    }

    fn gain(&self, crowd: &MeanCrowd) -> Gain {
        let slope = |at: usize| {
            let moved = |by: f64| {
                let mut factors = [1.0; 3];
                factors[at] = math::exp(by);
                self.ln_rate(crowd, factors)
            };
            (moved(HALF) - moved(-HALF)) / (2.0 * HALF)
        };
        Gain { news: slope(0), deterrence: slope(1), deaths: slope(2) }
    }

    /// Logarithm of joins per resident, but for what no crowd changes; the crowd that is told of, that stands against the
    /// forces, and of whom people die, each by a factor.
    fn ln_rate(&self, crowd: &MeanCrowd, [told, met, killed]: [f64; 3]) -> f64 {
        let joins = crowd.active * told * self.attendances;
        let near = (joins * self.news.fade_days) as f32;
        let lambda = news(near, near * self.news.media as f32, self.news.reference as f32, self.news.power as f32);
        let felt = crowd.affront * (1.0 + outrage(self.affront.deaths, crowd.deaths * killed));
        let reasons =
            ignition(self.joining.ignition as f32, felt as f32) + contagion(self.joining.contagion as f32, lambda);
        let kept = undeterred(self.joining.deterrence as f32, crowd.forces as f32, (crowd.active * met) as f32);
        let pool = pool_share((self.logit + self.pool.affront * math::ln(felt)) as f32, &self.strata);
        math::ln(f64::from(reasons)) + math::ln(f64::from(kept)) + math::ln(f64::from(pool))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEOPLE: f64 = 1e7;

    fn crowd() -> MeanCrowd {
        MeanCrowd { active: 1e-4, affront: 1.0, forces: 0.002, deaths: 3.0 }
    }

    #[test]
    fn the_loops_have_their_known_elasticities() {
        let mut parameters = Parameters::default();
        // Nobody joins unasked and few hear: the elasticity of news is its power.
        parameters.set("joining.ignition", 0.0).unwrap();
        let few = MeanCrowd { active: 1e-7, deaths: 1e-6, ..crowd() };
        let found = Gain::at(&parameters, PEOPLE, &few);
        assert!((found.news - 0.7).abs() < 0.01 && found.deterrence.abs() < 1e-3, "{found:?}");
        // Where nothing is told of it, outrage acts on a small pool by its power alone: at y = sqrt(deaths / 3) = 1,
        // d ln(1 + D) / d ln(deaths) = phi y / 2 e^-y / (1 + phi (1 - e^-y)).
        parameters.set("joining.ignition", 0.015).unwrap();
        parameters.set("joining.contagion", 0.0).unwrap();
        parameters.set("pool.share", 1e-5).unwrap();
        let found = Gain::at(&parameters, PEOPLE, &MeanCrowd { affront: 1e-3, ..crowd() });
        let e = math::exp(-1.0);
        let expected = 0.6 * 0.5 * e / (1.0 + 0.6 * (1.0 - e)) * (0.95 + 1.0);
        assert!((found.deaths / expected - 1.0).abs() < 0.02, "{found:?}, {expected}");
        assert_eq!(found.news, 0.0);
    }

    #[test]
    fn the_budget_is_below_one_by_default_and_not_where_news_is_steep() {
        let (gain, at) = Gain::largest(&Parameters::default(), PEOPLE);
        assert!(gain.sum() > 0.5 && gain.sum() < 0.95, "{gain:?} at {at:?}");
        assert_eq!(Gain::at(&Parameters::default(), PEOPLE, &at), gain);
        let mut steep = Parameters::default();
        steep.set("news.power", 1.5).unwrap();
        assert!(Gain::largest(&steep, PEOPLE).0.sum() > 1.0);
    }
}
