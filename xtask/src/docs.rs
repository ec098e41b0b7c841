//! Pages of the book that the program writes.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::chores::{cargo, programs, root, tested};
use crate::{claims, forecasts};

/// Writes every generated page; with `run`, the check of that run as well; with `scores`, those of forecasts; with
/// `ledger`, the claims.
pub fn write(run: Option<&str>, scores: Option<&str>, ledger: Option<&str>) -> Result<(), String> {
    programs()?;
    let mut pages = pages();
    if let Some(run) = run {
        pages.push(("docs/generated/check.md", check_page(run)));
    }
    if let Some(folder) = scores {
        pages.push(("docs/generated/forecasts.md", forecasts::page(folder)));
    }
    if let Some(folder) = ledger {
        pages.push(("docs/generated/claims.md", claims::page(folder)));
    }
    for (page, text) in pages {
        let path = root().join(page);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).map_err(|error| format!("{page}: {error}"))?;
        std::fs::write(path, text?).map_err(|error| format!("{page}: {error}"))?;
    }
    Ok(())
}

/// Whether the committed pages are what the programs that are built print. The check of a run is no such page: it
/// belongs to a run of hours ago.
pub fn are_fresh() -> Result<(), String> {
    for (page, text) in pages() {
        let committed = std::fs::read_to_string(root().join(page)).map_err(|error| format!("{page}: {error}"))?;
        if committed != text? {
            return Err(format!("{page} differs from what the program prints: run `cargo xtask docs`"));
        }
    }
    Ok(())
}

fn pages() -> Vec<(&'static str, Result<String, String>)> {
    let explained = |title: &str, arguments: &[&str]| {
        let mut explain = vec!["explain", "kazakhstan-2022"];
        explain.extend(arguments);
        let text = righting(&explain)?;
        Ok(format!("# {title}\n\nMade by `righting {}`; do not edit.\n\n```text\n{text}```\n", explain.join(" ")))
    };
    let pairs = righting(&["validate", "--pairs"]).map(|text| {
        format!(
            "# What is held against what\n\nMade by `righting validate --pairs`; do not edit.\n\n```text\n{text}```\n"
        )
    });
    let tables = example("run_tables").map(|text| {
        format!("# Tables\n\nA run folder holds these Parquet files; cells are scalar. Made by `cargo xtask docs`; do not edit.\n\n{text}")
    });
    vec![
        ("docs/generated/world.md", world_page()),
        ("docs/generated/affronts.md", affronts_page()),
        ("docs/generated/explain.md", explained("Schedule and parameters", &[])),
        ("docs/generated/sources.md", explained("Sources of the numbers", &["--sources"])),
        ("docs/generated/pairs.md", pairs),
        ("docs/tables.md", tables),
        ("docs/generated/columns.md", example("columns")),
    ]
}

/// Sizes and durations of affronts by kind.
fn affronts_page() -> Result<String, String> {
    let path = root().join("packs/affronts/kinds.csv");
    let mut table = csv::Reader::from_path(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut page = String::from(
        "# Kinds of affronts\n\nMade from `packs/affronts/kinds.csv`; do not edit. What the figures rest on and how to use them: \
         [Scenarios](../scenarios.md#how-large-an-affront-is). Ranges hold 90 %.\n\n| kind | what | size | range | fades within \
         days | range | episodes |\n|---|---|---:|---:|---:|---:|---:|\n",
    );
    for row in table.records() {
        let row = row.map_err(|error| format!("{}: {error}", path.display()))?;
        let [kind, what, size, low, high, days, least, most, _, episodes] =
            [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(|at| &row[at]);
        let _ = writeln!(
            page,
            "| `{kind}` | {what} | {size} | {low} to {high} | {days} | {least} to {most} | {episodes} |"
        );
    }
    Ok(page)
}

/// Every country with what stands behind its scenario.
fn world_page() -> Result<String, String> {
    let text = righting(&["new", "--list", "--json"])?;
    let listed: serde_json::Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let mut page = format!(
        "# Every country and its data\n\nMade from `righting new --list --json`, for a start on {}; do not edit. The rules are in [Any \
         country](../new.md).\n\n| code | country | people | regions | places | % in places | Gini | poverty | governance | product | \
         data | missing or weak |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n",
        listed["start"].as_str().unwrap_or_default()
    );
    for row in listed["countries"].as_array().ok_or("no countries")? {
        let word = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let number = |key: &str| row[key].as_f64().map_or_else(|| "-".to_owned(), |number| format!("{number:.0}"));
        let numbers = ["people", "regions", "places", "listed", "gini", "poverty", "governance", "product"].map(number);
        let missing: Vec<&str> =
            row["missing"].as_array().into_iter().flatten().filter_map(|item| item.as_str()).collect();
        let cells =
            [word("code"), word("name")].into_iter().chain(numbers).chain([word("quality"), missing.join(", ")]);
        let _ = writeln!(page, "| {} |", cells.collect::<Vec<_>>().join(" | "));
    }
    Ok(page)
}

fn measure(arguments: &[&str]) -> Result<String, String> {
    let mut run = vec!["run", "--quiet", "--release", "--package", "xtask", "--features", "measure"];
    run.extend(["--bin", "measure", "--"]);
    run.extend(arguments);
    output(cargo(&run))
}

fn righting(arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new(tested().join("righting"));
    command.args(arguments).current_dir(root()).env("COLUMNS", "120").env("NO_COLOR", "1");
    output(command)
}

/// What an example of a crate prints.
fn example(name: &str) -> Result<String, String> {
    output(Command::new(tested().join("examples").join(name)))
}

fn output(mut command: Command) -> Result<String, String> {
    let output = command.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The check of a run against the record: every target, then every miss, then the onsets.
fn check_page(run: &str) -> Result<String, String> {
    let run = std::path::absolute(run).map_err(|error| error.to_string())?;
    let text = measure(&["check", &run.to_string_lossy()])?;
    let check: serde_json::Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let rows = check["rows"].as_array().ok_or("the check has no rows")?;
    let mut page = format!(
        "# Band against record\n\nMade from the check (`righting check`) of a run of {} replicates; do not edit. {} of {} \
         targets meet the band from the 5th to the 95th percentile. Sharpness {}. First place: {} ({} of the \
         replicates).\n\n| where | what | when | record | 5 % | 50 % | 95 % | |\n|---|---|---|---|---|---|---|---|\n",
        check["replicates"],
        check["inside"],
        check["total"],
        plain(&check["sharpness"]),
        plain(&check["first_place"]),
        percent(&check["first_place_share"]),
    );
    for row in rows {
        let verdict = if row["inside"] == true { "inside" } else { "**miss**" };
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} | {verdict} |",
            plain(&row["place_name"]),
            plain(&row["quantity"]).replace('_', " "),
            if row["statistic"] == "onset" { "first day".to_owned() } else { plain(&row["date"]) },
            interval(&row["record"]),
            plain(&row["p5"]),
            plain(&row["p50"]),
            plain(&row["p95"]),
        );
    }
    page.push_str("\n## Misses\n\n");
    for row in rows.iter().filter(|row| row["inside"] != true) {
        let _ = writeln!(
            page,
            "* {}, {} ({}): record {}, median {}",
            plain(&row["place_name"]),
            plain(&row["quantity"]).replace('_', " "),
            plain(&row["id"]),
            interval(&row["record"]),
            plain(&row["p50"])
        );
    }
    page.push_str("\n## First day of 50 active, by region\n\n| region | record | 5 % | 50 % | 95 % | reached in |\n|---|---|---|---|---|---|\n");
    for row in check["onset_days"].as_array().into_iter().flatten() {
        let record = if row["record"].is_null() { "not dated".to_owned() } else { interval(&row["record"]) };
        let _ = writeln!(
            page,
            "| {} | {record} | {} | {} | {} | {} |",
            plain(&row["name"]),
            plain(&row["p5"]),
            plain(&row["p50"]),
            plain(&row["p95"]),
            percent(&row["share_reached"])
        );
    }
    let error = &check["onset_error"];
    if error.is_object() {
        let _ = writeln!(
            page,
            "\nMean error of the onset over {} dated regions: {} days; with the best single date {}, with the recorded \
             dates given out by population {}.",
            error["regions"],
            plain(&error["model"]),
            plain(&error["constant"]),
            plain(&error["population"])
        );
    }
    Ok(page)
}

/// A value as a reader wants it: text bare, large numbers whole, small ones with two decimals.
fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "never".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Number(number) => {
            let number = number.as_f64().unwrap_or(f64::NAN);
            if number.abs() >= 100.0 || number.fract() == 0.0 { format!("{number:.0}") } else { format!("{number:.2}") }
        }
        other => other.to_string(),
    }
}

fn interval(record: &serde_json::Value) -> String {
    let (low, high) = (plain(&record[0]), plain(&record[1]));
    if low == high { low } else { format!("{low} to {high}") }
}

fn percent(share: &serde_json::Value) -> String {
    share.as_f64().map_or_else(|| "none".to_owned(), |share| format!("{:.0} %", 100.0 * share))
}
