//! A bundle on disk, as a scenario.

use righting_scenario::{Scenario, Source};
use righting_world::{Bundle, Request, World};

/// Writes the files into a new folder and loads them.
pub fn loaded(bundle: &Bundle) -> Scenario {
    loaded_with(bundle, &[])
}

/// The same with some files replaced.
pub fn loaded_with(bundle: &Bundle, replaced: &[(&str, String)]) -> Scenario {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in &bundle.files {
        let text = replaced.iter().find(|(name, _)| name == path).map_or(text, |(_, text)| text);
        std::fs::write(folder.path().join(path), text).unwrap();
    }
    let source = Source::Folder(folder.path().to_owned());
    Scenario::load(&source, &[]).unwrap_or_else(|error| panic!("{}: {}", bundle.id, error.one_line()))
}

/// A start in the middle of what the tables hold.
pub fn request() -> Request {
    Request::starting("2022-03-25".parse().unwrap())
}

/// The bundle of a country.
pub fn bundle(code: &str, request: &Request) -> Bundle {
    let world = World::packed();
    world.bundle(world.country(code).unwrap(), request).unwrap()
}
