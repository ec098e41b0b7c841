//! The months after: money and people are conserved, reforms and partners act when they should.

use proptest::prelude::*;
use righting_model::{
    EngineKind, Partner, RECOVERY_QUANTITIES, Recovery, RecoveryPlan, RecoveryQuantity as Q, Reform, ReformKind, Setup,
    Simulation,
};

use crate::towns;

fn recover(setup: Setup) -> Recovery {
    Simulation::new(setup).run(EngineKind::Sellke, 1, 0).unwrap().recovery
}

fn with(reforms: Vec<Reform>, partners: Vec<Partner>) -> Recovery {
    recover(Setup { recovery: RecoveryPlan { months: 60, reforms, partners }, ..towns::setup() })
}

/// A country that had no crisis and is not easily moved, so that only the months matter.
fn calm(reforms: Vec<Reform>) -> Recovery {
    calm_but(|_| (), reforms)
}

fn calm_but(change: impl Fn(&mut Setup), reforms: Vec<Reform>) -> Recovery {
    let mut setup = towns::setup();
    change(&mut setup);
    setup.shocks.clear();
    setup.actions.clear();
    setup.parameters.set("pool.share", 0.01).unwrap();
    recover(Setup { recovery: RecoveryPlan { months: 60, reforms, partners: vec![] }, ..setup })
}

fn reform(kind: ReformKind, over: u32) -> Reform {
    Reform { id: "reform".into(), label: String::new(), kind, from: 1, over }
}

fn project() -> Partner {
    Partner { name: "Partner".into(), projects_per_year: 1.0, from: 1, trade_share: 0.0, trade_growth: 0.0 }
}

fn gap(recovery: &Recovery, month: usize) -> f64 {
    recovery.national(month, Q::OutputGap)
}

#[test]
fn a_run_without_months_has_no_recovery() {
    let trace = Simulation::new(towns::setup()).run(EngineKind::Sellke, 1, 0).unwrap();
    assert_eq!(trace.recovery.months(), 0);
}

#[test]
fn months_change_nothing_of_the_crisis() {
    let before = Simulation::new(towns::setup()).run(EngineKind::Sellke, 1, 0).unwrap();
    let plan = RecoveryPlan { months: 3, ..Default::default() };
    let mut after = Simulation::new(Setup { recovery: plan, ..towns::setup() }).run(EngineKind::Sellke, 1, 0).unwrap();
    after.recovery = before.recovery.clone();
    assert_eq!(before, after);
}

/// Verification: the size is an input (Dreher et al. 2021), the timing is too.
#[test]
fn a_project_adds_its_points_after_two_years_and_nothing_before() {
    let (without, with) = (with(vec![], vec![]), with(vec![], vec![project()]));
    let growth = |recovery: &Recovery, month: usize| {
        recovery.national(month, Q::Output) / recovery.national(month - 12, Q::Output) - 1.0
    };
    for month in 0..24 {
        assert_eq!(without.national(month, Q::Output), with.national(month, Q::Output), "month {month}");
    }
    let added = growth(&with, 59) - growth(&without, 59);
    assert!((0.0041..=0.0149).contains(&added), "one project a year adds {added} to the growth of the fifth year");
    assert!((0..60).any(|month| with.national(month, Q::Grants) > 0.0));
}

#[test]
fn a_price_freed_in_one_jump_is_riskier_than_in_steps() {
    let risk = |over: u32| calm(vec![reform(ReformKind::Price { ratio: 2.0 }, over)]).national(59, Q::RelapseRisk);
    let (jump, steps, none) = (risk(1), risk(36), calm(vec![]).national(59, Q::RelapseRisk));
    assert!(jump > steps && steps > none, "{jump} in one jump, {steps} in 36 steps, {none} without");
}

#[test]
fn reforms_act_where_they_should() {
    let last = |recovery: &Recovery, quantity| recovery.national(59, quantity);
    let none = with(vec![], vec![]);
    let transfer = with(vec![reform(ReformKind::Transfer { share: 0.02 }, 12)], vec![]);
    assert!(last(&transfer, Q::Poverty) < last(&none, Q::Poverty));
    assert!(last(&transfer, Q::Debt) > last(&none, Q::Debt));
    let levy = with(vec![reform(ReformKind::Levy { share: 0.1 }, 12)], vec![]);
    assert!(last(&levy, Q::Debt) < last(&none, Q::Debt));
    assert!(last(&levy, Q::Income5) < last(&none, Q::Income5));
    assert_eq!(last(&levy, Q::Income1), last(&none, Q::Income1));
    let law = with(vec![reform(ReformKind::Law { rise: 0.3 }, 24)], vec![]);
    assert!(last(&law, Q::Legitimacy) > last(&none, Q::Legitimacy));
    // The median of its weight is nothing: macro indicators hardly rank countries.
    let lawful = |rise: f64| {
        let change = |setup: &mut Setup| setup.parameters.set("pool.legitimacy", 1.0).unwrap();
        calm_but(change, vec![reform(ReformKind::Law { rise }, 24)]).national(59, Q::RelapseRisk)
    };
    assert!(lawful(0.3) < lawful(0.0));
    assert!(gap(&law, 35) < gap(&none, 35));
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs() + b.abs())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn money_and_people_are_conserved(
        seed in any::<u64>(), transfer in 0.0..0.1f64, levy in 0.0..0.5f64, price in 0.5..3.0f64, rise in 0.0..0.5f64,
        over in 1u32..40, projects in 0.0..4.0f64, trade in 0.0..0.4f64, skew in 0.0..1.0f64,
    ) {
        let mut setup = towns::setup();
        setup.parameters.set("incomes.skew", skew).unwrap();
        let kinds = [
            ReformKind::Transfer { share: transfer },
            ReformKind::Levy { share: levy },
            ReformKind::Price { ratio: price },
            ReformKind::Law { rise },
        ];
        setup.recovery = RecoveryPlan {
            months: 48,
            reforms: kinds.map(|kind| reform(kind, over)).to_vec(),
            partners: vec![Partner { projects_per_year: projects, trade_share: trade, trade_growth: 0.1, ..project() }],
        };
        let tax = setup.parameters.get("incomes.tax").unwrap();
        let people = setup.country.population() as f64;
        let regions = setup.country.regions.len();
        let recovery = Simulation::new(setup).run(EngineKind::Sellke, seed, 0).unwrap().recovery;
        let mut debt = vec![0.0; regions + 1];
        for month in 0..recovery.months() {
            let rows: Vec<_> = std::iter::once(recovery.nation(month))
                .chain((0..regions).map(|region| recovery.region(month, region)))
                .collect();
            prop_assert_eq!(rows[0][Q::Residents.column()] + rows[0][Q::Dead.column()], people);
            for info in RECOVERY_QUANTITIES.iter().filter(|info| info.quantity.adds_up()) {
                let sum: f64 = rows[1..].iter().map(|row| row[info.quantity.column()]).sum();
                prop_assert!(close(sum, rows[0][info.quantity.column()]), "{} of the regions", info.name);
            }
            for (row, debt) in rows.iter().zip(&mut debt) {
                prop_assert!(row.iter().all(|value| value.is_finite()));
                let value = |quantity: Q| row[quantity.column()];
                prop_assert!(close(value(Q::Output), value(Q::HouseholdIncome) + value(Q::Profits) + value(Q::Taxes)));
                // What the fifths have in their hands is what was earned, less levies, plus transfers.
                let disposable = value(Q::HouseholdIncome) - value(Q::Levies) + value(Q::Transfers);
                let fifths = [Q::Income1, Q::Income2, Q::Income3, Q::Income4, Q::Income5];
                let held = fifths.map(value).iter().sum::<f64>() / 5.0 * value(Q::Residents) / 1e9;
                prop_assert!(close(held, disposable), "{held} held, {disposable} paid");
                let spending = tax * value(Q::OutputPath) + value(Q::Transfers) + value(Q::Rebuilding) + value(Q::Projects);
                let revenue = value(Q::Taxes) + value(Q::Levies) + value(Q::Grants);
                *debt += spending - revenue;
                prop_assert!(close(value(Q::Debt), *debt), "a debt of {}, {debt} borrowed", value(Q::Debt));
                for share in [Q::Poverty, Q::Legitimacy, Q::Willing, Q::RelapseRisk, Q::RelapseChance] {
                    prop_assert!((0.0..=1.0).contains(&value(share)), "{}", share.info().name);
                }
            }
        }
    }
}
