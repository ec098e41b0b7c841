//! `alliance`: what alliances are, how they decide, and the backtest.

use serde_json::Value;

use crate::{done, json, refused};

#[test]
fn alliances_are_listed_and_described() {
    let told = json(&["alliance", "list", "--json"]);
    let ids: Vec<&str> = told["alliances"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert!(["csto", "gcc", "ecowas", "sadc", "au", "pif"].iter().all(|id| ids.contains(id)), "{ids:?}");
    let csto = json(&["alliance", "list", "csto", "--json"]);
    assert_eq!((&csto["rule"], csto["members"].as_array().unwrap().len()), (&"consensus".into(), 7));
    let (code, said) = refused(&["alliance", "list", "cstoo"]);
    assert_eq!(code, 2);
    assert!(said.contains("no alliance is called `cstoo`") && said.contains("did you mean `csto`?"), "{said}");
}

#[test]
fn a_decision_is_taken_apart_by_member_and_term() {
    let told = json(&["alliance", "decide", "KAZ-2022", "--draws", "20", "--json"]);
    let members = told["members"].as_array().unwrap();
    assert_eq!((members[0]["name"].as_str(), members.len()), (Some("Russia"), 5));
    for member in members {
        let sum: f64 = member["terms"].as_array().unwrap().iter().map(|term| term.as_f64().unwrap()).sum();
        assert!((sum - member["utility"].as_f64().unwrap()).abs() < 1e-9, "{member}");
    }
    let printed = done(&["alliance", "decide", "kaz-2022", "--draws", "20"]);
    assert!(printed.contains("Russia (lead)") && printed.contains("chance of a yes"), "{printed}");
    let (code, said) = refused(&["alliance", "decide", "KAZ-2023"]);
    assert_eq!(code, 2);
    assert!(said.contains("did you mean `KAZ-2022`?"), "{said}");
}

/// The whole backtest, with few draws: what the book says of it must hold.
#[test]
fn the_backtest_predicts_kazakhstan_and_all_but_one_refusal_of_the_csto() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("study");
    let told = json(&["alliance", "backtest", "--draws", "100", "--out", out.to_str().unwrap(), "--json"]);
    assert_eq!(told["cases"], 42);
    for group in ["csto", "others"] {
        let of = |name: &str| told["brier"][group][name].as_f64().unwrap();
        let best = of("always_no").min(of("always_yes")).min(of("majority"));
        assert!(of("model") < best, "{group}: {}", told["brier"]);
    }
    let rows = told["rows"].as_array().unwrap();
    let csto = rows.iter().filter(|row| row["group"] == "csto");
    let wrong: Vec<&Value> = csto.filter(|row| row["correct"] == false).map(|row| &row["id"]).collect();
    // A known miss, not far above one half; the book says why.
    assert!(wrong.iter().all(|id| *id == "KGZ-2010a"), "{wrong:?}");
    let csv = std::fs::read_to_string(out.join("backtest.csv")).unwrap();
    assert_eq!(csv.lines().count(), 43);
    assert!(std::fs::read_to_string(out.join("report.html")).unwrap().contains("KAZ-2022"));
    // What a user has is replaced only if told, and that is said before anything is computed.
    let again = ["alliance", "backtest", "--draws", "1000000", "--out", out.to_str().unwrap()];
    let (code, said) = refused(&again);
    assert!(code == 2 && said.contains("backtest.csv") && said.contains("--force replaces it"), "{said}");
}
