//! Five invented towns in two regions: enough for every mechanism.

use righting_model::{
    Action, Alliance, AllianceDecision, Calendar, ClockRule, Country, DecisionRule, Facility, FacilityKind, Governance,
    HelpEffect, Hypotheses, Levels, Member, Order, Parameters, Place, Reach, RecoveryPlan, Region, Seat, Setup, Shock,
    ShockKind, Situation, When,
};

const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;

/// A setup of five towns with every mechanism on.
pub fn setup() -> Setup {
    let place = |key: u32, name: &str, region: usize, longitude: f64, population: u32| Place {
        key,
        name: name.to_owned(),
        region,
        latitude: 45.0,
        longitude,
        population,
        urban: key != 5,
        seat: if key == 1 { Seat::National } else { Seat::Region },
        income: 100_000.0,
        poverty_rate: 0.06,
        producer_km: 100.0 * f64::from(key - 1),
        past_killings: if key == 2 { 5.0 } else { 0.0 },
        security_weight: 1.0,
        rest: key == 5,
        radius_km: None,
    };
    let country = Country {
        name: "Five Towns".to_owned(),
        regions: ["west", "east"].map(|id| Region { id: id.to_owned(), name: id.to_owned(), polity: 0 }).to_vec(),
        places: vec![
            place(1, "Alpha", 0, 60.0, 20_000),
            place(2, "Beta", 0, 60.5, 9_000),
            place(3, "Gamma", 1, 62.0, 12_000),
            place(4, "Delta", 1, 62.3, 7_001),
            place(5, "Epsilon", 1, 62.6, 3_333),
        ],
        facilities: vec![
            Facility {
                id: "hall".into(),
                name: "City hall".into(),
                place: 0,
                kind: FacilityKind::CityHall,
                guards: 5.0,
                attraction: FacilityKind::CityHall.attraction(),
            },
            Facility {
                id: "arms".into(),
                name: "Police".into(),
                place: 2,
                kind: FacilityKind::SecurityOffice,
                guards: 5.0,
                attraction: FacilityKind::SecurityOffice.attraction(),
            },
        ],
        gini: 0.28,
        income_variance_between: 0.1,
        governance: Governance {
            rule_of_law: -0.4,
            control_of_corruption: -0.3,
            voice_and_accountability: -1.2,
            government_effectiveness: 0.1,
        },
        output_per_day: 1.0,
    };
    let shock = Shock {
        id: "price".into(),
        label: "The price doubles".into(),
        when: When::At(6 * HOUR),
        reach: Reach::Nation,
        kind: ShockKind::Price { ratio: 2.0 },
    };
    let action = |id: &str, minute: u32, order: Order| Action {
        id: id.into(),
        label: id.into(),
        when: When::At(minute),
        reach: Reach::Nation,
        order,
    };
    let mut parameters = Parameters::default();
    for (path, value) in
        [("pool.share", 0.3), ("pool.scale", 0.0), ("joining.ignition", 0.5), ("riot.level", 0.5), ("calls.rate", 0.0)]
    {
        parameters.set(path, value).unwrap();
    }
    Setup {
        country,
        parameters,
        random_effects: None,
        mixed_chances: None,
        hypotheses: Hypotheses { organisers: true, armed_groups: true, elite_split: true },
        shocks: vec![shock],
        actions: vec![
            action("emergency", 3 * DAY, Order::Emergency { on: true }),
            action("shutdown", 3 * DAY + 90, Order::Shutdown { cut: 0.9 }),
            action("shoot", 4 * DAY, Order::LethalForce { on: true }),
            action("units", 4 * DAY, Order::Reinforce { units: 100.0, travel_hours: 10.0 }),
            action("request", 4 * DAY, Order::RequestAlliance),
            action("rollback", 5 * DAY, Order::Price { ratio: 1.0 }),
            action("dismissal", 5 * DAY, Order::Concession { size: 1.0 }),
            action("reshuffle", 5 * DAY, Order::Reshuffle),
            action("withdraw", 8 * DAY, Order::WithdrawAlliance),
        ],
        alliance: Some(Alliance {
            name: "League".into(),
            members: vec![Member {
                name: "Lead".into(),
                lead: true,
                troops: 100.0,
                alignment: 1.0,
                assets: 0.5,
                overstretch: 0.1,
                opponent: 0.0,
            }],
            decision: AllianceDecision::AsHappened,
            rule: DecisionRule::Consensus,
            effect: HelpEffect::Signal,
            decision_hours: 6.0,
            arrival_hours: 12.0,
            ramp_hours: 24.0,
            withdrawal_hours: 48.0,
            strength: 100.0,
            sites: 2,
            freed: 8.0,
            situation: Situation { hostile_successor: 0.3, legal_ground: 1.0, ..Situation::default() },
        }),
        days: 12,
        clock: ClockRule::default(),
        calendar: Calendar::default(),
        levels: Levels::default(),
        recovery: RecoveryPlan::default(),
    }
}
