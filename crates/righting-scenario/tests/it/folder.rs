//! Scenarios written out, hashed, read back.

use righting_scenario::{Change, Scenario, ScenarioError, Source, init, shipped};

use crate::good;

#[test]
fn every_shipped_scenario_is_written_out_and_reads_back_the_same() {
    for id in shipped() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let target = folder.path().join("new").join(id);
        let written = init(id, &target).expect("a new folder");
        assert!(written.iter().all(|path| path.is_file()) && !written.is_empty());
        let ours = Scenario::load(&Source::Folder(target), &[]).unwrap_or_else(|e| panic!("{}", e.one_line()));
        let shipped = good(id, &[]);
        assert_eq!((ours.hash, ours.setup.country), (shipped.hash, shipped.setup.country), "{id}");
    }
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("notes.txt"), "mine").expect("it can be written");
    let error = init("five-towns", folder.path()).expect_err("the folder is not empty");
    assert!(matches!(*error, ScenarioError::Exists { .. }), "{error}");
    let inside: Vec<_> = folder.path().read_dir().expect("it can be listed").collect();
    assert_eq!(inside.len(), 1);
    let error = init("five-towns", &folder.path().join("notes.txt")).expect_err("it is a file");
    assert!(matches!(*error, ScenarioError::Exists { .. }), "{error}");
    let error = init("five-tows", &folder.path().join("new")).expect_err("no such scenario");
    assert_eq!(error.nearest(), Some("five-towns"));
    assert!(!folder.path().join("new").exists());
}

#[test]
fn the_hash_changes_with_every_file_and_change_and_with_nothing_else() {
    let base = good("five-towns", &[]).hash;
    assert_eq!(base, good("five-towns", &[]).hash);
    assert_ne!(base, good("five-towns", &["time.days=13"]).hash);
    assert_ne!(good("five-towns", &["time.days=13"]).hash, good("five-towns", &["time.days=12"]).hash);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = init("five-towns", &folder.path().join("x")).expect("a new folder");
    let path = folder.path().join("x");
    let hash =
        || Scenario::load(&Source::Folder(path.clone()), &[]).unwrap_or_else(|e| panic!("{}", e.one_line())).hash;
    let edits = [
        ("scenario.toml", "Five towns", "Six towns"),
        ("regions.csv", "XX-S", "XX-T"),
        ("places.csv", "Birchford", "Birchfort"),
        ("facilities.csv", "City hall", "Town hall"),
        ("regions.geojson", "South", "Southern"),
        ("sources.csv", "CC0-1.0", "CC-BY-4.0"),
        ("records/targets.csv", ",3000,", ",3001,"),
        ("records/events.csv", "Emergency in", "State of emergency in"),
    ];
    let read = files.iter().filter(|file| file.extension().is_some_and(|kind| kind != "md")).count();
    assert_eq!(edits.len(), read, "every file that is read has its edit");
    for (name, from, to) in edits {
        let file = path.join(name);
        let text = std::fs::read_to_string(&file).expect("it was written");
        assert!(text.contains(from), "{name}");
        std::fs::write(&file, format!("{text}\n")).expect("it can be written");
        assert_eq!(hash(), base, "{name}: an empty line says nothing");
        std::fs::write(&file, text.replace(from, to)).expect("it can be written");
        assert_ne!(hash(), base, "{name}");
        std::fs::write(&file, text).expect("it can be written");
    }
}

#[test]
fn the_files_of_a_run_are_all_that_was_read() {
    let scenario = good("kazakhstan-2022-forecast", &[]);
    let paths: Vec<&str> = scenario.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths[..2], ["kazakhstan-2022-forecast/scenario.toml", "kazakhstan-2022/scenario.toml"]);
    for file in ["places.csv", "regions.csv", "facilities.csv", "regions.geojson", "claims.toml", "records/targets.csv"]
    {
        assert!(paths.contains(&format!("kazakhstan-2022/{file}").as_str()), "{file}");
    }
}

#[test]
fn an_argument_is_a_path_if_it_looks_like_one() {
    assert_eq!(Source::from_argument("five-towns"), Source::Shipped("five-towns".to_owned()));
    assert_eq!(Source::from_argument("./five-towns"), Source::File("./five-towns".into()));
    assert_eq!(Source::from_argument("mine.toml"), Source::File("mine.toml".into()));
    assert_eq!(Source::from_argument("tests/bad"), Source::Folder("tests/bad".into()));
    assert_eq!("a.b = 3".parse(), Ok(Change::Set { path: "a.b".to_owned(), value: "3".to_owned() }));
    assert!("days".parse::<Change>().is_err() && "=3".parse::<Change>().is_err());
}
