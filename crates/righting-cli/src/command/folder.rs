//! Where results go.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use righting_export::Bundle;

use crate::fail::Fail;

/// `runs/<name>`, or the first `runs/<name>-<n>` that is free, made so that no other start takes it; on resuming the last
/// one that is there.
pub fn default_folder(name: &str, resume: bool) -> Result<PathBuf, Fail> {
    default_in(Path::new("runs"), name, resume)
}

fn default_in(runs: &Path, name: &str, resume: bool) -> Result<PathBuf, Fail> {
    let nth = |n: u32| runs.join(if n == 1 { name.to_owned() } else { format!("{name}-{n}") });
    if resume {
        let free = (1..).find(|&n| !nth(n).exists()).unwrap_or(1);
        return Ok(nth(free.saturating_sub(1).max(1)));
    }
    let failed = |path: &Path, error: std::io::Error| {
        Fail::Kept(miette::miette!("{} could not be created: {error}", path.display()))
    };
    std::fs::create_dir_all(runs).map_err(|error| failed(runs, error))?;
    for path in (1..).map(nth) {
        match std::fs::create_dir(&path) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(&path, error)),
        }
    }
    Err(failed(runs, ErrorKind::AlreadyExists.into()))
}

/// The name that the argument for a scenario gives to a folder of results: of a path its last part, of a file
/// `scenario.toml` the folder that it lies in, of a bundle what stands before `.zip`.
pub fn name_of(argument: &str) -> String {
    let argument = if Bundle::is_named(argument) { &argument[..argument.len() - 4] } else { argument };
    let path = Path::new(argument);
    let looks_like_path = argument.contains(['/', '\\']) || argument.ends_with(".toml") || argument.starts_with('.');
    if !looks_like_path {
        return argument.to_owned();
    }
    let whole = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let named = match whole.file_name() {
        Some(file) if file == "scenario.toml" => whole.parent().and_then(Path::file_name),
        Some(_) if whole.extension().is_some_and(|extension| extension == "toml") => whole.file_stem(),
        name => name,
    };
    named.map_or_else(|| "run".to_owned(), |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_at_once_get_a_folder_each() {
        let home = tempfile::tempdir().unwrap();
        let take = || default_in(home.path(), "case", false).map_err(|_| ()).unwrap();
        let mut taken: Vec<PathBuf> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..8).map(|_| scope.spawn(take)).collect();
            starts.into_iter().map(|start| start.join().unwrap()).collect()
        });
        taken.sort_unstable();
        taken.dedup();
        assert_eq!(taken.len(), 8);
        assert_eq!(default_in(home.path(), "case", true).map_err(|_| ()).unwrap(), home.path().join("case-8"));
    }

    #[test]
    fn a_folder_is_named_for_the_argument() {
        let home = tempfile::tempdir().unwrap();
        let case = home.path().join("my-case");
        std::fs::create_dir(&case).unwrap();
        std::fs::write(case.join("scenario.toml"), "").unwrap();
        std::fs::write(case.join("late.toml"), "").unwrap();
        let name = |path: PathBuf| name_of(&path.to_string_lossy());
        assert_eq!(name_of("five-towns"), "five-towns");
        assert_eq!(["base.zip", "runs/base.zip"].map(name_of), ["base", "base"]);
        assert_eq!(name(case.clone()), "my-case");
        assert_eq!(name(case.join("")), "my-case");
        assert_eq!(name(case.join("scenario.toml")), "my-case");
        assert_eq!(name(case.join("late.toml")), "late");
    }
}
