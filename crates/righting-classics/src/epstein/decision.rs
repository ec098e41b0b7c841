//! The decision to act, turned into one comparison.
//!
//! A citizen acts iff G - R P > T with P = 1 - exp(-k ratio(C/A)). The left side falls as C/A grows,
//! so each citizen has a limit on C/A, and the decision in a turn is C < limit * A.

use super::rules::{Grievance, Ratio, Rules};
use super::society::Traits;

/// Grievance G under legitimacy L.
pub(super) fn grievance(rules: &Rules, threshold: f64, legitimacy: f64, hardship: f64) -> f64 {
    match rules.grievance {
        Grievance::Printed | Grievance::Frozen => hardship * (1.0 - legitimacy),
        Grievance::Discounted => (hardship * (1.0 - legitimacy)) * (1.0 - threshold),
    }
}

/// Cops per active below which the citizen acts; 0 or less: never, infinite: always.
pub(super) fn limit(rules: &Rules, threshold: f64, legitimacy: f64, traits: &Traits) -> f32 {
    let grieved = grievance(rules, threshold, legitimacy, traits.hardship);
    let risk = traits.risk_aversion;
    let k = if rules.printed_k { 2.3 } else { core::f64::consts::LN_10 };
    if grieved <= threshold {
        return 0.0;
    }
    let acts_at = |ratio: f64| grieved - risk * (1.0 - libm::exp(-k * ratio)) > threshold;
    if acts_at(1e3) {
        return f32::INFINITY;
    }
    match rules.ratio {
        Ratio::Real => {
            let ratio = -libm::log(1.0 - (grieved - threshold) / risk) / k;
            ratio as f32
        }
        Ratio::Floor | Ratio::Round => {
            // The largest whole ratio at which the citizen acts; exp(-k m) vanishes long before 64.
            let mut most = 0u8;
            while most < 64 && acts_at(f64::from(most) + 1.0) {
                most += 1;
            }
            match rules.ratio {
                // floor(C/A) <= m  <=>  C/A < m + 1
                Ratio::Floor => f32::from(most) + 1.0,
                // round(C/A) <= m  <=>  C/A < m + 1/2, and C/A = m + 1/2 too if m is even. C and A
                // are whole and under 1,000, so a thousandth beside the half separates the cases.
                _ if most.is_multiple_of(2) => f32::from(most) + 0.5001,
                _ => f32::from(most) + 0.4999,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Chance;

    fn plain(rules: &Rules, legitimacy: f64, traits: &Traits, cops: u32, actives: u32) -> bool {
        let ratio = f64::from(cops) / f64::from(actives);
        let ratio = match rules.ratio {
            Ratio::Real => ratio,
            Ratio::Floor => libm::floor(ratio),
            Ratio::Round => libm::rint(ratio),
        };
        let k = if rules.printed_k { 2.3 } else { core::f64::consts::LN_10 };
        let risk = traits.risk_aversion * (1.0 - libm::exp(-k * ratio));
        grievance(rules, 0.1, legitimacy, traits.hardship) - risk > 0.1
    }

    #[test]
    fn the_comparison_equals_the_formula() {
        let mut chance = Chance::new(11, 0);
        for rules in [Rules::TEXT, Rules::BROOKINGS, Rules::NETLOGO, Rules::MESA] {
            for _ in 0..4_000 {
                let traits = Traits { hardship: chance.unit(), risk_aversion: chance.unit(), age: 0, dies_at: 0 };
                let legitimacy = chance.unit();
                let limit = limit(&rules, 0.1, legitimacy, &traits);
                for _ in 0..20 {
                    let (cops, actives) = (chance.below(40), 1 + chance.below(60));
                    let acts = (cops as f32) < limit * actives as f32;
                    assert_eq!(acts, plain(&rules, legitimacy, &traits, cops, actives));
                }
            }
        }
    }
}
