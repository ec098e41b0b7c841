//! `righting new`: the scenario of any country, and one that ships.

use crate::{done, json, refused};

/// Tiny, huge, an island, landlocked, without a Gini index. Budget: 40 s unoptimised.
#[test]
fn a_sample_of_countries_is_made_and_runs_for_thirty_days() {
    let folder = tempfile::tempdir().unwrap();
    for code in ["VAT", "IND", "LKA", "NPL", "SGP"] {
        let path = folder.path().join(code);
        let (own, out) = (path.to_str().unwrap(), folder.path().join(format!("{code}-run")));
        let said = done(&["new", code, own, "--start", "2022-03-25", "--places", "150"]);
        assert!(said.contains("Nothing here was fitted"), "{said}");
        let told = json(&["explain", own, "--json"]);
        assert_eq!(told["days"], 30, "{code}");
        let out = out.to_str().unwrap();
        let run = json(&["run", own, "--replicates", "2", "--seed", "7", "--json", "--out", out]);
        assert_eq!(run["replicates"], 2, "{code}: {run}");
        assert!(std::path::Path::new(out).join("report.html").is_file(), "{code}");
    }
}

#[test]
fn a_price_and_borders_are_as_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own case");
    let own = path.to_str().unwrap();
    let options =
        ["--start", "2022-03-25", "--days", "119", "--price", "fuel=+40%@2022-03-26", "--boundaries", "crimea=RUS"];
    let said = done(&[&["new", "Ukraine", own][..], &options].concat());
    assert!(said.contains(&format!("righting run '{own}'")), "{said}");
    let told = json(&["explain", own, "--json"]);
    assert_eq!((&told["days"], &told["shocks"][0]["id"]), (&119.into(), &"price_fuel".into()));
    assert!(told["description"].as_str().unwrap().contains("is counted with Russia"), "{told}");
    assert!(!std::fs::read_to_string(path.join("places.csv")).unwrap().contains("Simferopol"));
    let (code, said) = refused(&["new", "UKR", own]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("exists already"), "{said}");
}

#[test]
fn countries_and_territories_are_listed() {
    let listed = json(&["new", "--list", "--json"]);
    let countries = listed["countries"].as_array().unwrap();
    assert_eq!(countries.len(), 244);
    let lanka = countries.iter().find(|country| country["code"] == "LKA").unwrap();
    assert!(lanka["people"].as_u64().unwrap() > 20_000_000, "{lanka}");
    assert!(done(&["new", "--list"]).contains("Sri Lanka"));
    let territories = json(&["new", "--boundaries", "--json"]);
    assert_eq!(territories["territories"].as_array().unwrap().len(), 12);
    assert!(done(&["new", "--boundaries"]).contains("western-sahara"));
}

#[test]
fn what_is_unknown_is_refused_with_the_nearest_name() {
    for (arguments, hint) in [
        (&["new", "Sri Lnka"][..], "did you mean `Sri Lanka (LKA)`"),
        (&["new", "kazakhstan-2202"], "kazakhstan-2022"),
        (&["new", "ATA"], "no residents to simulate"),
        (&["new", "LKA", "--start", "1990-01-01"], "expected a day from 2001-01-01"),
        (&["new", "LKA", "--price", "fuel=40"], "expected one such as fuel=+40%@2022-03-25"),
        (&["new", "UKR", "--boundaries", "krimea=RUS"], "did you mean `crimea`"),
        (&["new", "UKR", "--boundaries", "crimea=FRA"], "expected UKR or RUS"),
        (&["new"], "required"),
    ] {
        let (code, said) = refused(arguments);
        assert_eq!(code, 2, "{arguments:?}: {said}");
        assert!(said.contains(hint), "{arguments:?}: {said}");
    }
}
