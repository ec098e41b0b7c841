//! `righting forecast` and `righting score`.

use crate::{done, json, refused};

#[test]
fn a_forecast_is_made_told_resumed_and_scored() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let out = path("as-of-4");
    let size = ["--days", "2", "--replicates", "12", "--members", "8", "--least-effective", "3"];
    let asked = ["forecast", "kazakhstan-2022-forecast", "--as-of", "2022-01-04", "--out", &out];
    let told = json(&[&asked[..], &size, &["--json"]].concat());
    assert_eq!(told["known"]["members"], 8);
    assert_eq!(told["known"]["as_of"], "2022-01-04");
    // The statement of use goes with it wherever it is read.
    let limits = told["known"]["limits"].as_str().unwrap();
    assert!(limits.contains("must not be used to target people"), "{limits}");
    let stored = std::fs::read_to_string(folder.path().join("as-of-4/forecast.json")).unwrap();
    assert!(stored.contains("must not be used to target people"));
    assert!(
        told["bands"].as_array().unwrap().iter().any(|row| row["place"] == "mangystau" && row["date"] == "2022-01-05")
    );
    // Where harm is expected, the worst first.
    let ranking = told["ranking"].as_array().unwrap();
    let deaths: Vec<f64> = ranking.iter().map(|row| row["deaths"]["mean"].as_f64().unwrap()).collect();
    assert!(ranking.len() == 17 && deaths.is_sorted_by(|a, b| a >= b), "{deaths:?}");
    let page = std::fs::read_to_string(folder.path().join("as-of-4/report.html")).unwrap();
    assert!(page.contains("Where harm is expected by the last day"), "no ranking on the page");
    // The map has the numbers of the ranking, rounded, and nothing smaller than a region.
    let (_, data) = page.split_once(r#"id="righting-data">"#).unwrap();
    let data: serde_json::Value = serde_json::from_str(data.split_once("</script>").unwrap().0).unwrap();
    let map = &data["sections"][0]["maps"][0];
    assert!(!map["map"]["features"].as_array().unwrap().is_empty());
    for (layer, column) in [(0, "deaths"), (1, "detained")] {
        let rows = map["layers"][layer]["rows"].as_array().unwrap();
        assert_eq!(rows.len(), ranking.len());
        for (row, ranked) in rows.iter().zip(ranking) {
            assert_eq!(row["region"], ranked["region"]);
            for (shown, known) in [("expected", "mean"), ("p5", "p5"), ("p95", "p95")] {
                let (shown, known) = (row[shown].as_f64().unwrap(), ranked[column][known].as_f64().unwrap());
                assert!((shown - known).abs() <= 0.05 * known, "{column} of {}: {shown} for {known}", row["region"]);
                let digits = format!("{shown:e}");
                assert!(digits.split('e').next().unwrap().len() <= 3, "{digits} has more than two digits");
            }
        }
    }
    for file in ["forecast.json", "bands.parquet", "report.html", "study.json"] {
        assert!(folder.path().join("as-of-4").join(file).is_file(), "{file}");
    }
    // The same again is refused; with --resume it is there already.
    let (code, why) = refused(&[&asked[..], &size].concat());
    assert!(code == 2 && why.contains("exists already"), "{why}");
    let shown = done(&[&asked[..], &size, &["--resume"]].concat());
    assert!(shown.contains("statements known"), "{shown}");
    assert!(shown.contains("must not be used to target people"), "{shown}");
    let worst = ranking[0]["name"].as_str().unwrap();
    let first = shown.lines().skip_while(|line| !line.contains("by the last day in")).nth(2).unwrap();
    assert!(first.trim_start().starts_with(worst), "{worst} is not first in\n{shown}");

    let scores = json(&["score", "kazakhstan-2022-forecast", &out, "--out", &path("scores"), "--json"]);
    let models: Vec<&str> =
        scores["summaries"].as_array().unwrap().iter().map(|row| row["model"].as_str().unwrap()).collect();
    assert!(models.starts_with(&["righting", "zero"]));
    assert!(folder.path().join("scores/report.html").is_file());
}

#[test]
fn a_forecast_without_a_past_and_a_folder_without_a_forecast_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_string_lossy();
    let (code, why) =
        refused(&["forecast", "kazakhstan-2022-forecast", "--as-of", "2022-01-01", "--out", &format!("{out}/f")]);
    assert!(code == 2 && why.contains("a forecast as of 2022-01-01 has no past"), "{why}");
    let (code, why) = refused(&["score", "kazakhstan-2022-forecast", &out]);
    assert!(code == 2 && why.contains("forecast.json"), "{why}");
}
