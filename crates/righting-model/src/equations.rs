//! The laws that more than one caller needs, each once: the day, the month, a spark and the oracle call them.
//!
//! Pure functions of numbers, units in their comments. Laws with one caller stand with their mechanism.

use std::ops::{Add, Mul, Sub};

use crate::engine::Drive;
use crate::math::{self, exp_f32, ln_f32, one_minus_exp_f32};

/// Growth factor above which a rise is a start and not a rate: nothing is expected to grow by more until the middle of
/// a step.
const MOST: f64 = 1.6;

/// What is left after `days` of what fades by a factor e in `scale` days.
pub(crate) fn kept(days: f64, scale: f64) -> f64 {
    math::exp(-days / scale)
}

/// Cost of a household's basket relative to before the crisis; `share` is its rise per relative rise of the watched
/// price, `price` that price relative to before.
pub(crate) fn basket(share: f64, price: f64) -> f64 {
    1.0 + share * (price - 1.0)
}

/// A new watched price, relative to before: affront jumps by exposure times a rise, and falls by the share `relief` of
/// what of an earlier rise is undone.
pub(crate) fn reprice(price: &mut f64, affront: &mut f64, exposure: f64, relief: f64, ratio: f64) {
    let old = std::mem::replace(price, ratio);
    if ratio > old {
        *affront += exposure * (ratio - old) / old;
    } else if old > 1.0 {
        let undone = ((old - ratio) / (old - 1.0)).min(1.0);
        *affront *= 1.0 - relief * undone;
    }
}

/// Legitimacy of a place, 0 to 1: at rest, what better law adds, its departure from rest, what promises add.
pub(crate) fn legitimacy(rest: f64, lawful: f64, shift: f64, promised: f64) -> f64 {
    (rest + lawful + shift + promised).clamp(0.0, 1.0)
}

/// Members of the security forces able and willing to act in a place: those on duty less the guards, and mobile units,
/// as far as they obey.
pub(crate) fn deployed(serving: f64, deployable: f64, guards: f64, mobile: f64, reliability: f64) -> f64 {
    let local = serving * deployable - guards;
    (local.max(0.0) + mobile) * reliability
}

/// k C/A of Epstein (2002), of which 1 - e^-x is the probability of arrest; `security` and `active` in people.
pub(crate) fn arrest_exponent(constant: f64, security: f64, active: f64) -> f64 {
    constant * security / active.max(1.0)
}

/// Rate of going home, per day: what tires, fear times the probability of arrest, curfew, and satisfaction.
pub(crate) fn leaving(fatigue: f64, fear: f64, arrest: f64, curfew: f64, satisfied: f64) -> f64 {
    fatigue + fear * arrest + curfew + satisfied
}

/// Share of the willing whom news of this strength reaches in contagion: 1 - e^-(news^steepness).
#[inline(always)]
pub(crate) fn reached(news: f32, steepness: f32) -> f32 {
    one_minus_exp_f32(exp_f32(steepness * ln_f32(news.max(f32::MIN_POSITIVE))))
}

/// Where news comes from, for one place.
pub(crate) struct Signals<N> {
    /// Of the place itself.
    pub local: N,
    /// Of all places, weighted by their distance, the place itself included.
    pub weighted: N,
    /// Of all places, unweighted.
    pub nation: N,
}

/// News heard in a place: gain * (own signal + that of others by distance and media, as far as it gets through).
#[inline(always)]
pub(crate) fn heard<N: Number>(gain: N, media: N, signals: &Signals<N>, open: N) -> N {
    let Signals { local, weighted, nation } = *signals;
    let far = weighted - local + media * (nation - local);
    gain * (local + far.positive() * open)
}

/// A number of either precision.
pub(crate) trait Number: Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> {
    /// Itself, or 0 where it is below.
    fn positive(self) -> Self;
}

impl Number for f32 {
    #[inline(always)]
    fn positive(self) -> Self {
        self.max(0.0)
    }
}

impl Number for f64 {
    #[inline(always)]
    fn positive(self) -> Self {
        self.max(0.0)
    }
}

/// What moves the people of a home to act, before it is rounded to what the engine computes with.
pub(crate) struct Motive {
    /// Affront E.
    pub affront: f64,
    /// Hardship relative to rest.
    pub hardship: f64,
    /// Legitimacy L.
    pub legitimacy: f64,
    /// Threshold T in a city, and what is added to it outside.
    pub threshold: f64,
    pub rural: f64,
    /// A city or not.
    pub urban: bool,
    /// Shift of the threshold by what no data show.
    pub shift: f64,
    /// Spread tau of the will to act.
    pub spread: f64,
    /// Weight w of risk times probability P of arrest.
    pub risk: f64,
}

impl Motive {
    /// The motive as the engine takes it.
    pub fn drive(&self) -> Drive {
        let rural = if self.urban { 0.0 } else { self.rural };
        Drive {
            affront: self.affront as f32,
            hardship_factor: self.hardship as f32,
            discontent: (1.0 - self.legitimacy) as f32,
            threshold: (self.threshold + rural + self.shift) as f32,
            sharpness: (1.0 / self.spread) as f32,
            risk: self.risk as f32,
        }
    }
}

/// What goes on to grow or shrink at its rate: now * (now / before)^ahead, the power by its Pade approximant, and no
/// more than a factor [`MOST`]. `steady` of the same that grow as the whole nation does are added to it in that rate,
/// or the comings and goings of a few would be taken for growth.
#[inline]
pub(crate) fn extrapolated(before: f64, now: f64, ahead: f64, nation: f64, steady: f64) -> f64 {
    if now == 0.0 {
        return 0.0;
    }
    let (from, to) = (before + steady, now + steady * nation);
    let growth = ((1.0 + ahead) * to + (1.0 - ahead) * from) / ((1.0 - ahead) * to + (1.0 + ahead) * from);
    now * growth.clamp(1.0 / MOST, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crowds_are_extrapolated_at_their_rate() {
        const STEADY: f64 = 30.0;
        for growth in [0.7f64, 0.9, 1.0, 1.2, 1.5] {
            for ahead in [0.25, 0.5, 1.0] {
                let expected = 1e5 * growth * math::pow(growth, ahead);
                assert!((extrapolated(1e5, 1e5 * growth, ahead, 1.0, STEADY) / expected - 1.0).abs() < 0.01);
            }
        }
        assert_eq!([extrapolated(0.0, 0.0, 0.5, 2.0, STEADY), extrapolated(10.0, 0.0, 0.5, 1.0, STEADY)], [0.0, 0.0]);
        assert!((extrapolated(1.0, 2.0, 0.5, 1.2, STEADY) / 2.0 / 1.2f64.sqrt() - 1.0).abs() < 0.02);
    }

    #[test]
    fn a_rise_affronts_and_undoing_it_relieves_in_part() {
        let (mut price, mut affront) = (1.0, 0.0);
        reprice(&mut price, &mut affront, 0.5, 0.4, 2.0);
        assert_eq!((price, affront), (2.0, 0.5));
        reprice(&mut price, &mut affront, 0.5, 0.4, 1.5);
        assert_eq!((price, affront), (1.5, 0.5 * (1.0 - 0.4 * 0.5)));
    }

    #[test]
    fn news_is_the_same_law_in_either_precision() {
        let (single, double) = (
            heard(0.1f32, 0.5, &Signals { local: 2.0, weighted: 3.0, nation: 10.0 }, 0.25),
            heard(0.1f64, 0.5, &Signals { local: 2.0, weighted: 3.0, nation: 10.0 }, 0.25),
        );
        assert!((double - 0.1 * (2.0 + (1.0 + 0.5 * 8.0) * 0.25)).abs() < 1e-12);
        assert!((f64::from(single) - double).abs() < 1e-6);
    }
}
