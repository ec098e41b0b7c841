//! `claims`.

use serde_json::Value;

use crate::{json, refused};

#[test]
fn every_claim_gets_a_computed_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("claims").to_str().unwrap().to_owned();
    let arguments = ["claims", "kazakhstan-2022", "--replicates", "20", "--out", &out, "--json"];
    let told = json(&arguments);
    let claims = told["claims"].as_array().unwrap();
    assert!(claims.len() >= 17, "{}", claims.len());
    let verdict = |id: &str| {
        let claim = claims.iter().find(|claim| claim["id"] == id).unwrap_or_else(|| panic!("no {id}"));
        claim["verdict"].as_str().unwrap()
    };
    assert_eq!(verdict("price-trigger"), "favoured by the model");
    assert_eq!(verdict("violent-from-the-start"), "contradicted by the record");
    assert_eq!(verdict("withdrawal-13"), "agrees with the record");
    assert_eq!(verdict("rejected-before"), "holds in part");
    assert_eq!(verdict("top-fifty"), "not testable");
    assert!(claims.iter().all(|claim| !claim["evidence"].as_array().unwrap().is_empty()));
    let kept = std::fs::read_to_string(folder.path().join("claims/claims.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&kept).unwrap(), told);
    assert!(std::fs::read_to_string(told["report"].as_str().unwrap()).unwrap().starts_with("<!doctype html>"));

    let (code, said) = refused(&arguments);
    assert!(code == 2 && said.contains("--resume"), "{said}");
    let (code, said) = refused(&["claims", "five-towns"]);
    assert!(code == 2 && said.contains("has no claims ledger"), "{said}");
}
