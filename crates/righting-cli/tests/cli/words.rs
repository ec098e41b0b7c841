//! What the program says, held against what it found; and how it lays it out.

use std::path::Path;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::Value;

use crate::{done, json, refused, righting, text};

/// The data of a report.
fn data(report: &Path) -> Value {
    let page = std::fs::read_to_string(report).unwrap();
    let (_, rest) = page.split_once(r#"id="righting-data">"#).unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

fn reading(report: &Path) -> Vec<String> {
    let told = data(report);
    told["reading"].as_array().unwrap().iter().map(|said| said.as_str().unwrap().to_owned()).collect()
}

/// The five towns in a folder, every date moved so that the first day is `start`.
fn five_towns(folder: &Path, start: Date) {
    done(&["init", "five-towns", folder.to_str().unwrap()]);
    let moved = start.since(date(2030, 3, 1)).unwrap().get_days();
    for name in ["scenario.toml", "records/events.csv", "records/targets.csv"] {
        let path = folder.join(name);
        let mut told = std::fs::read_to_string(&path).unwrap();
        // From the last day on, so that no day is moved twice.
        let days = (1..=31).map(|day| date(2030, 3, day));
        let marked = days.clone().fold(told, |told, day| told.replace(&day.to_string(), &format!("<{}>", day.day())));
        told = days.fold(marked, |told, day| {
            let new = day.checked_add(moved.days()).unwrap().to_string();
            told.replace(&format!("<{}>", day.day()), &new)
        });
        std::fs::write(path, told).unwrap();
    }
}

#[test]
fn a_command_to_be_pasted_quotes_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("my case's");
    let said = done(&["init", "five-towns", own.to_str().unwrap()]);
    let command = said.lines().last().unwrap().rsplit_once("try: righting ").unwrap().1;
    assert!(command.ends_with(r"my case'\''s'"), "{command}");
    #[cfg(unix)]
    {
        let script = format!("set -- {command}; printf '%s\\n' \"$#\" \"$2\"");
        let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
        assert_eq!(text(&output.stdout), format!("2\n{}\n", own.display()));
    }
    // As pasted it runs.
    let run = folder.path().join("a run's");
    done(&["run", own.to_str().unwrap(), "--replicates", "2", "--no-report", "--out", run.to_str().unwrap()]);
}

/// No id, name or number of a table is broken at any width; nothing but the width changes.
#[test]
fn tables_break_no_word() {
    let paths: Vec<String> = {
        let told = json(&["explain", "five-towns", "--json"]);
        let rows = ["parameters", "numbers"].map(|part| told[part].as_array().unwrap().clone());
        rows.iter().flatten().map(|row| row["path"].as_str().unwrap().to_owned()).collect()
    };
    for columns in ["40", "80", "120", "200"] {
        let print = |arguments: &[&str]| {
            let output = righting(arguments).env("COLUMNS", columns).output().unwrap();
            text(&output.stdout)
        };
        let shown = print(&["explain", "five-towns"]) + &print(&["explain", "five-towns", "--sources"]);
        for path in &paths {
            assert!(shown.split_whitespace().any(|word| word == path), "{path} is broken at {columns} columns");
        }
        let shown = print(&["list"]);
        for id in ["kazakhstan-2022-forecast", "solomon-islands-2021", "2022-01-01"] {
            assert!(shown.split_whitespace().any(|word| word == id), "{id} is broken at {columns} columns\n{shown}");
        }
        if columns == "200" {
            assert!(shown.lines().all(|line| line.chars().count() <= 200));
        }
    }
}

#[test]
fn a_run_over_the_turn_of_a_year_says_the_year() {
    let folder = tempfile::tempdir().unwrap();
    let (own, out) = (folder.path().join("towns"), folder.path().join("run"));
    five_towns(&own, date(2029, 12, 28));
    let said = done(&["run", own.to_str().unwrap(), "--replicates", "6", "--out", out.to_str().unwrap()]);
    assert!(said.contains("2029-12-28") && said.contains("2030-01-10"), "{said}");
    let read = reading(&out.join("report.html")).join(" ");
    assert!(read.contains("over 14 days, 28 December 2029 to 10 January 2030"), "{read}");
    // Prose too: every month of the paragraph is followed by its year.
    for (at, _) in read.match_indices("December").chain(read.match_indices("January")) {
        let rest = read[at..].split_once(' ').unwrap().1;
        assert!(rest.starts_with("2029") || rest.starts_with("2030"), "{read}");
    }
    let check = done(&["check", out.to_str().unwrap()]);
    assert!(check.contains("2029") && check.contains("2030"), "{check}");
}

/// Without a record there is no check, but where and when protest begins is known all the same.
#[test]
fn a_scenario_without_a_record_is_not_told_to_be_quiet() {
    let folder = tempfile::tempdir().unwrap();
    let (own, out) = (folder.path().join("towns"), folder.path().join("run"));
    five_towns(&own, date(2030, 3, 1));
    let scenario = std::fs::read_to_string(own.join("scenario.toml")).unwrap();
    let bare = scenario.replace("targets = \"records/targets.csv\"\n", "");
    assert_ne!(bare, scenario);
    std::fs::write(own.join("scenario.toml"), bare).unwrap();
    done(&["run", own.to_str().unwrap(), "--replicates", "6", "--out", out.to_str().unwrap()]);
    let told = data(&out.join("report.html"));
    let reached: Vec<f64> = told["regions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|region| region["onset"]["share_reached"].as_f64().unwrap())
        .collect();
    assert!(reached.iter().any(|&share| share > 0.5), "{reached:?}");
    let read = reading(&out.join("report.html")).join(" ");
    assert!(read.contains("Protest starts first ") && !read.contains("targets"), "{read}");
}

#[test]
fn a_run_without_order_has_no_days_to_order() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("compared");
    let out = out.to_str().unwrap();
    // Five days are too few for order to return.
    let said = done(&[
        "compare",
        "five-towns",
        "--both",
        "time.days=6",
        "--both",
        "emergency.until=2030-03-06T00:00",
        "--set",
        "price.ratio=1.9",
        "--replicates",
        "6",
        "--seed",
        "4",
        "--out",
        out,
    ]);
    let at = said.lines().position(|line| line.contains("days to")).unwrap();
    let row: String = said.lines().skip(at).take(3).collect();
    let told = data(&Path::new(out).join("report.html"));
    let lead = told["sections"][0]["lead"].as_str().unwrap();
    assert!(said.contains("Order ") && lead.contains("Order "), "{said}\n{lead}");
    let never: Vec<bool> = ["Order does not return within the 6 days", "Order is kept or returns within the 6 days"]
        .iter()
        .map(|words| said.contains(words) && lead.contains(words))
        .collect();
    assert_eq!(never.iter().filter(|found| **found).count(), 1, "{said}");
    assert_eq!(never[0], row.contains("no return") || row.contains(" of 6 pairs"), "{row}");
    // A comparison tells of its own runs, also where they were stored already.
    assert_eq!(told["provenance"]["replicates"], 6);
    let again = folder.path().join("again");
    let arms = ["base", "1-price.ratio=1.9"].map(|arm| Path::new(out).join(arm));
    if arms.iter().all(|arm| arm.exists()) {
        done(&["compare", arms[0].to_str().unwrap(), arms[1].to_str().unwrap(), "--out", again.to_str().unwrap()]);
        assert_eq!(data(&again.join("report.html"))["provenance"]["replicates"], 6);
    }
}

#[test]
fn errors_are_cut_and_drive_no_terminal() {
    let long = format!("joining.contagion={}", "9".repeat(60_000));
    let (code, said) = refused(&["explain", "five-towns", "--set", &long]);
    assert!(code == 2 && said.len() < 30_000, "{} bytes", said.len());
    let output = righting(&["run", "five\u{1b}[2Jtowns\u{7}"]).output().unwrap();
    let said = text(&output.stderr);
    assert!(!said.contains('\u{1b}') && !said.contains('\u{7}') && said.contains("towns"), "{said:?}");
}
