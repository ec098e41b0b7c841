//! The crises that ship stand on the country that `righting new` makes.

use std::path::{Path, PathBuf};

use righting_world::{Request, World};

/// Scenarios whose file says by which command their country was made: folder, and its words after `righting new`.
fn made() -> Vec<(PathBuf, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let folders = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let command = |folder: PathBuf| {
        let text = std::fs::read_to_string(folder.join("scenario.toml")).ok()?;
        let (_, rest) = text.split_once("# `righting new ")?;
        let words = rest.split_once('`')?.0.split_whitespace().map(str::to_owned).collect();
        Some((folder, words))
    };
    folders.filter_map(command).collect()
}

#[test]
fn their_tables_are_those_of_the_command_that_they_name() {
    let made = made();
    assert!(made.len() >= 13, "{made:?}");
    for (folder, words) in made {
        let [code, _, start, _, days, _, places] = words.as_slice() else { panic!("{}: {words:?}", folder.display()) };
        let mut request = Request::starting(start.parse().unwrap());
        (request.days, request.most_places) = (days.parse().unwrap(), places.parse().unwrap());
        let world = World::packed();
        let bundle = world.bundle(world.country(code).unwrap(), &request).unwrap();
        for name in ["regions.csv", "places.csv", "facilities.csv", "regions.geojson"] {
            let ours = std::fs::read_to_string(folder.join(name)).unwrap();
            // The data give Alborz the code of Tehran; its SOURCES.md says so.
            let theirs = bundle.text(name).unwrap().replace("alborz,Alborz,IR-07", "alborz,Alborz,IR-32");
            assert!(ours == theirs, "{} differs from `righting new {}`", folder.join(name).display(), words.join(" "));
        }
    }
}
