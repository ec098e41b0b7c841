//! Bundles.

use std::io::Write;
use std::path::Path;

use righting_export::{Bundle, ExportError, bundle};
use righting_store::{Checksums, StoredRun};
use serde_json::Value;

use crate::{inside, private_towns, run_of, towns};

/// Budget: 5 s.
#[test]
fn a_bundle_makes_the_same_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let run = run_of(&towns(), &folder.path().join("run"));
    let paths = ["a.zip", "b.zip", "whole.zip"].map(|name| folder.path().join(name));
    bundle(&run, &paths[0], false).unwrap();
    bundle(&run, &paths[1], false).unwrap();
    assert_eq!(std::fs::read(&paths[0]).unwrap(), std::fs::read(&paths[1]).unwrap(), "two bundles differ");
    assert!(bundle(&run, &paths[2], true).unwrap().files.contains(&"results/places.parquet".to_owned()));

    let read = Bundle::read(&paths[0]).unwrap();
    assert_eq!((read.recipe.seed, read.recipe.replicates, read.recipe.private_rows), (5, 3, 0));
    let again = run_of(&read.scenario(&[]).unwrap(), &folder.path().join("again"));
    assert_eq!(read.differing(again.path()).unwrap(), Vec::<String>::new());
    for name in ["run.json", "nation.parquet", "regions.parquet", "places.parquet", "events.parquet", "summary.parquet"]
    {
        let bytes = |run: &StoredRun| std::fs::read(run.path().join(name)).unwrap();
        assert_eq!(bytes(&run), bytes(&again), "{name}");
    }
    // The comparison can fail.
    let mut other = read.clone();
    other.recipe.checksums.insert("nation.parquet".to_owned(), "0".repeat(64));
    assert_eq!(other.differing(again.path()).unwrap(), ["nation.parquet"]);
}

/// What RO-Crate 1.1 asks for: the descriptor, the root with what it must have, and an entity for every file.
#[test]
fn a_bundle_is_a_crate() {
    let folder = tempfile::tempdir().unwrap();
    let run = run_of(&towns(), &folder.path().join("run"));
    let path = folder.path().join("a.zip");
    let packed = bundle(&run, &path, false).unwrap();
    assert_eq!(packed.files[0], "ro-crate-metadata.json");
    let told: Value = serde_json::from_str(&inside(&path, "ro-crate-metadata.json")).unwrap();
    assert_eq!(told["@context"], "https://w3id.org/ro/crate/1.1/context");
    let graph = told["@graph"].as_array().unwrap();
    let entity = |id: &str| graph.iter().find(|entity| entity["@id"] == id).unwrap_or_else(|| panic!("no {id}"));
    assert_eq!(entity("ro-crate-metadata.json")["about"]["@id"], "./");
    let root = entity("./");
    for key in ["name", "description", "datePublished", "license"] {
        assert!(!root[key].is_null(), "the root has no {key}");
    }
    let parts: Vec<&str> =
        root["hasPart"].as_array().unwrap().iter().map(|part| part["@id"].as_str().unwrap()).collect();
    assert_eq!(parts, packed.files[1..].iter().map(String::as_str).collect::<Vec<_>>());
    for part in parts {
        assert_eq!(entity(part)["@type"], "File");
    }
    let command = entity("#run")["description"].as_str().unwrap();
    assert_eq!(command, "righting run five-towns --set 'price.label=\"=1+1\"' --replicates 3 --seed 5");
    let licences = graph.iter().filter(|entity| entity["@id"].as_str().unwrap().starts_with("#source-"));
    assert!(licences.clone().count() > 0 && licences.clone().all(|source| source["license"].as_str() != Some("")));
}

/// Private rows stay out, and the tables come out the same without them.
#[test]
fn private_rows_stay_out_of_a_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = private_towns(&folder.path().join("case"));
    let hidden = scenario.record.events.iter().find(|event| !event.imported.is_public()).unwrap().label.clone();
    let run = run_of(&scenario, &folder.path().join("run"));
    let path = folder.path().join("a.zip");
    assert_eq!(bundle(&run, &path, true).unwrap().private, 1);
    let events = inside(&path, "scenario/case/records/events.csv");
    assert!(!events.contains(&hidden), "{events}");
    let read = Bundle::read(&path).unwrap();
    assert!(!read.recipe.checksums.contains_key("run.json"));
    let again = run_of(&read.scenario(&[]).unwrap(), &folder.path().join("again"));
    assert_eq!(read.differing(again.path()).unwrap(), Vec::<String>::new());
}

#[test]
fn what_is_no_bundle_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("text.zip"), "no archive").unwrap();
    let pack = |name: &str, files: &[(&str, &str)]| {
        let mut archive = zip::ZipWriter::new(std::fs::File::create(path(name)).unwrap());
        for (file, text) in files {
            archive.start_file(*file, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap();
    };
    let recipe = |format: u32, scenarios: &str| {
        format!(
            r#"{{"format":{format},"version":"0.1.0","scenario":"x","title":"x","scenarios":{scenarios},"changes":[],"seed":1,"replicates":1,"engine":"sellke","private_rows":0,"checksums":{{}}}}"#
        )
    };
    pack("empty.zip", &[]);
    pack("later.zip", &[("righting.json", &recipe(9, "[]"))]);
    pack("none.zip", &[("righting.json", &recipe(1, "[]"))]);
    pack("lost.zip", &[("righting.json", &recipe(1, r#"["x/scenario.toml"]"#))]);
    pack("engine.zip", &[("righting.json", &recipe(1, "[]").replace("sellke", "steam"))]);
    let many = recipe(1, "[]").replace("\"replicates\":1", "\"replicates\":4000000000");
    pack("many.zip", &[("righting.json", &many)]);
    pack("up.zip", &[("righting.json", &recipe(1, r#"["x/scenario.toml"]"#)), ("scenario/../../x", "")]);
    let said =
        |name: &str| Bundle::read(&path(name)).unwrap_err().to_string().replace(&*folder.path().to_string_lossy(), "");
    let all = ["text", "empty", "later", "none", "lost", "up", "engine", "many"]
        .map(|name| said(&format!("{name}.zip")))
        .join("\n");
    insta::assert_snapshot!(all);
    assert!(matches!(Bundle::read(Path::new("missing.zip")), Err(ExportError::Io { verb: "read", .. })));
    // A damaged file of an archive is found by its checksum.
    let run = run_of(&towns(), &path("run"));
    bundle(&run, &path("whole.zip"), false).unwrap();
    let mut bytes = std::fs::read(path("whole.zip")).unwrap();
    let at = bytes.windows(13).position(|word| word == b"righting.json").unwrap() + 60;
    bytes[at] ^= 1;
    std::fs::write(path("damaged.zip"), bytes).unwrap();
    assert!(Bundle::read(&path("damaged.zip")).is_err());
    assert!(Checksums::read(run.path()).unwrap().sum("run.json").is_some());
}
