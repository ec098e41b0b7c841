//! The page of the book that is made from a replication.

use crate::outcome::Outcome;
use crate::registry::classics;

/// The validation page in Markdown: one table per model, hits and misses alike.
pub fn book_page(outcomes: &[Outcome]) -> String {
    let claims = || outcomes.iter().flat_map(|outcome| &outcome.claims);
    let hits = claims().filter(|claim| claim.hit).count();
    let total = claims().count();
    let command = match outcomes {
        [outcome] => outcome.model,
        _ => "--all",
    };
    let mut page = format!(
        "# The classics: published beside obtained\n\n\
         Made by `righting classic {command}`; do not edit. {hits} of {total} statements are met; the others stay \
         here with the reason. *Recalled, not verified* marks a number that was not checked against its \
         source.\n\n"
    );
    for outcome in outcomes {
        let Some(classic) = classics().iter().find(|classic| classic.name == outcome.model) else {
            continue;
        };
        page += &format!("## {}\n\n{}\n\n", classic.title, classic.citation);
        page += "| statement | source says | obtained | counts as a hit if | |\n|---|---|---|---|---|\n";
        for claim in &outcome.claims {
            let verdict = if claim.hit { "hit" } else { "**miss**" };
            page += &format!(
                "| {} | {} ({}) | {} | {} | {verdict} |\n",
                cell(&claim.what),
                cell(&claim.published),
                claim.mark.label(),
                cell(&claim.obtained),
                cell(&claim.rule),
            );
        }
        page.push('\n');
        for claim in outcome.claims.iter().filter(|claim| !claim.note.is_empty()) {
            page += &format!("* {}: {}\n", claim.what, claim.note);
        }
        for chart in &outcome.charts {
            page += &format!("\n![{}]({}.svg)\n", chart.title, chart.name);
        }
        page.push('\n');
    }
    page
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
