//! Changes by `--set` and `--without`.

use righting_model::{Order, ShockKind, When};
use righting_scenario::Scenario;

use crate::{good, load, rendered};

fn action<'s>(scenario: &'s Scenario, id: &str) -> &'s righting_model::Action {
    scenario.setup.actions.iter().find(|action| action.id == id).unwrap_or_else(|| panic!("no action `{id}`"))
}

#[test]
fn a_value_is_set_by_path() {
    let scenario = good("five-towns", &["time.days=9", "reinforce.units=7", "hypotheses.organisers=true"]);
    assert_eq!(scenario.setup.days, 9);
    assert!(scenario.setup.hypotheses.organisers);
    assert_eq!(action(&scenario, "reinforce").order, Order::Reinforce { units: 7.0, travel_hours: 6.0 });
}

#[test]
fn a_parameter_is_set_with_and_without_its_prefix() {
    for path in ["joining.contagion", "parameters.joining.contagion"] {
        let scenario = good("five-towns", &[&format!("{path}=1.25")]);
        assert_eq!(scenario.setup.parameters.get("joining.contagion"), Some(1.25));
    }
    let scenario = good("five-towns", &["parameters.hypotheses.organisers=0.125"]);
    assert_eq!(scenario.setup.parameters.get("hypotheses.organisers"), Some(0.125));
    assert!(!scenario.setup.hypotheses.organisers);
}

#[test]
fn the_last_change_of_a_value_counts() {
    assert_eq!(good("five-towns", &["time.days=9", "time.days=5"]).setup.days, 5);
}

#[test]
fn a_new_time_replaces_the_old_way_to_say_when() {
    let scenario = good("five-towns", &["emergency.when=active > 10"]);
    assert!(matches!(action(&scenario, "emergency").when, When::Triggered { not_before: 0, .. }));
    let scenario = good("five-towns", &["price_back.at=2030-03-05T06:00"]);
    assert!(matches!(action(&scenario, "price_back").when, When::At(minute) if minute == 4 * 1440 + 360));
    let scenario = good("kazakhstan-2022", &["price_elsewhere.ratio=1.2", "price_mangystau.ratio=3"]);
    let ratios: Vec<_> = scenario.setup.shocks.iter().map(|shock| shock.kind).collect();
    assert_eq!(ratios, [ShockKind::Price { ratio: 3.0 }, ShockKind::Price { ratio: 1.2 }]);
}

#[test]
fn fewer_days_leave_out_what_comes_after_them() {
    let scenario = good("kazakhstan-2022", &["time.days=5"]);
    assert_eq!(scenario.setup.days, 5);
    assert!(scenario.setup.actions.iter().any(|action| action.id == "alliance_request"));
    assert!(!scenario.setup.actions.iter().any(|action| action.id == "alliance_withdrawal"));
}

#[test]
fn without_takes_out_a_shock_an_action_a_hypothesis_and_the_alliance() {
    assert!(good("five-towns", &["without price"]).setup.shocks.is_empty());
    let scenario = good("five-towns", &["without emergency"]);
    assert!(scenario.setup.actions.iter().all(|action| !action.id.starts_with("emergency")));
    let scenario = good("five-towns", &["hypotheses.organisers=true", "without organisers"]);
    assert!(!scenario.setup.hypotheses.organisers);
    let scenario = good("kazakhstan-2022", &["without alliance"]);
    assert!(scenario.setup.alliance.is_none());
    let asks = |order| matches!(order, Order::RequestAlliance | Order::WithdrawAlliance);
    assert!(scenario.setup.actions.iter().all(|action| !asks(action.order)));
}

#[test]
fn a_shock_in_the_data_acts_only_when_it_is_taken_out() {
    let before = good("kazakhstan-2022", &[]);
    assert!(before.setup.shocks.iter().all(|shock| shock.id != "pandemic"));
    let after = good("kazakhstan-2022", &["without pandemic"]);
    let shock = after.setup.shocks.iter().find(|shock| shock.id == "pandemic").expect("it is undone");
    let ShockKind::Income { factor } = shock.kind else { panic!("an income shock stays one") };
    assert!((factor * (1.0 - 0.025) - 1.0).abs() < 1e-12, "{factor}");
    assert!(matches!(shock.when, When::At(0)));
}

#[test]
fn a_bad_change_is_refused_with_its_message() {
    let changes = [
        "tim.days=3",
        "time.dayz=3",
        "time.days=ten",
        "time.days=0",
        "time=3",
        "emergncy.at=2030-03-02",
        "emergency.att=2030-03-02",
        "emergency.at=2031-03-02",
        "emergency.at=2030-13-02",
        "joining.contagoin=1",
        "joining=1",
        "joining.contagion=much",
        "alliance.effect=signal",
        "title=",
        "..=1",
        "time.days=3 # comment",
        "without emergncy",
        "without ",
    ];
    let text: String = changes
        .iter()
        .map(|change| match load("five-towns", &[change]) {
            Ok(_) => format!("{change}\naccepted\n\n"),
            Err(error) => format!("{change}\n{}\n", rendered(&error)),
        })
        .collect();
    insta::assert_snapshot!(text);
}
