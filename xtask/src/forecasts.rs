//! The page of the book with the scores of rolling forecasts.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

/// The page from the `scores.json` that `righting score --out` wrote into a folder.
pub fn page(folder: &str) -> Result<String, String> {
    let path = Path::new(folder).join("scores.json");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let scores: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let mut page = String::from(
        "# Scores of rolling forecasts\n\nMade from `righting score` by `cargo xtask docs --scores`; do not edit. Lower is \
         better; a skill above 0 beats the baseline. CRPS, log score and interval score are of ln(1 + x), but for the \
         column in people.\n\n| as of | model | cases | CRPS | CRPS, people | log score | ignorance, bits | 90 % interval \
         score | inside 90 % | Brier onset | Brier violence | skill (90 %) |\n|---|---|---:|---:|---:|---:|---:|---:|---:|\
         ---:|---:|---|\n",
    );
    for row in scores["summaries"].as_array().ok_or("the scores have no summaries")? {
        let number = |name: &str, digits: usize| {
            row[name].as_f64().map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"))
        };
        let skill = &row["skill"];
        let skill = skill["skill"].as_f64().map_or_else(String::new, |value| {
            let end = |name: &str| skill[name].as_f64().unwrap_or(f64::NAN);
            format!("{value:.2} ({:.2} to {:.2})", end("low"), end("high"))
        });
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {:.0} % | {} | {} | {skill} |",
            row["as_of"].as_str().unwrap_or("all"),
            row["model"].as_str().unwrap_or_default(),
            row["cases"],
            number("crps_log", 2),
            number("crps", 0),
            number("log_score", 2),
            number("ignorance", 2),
            number("interval_score", 1),
            100.0 * row["coverage"].as_f64().unwrap_or(f64::NAN),
            number("brier_onset", 3),
            number("brier_violence", 3),
        );
    }
    page.push_str(
        "\n## Reliability\n\nProbabilities that protest, or violence, has begun in a region by the end of the first, second \
         and third day.\n\n| probability | forecasts | mean | came |\n|---|---:|---:|---:|\n",
    );
    for bin in scores["reliability"].as_array().into_iter().flatten() {
        let percent = |name: &str| format!("{:.0} %", 100.0 * bin[name].as_f64().unwrap_or(f64::NAN));
        let (low, high) = (percent("low"), percent("high"));
        let _ = writeln!(
            page,
            "| {low} to {high} | {} | {} | {} |",
            bin["count"],
            percent("forecast"),
            percent("observed")
        );
    }
    Ok(page)
}
