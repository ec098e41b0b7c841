//! The files of a scenario under the root as a bundle in memory.
//!
//! A scenario names other files and builds on other scenarios. Read from a folder by its text, that text could name any
//! file of this machine, and a message would quote it. So the server reads the files itself, each by a path that is
//! checked, and hands the reader of scenarios a bundle, which opens no file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use righting_scenario::{Bundle, shipped};
use righting_store::is_stored;

use crate::refusal::Refusal;
use crate::root::Root;

/// The scenario's own file.
pub const MAIN: &str = "scenario.toml";
/// Endings of files that a scenario may name.
const READ: [&str; 4] = ["toml", "csv", "json", "geojson"];
/// Most files of a folder, most folders below it, and most bytes of a scenario.
const MOST_FILES: usize = 500;
const DEEPEST: usize = 4;
const MOST_BYTES: u64 = 64 << 20;
/// Longest chain of scenarios that build on one another.
const MOST_BASES: usize = 16;

/// The bundle of the scenario in a folder of the root, as if its own file held `text`, if one is given.
///
/// # Errors
/// When the folder is none, a file is no text, too much is there, or something leads out of the root.
pub fn bundle(root: &Root, folder: &str, text: Option<&str>) -> Result<Bundle, Refusal> {
    let mut reading = Reading { root, bundle: Bundle::default(), seen: Vec::new(), files: 0, bytes: 0 };
    let mut next = Some((root.existing(folder)?, MAIN.to_owned()));
    while let Some((folder, main)) = next.take() {
        let label = reading.label(&folder);
        reading.folder(&folder, &label, "", 0)?;
        let path = format!("{label}/{main}");
        if let Some(text) = text.filter(|_| reading.bundle.scenarios.is_empty()) {
            reading.bundle.files.insert(path.clone(), text.to_owned());
        }
        let Some(own) = reading.bundle.files.get(&path) else {
            return Err(Refusal::absent("scenario", format!("`{}` has no {main}", root.shown(&folder))));
        };
        if reading.bundle.scenarios.contains(&path) {
            return Err(Refusal::unfit("scenario", format!("`{path}` is based on itself")).help("remove one `base`"));
        }
        let base = base_of(own).filter(|base| !shipped().contains(&base.as_str()));
        reading.bundle.scenarios.push(path);
        next = base.map(|base| below(root, &folder, &base)).transpose()?.flatten();
        if reading.bundle.scenarios.len() > MOST_BASES {
            let message = format!("more than {MOST_BASES} scenarios build on one another");
            return Err(Refusal::unfit("scenario", message));
        }
    }
    Ok(reading.bundle)
}

/// Texts by path, read so far.
struct Reading<'r> {
    root: &'r Root,
    bundle: Bundle,
    /// Folders, by the label that they have in the bundle.
    seen: Vec<(PathBuf, String)>,
    files: usize,
    bytes: u64,
}

impl Reading<'_> {
    /// The name of a folder, told apart by a number from others of that name.
    fn label(&mut self, folder: &Path) -> String {
        if let Some((_, label)) = self.seen.iter().find(|(known, _)| known == folder) {
            return label.clone();
        }
        let own = folder.file_name().map_or_else(|| "scenario".to_owned(), |name| name.to_string_lossy().into_owned());
        let taken = |label: &String| self.seen.iter().any(|(_, known)| known == label);
        let numbered = (2..).map(|number| format!("{own}-{number}"));
        let label = std::iter::once(own.clone()).chain(numbered).find(|label| !taken(label)).unwrap_or(own);
        self.seen.push((folder.to_owned(), label.clone()));
        label
    }

    /// Reads what a scenario may name in a folder and below it; results that lie there are not of it.
    fn folder(&mut self, folder: &Path, label: &str, within: &str, depth: usize) -> Result<(), Refusal> {
        for (name, path) in entries(folder).map_err(|error| unreadable(&self.root.shown(folder), &error))? {
            let shown = format!("{within}{name}");
            let found = path.canonicalize().map_err(|error| unreadable(&shown, &error))?;
            if found.is_dir() {
                // A link to a folder is no part of the scenario: it is not looked into.
                if depth < DEEPEST && !path.is_symlink() && !is_stored(&path) && !path.join(MAIN).is_file() {
                    self.folder(&path, label, &format!("{shown}/"), depth + 1)?;
                }
            } else if found.is_file() && READ.iter().any(|ending| path.extension().is_some_and(|own| own == *ending)) {
                self.root.inside(&shown, &found)?;
                let text = self.file(&found, &shown)?;
                self.bundle.files.insert(format!("{label}/{shown}"), text);
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, shown: &str) -> Result<String, Refusal> {
        self.files += 1;
        self.bytes += path.metadata().map_or(0, |found| found.len());
        if self.files > MOST_FILES || self.bytes > MOST_BYTES {
            let most = MOST_BYTES >> 20;
            let message = format!("the files of the scenario are more than {MOST_FILES}, or larger than {most} MB");
            return Err(Refusal::unfit("too_large", message));
        }
        let bytes = fs::read(path).map_err(|error| unreadable(shown, &error))?;
        String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Refusal::unfit("not_utf8", format!("`{shown}` is not UTF-8: byte {at} of the file"))
                .help("save the file as UTF-8")
        })
    }
}

/// Visible names in a folder, sorted, each with its path.
pub fn entries(folder: &Path) -> std::io::Result<BTreeMap<String, PathBuf>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            found.insert(name, entry.path());
        }
    }
    Ok(found)
}

/// The folder and the file that a base by path names. What is no path, or not there, the reader of scenarios refuses.
fn below(root: &Root, folder: &Path, base: &str) -> Result<Option<(PathBuf, String)>, Refusal> {
    let is_path = base.contains(['/', '\\']) || base.starts_with('.') || base.ends_with(".toml");
    let Some(path) = Some(folder.join(base)).filter(|path| is_path && path.exists()) else { return Ok(None) };
    let found = path.canonicalize().map_err(|error| unreadable(base, &error))?;
    root.inside(base, &found)?;
    if found.is_dir() {
        return Ok(Some((found, MAIN.to_owned())));
    }
    let name = found.file_name().map(|name| name.to_string_lossy().into_owned());
    Ok(found.parent().map(Path::to_owned).zip(name))
}

/// The `base` of a scenario text. Text that is not TOML has none: the reader says so.
fn base_of(text: &str) -> Option<String> {
    text.parse::<toml::Table>().ok()?.get("base")?.as_str().map(str::to_owned)
}

fn unreadable(shown: &str, error: &std::io::Error) -> Refusal {
    Refusal::unfit("unreadable", format!("`{shown}` cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use righting_scenario::{Scenario, Source, init};

    use super::*;

    fn home() -> (tempfile::TempDir, Root) {
        let home = tempfile::tempdir().unwrap();
        init("five-towns", &home.path().join("root/mine")).unwrap();
        fs::write(home.path().join("secret.toml"), "password = 1").unwrap();
        let root = Root::open(&home.path().join("root"), false).unwrap();
        (home, root)
    }

    fn based(base: &str) -> String {
        format!("id = \"other\"\ntitle = \"Other\"\nbase = \"{base}\"\n")
    }

    #[test]
    fn a_folder_is_the_scenario_that_the_program_reads() {
        let (home, root) = home();
        let scenario = Scenario::load(&Source::Bundle(bundle(&root, "mine", None).unwrap()), &[]).unwrap();
        let read = Scenario::load(&Source::Folder(home.path().join("root/mine")), &[]).unwrap();
        assert_eq!(scenario.hash, read.hash);
        let other = root.folder().join("below/other");
        fs::create_dir_all(&other).unwrap();
        fs::write(other.join(MAIN), based("../../mine")).unwrap();
        let scenario = Scenario::load(&Source::Bundle(bundle(&root, "below/other", None).unwrap()), &[]).unwrap();
        assert_eq!(scenario.hash, Scenario::load(&Source::Folder(other), &[]).unwrap().hash);
    }

    #[test]
    fn a_text_that_names_a_file_outside_is_refused_and_the_file_not_quoted() {
        let (home, root) = home();
        let outside = home.path().join("secret.toml");
        for base in ["../../secret.toml", &outside.to_string_lossy(), "../.."] {
            let refused = bundle(&root, "mine", Some(&based(base))).unwrap_err();
            assert_eq!(refused.problem().kind, "outside", "{base}");
        }
        let ring = bundle(&root, "mine", Some(&based("../mine"))).unwrap_err();
        assert_eq!(ring.problem().kind, "scenario");
        let text = "id = \"x\"\ntitle = \"x\"\nplaces = \"../../secret.toml\"\n";
        let source = Source::Bundle(bundle(&root, "mine", Some(text)).unwrap());
        let said = Scenario::load(&source, &[]).unwrap_err().one_line();
        assert!(!said.contains("password"), "{said}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_file_outside_is_refused() {
        let (home, root) = home();
        std::os::unix::fs::symlink(home.path().join("secret.toml"), root.folder().join("mine/more.toml")).unwrap();
        assert_eq!(bundle(&root, "mine", None).unwrap_err().problem().kind, "outside");
    }
}
