//! The types of the page, made from those of the program. The tests of the crates that serialise them write them, one file
//! for each kind of data, where `.cargo/config.toml` says.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::chores::{cargo, root};

/// Where the page has them.
const PAGE: &str = "web/src/generated";

/// Where tests write them.
fn made() -> PathBuf {
    root().join("target/page-types")
}

/// Lets no type stand that a test wrote before.
pub fn forget() -> Result<(), String> {
    emptied(&made())
}

/// Has the types written and takes them into the page.
pub fn write() -> Result<(), String> {
    forget()?;
    let mut tests = cargo(&["test", "--quiet", "--workspace", "--exclude", "xtask", "--lib", "--", "export_bindings"]);
    let status = tests.status().map_err(|error| error.to_string())?;
    if !status.success() {
        return Err(format!("the types were not written: {status}"));
    }
    let page = root().join(PAGE);
    emptied(&page)?;
    for (name, text) in files(&made())? {
        std::fs::write(page.join(&name), text).map_err(|error| format!("{PAGE}/{name}: {error}"))?;
    }
    Ok(())
}

/// Makes a folder that is there and empty.
fn emptied(folder: &Path) -> Result<(), String> {
    let removed = if folder.exists() { std::fs::remove_dir_all(folder) } else { Ok(()) };
    removed.and_then(|()| std::fs::create_dir_all(folder)).map_err(|error| format!("{}: {error}", folder.display()))
}

/// Whether the page has the types that the tests of this build wrote.
pub fn are_fresh() -> Result<(), String> {
    differing(&files(&made())?, &files(&root().join(PAGE))?)
        .map_or(Ok(()), |name| Err(format!("{PAGE}/{name} differs from the program's types: run `cargo xtask schema`")))
}

/// The first file that is in one folder only or has another text in each.
fn differing<'n>(made: &'n BTreeMap<String, String>, kept: &'n BTreeMap<String, String>) -> Option<&'n str> {
    let names = made.keys().chain(kept.keys());
    names.map(String::as_str).find(|name| made.get(*name) != kept.get(*name))
}

/// The text of every file of a folder, by name.
fn files(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    let said = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(said)? {
        let entry = entry.map_err(said)?;
        let text = std::fs::read_to_string(entry.path()).map_err(said)?;
        files.insert(entry.file_name().to_string_lossy().into_owned(), text);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_that_changed_and_a_file_too_many_are_named() {
        let files = |all: &[(&str, &str)]| all.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
        let made: BTreeMap<String, String> = files(&[("report.ts", "a"), ("serve.ts", "b")]);
        assert_eq!(differing(&made, &made), None);
        assert_eq!(differing(&made, &files(&[("report.ts", "a"), ("serve.ts", "c")])), Some("serve.ts"));
        assert_eq!(differing(&made, &files(&[("report.ts", "a")])), Some("serve.ts"));
        assert_eq!(differing(&made, &files(&[("old.ts", ""), ("report.ts", "a"), ("serve.ts", "b")])), Some("old.ts"));
    }
}
