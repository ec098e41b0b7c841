//! Runs of five towns, written in the formats of others and read back.

mod archive;
mod maps;
mod tables;

use std::io::Read;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use righting_runner::{Beginning, RunPlan, Runner, record};
use righting_scenario::{Change, Scenario, Source};
use righting_store::StoredRun;

static GO_ON: AtomicBool = AtomicBool::new(false);

/// Three replicates of a scenario.
fn run_of(scenario: &Scenario, folder: &Path) -> StoredRun {
    let plan = RunPlan::new(3, 5);
    let runner = Runner::threads(1, &GO_ON).unwrap();
    record(scenario, &plan, folder, Beginning::New, &runner, |_| {}).unwrap().run.unwrap()
}

/// Five towns with the first event of the record drafted from a private row, its name a formula.
fn private_towns(folder: &Path) -> Scenario {
    righting_scenario::init("five-towns", folder).unwrap();
    let path = folder.join("records/events.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut lines = text.lines();
    let mut table = format!("{},imported,licence\n", lines.next().unwrap());
    for (number, line) in lines.enumerate() {
        table += &format!("{line},{}\n", if number == 0 { "private,ACLED terms" } else { "," });
    }
    std::fs::write(path, table).unwrap();
    Scenario::load(&Source::Folder(folder.to_owned()), &[]).unwrap()
}

fn towns() -> Scenario {
    let change = Change::Set { path: "price.label".to_owned(), value: "\"=1+1\"".to_owned() };
    Scenario::load(&Source::Shipped("five-towns".to_owned()), &[change]).unwrap()
}

/// A file of a zip as text.
fn inside(path: &Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}
