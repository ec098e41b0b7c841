//! `righting import`: files of events become drafts of a scenario's record.

use std::path::Path;

use crate::{done, json, refused};

const HEADER: &str = "event_id_cnty;event_date;event_type;sub_event_type;actor1;country;admin1;location;latitude;\
                      longitude;notes;fatalities;tags;timestamp";

/// Made-up events of Luxembourg in the shape of an ACLED export; they were public by 7 January 2022.
fn events() -> String {
    let row = |id: &str, date: &str, kind: &str, place: &str, dead: u32, tags: &str| {
        format!(
            "{id};{date};{kind};Peaceful protest;A person;Luxembourg;;{place};49.61;6.13;\"A person said; in two\nlines\";\
             {dead}.0;{tags};1641500000.0"
        )
    };
    let rows = [
        row("LUX1", "03 January 2022", "Protests", "Luxembourg", 0, "crowd size=around 300"),
        row("LUX2", "03 January 2022", "Riots", "Esch-sur-Alzette", 1, "crowd size=about 80"),
        row("LUX3", "2022-01-05", "Protests", "Luxembourg", 0, "crowd size=no report"),
        row("BEL1", "2022-01-09", "Protests", "Arlon", 0, "").replace(";Luxembourg;;", ";Belgium;;"),
    ];
    format!("\u{feff}{HEADER}\n{}\n", rows.join("\n"))
}

/// From a code to a forecast without a hand-written line. Budget: 20 s unoptimised.
#[test]
fn an_analyst_goes_from_a_code_to_a_forecast() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (case, file) = (path("case"), path("acled.csv"));
    done(&["new", "LUX", &case, "--start", "2022-01-01", "--days", "12"]);
    std::fs::write(&file, events()).unwrap();
    let would = json(&["import", &file, "--into", &case, "--dry-run", "--json"]);
    assert_eq!((&would["dry_run"], would["written"].as_array().unwrap().len()), (&true.into(), 4));
    assert!(!Path::new(&case).join("records").exists());

    let said = done(&["import", &file, "--into", &case, "--covers", "2022-01-01..2022-01-12"]);
    assert!(said.contains("(acled): 4 rows: 3 used, 1 of other countries"), "{said}");
    assert!(said.contains("rows of other countries: Belgium 1"), "{said}");
    let whole = json(&["import", &file, "--into", &case, "--covers", "2022-01-01..2022-01-12", "--json"]);
    assert!(whole["written"].as_array().unwrap().is_empty(), "{whole}");
    assert!(done(&["validate", &case]).contains("no fault"));

    let run = |out: &str| done(&["run", &case, "--replicates", "4", "--seed", "7", "--out", out]);
    run(&path("run"));
    let page = |out: &str| std::fs::read_to_string(Path::new(out).join("report.html")).unwrap();
    let hidden = page(&path("run"));
    assert!(
        hidden.contains("Record that is not shown") && !hidden.contains("1 riot in Esch"),
        "private rows are shown"
    );
    done(&["report", &path("run"), "--live"]);
    let live = page(&path("run"));
    assert!(live.contains("righting-engine") && !live.contains("1 riot in Esch"), "private rows travel");

    let size = ["--days", "3", "--replicates", "12", "--members", "8", "--least-effective", "3", "--json"];
    let told = json(&[&["forecast", &case, "--as-of", "2022-01-08", "--out", &path("forecast")][..], &size].concat());
    let known = &told["known"];
    assert!(known["statements"].as_u64().unwrap() > 20, "{known}");
    assert_eq!(known["statements"], known["statements_private"], "{known}");
    let text = std::fs::read_to_string(Path::new(&path("forecast")).join("forecast.json")).unwrap();
    assert!(!text.contains("Esch-sur-Alzette\",\n      \"date"), "{text}");

    let shared = json(&["import", &file, "--into", &case, "--covers", "2022-01-01..2022-01-12", "--share", "--json"]);
    assert!(shared["drafted"].as_array().unwrap().iter().all(|file| file["shared"].as_u64().unwrap() > 0), "{shared}");
    run(&path("shared"));
    let shown = page(&path("shared"));
    assert!(shown.contains("1 riot in Esch") && shown.contains("ACLED"), "shared rows are not shown");
}

#[test]
fn what_cannot_be_imported_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (case, file) = (path("case"), path("e.csv"));
    done(&["new", "five-towns", &case]);
    std::fs::write(&file, "day,town\n2030-03-02,Dunwater\n01/02/2030,Nowhere\n").unwrap();
    let mapped = ["--columns", "date=day,place=town"];
    for (arguments, code, hint) in [
        (&["import", &file, "--into", &case][..], 2, "--columns"),
        (&["import", "missing.csv", "--into", &case], 2, "cannot read `missing.csv`"),
        (&["import", &file, "--into", "five-towns", mapped[0], mapped[1]], 2, "righting new five-towns my-case"),
        (&["import", &file, "--into", &case, "--columns", "date=day,plac=town"], 2, "did you mean `place`"),
        (&["import", &file, "--into", &case, "--covers", "2030"], 2, "expected days such as 2022-01-01..2022-01-31"),
        (&["import", &file, "--into", &case, mapped[0], mapped[1], "--strict"], 1, "cannot be read or matched"),
        (&["import", "--into", &case], 2, "required"),
    ] {
        let (found, said) = refused(arguments);
        assert_eq!(found, code, "{arguments:?}: {said}");
        assert!(said.contains(hint), "{arguments:?}: {said}");
    }
    let said = done(&["import", &file, "--into", &case, mapped[0], mapped[1]]);
    assert!(said.contains("cannot be read: ") && said.contains("2030-02-01 or as 2030-01-02"), "{said}");
    assert!(said.contains("--date-order dmy, mdy or ymd says which"), "{said}");
    let said = done(&["import", &file, "--into", &case, mapped[0], mapped[1], "--date-order", "ymd"]);
    assert!(said.contains("e.csv:3: column `day`"), "an order that does not fit is not bent: {said}");
}
