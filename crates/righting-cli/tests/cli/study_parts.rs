//! Sweeps and comparisons in parts: the real program, part by part, and the merged study.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{done, json, refused};

const SWEEP: [&str; 9] =
    ["sweep", "five-towns", "--set", "time.days=8", "--trials", "11", "--replicates", "2", "--own-chances"];
const COMPARE: [&str; 11] = [
    "compare",
    "five-towns",
    "--both",
    "time.days=8",
    "--without",
    "emergency",
    "--with",
    "Late, and Ärger=price_back.not_before=2030-03-06T00:00",
    "--reseed-from",
    "2030-03-04",
    "--replicates=5",
];

fn part(command: &[&str], home: &Path, text: &str) -> PathBuf {
    let out = home.join(text.replace('/', "-of-"));
    done(&[command, &["--part", text, "--threads", "1", "--out", out.to_str().unwrap()]].concat());
    out
}

fn parts(command: &[&str], home: &Path, of: u32) -> Vec<PathBuf> {
    // The last first: order says nothing.
    (1..=of).rev().map(|k| part(command, home, &format!("{k}/{of}"))).collect()
}

/// Arguments that merge parts, with what else they are given.
fn merging<'a>(out: &'a Path, parts: &'a [PathBuf], more: &[&'a str]) -> Vec<&'a str> {
    let folders = std::iter::once(out).chain(parts.iter().map(PathBuf::as_path));
    let mut words = vec!["merge"];
    words.extend(folders.map(|path| path.to_str().unwrap()));
    words.extend(more);
    words
}

/// Every file of a study by its path, but for times and locks, and the lists that name the times.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            let within = files(&path).into_iter().map(|(inner, bytes)| (Path::new(&name).join(inner), bytes));
            found.extend(within);
        } else if !["timing.json", ".lock", "righting.b3sum"].iter().any(|other| name == *other) {
            found.insert(PathBuf::from(name), fs::read(&path).unwrap());
        }
    }
    found
}

#[track_caller]
fn assert_same(one: &Path, other: &Path) {
    let (one, other) = (files(one), files(other));
    assert!(one.keys().eq(other.keys()), "{:?} beside {:?}", one.keys(), other.keys());
    for (path, bytes) in &one {
        assert!(other[path] == *bytes, "{}", path.display());
    }
}

fn one(command: &[&str], home: &Path) -> PathBuf {
    let out = home.join("one");
    done(&[command, &["--out", out.to_str().unwrap()]].concat());
    out
}

/// Said again, a merge finds what is there; the whole and a part of it are valid.
fn stays(whole: &Path, out: &Path, parts: &[PathBuf]) {
    done(&merging(out, parts, &[]));
    assert_same(whole, out);
    done(&["validate", out.to_str().unwrap()]);
    done(&["validate", parts[0].to_str().unwrap()]);
}

#[test]
fn parts_of_a_sweep_merge_to_the_bytes_of_one() {
    let home = tempfile::tempdir().unwrap();
    let whole = one(&SWEEP, home.path());
    let said = json(&[&SWEEP[..], &["--json", "--out", home.path().join("again").to_str().unwrap()]].concat());
    for of in [1, 3, 8, 64] {
        let home = tempfile::tempdir().unwrap();
        let parts = parts(&SWEEP, home.path(), of);
        let out = home.path().join("merged");
        let mut told = json(&merging(&out, &parts, &["--json"]));
        assert_same(&whole, &out);
        // It tells what a sweep tells.
        told["table"] = said["table"].clone();
        assert_eq!(told, said);
        stays(&whole, &out, &parts);
    }
}

#[test]
fn parts_of_a_comparison_merge_to_the_bytes_of_one() {
    let home = tempfile::tempdir().unwrap();
    let whole = one(&COMPARE, home.path());
    for of in [1, 3, 8] {
        let home = tempfile::tempdir().unwrap();
        let parts = parts(&COMPARE, home.path(), of);
        let out = home.path().join("merged");
        let told = json(&merging(&out, &parts, &["--json"]));
        assert_eq!(told["arms"][1]["name"], "Late, and Ärger");
        assert_eq!(told["arms"][0]["pairs"], 5);
        assert_same(&whole, &out);
        stays(&whole, &out, &parts);
    }
}

#[test]
fn a_design_of_ones_own_is_cut_and_told_apart() {
    let home = tempfile::tempdir().unwrap();
    let design = |name: &str, last: &str| {
        let path = home.path().join(name);
        fs::write(&path, format!("joining.contagion,pool.share\n0.5,0.1\n0.7,0.05\n{last}\n")).unwrap();
        path.display().to_string()
    };
    let (csv, other) = (design("design.csv", "1,0.2"), design("other.csv", "1,0.3"));
    let sweep = |csv| ["sweep", "five-towns", "--csv", csv, "--replicates", "1"];
    let whole = one(&sweep(&csv), home.path());
    let parts = parts(&sweep(&csv), home.path(), 2);
    let out = home.path().join("merged");
    done(&merging(&out, &parts, &[]));
    assert_same(&whole, &out);
    let elsewhere = tempfile::tempdir().unwrap();
    let foreign = part(&sweep(&other), elsewhere.path(), "2/2");
    let (code, said) = refused(&merging(&home.path().join("two"), &[parts[1].clone(), foreign], &[]));
    assert!(code == 2 && said.contains("is part of another sweep than") && said.contains("its sets is"), "{said}");
}

#[test]
fn what_is_missing_foreign_unfinished_or_no_part_is_named() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let not = |folders: &[PathBuf], expected: &str| {
        let (code, said) = refused(&merging(&out, folders, &[]));
        assert!(code == 2 && said.contains(expected), "{expected}: {said}");
        assert!(!out.exists(), "nothing is begun: {said}");
        said
    };
    for (command, gap, kind) in [
        (&SWEEP[..], "none of the folders has set 3; 4 of 11 are missing (those of part 2/3)", "sweep"),
        (&COMPARE[..], "none of the folders has pair 1; 2 of 5 are missing (those of part 2/3)", "compare"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let made = parts(command, home.path(), 3);
        let said = not(&[made[2].clone(), made[0].clone()], gap);
        assert!(said.contains(&format!("righting {kind} --part 2/3")), "{said}");
        let elsewhere = tempfile::tempdir().unwrap();
        let foreign = part(&[command, &["--seed", "7"]].concat(), elsewhere.path(), "2/3");
        let said = not(&[made[2].clone(), foreign, made[0].clone()], "its seed is 7, not 1");
        assert!(said.contains(&format!("is part of another {kind} than")), "{said}");
        // A whole study is no part of one, and a part is no study.
        let whole = one(command, home.path());
        not(&[made[0].clone(), whole.clone()], "is no part of a run or study");
        let (code, said) = refused(&merging(&made[0], &made, &[]));
        assert!(code == 2 && said.contains("the whole needs a folder of its own"), "{said}");
        let name = made[1].to_str().unwrap();
        let (code, said) = refused(&[command, &["--resume", "--out", name]].concat());
        assert!(code == 2 && said.contains("its part is 2/3, not the whole"), "{said}");
        assert!(done(&["validate", name]).contains(&format!("part of a {kind}")));
        // Parts may overlap, if they agree.
        let mut more = made.clone();
        let doubled = tempfile::tempdir().unwrap();
        more.extend(parts(command, doubled.path(), 2));
        let merged = home.path().join("merged");
        done(&merging(&merged, &more, &[]));
        assert_same(&whole, &merged);
    }
}

#[test]
fn a_part_goes_on_where_it_was_left() {
    let home = tempfile::tempdir().unwrap();
    let made = parts(&SWEEP, home.path(), 3);
    // As a kill leaves it: the table is not there yet.
    fs::remove_dir_all(made[1].join("trials")).unwrap();
    let list = fs::read_to_string(made[1].join("righting.b3sum")).unwrap();
    let kept: Vec<&str> = list.lines().filter(|line| !line.contains("trials/")).collect();
    fs::write(made[1].join("righting.b3sum"), kept.join("\n") + "\n").unwrap();
    let out = home.path().join("out");
    let (code, said) = refused(&merging(&out, &made, &[]));
    assert!(code == 2 && said.contains("is an unfinished part of a sweep (0 of 4 sets)"), "{said}");
    assert!(said.contains("righting sweep --resume"), "{said}");
    let name = made[1].to_str().unwrap();
    let again = json(&[&SWEEP[..], &["--part", "2/3", "--resume", "--json", "--out", name]].concat());
    assert_eq!((&again["part"], &again["trials"], &again["succeeded"]), (&Value::from("2/3"), &4.into(), &8.into()));
    done(&merging(&out, &made, &[]));
    let made = parts(&COMPARE, home.path().join("compare").as_path(), 3);
    fs::remove_dir_all(made[1].join("1-without-emergency")).unwrap();
    let out = home.path().join("compared");
    let (code, said) = refused(&merging(&out, &made, &[]));
    assert!(
        code == 2 && said.contains("is an unfinished part of a compare") && said.contains("is not begun"),
        "{said}"
    );
    let name = made[1].to_str().unwrap();
    let again = json(&[&COMPARE[..], &["--part", "2/3", "--resume", "--json", "--out", name]].concat());
    assert_eq!((&again["from"], &again["to"], &again["runs"]), (&1.into(), &3.into(), &10.into()));
    done(&merging(&out, &made, &[]));
}

#[test]
fn what_is_not_made_of_parts_says_what_to_do() {
    let (code, said) = refused(&["calibrate", "five-towns", "--part", "1/2"]);
    assert!(code == 2 && said.contains("each of its rounds draws from the one before"), "{said}");
    assert!(said.contains("righting sweep --part"), "{said}");
    let home = tempfile::tempdir().unwrap();
    let run = home.path().join("run").display().to_string();
    done(&["run", "five-towns", "--replicates", "2", "--no-report", "--out", &run]);
    let (code, said) = refused(&["compare", &run, &run, "--part", "1/2"]);
    assert!(code == 2 && said.contains("they are compared as they are"), "{said}");
}
