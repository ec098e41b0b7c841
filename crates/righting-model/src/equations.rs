//! The laws, each once: the day, the month and the oracle call them.
//!
//! Pure functions of numbers, units in their comments; single precision where a step asks them of every cell. The form is
//! that of decision 050. Laws of one caller that are no part of the unrest itself stand with their mechanism.

use crate::country::STRATA;
use crate::math::{self, exp_f32, ln_f32, one_minus_exp_f32};

/// What is left after `days` of what fades by a factor e in `scale` days.
pub(crate) fn kept(days: f64, scale: f64) -> f64 {
    math::exp(-days / scale)
}

/// Mean over `days` of what fades by a factor e in `scale` days, relative to its start.
pub(crate) fn mean_kept(days: f64, scale: f64) -> f64 {
    math::one_minus_exp(days / scale) / (days / scale)
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

/// Affront at rest, in the unit of a national price shock: so large that it and the pool together move few people
/// whatever the pool's level (`share`, of which `usual` is the median), `power` its power in the pool.
pub(crate) fn at_rest(size: f64, usual: f64, share: f64, power: f64, most: f64) -> f64 {
    (size * smaller(usual, share, power)).min(most)
}

/// By what factor affronts at rest and calls are smaller where more people could be mobilised.
pub(crate) fn smaller(usual: f64, share: f64, power: f64) -> f64 {
    math::pow(usual / share, 1.0 / power)
}

/// What the deaths of the last day add to an affront, relative: they multiply it, as added they made a cliff.
pub(crate) fn outrage(largest: f64, deaths: f64) -> f64 {
    largest * math::one_minus_exp(math::sqrt(deaths / 3.0))
}

/// Legitimacy of a place, 0 to 1: at rest, what better law adds, its departure from rest, what promises add.
pub(crate) fn legitimacy(rest: f64, lawful: f64, shift: f64, promised: f64) -> f64 {
    (rest + lawful + shift + promised).clamp(0.0, 1.0)
}

/// Logarithm of the share of a nation that could be mobilised, of a median stratum at an affront of 1: fewer, in
/// proportion, in large nations. `people` between 300,000 and 300 million count.
pub(crate) fn pool_of_nation(share: f64, scale: f64, people: f64) -> f64 {
    math::ln(share) - scale * math::ln(people.clamp(3e5, 3e8) / 1e7)
}

/// Middles of the strata of readiness: standard normal quantiles of eight equal shares, rounded.
pub(crate) const READINESS: [f32; STRATA] =
    [-1.534_120_5, -0.887_146_6, -0.488_776_4, -0.157_310_7, 0.157_310_7, 0.488_776_4, 0.887_146_6, 1.534_120_5];

/// Odds of strata relative to the middle, for readiness of a standard deviation `spread`.
pub(crate) fn strata(spread: f64) -> [f32; STRATA] {
    READINESS.map(|z| math::exp(spread * f64::from(z)) as f32)
}

/// Share of people in the pool: the mean over strata of logistic(u + spread q), `u` the middle's logit.
#[inline(always)]
pub(crate) fn pool_share(u: f32, strata: &[f32; STRATA]) -> f32 {
    let odds = exp_f32(u);
    let part = |stratum: usize| {
        let x = odds * strata[stratum];
        x / (1.0 + x)
    };
    let halves = [part(0) + part(4), part(1) + part(5), part(2) + part(6), part(3) + part(7)];
    ((halves[0] + halves[2]) + (halves[1] + halves[3])) / STRATA as f32
}

/// Where a share stands on the axis of the pool: -ln(1 - share).
#[inline(always)]
pub(crate) fn pool_axis(share: f32) -> f32 {
    if share < 0.01 { share * (1.0 + share * (0.5 + share / 3.0)) } else { -ln_f32(1.0 - share) }
}

/// News Lambda from the shares of people that joined lately nearby and in the nation, both as far as it gets through:
/// the power comes after the sum, and the sum is linear in people, so that no drawing of places changes it.
#[inline(always)]
pub(crate) fn news(near: f32, nation: f32, reference: f32, power: f32) -> f32 {
    let share = near + nation;
    let news = exp_f32(power * ln_f32((share / reference).max(f32::MIN_POSITIVE)));
    if share > 0.0 { news } else { 0.0 }
}

/// Hazard of joining unasked, per day: half of what it is at most where the affront `e` is 1.
#[inline(always)]
pub(crate) fn ignition(rate: f32, e: f32) -> f32 {
    rate * 2.0 * e / (1.0 + e)
}

/// Hazard of joining by news, per day.
#[inline(always)]
pub(crate) fn contagion(rate: f32, news: f32) -> f32 {
    rate * one_minus_exp_f32(news)
}

/// Share of those who would join whom forces do not deter; `forces` and `active` are densities, people per person.
#[inline(always)]
pub(crate) fn undeterred(weight: f32, forces: f32, active: f32) -> f32 {
    if forces > 0.0 { 1.0 - weight * one_minus_exp_f32(forces / active.max(0.2 * forces)) } else { 1.0 }
}

/// How a field of this standard deviation acts on a rate: a factor of mean one.
#[inline(always)]
pub(crate) fn factor(sd: f32, field: f32) -> f32 {
    exp_f32(sd * field - 0.5 * sd * sd)
}

/// Share of an encounter that is the forces': near 1 where crowds are thin, forces over crowds where they are thick.
pub(crate) fn encounter(forces: f64, crowd: f64) -> f64 {
    if forces > 0.0 { forces / (forces + crowd) } else { 0.0 }
}

/// Logit of the probability that a crowd riots: of the country, under an order to disperse or shoot (0 to 1), after
/// deaths nearby in the last day, and where armed groups stand (0 to 1).
pub(crate) fn riot(level: f64, order: f64, deaths: f64, armed: f64) -> f64 {
    level + order + deaths + armed
}

/// A share from its logit.
pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + math::exp(-x))
}

/// Probability that a report dates a unit's day, `crowd` its largest of the day.
pub(crate) fn dated(most: f64, half: f64, crowd: f64) -> f64 {
    most * crowd / (crowd + half)
}

/// Rate of going home, per day: 1 over how long an attendance lasts, more at night, fear times the share of forces in an
/// encounter, curfew, and satisfaction.
pub(crate) fn leaving(tiring: f64, fear: f64, curfew: f64, satisfied: f64) -> f64 {
    tiring + fear + curfew + satisfied
}

/// Hazard in a step of who joined in it at an even rate, from that of who was there all through it: they are left with
/// the mean of e^-(hazard * part) over the part that they were there.
pub(crate) fn arriving(hazard: f32) -> f32 {
    if hazard < 0.02 { hazard * (0.5 - hazard / 24.0) } else { -ln_f32(one_minus_exp_f32(hazard) / hazard) }
}

/// Members of the security forces able and willing to act: those on duty less the guards, and mobile units.
pub(crate) fn deployed(serving: f64, deployable: f64, guards: f64, mobile: f64) -> f64 {
    (serving * deployable - guards).max(0.0) + mobile
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rise_affronts_and_undoing_it_relieves_in_part() {
        let (mut price, mut affront) = (1.0, 0.0);
        reprice(&mut price, &mut affront, 0.5, 0.4, 2.0);
        assert_eq!((price, affront), (2.0, 0.5));
        reprice(&mut price, &mut affront, 0.5, 0.4, 1.5);
        assert_eq!((price, affront), (1.5, 0.5 * (1.0 - 0.4 * 0.5)));
    }

    #[test]
    fn readiness_stands_at_the_middles_of_equal_shares() {
        for (stratum, z) in READINESS.into_iter().enumerate() {
            let middle = (stratum as f64 + 0.5) / STRATA as f64;
            assert!((math::normal_cdf(f64::from(z)) - middle).abs() < 1e-6);
        }
    }

    #[test]
    fn the_pool_is_the_mean_of_logistics_and_its_axis_turns_back() {
        let odds = strata(1.5);
        for u in [-9.0, -4.6, -1.0, 0.0, 3.0] {
            let mean: f64 = READINESS.iter().map(|&z| logistic(u + 1.5 * f64::from(z))).sum::<f64>() / STRATA as f64;
            let share = pool_share(u as f32, &odds);
            assert!((f64::from(share) / mean - 1.0).abs() < 1e-5, "{share} against {mean}");
            assert!((1.0 - math::exp(-f64::from(pool_axis(share))) - mean).abs() < 1e-6);
        }
    }

    #[test]
    fn hand_computed_values() {
        let close = |found: f64, expected: f64| assert!((found / expected - 1.0).abs() < 1e-5, "{found}, {expected}");
        // 0.7 powers after the sum: (0.01 / 0.005)^0.7 = 1.6245.
        close(news(0.006, 0.004, 0.005, 0.7).into(), 1.624_505);
        assert_eq!(news(0.0, 0.0, 0.005, 0.7), 0.0);
        close(ignition(0.015, 1.0).into(), 0.015);
        close(ignition(0.015, 3.0).into(), 0.0225);
        close(contagion(0.9, 1.0).into(), 0.9 * 0.632_120_6);
        // Few against many forces are deterred as if there were five to one.
        close(undeterred(0.3, 0.003, 0.0).into(), 1.0 - 0.3 * 0.993_262_05);
        close(undeterred(0.3, 0.003, 0.003).into(), 1.0 - 0.3 * 0.632_120_6);
        assert_eq!(undeterred(0.3, 0.0, 0.01), 1.0);
        close(outrage(0.6, 3.0), 0.6 * 0.632_120_558);
        close(outrage(0.6, 12.0), 0.6 * 0.864_664_717);
        close(at_rest(0.003, 0.01, 0.01, 0.95, 0.05), 0.003);
        close(at_rest(0.003, 0.01, 0.04, 1.0, 0.05), 0.000_75);
        close(at_rest(0.003, 0.01, 0.0001, 1.0, 0.05), 0.05);
        close(pool_of_nation(0.01, 0.5, 4e7), -(4.605_170 + std::f64::consts::LN_2));
        close(encounter(0.003, 0.006), 1.0 / 3.0);
        close(dated(0.9, 300.0, 300.0), 0.45);
        close(factor(0.85, 0.0).into(), math::exp(-0.361_25));
        close(leaving(4.8, 0.5, 0.25, 0.125), 5.675);
        assert_eq!(deployed(100.0, 0.6, 80.0, 5.0), 5.0);
        assert_eq!(deployed(100.0, 0.6, 10.0, 5.0), 55.0);
        close(riot(-1.9, 1.5, 0.5, 0.25), 0.35);
        close(logistic(-1.9), 0.130_108_5);
        close(mean_kept(1.0, 2.0), 2.0 * (1.0 - math::exp(-0.5)));
        close(kept(1.0, 2.0), math::exp(-0.5));
        close(arriving(1e-7).into(), 0.5e-7);
        for hazard in [1e-3, 0.019_999, 0.020_001, 0.3, 1.8, 20.0] {
            let left = math::one_minus_exp(hazard) / hazard;
            close(math::exp(-f64::from(arriving(hazard as f32))), left);
        }
        close(arriving(0.02 - 1e-9).into(), -math::ln(math::one_minus_exp(0.02) / 0.02));
    }
}
