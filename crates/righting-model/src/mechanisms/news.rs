//! News of unrest: a place hears gain * [S_p + sum over q of (W(d_pq) + media) S_q (1 - cut_p)],
//! S = sqrt(active + riot_weight * rioting), W = (1 + (d/d0)^2)^-1 (power law as in
//! Bonnasse-Gahot et al. 2018, with a national media term). A shutdown cuts the non-local part. What is
//! talked about, Lambda_p, follows what is heard within `lag_days` (the lagged attractiveness of Davies et
//! al. 2013).

use crate::equations::{Signals, extrapolated, heard, kept};
use crate::math;
use crate::stage::Stage;

crate::parameters! {
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

/// Signal that is taken to grow as the nation's does, in the rate of a place with little.
const STEADY: f64 = 5.0;

/// Spreads the news.
pub(crate) fn news(stage: &mut Stage) -> Result<(), String> {
    let parameters = stage.parameters::<NewsParameters>();
    foresee(stage, parameters.riot_weight);
    let lags = stage.dt() / parameters.lag_days;
    let (keep, mean) = (kept(stage.dt(), parameters.lag_days), math::one_minus_exp(lags) / lags);
    let national: f32 = stage.signal.iter().sum();
    let far = &mut stage.far_news;
    far.fill(0.0);
    stage.kernel.add_rows(far, &stage.landscape.news, &stage.signal);
    let world = &mut stage.world;
    for (place, told) in world.told.iter_mut().enumerate() {
        let signals =
            Signals { local: stage.signal[place].into(), weighted: far[place].into(), nation: national.into() };
        let heard = heard(parameters.gain, parameters.media, &signals, 1.0 - world.shutdown[place]);
        world.news[place] = heard + (*told - heard) * mean;
        *told = heard + (*told - heard) * keep;
    }
    Ok(())
}

/// Signals expected in the middle of the step. Not those of the crowds expected then: unrest that reaches ever new
/// places in small crowds raises the sum of the roots as much as the number of people.
fn foresee(stage: &mut Stage, riot_weight: f64) {
    let ahead = stage.ahead();
    let people = &stage.world.people;
    let (mut before, mut now) = (STEADY, STEADY);
    for (place, signal) in stage.signal.iter_mut().enumerate() {
        let crowd = f64::from(people.active(place)) + (riot_weight - 1.0) * f64::from(people.rioting[place]);
        *signal = math::sqrt(crowd) as f32;
        before += f64::from(stage.signal_before[place]);
        now += f64::from(*signal);
    }
    for (signal, before_it) in stage.signal.iter_mut().zip(&mut stage.signal_before) {
        let expected = extrapolated((*before_it).into(), (*signal).into(), ahead, now / before, STEADY);
        *before_it = *signal;
        *signal = expected as f32;
    }
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
