//! Paths that are no files: what is written to a device or a pipe goes through it, and no result takes its place.

use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::{done, righting, text};

const TOWNS: [&str; 3] = ["five-towns", "--set", "time.days=4"];

fn pipe(folder: &Path) -> PathBuf {
    let path = folder.join("pipe");
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    path
}

/// A device that takes all and gives nothing, as `/dev/null` is; none where that is not allowed.
fn null(folder: &Path) -> Option<PathBuf> {
    let path = folder.join("null");
    let made = Command::new("mknod").arg(&path).args(["c", "1", "3"]).output().is_ok_and(|made| made.status.success());
    made.then_some(path)
}

fn is_stream(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.file_type().is_fifo() || found.file_type().is_char_device())
}

/// What comes through a pipe while a command writes it.
fn through(pipe: &Path, arguments: &[&str]) -> Vec<u8> {
    let read = std::thread::spawn({
        let pipe = pipe.to_owned();
        move || std::fs::read(pipe).unwrap()
    });
    done(&[arguments, &[pipe.to_str().unwrap()]].concat());
    assert!(is_stream(pipe), "{arguments:?} put a file in the place of a pipe");
    read.join().unwrap()
}

/// Budget: 12 s.
#[test]
fn what_is_written_to_a_pipe_or_a_device_goes_through_it() {
    let (folder, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (run, pipe, null) = (path("run"), pipe(there.path()), null(there.path()));
    done(&[&["run"], &TOWNS[..], &["--replicates", "2", "--no-report", "--out", &run]].concat());
    for format in ["xlsx", "geojson", "gpkg", "zip"] {
        let export = ["export", &run, "--format", format, "--out"];
        let command = if format == "zip" { &["bundle", &run, "--out"][..] } else { &export };
        let file = path(&format!("file.{format}"));
        done(&[command, &[&file]].concat());
        assert!(through(&pipe, command) == std::fs::read(&file).unwrap(), "{format}: other bytes");
        if let Some(null) = &null {
            done(&[command, &[null.to_str().unwrap()]].concat());
            assert!(is_stream(null), "{format}: a file stands in the place of a device");
        }
    }
    // Through standard output come the bytes of the map and nothing else.
    let map = ["export", &run, "--format", "geojson", "--out", "/dev/stdout"];
    assert!(righting(&map).output().unwrap().stdout == std::fs::read(path("file.geojson")).unwrap());
    let study = [&["study", "smoothness"], &TOWNS[..], &["--replicates", "8", "--draws", "2", "--page"]].concat();
    let page = path("page.md");
    done(&[&study[..], &[&page]].concat());
    assert!(through(&pipe, &study) == std::fs::read(&page).unwrap(), "the page has other bytes");
    // Beside what a user named nothing else is left: no list of checksums, no file under a temporary name.
    assert_eq!(std::fs::read_dir(there.path()).unwrap().count(), 1 + usize::from(null.is_some()));
    assert!(!folder.path().join("righting.b3sum").exists());
}

/// Every command that takes a folder for its results. Budget: 20 s.
#[test]
fn no_folder_of_results_takes_the_place_of_a_pipe_or_a_device() {
    let (folder, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (run, part, made, plan) = (path("run"), path("part"), path("made"), path("fit.toml"));
    done(&[&["run"], &TOWNS[..], &["--replicates", "2", "--no-report", "--out", &run]].concat());
    done(&[&["run"], &TOWNS[..], &["--replicates", "2", "--part", "1/1", "--out", &part]].concat());
    let size = ["--days", "4", "--replicates", "8", "--members", "4", "--least-effective", "1"];
    done(&[&["forecast", "five-towns", "--as-of", "2030-03-04", "--out", &made], &size[..]].concat());
    std::fs::write(&plan, include_str!("../../../../bench/faults/land/fit.toml")).unwrap();
    let few = ["--runs", "200", "--predictive", "2", "--out"];
    let towns = |command: &[&str], options: &[&str]| -> Vec<String> {
        [command, &TOWNS, options].concat().into_iter().map(str::to_owned).collect()
    };
    let plain = |words: &[&str]| -> Vec<String> { words.iter().map(|&word| word.to_owned()).collect() };
    let commands = [
        towns(&["run"], &["--replicates", "2", "--out"]),
        towns(&["run"], &["--replicates", "2", "--force", "--out"]),
        towns(&["run"], &["--replicates", "2", "--resume", "--out"]),
        towns(&["run"], &["--replicates", "2", "--part", "1/2", "--out"]),
        plain(&["compare", "five-towns", "--both", "time.days=4", "--without", "price", "--replicates", "2", "--out"]),
        plain(&["compare", &run, &run, "--out"]),
        towns(&["curve"], &["--sizes", "0,1", "--within", "2", "--replicates", "2", "--out"]),
        towns(&["sweep"], &["--trials", "1", "--replicates", "1", "--out"]),
        towns(&["sensitivity"], &["--size", "4", "--replicates", "1", "--out"]),
        towns(&["calibrate"], &few),
        towns(&["trial"], &few),
        towns(&["diagnose"], &["--table", "200", "--records", "20", "--pilot", "200", "--out"]),
        towns(&["fit"], &["--plan", &plan, "--out"]),
        towns(&["fork", "save"], &["--as-of", "2030-03-03", "--replicates", "2", "--out"]),
        [plain(&["forecast", "five-towns", "--as-of", "2030-03-04"]), plain(&size), plain(&["--out"])].concat(),
        plain(&["score", "five-towns", &made, "--out"]),
        plain(&["claims", "kazakhstan-2022", "--replicates", "20", "--out"]),
        plain(&["study", "onset", "kazakhstan-2022", "--runs", "200", "--predictive", "2", "--out"]),
        plain(&["study", "transfer", "kazakhstan-2022", "bahrain-2011", "belarus-2020", "--replicates", "2", "--out"]),
        plain(&["classic", "granovetter", "--out"]),
        plain(&["alliance", "backtest", "--out"]),
        plain(&["export", &run, "--format", "csv", "--out"]),
        plain(&["export", &run, "--format", "parquet", "--out"]),
        plain(&["new", "five-towns"]),
        plain(&["new", "LUX"]),
        plain(&["migrate", &path("case"), "--out"]),
        plain(&["man"]),
    ];
    done(&["new", "five-towns", &path("case")]);
    for target in [Some(pipe(there.path())), null(there.path())].into_iter().flatten() {
        let named = target.to_str().unwrap();
        for command in &commands {
            let words: Vec<&str> = command.iter().map(String::as_str).chain([named]).collect();
            let ended = righting(&words).timeout(Duration::from_secs(60)).output().unwrap();
            let said = text(&ended.stderr);
            assert_eq!(ended.status.code(), Some(2), "{command:?}: {said}");
            assert!(said.replace(['\n', '│', ' '], "").contains(named), "{command:?} does not name it: {said}");
            assert!(is_stream(&target), "{command:?} took its place");
        }
        let merge = ["merge", named, &part];
        assert_eq!(righting(&merge).timeout(Duration::from_secs(60)).output().unwrap().status.code(), Some(2));
        assert!(is_stream(&target), "merge took its place");
    }
    assert!(std::fs::read_dir(there.path()).unwrap().all(|entry| is_stream(&entry.unwrap().path())));
}
