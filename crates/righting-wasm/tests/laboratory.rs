//! What a page gets is what the program stores.

use righting_measure::{Digest, Endpoint, together};
use righting_runner::{Beginning, RunPlan, Runner, record};
use righting_scenario::{Change, Scenario, Source};
use righting_wasm::{Columns, Laboratory, Opening, door};

const SEED: u64 = 5_000_000_007;

fn five_towns(changes: &[Change]) -> Scenario {
    Scenario::load(&Source::Shipped("five-towns".to_owned()), changes).unwrap()
}

fn columns() -> Columns {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    Columns { nation: names(&["active", "news"]), regions: names(&["dead"]), places: names(&["detained_total"]) }
}

fn opening() -> Opening {
    Opening { scenario: five_towns(&[]).bundle(), engine: Default::default(), columns: columns() }
}

fn changes(texts: &[&str]) -> Vec<Change> {
    texts.iter().map(|text| Change::read(text).unwrap()).collect()
}

/// Digests of a stored run of these changes.
fn stored(changes: &[Change], replicates: u32) -> Vec<Digest> {
    let folder = tempfile::tempdir().unwrap();
    let plan = RunPlan::new(replicates, SEED);
    let path = folder.path().join("run");
    let done = record(&five_towns(changes), &plan, &path, Beginning::New, &Runner::default(), |_| {}).unwrap();
    done.run.unwrap().digests(replicates as usize).unwrap()
}

#[test]
fn replicates_of_every_arm_are_those_that_are_stored() {
    let mut laboratory = Laboratory::open(opening()).unwrap();
    let arms = [
        &[][..],
        &["emergency.at=2030-03-04T12:00", "joining.contagion=0.8"],
        &["country.gini=0.4", "without emergency"],
        &["recovery.months=2"],
    ];
    for (number, texts) in arms.into_iter().enumerate() {
        let changes = changes(texts);
        let info = laboratory.arm(number, &changes).unwrap();
        assert_eq!(info.hash, five_towns(&changes).hash);
        let digests: Vec<Digest> = (0..3).map(|i| laboratory.run(number, SEED, i).unwrap().digest).collect();
        assert_eq!(digests, stored(&changes, 3), "{texts:?}");
    }
}

#[test]
fn columns_lie_by_table_quantity_and_day() {
    let mut laboratory = Laboratory::open(opening()).unwrap();
    let info = laboratory.arm(0, &[]).unwrap();
    let replicate = laboratory.run(0, SEED, 0).unwrap();
    let scenario = five_towns(&[]);
    let trace = scenario.simulation().run(Default::default(), SEED, 0).unwrap();
    let (days, regions, places) = (info.days as usize, info.regions, info.places);
    assert_eq!(replicate.columns.len(), days * (2 + regions + places));
    assert_eq!(replicate.endpoints.len(), Endpoint::ALL.len());
    let (nation, rest) = replicate.columns.split_at(2 * days);
    let (by_region, by_place) = rest.split_at(days * regions);
    for day in 0..days {
        let of = |quantity| trace.national(day, quantity);
        assert_eq!(nation[day], of(righting_model::Quantity::Active).round());
        assert_eq!(nation[days + day], f64::from(of(righting_model::Quantity::News) as f32));
        let dead: f64 = by_region[day * regions..][..regions].iter().sum();
        assert_eq!(dead, of(righting_model::Quantity::Dead).round());
        let detained: f64 = by_place[day * places..][..places].iter().sum();
        assert_eq!(detained, of(righting_model::Quantity::DetainedTotal).round());
    }
}

#[test]
fn what_does_not_fit_is_said_in_a_line() {
    let unknown = Opening { columns: Columns { nation: vec!["actve".to_owned()], ..Columns::default() }, ..opening() };
    assert_eq!(Laboratory::open(unknown).err().unwrap(), "there is no quantity named actve");
    let mut laboratory = Laboratory::open(opening()).unwrap();
    assert_eq!(laboratory.run(0, 1, 0).unwrap_err(), "there is no arm 0");
    let wrong = laboratory.arm(0, &changes(&["emergency.att=2030-03-04"])).unwrap_err();
    assert!(wrong.contains("att") && !wrong.contains('\n'), "{wrong}");
}

/// Calls a door with a text, as a page does.
fn call(text: &str, door: impl Fn(*const u8, usize) -> i32) -> Result<Vec<u8>, String> {
    let at = door::take(text.len());
    // SAFETY: the piece has this length and is this test's own.
    let length = unsafe {
        std::slice::from_raw_parts_mut(at, text.len()).copy_from_slice(text.as_bytes());
        let length = door(at, text.len());
        door::give_back(at, text.len());
        length
    };
    answer(length)
}

fn answer(length: i32) -> Result<Vec<u8>, String> {
    // SAFETY: an answer has the length that was told, and stays until the next call.
    let bytes = unsafe { std::slice::from_raw_parts(door::answer(), length.unsigned_abs() as usize) }.to_vec();
    if length < 0 { Err(String::from_utf8(bytes).unwrap()) } else { Ok(bytes) }
}

#[test]
fn a_page_comes_in_by_the_door() {
    assert_eq!(answer(door::run(0, 1, 0, 0)).unwrap_err(), "the laboratory is not open");
    let bundle = serde_json::to_value(five_towns(&[]).bundle()).unwrap();
    let columns = serde_json::to_value(columns()).unwrap();
    let text = serde_json::json!({ "scenario": bundle, "engine": "sellke", "columns": columns }).to_string();
    // SAFETY: `call` hands in what it took.
    let open = |text: &str| call(text, |at, length| unsafe { door::open(at, length) });
    let arm = |text: &str| call(text, |at, length| unsafe { door::arm(0, at, length) });
    assert!(open("{}").unwrap_err().contains("missing field"));
    assert_eq!(open(&text), Ok(Vec::new()));
    assert!(arm(r#"["nothing"]"#).unwrap_err().contains("expected `path=value`"));
    let info: serde_json::Value = serde_json::from_slice(&arm(r#"["time.days=6"]"#).unwrap()).unwrap();
    assert_eq!(info["days"], 6);
    let changes = changes(&["time.days=6"]);
    let (low, high) = (SEED as u32, (SEED >> 32) as u32);
    let told: Vec<Vec<u8>> = (0..2).map(|replicate| answer(door::run(0, low, high, replicate)).unwrap()).collect();
    let digests = stored(&changes, 2);
    for (told, digest) in told.iter().zip(&digests) {
        assert_eq!(told[..32], digest.0);
        assert_eq!((told.len() - 32) % 8, 0);
    }
    let all: Vec<u8> = told.iter().flat_map(|told| told[..32].to_vec()).collect();
    let at = door::take(all.len());
    // SAFETY: the piece has this length and is this test's own.
    let whole = unsafe {
        std::slice::from_raw_parts_mut(at, all.len()).copy_from_slice(&all);
        let length = door::digest(at, all.len());
        door::give_back(at, all.len());
        answer(length).unwrap()
    };
    assert_eq!(whole, together(digests).0);
}
