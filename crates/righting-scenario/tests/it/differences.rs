//! Scenarios based on other scenarios.

use righting_model::{AllianceDecision, When};
use righting_scenario::{Scenario, Source};

use crate::good;

fn from(text: &str) -> Scenario {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("scenario.toml"), text).expect("it can be written");
    Scenario::load(&Source::Folder(folder.path().to_owned()), &[]).unwrap_or_else(|e| panic!("{}", e.one_line()))
}

#[test]
fn what_a_difference_does_not_state_stays_as_in_its_base() {
    let base = good("five-towns", &[]);
    let same = from("format = 1\nid = \"same\"\nbase = \"five-towns\"\n");
    assert_eq!(same.setup.country, base.setup.country);
    assert_eq!((same.setup.days, same.start), (base.setup.days, base.start));
    assert_eq!(same.record, base.record);
    assert_ne!(same.hash, base.hash);
}

#[test]
fn an_action_is_overridden_by_id_field_by_field() {
    let scenario = from(
        "format = 1\nid = \"d\"\nbase = \"five-towns\"\n[[action]]\nid = \"emergency\"\nwhere = { places = [101] }\n\
         [[action]]\nid = \"more\"\nkind = \"reshuffle\"\nat = 2030-03-03\n",
    );
    let base = good("five-towns", &[]);
    let emergency = scenario.setup.actions.iter().find(|action| action.id == "emergency").expect("it stays");
    assert_eq!(emergency.reach, righting_model::Reach::Places(vec![0]));
    assert!(matches!(emergency.when, When::At(minute) if minute == 4 * 1440 + 720));
    assert_eq!(scenario.setup.actions.len(), base.setup.actions.len() + 1);
}

#[test]
fn a_base_by_path_brings_its_own_tables() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    righting_scenario::init("five-towns", &folder.path().join("base")).expect("an empty folder");
    let other = folder.path().join("other");
    std::fs::create_dir(&other).expect("a new folder");
    let text = "format = 1\nid = \"other\"\nbase = \"../base\"\nremove = [\"emergency\"]\n";
    std::fs::write(other.join("mine.toml"), text).expect("it can be written");
    let scenario = Scenario::load(&Source::File(other.join("mine.toml")), &[]).expect("the base is there");
    assert_eq!(scenario.setup.country.places.len(), 5);
    assert!(scenario.setup.actions.iter().all(|action| action.id != "emergency"));
}

#[test]
fn what_a_base_removed_can_be_written_anew() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("it can be written");
    write("a.toml", "format = 1\nid = \"a\"\nbase = \"five-towns\"\nremove = [\"emergency\"]\n");
    write(
        "b.toml",
        "format = 1\nid = \"b\"\nbase = \"./a.toml\"\n[[action]]\nid = \"emergency\"\nkind = \"emergency\"\nat = 2030-03-07\n",
    );
    let scenario = Scenario::load(&Source::File(folder.path().join("b.toml")), &[]).expect("both are good");
    let emergency: Vec<_> = scenario.setup.actions.iter().filter(|action| action.id.starts_with("emergency")).collect();
    assert!(matches!(emergency.as_slice(), [only] if matches!(only.when, When::At(minute) if minute == 6 * 1440)));
}

#[test]
fn the_forecast_has_no_dated_act_and_simulates_the_alliance() {
    let scenario = good("kazakhstan-2022-forecast", &[]);
    let dated: Vec<&str> =
        scenario.setup.actions.iter().filter(|a| matches!(a.when, When::At(_))).map(|a| a.id.as_str()).collect();
    assert_eq!(dated, Vec::<&str>::new());
    assert_eq!(scenario.setup.alliance.map(|alliance| alliance.decision), Some(AllianceDecision::Simulated));
    assert_eq!(scenario.setup.shocks.len(), 2);
}

#[test]
fn without_the_alliance_nothing_else_differs() {
    let with = good("kazakhstan-2022", &[]);
    let without = good("kazakhstan-2022-no-alliance", &[]);
    assert!(without.setup.alliance.is_none());
    assert_eq!(without.setup.country, with.setup.country);
    let rest: Vec<&str> =
        with.setup.actions.iter().map(|a| a.id.as_str()).filter(|id| !id.starts_with("alliance_")).collect();
    assert_eq!(without.setup.actions.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), rest);
}
