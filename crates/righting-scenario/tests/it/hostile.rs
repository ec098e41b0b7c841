//! Text from anywhere never makes the reader fail in any other way than by an error with a place.

use proptest::prelude::*;
use righting_scenario::{Change, Scenario, Source};

use crate::load;

fn read(text: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("scenario.toml"), text).expect("it can be written");
    if let Err(error) = Scenario::load(&Source::Folder(folder.path().to_owned()), &[]) {
        let at = error.location();
        assert!(at.is_none_or(|at| at.span.end <= at.text.len()));
        assert!(!error.one_line().is_empty() && !crate::rendered(&error).is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        read(&text);
    }

    #[test]
    fn any_value_under_any_key_is_read_or_refused(
        key in prop::sample::select(vec!["time.days", "time.start", "country.gini", "country.places", "shock", "remove",
            "action", "hypotheses.organisers", "alliance.member", "parameters.joining.contagion", "clock.shortest", "source"]),
        value in prop::sample::select(vec!["-1", "1e308", "nan", "[]", "{}", "[{}]", "[1]", "'x'", "true", "2030-03-01",
            "07:00:00", "0x7fffffffffffffff", "[{ id = 'a' }]", "[{ id = 'a', kind = 'price', at = 2030-03-02 }]", "''"]),
    ) {
        read(&format!("format = 1\nid = \"x\"\nbase = \"five-towns\"\n{key} = {value}\n"));
    }

    #[test]
    fn any_change_is_made_or_refused(path in "[a-z_.]{0,30}", value in "\\PC{0,30}") {
        if let Ok(change) = format!("{path}={value}").parse::<Change>() {
            drop(Scenario::load(&Source::Shipped("five-towns".to_owned()), &[change]));
        }
    }

    #[test]
    fn any_trigger_compiles_or_is_refused(trigger in "[a-z0-9 ()<>=!&|?:.+*/'\\[\\]-]{0,60}") {
        drop(load("five-towns", &[&format!("emergency.when={trigger}")]));
    }
}

#[test]
fn deep_and_long_texts_are_refused_quickly() {
    read(&"[".repeat(50_000));
    read(&format!("x = {}", "[".repeat(50_000)));
    read(&format!("x = {}", "{a=".repeat(50_000)));
    read(&format!("{}x = 1", "a.".repeat(50_000)));
    read(&format!("[{}x]", "a.".repeat(50_000)));
    read(&"[[shock]]\n".repeat(20_000));
}
