use super::*;
use crate::draw::{Draws, Purpose};

fn member(lead: bool, alignment: f64, opponent: f64) -> Member {
    Member { name: String::new(), lead, troops: 0.0, alignment, assets: 0.5, overstretch: 0.5, opponent }
}

fn five() -> Vec<Member> {
    vec![
        member(true, 1.0, 0.0),
        member(false, 0.5, 0.0),
        member(false, 0.5, 0.5),
        member(false, 0.0, 0.0),
        member(false, 1.0, 1.0),
    ]
}

const SITUATION: Situation =
    Situation { hostile_successor: 0.5, legal_ground: 0.5, outside_area: 0.0, rival: 0.5, objection: 0.5 };

#[test]
fn the_integral_agrees_with_simulated_decisions() {
    let members = five();
    let draws = Draws::new(5, 0);
    for common in [0.0, 0.5, 0.9] {
        let weights = AllianceParameters { common, noise: 0.8, ..AllianceParameters::default() };
        for rule in [DecisionRule::Consensus, DecisionRule::Majority, DecisionRule::LeadNation] {
            let trials: u32 = 20_000;
            let yes = (0..trials).filter(|&trial| {
                let [shared, _] = draws.normals(Purpose::Alliance, 0, trial);
                let utilities = (0..).zip(&members).map(|(index, member)| {
                    let [own, _] = draws.of(index).normals(Purpose::Alliance, 1, trial);
                    let noise = math::sqrt(common) * shared + math::sqrt(1.0 - common) * own;
                    utility(&weights, &SITUATION, 0.8, member) + weights.noise * noise
                });
                accepted(&weights, rule, &members, &utilities.collect::<Vec<_>>())
            });
            let simulated = yes.count() as f64 / f64::from(trials);
            let exact = acceptance(&weights, rule, &SITUATION, 0.8, &members);
            // Fixed seed; 4.4 standard errors, error rate 1e-5.
            let error = 4.4 * math::sqrt(exact * (1.0 - exact) / f64::from(trials)) + 1e-4;
            assert!((simulated - exact).abs() < error, "{rule:?} {common}: {simulated} against {exact}");
        }
    }
}

#[test]
fn one_hostile_member_blocks_consensus_and_not_the_lead() {
    let weights = AllianceParameters::default();
    let hostile = Situation { legal_ground: 1.0, ..SITUATION };
    let mut members = vec![member(true, 1.0, 0.0), member(false, 1.0, 0.0)];
    let chance = |rule, members: &[Member]| acceptance(&weights, rule, &hostile, 1.0, members);
    let before = chance(DecisionRule::Consensus, &members);
    members.push(Member { opponent: 1.0, alignment: 0.0, assets: 0.0, overstretch: 1.0, ..members[1].clone() });
    assert!(before > 0.99);
    assert!(chance(DecisionRule::Consensus, &members) < 0.5 * before);
    assert_eq!(chance(DecisionRule::LeadNation, &members), chance(DecisionRule::LeadNation, &members[..1]));
}

#[test]
fn abstention_does_not_block_but_the_lead_must_gain() {
    let weights = AllianceParameters::default();
    let members = [member(true, 1.0, 0.0), member(false, 0.5, 0.0)];
    let yes = |utilities: [f64; 2]| accepted(&weights, DecisionRule::Consensus, &members, &utilities);
    assert!(yes([0.1, -weights.veto]));
    assert!(!yes([0.1, -weights.veto - 1e-9]));
    assert!(!yes([0.0, 3.0]));
}

#[test]
fn more_at_stake_never_makes_help_less_likely() {
    let weights = AllianceParameters::default();
    for rule in [DecisionRule::Consensus, DecisionRule::Majority, DecisionRule::LeadNation] {
        let chances: Vec<f64> =
            (0..=10).map(|tenth| acceptance(&weights, rule, &SITUATION, f64::from(tenth) / 10.0, &five())).collect();
        assert!(chances.windows(2).all(|pair| pair[0] <= pair[1]), "{chances:?}");
    }
}
