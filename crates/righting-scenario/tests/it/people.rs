//! Files as people have them: a good scenario saved by other programs reads as it did, and what was understood is said.

use righting_scenario::{Scenario, Source, init};

use crate::good;

/// `five-towns` with files rewritten: the country it holds must be the same. What is said of it, without the folder.
fn saved(edits: &[(&str, &dyn Fn(String) -> String)]) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("towns");
    init("five-towns", &path).expect("a new folder");
    for (file, edit) in edits {
        let file = path.join(file);
        let text = std::fs::read_to_string(&file).expect("it was written");
        let edited = edit(text.clone());
        assert_ne!(text, edited, "{} stays as it is", file.display());
        std::fs::write(&file, edited).expect("it can be written");
    }
    let read =
        Scenario::load(&Source::Folder(path.clone()), &[]).unwrap_or_else(|error| panic!("{}", error.one_line()));
    let plain = good("five-towns", &[]);
    assert_eq!(read.setup.country.places, plain.setup.country.places);
    assert_eq!(read.setup.country.regions, plain.setup.country.regions);
    let own = format!("{}/", path.display()).replace('\\', "/");
    read.warnings.iter().map(|warning| format!("{}\n", warning.one_line().replace(&own, ""))).collect()
}

fn header(text: String) -> String {
    text.lines().next().map_or_else(String::new, |line| format!("{line}\n"))
}

#[test]
fn semicolons_and_decimal_commas() {
    let german = |text: String| text.replace(',', ";").replace('.', ",");
    insta::assert_snapshot!(saved(&[("places.csv", &german)]), @r"
    places.csv:1:1: fields are set apart by semicolons
    places.csv:2:1: numbers with a decimal comma: 13, the first `50,10` in column `latitude` read as 50.1
    ");
}

#[test]
fn thousands_empty_ends_and_fractions_of_zero() {
    let grouped = |text: String| {
        let text =
            text.replace(",11000,", ",\"11,000\",").replace(",10500,", ",10\u{a0}500,").replace(",9500,", ",9500.0,");
        let rows = text.lines().map(|line| format!("{line},,\r\n"));
        rows.collect::<String>() + ",,,,,,,,,,,,,,\r\n,,,,,,,,,,,,,,\r\n"
    };
    insta::assert_snapshot!(saved(&[("places.csv", &grouped)]), @r"
    places.csv:1:1: empty columns at the right: passed over
    places.csv:2:1: numbers with thousands set apart: 2, the first `11,000` in column `population` read as 11000
    places.csv:6:1: whole numbers written with a fraction of zero: `9500.0` in column `population` read as 9500
    places.csv:7:1: empty rows: 2, passed over
    ");
}

#[test]
fn words_flags_and_headers_in_other_spellings() {
    let spelled = |text: String| {
        let text = text.replace("income_index", "\"Income Index\"").replace(",city,", ",City,");
        text.replace(",1,1.1,", ",TRUE,1.1,")
    };
    insta::assert_snapshot!(saved(&[("places.csv", &spelled)]), @r"
    places.csv:1:1: a column named nearly as it should be: `Income Index` read as `income_index`
    places.csv:2:1: a word in another spelling: 5, the first `City` in column `kind` read as `city`
    places.csv:2:1: a word for 0 or 1: `TRUE` in column `urban` read as 1
    ");
}

#[test]
fn a_header_alone_is_no_table() {
    let files = ["facilities.csv", "records/targets.csv", "records/events.csv"];
    let edits: Vec<(&str, &dyn Fn(String) -> String)> =
        files.iter().map(|file| (*file, &header as &dyn Fn(String) -> String)).collect();
    insta::assert_snapshot!(saved(&edits), @r"
    facilities.csv:1:1: a header without rows: as if the file were not named
    records/targets.csv:1:1: a header without rows: as if the file were not named
    records/events.csv:1:1: a header without rows: as if the file were not named
    ");
}

#[test]
fn byte_order_marks_are_silent() {
    let marked = |text: String| format!("\u{feff}{text}");
    assert_eq!(saved(&[("regions.geojson", &marked), ("places.csv", &marked), ("regions.csv", &marked)]), "");
}

#[test]
fn boundaries_of_other_makers() {
    let open = |text: String| {
        let mut parsed: serde_json::Value = serde_json::from_str(&text).expect("it ships");
        let north = &mut parsed["features"][0];
        let ring = north["geometry"]["coordinates"].pointer_mut("/0").and_then(serde_json::Value::as_array_mut);
        ring.expect("a ring").pop();
        for feature in parsed["features"].as_array_mut().expect("a list") {
            let name = feature["properties"]["name"].clone();
            feature["properties"] = serde_json::json!({ "shapeName": name, "shapeGroup": "XXA" });
        }
        parsed.to_string()
    };
    insta::assert_snapshot!(saved(&[("regions.geojson", &open)]), @r"
    regions.geojson:1:1: features are matched to regions by their property `shapeName`
    regions.geojson:1:1: rings that were not closed: 1, closed; the first in feature 1 (`North`)
    ");
}

#[test]
fn dates_that_mean_one_day_and_kinds_that_are_not_usual() {
    let dates = |text: String| text.replacen("2030-03-02", "2 March 2030", 1).replacen(",shock,", ",shocked,", 1);
    insta::assert_snapshot!(saved(&[("records/events.csv", &dates)]), @r"
    records/events.csv:2:1: dates not written year-month-day: `2 March 2030` in column `date` read as 2030-03-02
    records/events.csv:2:1: a word that is not among the usual ones: `shocked` in column `kind`, kept as it is; did you mean `shock`?
    ");
}
