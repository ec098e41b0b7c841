//! One answer of many members, and its chance.
//!
//! Consensus: no member below -veto (abstention between -veto and 0 does not block), and the lead gains. Majority:
//! more than half of the members gain, the lead among them. Lead nation: the lead gains. The requester has no vote.
//!
//! Members err together: noise = s (sqrt(c) Z + sqrt(1-c) e_m) with Z, e_m standard normal. Given Z the members are
//! independent, so the chance is one integral over Z, taken by the trapezoid rule, which converges faster than any
//! power of the step for such an integrand.

use super::utility::utility;
use super::weights::AllianceParameters;
use crate::math;
use crate::setup::{DecisionRule, Member, Situation};

/// Half-width of the integral over the shared error, and the step of its rule where members share half of the variance.
const REACH: f64 = 6.5;
const STEP: f64 = 0.5;
/// Finest step: members who share nearly all of their error.
const FINEST: f64 = 0.005;

/// Least noise: without any a member steps from no to yes.
const TRACE: f64 = 1e-9;

/// Whether these utilities, noise included, make a yes.
pub fn accepted(weights: &AllianceParameters, rule: DecisionRule, members: &[Member], utilities: &[f64]) -> bool {
    let lead_gains = members.iter().zip(utilities).all(|(member, utility)| !member.lead || *utility > 0.0);
    let agreed = match rule {
        DecisionRule::Consensus => utilities.iter().all(|utility| *utility >= -weights.veto),
        DecisionRule::Majority => 2 * utilities.iter().filter(|utility| **utility > 0.0).count() > utilities.len(),
        DecisionRule::LeadNation => true,
    };
    agreed && lead_gains
}

/// Chance that the alliance says yes; `risk` is the risk to the requesting regime, 0 to 1.
pub fn acceptance(
    weights: &AllianceParameters,
    rule: DecisionRule,
    situation: &Situation,
    risk: f64,
    members: &[Member],
) -> f64 {
    let utilities: Vec<f64> = members.iter().map(|member| utility(weights, situation, risk, member)).collect();
    let lead = members.iter().zip(&utilities).filter(|(member, _)| member.lead);
    if rule == DecisionRule::LeadNation || members.len() == 1 {
        return lead.map(|(_, utility)| math::normal_cdf(utility / weights.noise.max(TRACE))).product();
    }
    let shared = weights.noise * math::sqrt(weights.common);
    let own = (weights.noise * math::sqrt(1.0 - weights.common)).max(TRACE);
    // The integrand bends where a member's own error is small beside the shared one.
    let step = (STEP * (own / shared.max(TRACE)).min(1.0)).max(FINEST);
    let nodes = (REACH / step) as i32;
    let (mut chance, mut mass) = (0.0, 0.0);
    for node in -nodes..=nodes {
        let z = f64::from(node) * step;
        let density = math::exp(-0.5 * z * z);
        let above = |utility: f64, level: f64| math::normal_cdf((utility + shared * z - level) / own);
        let given = match rule {
            DecisionRule::Majority => majority(members, utilities.iter().map(|u| above(*u, 0.0))),
            _ => {
                let level = |member: &Member| if member.lead { 0.0 } else { -weights.veto };
                members.iter().zip(&utilities).map(|(member, u)| above(*u, level(member))).product()
            }
        };
        chance += density * given;
        mass += density;
    }
    chance / mass
}

/// Chance that the lead and, with it, more than half of the members gain, each independently.
fn majority(members: &[Member], gains: impl Iterator<Item = f64>) -> f64 {
    // counts[k]: chance that k members so far gain, the lead among them.
    let mut counts = vec![1.0];
    for (member, gain) in members.iter().zip(gains) {
        let lost = if member.lead { 0.0 } else { 1.0 - gain };
        let mut next = vec![0.0; counts.len() + 1];
        for (k, chance) in counts.iter().enumerate() {
            next[k] += chance * lost;
            next[k + 1] += chance * gain;
        }
        counts = next;
    }
    counts.iter().enumerate().filter(|(k, _)| 2 * k > members.len()).map(|(_, chance)| chance).sum()
}

#[cfg(test)]
mod tests;
