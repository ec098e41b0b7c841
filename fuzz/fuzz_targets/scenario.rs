//! Any bytes as a scenario file: they are read, or refused with a place inside the file; nothing else happens.

#![no_main]

use std::path::PathBuf;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use righting_scenario::{Change, Scenario, Source};

/// A file of this process, in memory where the system has such a folder.
fn file() -> &'static PathBuf {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let memory = PathBuf::from("/dev/shm");
        let root = if memory.is_dir() { memory } else { std::env::temp_dir() };
        let folder = root.join(format!("righting-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the scenario");
        folder.join("scenario.toml")
    })
}

fuzz_target!(|bytes: &[u8]| {
    // What follows a line of `%` is a change, so that `--set` is fuzzed as well.
    let (text, change) = match bytes.iter().position(|&byte| byte == b'%') {
        Some(at) => (&bytes[..at], std::str::from_utf8(&bytes[at + 1..]).ok()),
        None => (bytes, None),
    };
    let changes: Vec<Change> = change.and_then(|change| change.trim().parse().ok()).into_iter().collect();
    std::fs::write(file(), text).expect("the file can be written");
    match Scenario::load(&Source::File(file().clone()), &changes) {
        Ok(scenario) => assert!(scenario.setup.days > 0 && !scenario.setup.country.places.is_empty()),
        Err(error) => {
            assert!(error.location().is_none_or(|at| at.line >= 1 && at.span.end <= at.text.len()));
            assert!(!error.one_line().is_empty());
        }
    }
});
