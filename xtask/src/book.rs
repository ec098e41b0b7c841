//! The book: every page stands in the summary, every link leads somewhere.

use std::path::{Path, PathBuf};

/// Whether `docs/SUMMARY.md` lists every page of the book: mdBook leaves out what it does not list.
pub fn every_page_is_listed(docs: &Path) -> Result<(), String> {
    let summary = docs.join("SUMMARY.md");
    let listed: Vec<PathBuf> = links(&summary)?.iter().map(|target| tidy(target)).collect();
    let lost: Vec<String> = pages(docs)?
        .into_iter()
        .filter(|page| *page != summary && !listed.contains(page))
        .map(|page| page.display().to_string())
        .collect();
    if lost.is_empty() { Ok(()) } else { Err(format!("SUMMARY.md lacks {}", lost.join(", "))) }
}

/// Whether every relative link and picture of these pages exists.
pub fn links_lead_somewhere(docs: &Path, others: &[PathBuf]) -> Result<(), String> {
    let mut dead = Vec::new();
    for page in pages(docs)?.iter().chain(others) {
        for target in links(page)? {
            if !target.exists() {
                dead.push(format!("{} -> {}", page.display(), tidy(&target).display()));
            }
        }
    }
    if dead.is_empty() { Ok(()) } else { Err(dead.join("; ")) }
}

fn pages(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() {
            found.extend(pages(&path)?);
        } else if path.extension().is_some_and(|kind| kind == "md") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Targets of the relative links of a page, outside code.
fn links(page: &Path) -> Result<Vec<PathBuf>, String> {
    let text = std::fs::read_to_string(page).map_err(|error| format!("{}: {error}", page.display()))?;
    let folder = page.parent().unwrap_or(Path::new("."));
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        for part in line.split("](").skip(1) {
            let target = part.split([')', '#', ' ']).next().unwrap_or_default();
            if !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:") {
                found.push(folder.join(target));
            }
        }
    }
    Ok(found)
}

/// A path without `.` and `..`.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => drop(tidy.pop()),
            other => tidy.push(other),
        }
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dead_links_and_lost_pages_are_found() {
        let docs = std::env::temp_dir().join(format!("xtask-book-{}", std::process::id()));
        std::fs::create_dir_all(docs.join("more")).unwrap();
        std::fs::write(docs.join("SUMMARY.md"), "- [One](one.md)\n  - [Two](more/two.md)\n").unwrap();
        std::fs::write(docs.join("one.md"), "[two](more/two.md#part) [web](https://example.org)\n").unwrap();
        std::fs::write(docs.join("more/two.md"), "[one](../one.md)\n```\n[code](none.md)\n```\n").unwrap();
        assert_eq!(every_page_is_listed(&docs), Ok(()));
        assert_eq!(links_lead_somewhere(&docs, &[]), Ok(()));
        std::fs::write(docs.join("lost.md"), "![picture](none.png)\n").unwrap();
        assert!(every_page_is_listed(&docs).unwrap_err().contains("lost.md"));
        assert!(links_lead_somewhere(&docs, &[]).unwrap_err().contains("none.png"));
        std::fs::remove_dir_all(&docs).unwrap();
    }
}
