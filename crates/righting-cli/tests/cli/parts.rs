//! A run in parts, as a cluster makes it: the real program, shard by shard, and the merged run.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::{done, json, refused, tables};

const RUN: [&str; 4] = ["run", "five-towns", "--replicates", "13"];

fn part(home: &Path, text: &str, extra: &[&str]) -> String {
    let out = home.join(text.replace('/', "-of-")).display().to_string();
    done(&[&RUN[..], &["--part", text, "--out", &out], extra].concat());
    out
}

#[test]
fn parts_merge_to_the_bytes_of_one_run() {
    let home = tempfile::tempdir().unwrap();
    let one = home.path().join("one");
    done(&[&RUN[..], &["--out", one.to_str().unwrap()]].concat());
    for of in [1, 3, 8, 64] {
        let home = tempfile::tempdir().unwrap();
        let parts: Vec<String> =
            (1..=of).rev().map(|k| part(home.path(), &format!("{k}/{of}"), &["--threads", "1"])).collect();
        let out = home.path().join("merged");
        let mut arguments = vec!["merge", out.to_str().unwrap(), "--json"];
        arguments.extend(parts.iter().map(String::as_str));
        let told = json(&arguments);
        assert_eq!((&told["replicates"], &told["succeeded"], &told["parts"]), (&13.into(), &13.into(), &of.into()));
        assert!(tables(&out) == tables(&one), "{of} parts");
        for name in ["run.json", "report.html"] {
            assert!(fs::read(out.join(name)).unwrap() == fs::read(one.join(name)).unwrap(), "{name} of {of} parts");
        }
        done(&["validate", out.to_str().unwrap()]);
    }
}

#[test]
fn a_part_says_what_it_is_and_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let one = part(home.path(), "2/3", &[]);
    let again = json(&[&RUN[..], &["--part", "2/3", "--resume", "--json", "--out", &one]].concat());
    assert_eq!((&again["from"], &again["to"], &again["succeeded"]), (&4.into(), &8.into(), &4.into()));
    assert_eq!(again["part"], Value::from("2/3"));
    let (code, said) = refused(&["check", &one]);
    assert!(code == 2 && said.contains("is part 2/3 of a run") && said.contains("righting merge"), "{said}");
    let (code, said) = refused(&["merge", home.path().join("out").to_str().unwrap(), &one]);
    assert!(code == 2 && said.contains("none of the folders has replicate 0; 9 of 13 are missing"), "{said}");
    let other = home.path().join("other").display().to_string();
    done(&[&RUN[..], &["--seed", "2", "--part", "1/3", "--out", &other]].concat());
    let (code, said) = refused(&["merge", home.path().join("out").to_str().unwrap(), &one, &other]);
    assert!(code == 2 && said.contains("is part of another run than"), "{said}");
    let (code, said) = refused(&[&RUN[..], &["--part", "4/3"]].concat());
    assert!(code == 2 && said.contains("such as 2/8"), "{said}");
    assert!(done(&["validate", &one]).contains("part of a run"));
}
