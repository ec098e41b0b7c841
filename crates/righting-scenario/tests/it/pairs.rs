//! Inputs that do not fit together: one edit of a good scenario, and what is said of it.

use std::path::Path;

use righting_scenario::{Scenario, ScenarioError, Source, init, shipped};

use crate::good;

/// `five-towns` with stretches of its files replaced.
fn edited(edits: &[(&str, &str, &str)]) -> Result<Scenario, Box<ScenarioError>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("towns");
    init("five-towns", &path).expect("a new folder");
    for (file, from, to) in edits {
        let file = path.join(file);
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(text.contains(from), "{} has no `{from}`", file.display());
        let text = if from.is_empty() { format!("{text}{to}") } else { text.replace(from, to) };
        std::fs::write(&file, text).expect("it can be written");
    }
    Scenario::load(&Source::Folder(path), &[])
}

/// The warnings after an edit, without the folder's name.
fn said(edits: &[(&str, &str, &str)]) -> String {
    let scenario = edited(edits).unwrap_or_else(|error| panic!("{}", error.one_line()));
    let lines = scenario.warnings.iter().map(|warning| {
        let folder =
            Path::new(&warning.at.file).parent().map_or_else(String::new, |folder| format!("{}/", folder.display()));
        let folder = folder.trim_end_matches("records/");
        format!("{}\n{}\n", warning.kind, warning.one_line().replace(folder, ""))
    });
    lines.collect()
}

#[test]
fn shipped_scenarios_raise_no_warning() {
    let said = |id: &str| {
        let warnings = good(id, &[]).warnings;
        warnings.iter().map(|warning| format!("{id}: {}\n", warning.one_line())).collect::<String>()
    };
    let said: String = shipped().into_iter().map(said).collect();
    assert!(said.is_empty(), "{said}");
}

#[test]
fn a_record_of_other_days_is_said_once() {
    insta::assert_snapshot!(said(&[("records/events.csv", "2030-03-05", "2029-03-05")]));
    insta::assert_snapshot!(said(&[("records/targets.csv", "2030-", "2029-")]));
}

/// One edit after another: each brings about one doubt or one contradiction.
#[test]
fn every_pair_is_said() {
    const MAIN: &str = "scenario.toml";
    const TARGETS: &str = "records/targets.csv";
    type Edit = (&'static str, &'static str, &'static str);
    let cases: &[(&str, &[Edit])] = &[
        ("country_code_unknown", &[(MAIN, "\"XXA\"", "\"KAX\"")]),
        ("currency_of_another_country", &[(MAIN, "\"XXA\"", "\"KAZ\""), (MAIN, "\"XXX\"", "\"KGS\"")]),
        ("incomes_against_output", &[(MAIN, "output_per_day = 1.5 ", "output_per_day = 5.0 ")]),
        (
            "governance_against_indicator",
            &[
                (MAIN, "\"XXA\"", "\"KAZ\""),
                (MAIN, "\"XXX\"", "\"KZT\""),
                (MAIN, "2030-03-", "2021-03-"),
                (MAIN, "rule_of_law = -0.8", "rule_of_law = 1.8"),
                (MAIN, "government_effectiveness = -0.8", "government_effectiveness = 0.1"),
                ("records/targets.csv", "2030-", "2021-"),
                ("records/events.csv", "2030-", "2021-"),
            ],
        ),
        ("places_at_one_point", &[("places.csv", "50.30,70.60", "50.20,71.10")]),
        ("place_outside_region", &[("places.csv", "50.30,70.60", "51.90,70.60")]),
        (
            "withdrawal_before_request",
            &[(MAIN, "", "\n[[action]]\nid = \"home\"\nkind = \"withdraw_alliance\"\nat = 2030-03-06\n")],
        ),
        (
            "targets_apart",
            &[(TARGETS, "", "again,active,peak,nation,2030-03-01,2030-03-14,8000,9000,national,invented,\n")],
        ),
        (
            "part_above_nation",
            &[(TARGETS, "", "part,detained_total,cumulative,south,2030-03-14,2030-03-14,700,900,local,invented,\n")],
        ),
        ("harm_above_crowd", &[(TARGETS, ",0,10,", ",4000,5000,")]),
        (
            "target_above_residents",
            &[(TARGETS, "", "much,active,peak,104,2030-03-02,2030-03-03,10501,20000,local,invented,\n")],
        ),
        ("onset_outside_window", &[(TARGETS, "2030-03-02,2030-03-04", "2030-02-27,2030-03-04")]),
        ("quiet_beside_onset", &[(TARGETS, "", "calm,active,peak,south,2030-03-01,2030-03-05,0,1,local,invented,\n")]),
        (
            "event_twice",
            &[("records/events.csv", "", "2030-03-05,12:00,emergency,Emergency in the South,,south,other,0\n")],
        ),
        ("event_apart_from_act", &[("records/events.csv", "2030-03-05,12:00", "2030-03-06,12:00")]),
        ("poverty_rate_unlikely", &[("regions.csv", "52000,9", "52000,0.09")]),
        ("region_code_twice", &[("regions.csv", "XX-N", "XX-S")]),
        (
            "region_code_of_another_country",
            &[
                (MAIN, "\"XXA\"", "\"KAZ\""),
                (MAIN, "\"XXX\"", "\"KZT\""),
                (MAIN, "2030-03-", "1951-03-"),
                ("records/targets.csv", "2030-", "1951-"),
                ("records/events.csv", "2030-", "1951-"),
                ("regions.csv", "XX-N", "KG-N"),
                ("regions.csv", "XX-S", "KZ-S"),
            ],
        ),
        ("seat_of_no_capital", &[("places.csv", ",national,", ",region,")]),
        ("killings_above_residents", &[("places.csv", "10,3,region", "10,20000,region")]),
        ("guards_above_forces", &[("facilities.csv", "city_hall,6,", "city_hall,600,")]),
        ("trigger_never_holds", &[(MAIN, "\"active > 1000\"", "\"active > 51000\"")]),
        ("trigger_always_holds", &[(MAIN, "\"rioting > 50\"", "\"rioting >= 0\"")]),
        ("source_of_no_file", &[("sources.csv", "facilities.csv", "facility.csv")]),
        ("source_of_no_column", &[("sources.csv", "places.csv,all", "places.csv,poplation")]),
        (
            "value_outside_prior",
            &[(MAIN, "", "\n[[prior]]\npath = \"hardship.basket_share\"\nlow = 0.1\nhigh = 0.2\n")],
        ),
        ("number_outside_prior", &[(MAIN, "gini = 0.35 ", "gini = 0.75 ")]),
        (
            "fact_of_no_place",
            &[
                (MAIN, "events = \"records", "facts = \"records/facts.csv\"\nevents = \"records"),
                (
                    "records/facts.csv",
                    "",
                    "date,place,admin1,kind,value,unit,source,note,place_id,region_id\n\
             2030-03-02,Aldermeer,,protest,1,,invented,,,\n2030-03-02,National,,protest,1,,invented,,,\n\
             2030-03-02,\"Dunwater, Elmscar\",,protest,1,,invented,,,\n",
                ),
            ],
        ),
    ];
    let mut other = String::new();
    for (kind, edits) in cases {
        let said = said(edits);
        if said.starts_with(kind) && said.lines().count() == 2 {
            insta::assert_snapshot!(*kind, said);
        } else {
            other += &format!("expected {kind} alone, found:\n{said}\n");
        }
    }
    assert!(other.is_empty(), "{other}");
}

/// One edit after another: each is refused.
#[test]
fn every_contradiction_is_refused() {
    const MAIN: &str = "scenario.toml";
    const TARGETS: &str = "records/targets.csv";
    type Edit = (&'static str, &'static str, &'static str);
    let twice: &[Edit] = &[("places.csv", "latitude,longitude", "longitude,latitude")];
    let cases: &[(&str, &[Edit])] = &[
        ("swapped", twice),
        ("one_swapped", &[("places.csv", "49.40,70.40", "70.40,49.40")]),
        (
            "cumulative_falls",
            &[(
                TARGETS,
                "",
                "earlier,detained_total,cumulative,nation,2030-03-07,2030-03-07,700,900,national,invented,\n",
            )],
        ),
        (
            "target_above_nation",
            &[(TARGETS, "", "much,active,peak,nation,2030-03-02,2030-03-03,60000,70000,local,invented,\n")],
        ),
        (
            "regions_above_nation",
            &[(TARGETS, "", "many,regions_reached,cumulative,nation,2030-03-03,2030-03-03,3,3,local,invented,\n")],
        ),
        ("onset_before_window", &[(TARGETS, "2030-03-02,2030-03-04", "2030-02-25,2030-02-26")]),
        ("target_thousands_or_fraction", &[(TARGETS, ",500,3000,", ",500,1.500,")]),
        ("trigger_of_no_number", &[(MAIN, "\"active > 1000\"", "\"rioting / active > 0.5\"")]),
        (
            "price_from",
            &[(MAIN, "", "\n[[action]]\nid = \"more\"\nkind = \"price\"\nat = 2030-03-03\nfrom = 60\nto = 70\n")],
        ),
        (
            "price_without_base",
            &[(MAIN, "", "\n[[action]]\nid = \"more\"\nkind = \"price\"\nat = 2030-03-03\nto = 70\n")],
        ),
        (
            "claim_of_no_target",
            &[
                (MAIN, "events = \"records", "claims = \"claims.toml\"\nevents = \"records"),
                (
                    "claims.toml",
                    "",
                    "[[claims]]\nid = \"a\"\nclaim = \"x\"\nkind = \"record\"\ntest = \"x\"\ncontested = false\n\
             tests = [{ target = { id = \"crowd-peek\", at_least = 1.0 } }]\n",
                ),
            ],
        ),
        (
            "claim_of_no_kind",
            &[
                (MAIN, "events = \"records", "claims = \"claims.toml\"\nevents = \"records"),
                (
                    "claims.toml",
                    "",
                    "[[claims]]\nid = \"a\"\nclaim = \"x\"\nkind = \"recrd\"\ntest = \"x\"\ncontested = false\ntests = []\n",
                ),
            ],
        ),
        ("name_overrides", &[("places.csv", "Birchford", "Birch\u{202e}ford")]),
        ("title_hides", &[(MAIN, "Five towns (invented)", "Five\u{200b} towns")]),
        ("label_rings", &[(MAIN, "The price of fuel doubles", "The\\u0007 price")]),
    ];
    for (name, edits) in cases {
        let error = match edited(edits) {
            Err(error) => error,
            Ok(_) => panic!("`{name}` was accepted"),
        };
        let line = error.one_line();
        let folder =
            Path::new(&error.location().expect("it has a place").file).parent().map(|f| f.display().to_string());
        let folder = format!("{}/", folder.unwrap_or_default().trim_end_matches("/records"));
        insta::assert_snapshot!(*name, line.replace(&folder, ""));
    }
}

#[test]
fn the_table_of_pairs_names_every_warning_once() {
    let kinds: Vec<&str> = righting_scenario::PAIRS.iter().map(|pair| pair.kind).collect();
    let shared = ["out_of_range", "unknown_name", "inconsistent", "overlap", "data"];
    let mut own: Vec<&str> = kinds.into_iter().filter(|kind| !shared.contains(kind)).collect();
    let all = own.len();
    own.sort_unstable();
    own.dedup();
    assert!(all >= 22 && own.len() == all, "{own:?}");
}

/// What is said of a ledger of claims in which the first claim has a kind and tests.
fn of_claims(kind: &str, tests: &str, more: &str) -> String {
    let claim = |id: &str, kind: &str, tests: &str| {
        format!(
            "[[claims]]\nid = \"{id}\"\nclaim = \"x\"\nkind = \"{kind}\"\ntest = \"x\"\ncontested = false\ntests = [{tests}]\n"
        )
    };
    let ledger = claim("a", kind, tests) + more;
    let named = ("scenario.toml", "events = \"records", "claims = \"claims.toml\"\nevents = \"records");
    edited(&[named, ("claims.toml", "", &ledger)]).map_or_else(|error| error.one_line(), |_| "no error".to_owned())
}

#[test]
fn claims_are_held_against_themselves() {
    let compare = "{ compare = { without = [\"price\"], endpoint = \"deaths\", expect = \"less\" } }";
    let nothing = "{ compare = { endpoint = \"deaths\", expect = \"less\" } }";
    let endless = "{ target = { id = \"deaths\", at_least = inf } }";
    let far = "{ follows = { first = \"a\", then = \"b\", days = 99999999 } }";
    assert_eq!(of_claims("mechanism", compare, ""), "no error");
    for (kind, tests, expected) in [
        ("record", compare, "claim `a` is of kind `record` and tested by runs"),
        ("mechanism", nothing, "claim `a` compares the scenario with itself"),
        ("record", endless, "expected a finite number, found inf"),
        ("record", far, "expected 0 to 36525 days, found 99999999"),
    ] {
        let said = of_claims(kind, tests, "");
        assert!(said.contains("claims.toml:") && said.contains(expected), "{said}");
    }
    let twin =
        "[[claims]]\nid = \"a\"\nclaim = \"y\"\nkind = \"judgement\"\ntest = \"y\"\ncontested = false\ntests = []\n";
    let said = of_claims("judgement", "", twin);
    assert!(said.contains("two claims are called `a`"), "{said}");
}

#[test]
fn a_name_has_an_end() {
    let long = "B".repeat(201);
    let Err(error) = edited(&[("places.csv", "Birchford", &long)]) else { panic!("a name of 201 letters was read") };
    assert!(error.one_line().contains("201 characters, expected at most 200"), "{}", error.one_line());
    assert!(edited(&[("places.csv", "Birchford", &long[1..])]).is_ok());
}

#[test]
fn a_claim_that_every_record_meets_is_told() {
    let said = |tests: &str, ledger: &str| {
        let claim = format!(
            "[[claims]]\nid = \"a\"\nclaim = \"x\"\nkind = \"record\"\ntest = \"x\"\ncontested = false\ntests = [{tests}]\n{ledger}"
        );
        let facts = "date,place,admin1,kind,value,unit,source,note,place_id,region_id\n\
             2030-03-02,National,,dead,3,people,invented,,,\n2030-03-02,National,,growth,3,percent,invented,,,\n";
        let main = "claims = \"claims.toml\"\nfacts = \"records/facts.csv\"\nevents = \"records";
        said(&[
            ("scenario.toml", "events = \"records", main),
            ("claims.toml", "", &claim),
            ("records/facts.csv", "", facts),
        ])
    };
    for (test, expected) in [
        ("{ target = { id = \"deaths\", at_least = -3 } }", "`at_least` is -3 and target `deaths` a count"),
        ("{ fact = { kind = \"dead\", at_least = 0 } }", "no fact of kind `dead` is below 0"),
        ("{ onset = { quantity = \"active\", by = \"2030-04-01\" } }", "after the last day, 2030-03-14: whatever"),
        ("{ onset = { quantity = \"active\", by = \"2030-02-01\" } }", "before the first day, 2030-03-01: whatever"),
        ("{ follows = { first = \"dead\", then = \"dead\", days = 3 } }", "`first` and `then` are both `dead`"),
    ] {
        let said = said(test, "");
        assert!(said.starts_with("claim_says_nothing\nclaims.toml:") && said.contains(expected), "{said}");
        assert_eq!(said.lines().count(), 2, "{said}");
    }
    for test in ["{ target = { id = \"deaths\", at_least = 1 } }", "{ fact = { kind = \"growth\", at_least = -3 } }"] {
        assert_eq!(said(test, ""), "");
    }
    let upside = "{ ratio = { from = 1, to = 2, low = 3, high = 1, source = \"x\" } }";
    assert!(of_claims("record", upside, "").contains("which none is"));
}

/// What does not contradict is not told: an act that a difference moves, crowds with visitors, low rates beside others.
#[test]
fn what_fits_is_not_doubted() {
    for edits in [
        [("records/events.csv", "The price of fuel doubles", "Prices rise")],
        [("records/events.csv", "2030-03-05,12:00", "2030-03-05,13:00")],
        [("regions.csv", "52000,9", "52000,0.9")],
        [("scenario.toml", "\"active > 1000\"", "\"active >= 51000\"")],
        [("scenario.toml", "\"active > 1000\"", "\"active > 0 && rioting / active > 0.5\"")],
        [("scenario.toml", "\"active > 1000\"", "\"true\"")],
        [("records/targets.csv", ",0,200,", ",0,20,")],
    ] {
        assert_eq!(said(&edits), "", "{edits:?}");
    }
    let moved = Scenario::load(&Source::Shipped("five-towns".to_owned()), &["price.at=2030-03-03".parse().unwrap()]);
    let warnings = moved.expect("it loads").warnings;
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn a_rise_has_a_source() {
    const MAIN: &str = "scenario.toml";
    let source = "[[source]]\npath = \"price.rise\"";
    let scenario = edited(&[
        (MAIN, "ratio = 2.0           ", "rise = \"100 %\" "),
        (MAIN, "[[source]]\npath = \"price.ratio\"", source),
    ]);
    let scenario = scenario.unwrap_or_else(|error| panic!("{}", error.one_line()));
    let number = scenario.numbers.iter().find(|number| number.path == "price.rise").expect("it is a number");
    assert_eq!((number.value.as_str(), number.source.as_str()), ("100 %", "invented for teaching and tests"));
}
