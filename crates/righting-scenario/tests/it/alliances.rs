//! Alliance files, and the cases that the decision model is held against.

use std::collections::BTreeSet;

use righting_model::DecisionRule;
use righting_scenario::{AllianceFile, Scenario, Source, assistance_cases, shipped_alliances};

use crate::good;

#[test]
fn every_alliance_that_ships_is_whole_and_says_where_its_numbers_come_from() {
    let ids = ["au", "bilateral-australia", "bilateral-russia", "csto", "ecowas", "gcc", "pif", "sadc"];
    assert_eq!(shipped_alliances(), ids);
    for id in ids {
        let alliance = AllianceFile::load(id).unwrap_or_else(|error| panic!("{}", error.one_line()));
        assert_eq!(alliance.id, id);
        assert!(!alliance.grounds.is_empty() && alliance.strength.is_some(), "{id}");
        for number in &alliance.numbers {
            assert!(number.mark.is_some(), "{id}: `{}` has no source", number.path);
            let (Some((low, high)), Ok(value)) = (number.prior, number.value.parse::<f64>()) else { continue };
            assert!((low..=high).contains(&value), "{id}: `{}` = {value}, prior {low} to {high}", number.path);
        }
    }
}

#[test]
fn kazakhstan_is_decided_by_the_csto_without_itself_and_without_former_members() {
    let alliance = good("kazakhstan-2022", &[]).setup.alliance.expect("it has an alliance");
    let names: Vec<&str> = alliance.members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["Russia", "Belarus", "Armenia", "Tajikistan", "Kyrgyzstan"]);
    assert_eq!((alliance.rule, alliance.situation.outside_area), (DecisionRule::Consensus, 0.0));
    assert_eq!((alliance.strength, alliance.situation.legal_ground), (2030.0, 0.7));
}

#[test]
fn a_change_can_invoke_a_ground_of_the_alliance_or_choose_another_effect() {
    let alliance =
        good("kazakhstan-2022", &["alliance.invokes=\"article-4\"", "alliance.effect=direct"]).setup.alliance;
    let alliance = alliance.expect("it has an alliance");
    assert_eq!(alliance.situation.legal_ground, 1.0);
    assert_eq!(alliance.effect, righting_model::HelpEffect::Direct);
}

/// A user's own alliance beside the scenario: one member has no stance and abstains, the country lies outside.
#[test]
fn a_scenario_builds_on_an_alliance_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let scenario = r#"
        format = 1
        id = "own"
        base = "five-towns"
        [alliance]
        base = "pact.toml"
        decision = "simulated"
        effect = "signal"
        invokes = "treaty"
        hostile_successor = 0.5
        sites = 1
        freed = 10
        [[alliance.member]]
        name = "Northland"
        alignment = 1.0
        assets = 0.5
        overstretch = 0.0
    "#;
    let pact = r#"
        format = 1
        id = "pact"
        name = "Pact"
        treaty = "Treaty"
        rule = "majority"
        area = ["NOR"]
        guaranteed_by = ["csto"]
        strength = 300.0
        decision_hours = 5
        arrival_hours = 6
        ramp_hours = 7
        withdrawal_hours = 8
        ground = [{ id = "treaty", text = "help", level = 0.75 }]
        member = [
            { name = "Northland", iso3 = "NOR", lead = true, troops = 300.0 },
            { name = "Southland", iso3 = "SOU" },
        ]
        source = [{ path = "strength", mark = "read", source = "a newspaper" }]
    "#;
    std::fs::write(folder.path().join("scenario.toml"), scenario).expect("it can be written");
    std::fs::write(folder.path().join("pact.toml"), pact).expect("it can be written");
    let scenario = Scenario::load(&Source::Folder(folder.path().to_owned()), &[])
        .unwrap_or_else(|error| panic!("{}", error.one_line()));
    let alliance = scenario.setup.alliance.as_ref().expect("it has an alliance");
    assert_eq!((alliance.members.len(), alliance.rule), (1, DecisionRule::Majority));
    assert_eq!((alliance.situation.outside_area, alliance.situation.legal_ground), (1.0, 0.75));
    let strength = scenario.numbers.iter().find(|number| number.path == "alliance.strength").expect("it is a number");
    assert_eq!(strength.source, "a newspaper");
    let files: Vec<&str> = scenario.files.iter().filter_map(|file| file.path.rsplit('/').next()).collect();
    assert!(files.contains(&"pact.toml") && files.contains(&"csto.toml"), "{files:?}");

    let path = folder.path().join("pact.toml");
    let alliance = AllianceFile::load(path.to_str().expect("the path is UTF-8")).expect("it is good");
    assert_eq!(alliance.guaranteed_by, ["csto"]);
}

#[test]
fn every_request_of_the_table_is_a_case_and_every_case_has_one_lead() {
    let cases = assistance_cases().unwrap_or_else(|error| panic!("{}", error.one_line()));
    let requests = include_str!("../../../../packs/alliances/assistance-requests.csv");
    let asked: BTreeSet<&str> = requests.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    let coded: BTreeSet<&str> = cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(asked.difference(&coded).count(), 0, "{:?}", asked.difference(&coded));
    for case in &cases {
        assert_eq!(case.members.iter().filter(|member| member.lead).count(), 1, "{}", case.id);
        let levels = [case.regime_risk, case.situation.legal_ground, case.situation.rival, case.situation.objection];
        assert!(levels.iter().all(|level| [0.0, 0.5, 1.0].contains(level)), "{}", case.id);
        assert!(case.asked || case.situation.legal_ground == 0.0, "{}: no ground without a request", case.id);
    }
    let csto: Vec<&str> =
        cases.iter().filter(|case| case.group == "csto" && case.helped).map(|case| case.id.as_str()).collect();
    assert_eq!(csto, ["KAZ-2022"]);
}
