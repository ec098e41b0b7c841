//! The page of the book with the claims ledger filled in.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

/// The page from the `claims.json` that `righting claims --out` wrote into a folder.
pub fn page(folder: &str) -> Result<String, String> {
    let path = Path::new(folder).join("claims.json");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let told: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut page = format!(
        "# Claims and verdicts\n\nMade from `righting claims {}` ({} replicates, seed {}) by `cargo xtask docs --claims`; do \
         not edit.\n\n| claim | kind | verdict | evidence |\n|---|---|---|---|\n",
        plain(&told["scenario"]),
        told["replicates"],
        told["seed"]
    );
    for claim in told["claims"].as_array().ok_or("there are no claims")? {
        let contested = if claim["contested"] == true { ", contested" } else { "" };
        let evidence: Vec<String> = claim["evidence"].as_array().into_iter().flatten().map(plain).collect();
        let _ = writeln!(
            page,
            "| {} | {}{contested} | **{}** | {} |",
            plain(&claim["claim"]),
            plain(&claim["kind"]),
            plain(&claim["verdict"]),
            evidence.join(" ")
        );
    }
    Ok(page)
}
