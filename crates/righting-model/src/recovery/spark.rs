//! A spark, followed in the mean: what a sudden rise of the watched price would bring out in ten days.
//!
//! The equations of the crisis with mean crowds in the place of chance, and every region as one cell whose people hear
//! each other and, through media, the nation: affront that fades, the pool, ignition, news on its way, contagion, deterrence,
//! the hours of the day, leaving and rest. Fields are of mean one and so left out; riot, orders and calls matter after an
//! outbreak, or without one.

use crate::country::STRATA;
use crate::equations::{self, contagion, encounter, ignition, kept, mean_kept, pool_share, undeterred};
use crate::hours;
use crate::math::{self, ln_f32};
use crate::mechanisms::affront::AffrontParameters;
use crate::mechanisms::joining::JoiningParameters;
use crate::mechanisms::leaving::LeavingParameters;
use crate::mechanisms::news::NewsParameters;
use crate::mechanisms::pool::PoolParameters;
use crate::parameters::Parameters;

/// Days over which a spark is followed, and steps of a day.
const DAYS: u32 = 10;
const STEPS: u32 = 6;

/// What a month brings to the question, of a region.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Kindling {
    /// Residents.
    pub people: f64,
    /// Logit of the pool of the middle stratum at an affront of 1.
    pub logit: f32,
    /// Affront left of before, and added by a rise of 1.
    pub affront: f64,
    pub exposure: f64,
    /// Forces per resident.
    pub forces: f64,
}

/// The laws that a spark follows, with the numbers of a run.
pub(crate) struct Spark {
    affront: AffrontParameters,
    joining: JoiningParameters,
    leaving: LeavingParameters,
    news: NewsParameters,
    pool: PoolParameters,
    strata: [f32; STRATA],
    /// Affront at rest.
    rest: f64,
}

/// People of a region on the way.
#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    active: f64,
    resting: f64,
    told: [f64; 3],
}

impl Spark {
    /// By the parameters of a run.
    pub fn new(parameters: &Parameters, strata: [f32; STRATA], rest: f64) -> Self {
        Self {
            affront: parameters.section(),
            joining: parameters.section(),
            leaving: parameters.section(),
            news: parameters.section(),
            pool: parameters.section(),
            strata,
            rest,
        }
    }

    /// Largest mean crowds within the days of a spark that raises the price by `x`, per resident: of the nation, then of
    /// every region.
    pub fn crowds(&self, regions: &[Kindling], x: f64) -> Vec<f64> {
        let mut means = vec![Mean::default(); regions.len()];
        let mut most = vec![0.0f64; regions.len() + 1];
        let people: f64 = regions.iter().map(|region| region.people).sum();
        for step in 0..DAYS * STEPS {
            let national = means.iter().map(|mean| mean.told[2]).sum::<f64>() / people.max(1.0);
            for (region, mean) in regions.iter().zip(&mut means) {
                self.pass(region, mean, national, x, step);
            }
            let active: f64 = means.iter().map(|mean| mean.active).sum();
            most[0] = most[0].max(active / people.max(1.0));
            for ((most, mean), region) in most[1..].iter_mut().zip(&means).zip(regions) {
                *most = most.max(mean.active / region.people.max(1.0));
            }
        }
        most
    }

    /// One step of a region.
    fn pass(&self, region: &Kindling, mean: &mut Mean, national: f64, x: f64, step: u32) {
        let (dt, length) = (1.0 / f64::from(STEPS), 1440 / STEPS);
        let left = kept(f64::from(step) * dt, self.affront.fade_days) * mean_kept(dt, self.affront.fade_days);
        let e = self.rest + (region.affront + region.exposure * x) * left;
        let u = region.logit + self.pool.affront as f32 * ln_f32(e as f32);
        let pool = region.people * f64::from(pool_share(u, &self.strata));
        let ready = (pool - mean.active - mean.resting).max(0.0);
        let active = mean.active / region.people.max(1.0);
        let (near, far) = (mean.told[2] / region.people.max(1.0), self.news.media * national);
        let news = equations::news(near as f32, far as f32, self.news.reference as f32, self.news.power as f32);
        let reasons = ignition(self.joining.ignition as f32, e as f32) + contagion(self.joining.contagion as f32, news);
        let free = undeterred(self.joining.deterrence as f32, region.forces as f32, active as f32);
        let out = hours::going_out(step * length, length);
        let joins = ready * math::one_minus_exp(f64::from(reasons * free) * out * dt);
        let dark = hours::dark(step * length % 1440, length);
        let fear = self.leaving.fear * encounter(region.forces, active);
        let tiring = (1.0 + self.leaving.night * dark) * 24.0 / self.leaving.hours;
        let rate = equations::leaving(tiring, fear, 0.0, 0.0);
        let gone = mean.active * math::one_minus_exp(rate * dt) + joins * math::one_minus_exp(0.5 * rate * dt);
        mean.active += joins - gone;
        mean.resting = mean.resting * kept(dt, self.pool.rest_days) + self.pool.resting * gone;
        let [first, second, news] = &mut mean.told;
        let passage = math::one_minus_exp(2.0 * dt / self.news.delay_days);
        *news = *news * kept(dt, self.news.fade_days) + *second * passage;
        *second += (*first - *second) * passage;
        *first += joins - *first * passage;
    }
}
