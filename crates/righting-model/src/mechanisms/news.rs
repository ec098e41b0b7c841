//! News of unrest: a place hears gain * [S_p + sum over q of (W(d_pq) + media) S_q (1 - cut_p)],
//! S = sqrt(active + riot_weight * rioting), W = (1 + (d/d0)^2)^-1 (power law as in
//! Bonnasse-Gahot et al. 2018, with a national media term). A shutdown cuts the non-local part. What is
//! talked about, Lambda_p, follows what is heard within `lag_days` (the lagged attractiveness of Davies et
//! al. 2013).

use crate::math;
use crate::parameters::parameters;
use crate::step::Run;

parameters! {
    /// Parameters of news.
    NewsParameters in "news" {
        /// News per square root of a person active next door.
        gain = 0.01 "1", 0.0..=1.0, Assumed "set by hand, for a scenario to fit";
        /// Distance at which the weight of news is one half.
        half_distance = 60.0 "km", 1.0..=2000.0, Assumed "set by hand, for a scenario to fit";
        /// Weight of news from anywhere in the country through media.
        media = 0.02 "1", 0.0..=1.0, Assumed "set by hand, for a scenario to fit";
        /// Time over which news follows the crowds by a factor e.
        lag_days = 0.5 "days", 0.05..=5.0, Assumed "set by hand, for a scenario to fit";
        /// How many protesters a rioter counts for.
        riot_weight = 4.0 "1", 0.0..=100.0, Assumed "prior 1-10";
    }
}

/// Spreads the news.
pub(crate) fn news(run: &mut Run) -> Result<(), String> {
    let parameters = &run.setup.parameters.news;
    let lags = run.dt() / parameters.lag_days;
    let (keep, mean) = (math::exp(-lags), math::one_minus_exp(lags) / lags);
    let far = &mut run.far_news;
    far.fill(0.0);
    let mut national = 0.0f32;
    for (place, row) in run.landscape.news.iter().enumerate() {
        let world = &run.world;
        run.signal[place] = 0.0;
        if world.active[place] > 0.0 {
            let signal = math::sqrt(world.active[place] + (parameters.riot_weight - 1.0) * world.rioting[place]) as f32;
            run.signal[place] = signal;
            national += signal;
            for (heard, weight) in far.iter_mut().zip(row) {
                *heard += weight * signal;
            }
        }
    }
    let world = &mut run.world;
    for (place, told) in world.told.iter_mut().enumerate() {
        let local = f64::from(run.signal[place]);
        let far = f64::from(far[place]) - local + parameters.media * (f64::from(national) - local);
        let heard = parameters.gain * (local + far.max(0.0) * (1.0 - world.shutdown[place]));
        world.news[place] = heard + (*told - heard) * mean;
        *told = heard + (*told - heard) * keep;
    }
    Ok(())
}

/// Weight of news by distance (km): one place's row.
pub(crate) fn weights(parameters: &NewsParameters, distance: &[f64]) -> Vec<f32> {
    distance
        .iter()
        .map(|km| {
            let scaled = km / parameters.half_distance;
            (1.0 / (1.0 + scaled * scaled)) as f32
        })
        .collect()
}
