//! Prices as an author writes them.

use righting_model::{Order, ShockKind};
use righting_scenario::{Scenario, ScenarioError, Source, init};

/// `five-towns` with its price shock and order taken out and others in.
fn priced(text: &str) -> Result<Scenario, Box<ScenarioError>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("towns");
    init("five-towns", &path).expect("a new folder");
    let main = path.join("scenario.toml");
    let own = std::fs::read_to_string(&main).expect("it was written");
    let start = own.find("[[shock]]").expect("it has a shock");
    let end = own.find("[[action]]\nid = \"emergency\"").expect("it has an emergency");
    let sources = own.find("[[source]]").unwrap_or(own.len());
    std::fs::write(&main, format!("{}{text}\n{}", &own[..start], &own[end..sources])).expect("it can be written");
    Scenario::load(&Source::Folder(path), &[])
}

fn ratios(text: &str) -> Vec<f64> {
    let scenario = priced(text).unwrap_or_else(|error| panic!("{}", error.one_line()));
    let shocks = scenario.setup.shocks.iter().filter_map(|shock| match shock.kind {
        ShockKind::Price { ratio } | ShockKind::Commodity { ratio, .. } => Some(ratio),
        _ => None,
    });
    let orders = scenario.setup.actions.iter().filter_map(|action| match action.order {
        Order::Price { ratio } | Order::Commodity { ratio, .. } => Some(ratio),
        _ => None,
    });
    shocks.chain(orders).collect()
}

fn refused(text: &str) -> String {
    match priced(text) {
        Ok(_) => panic!("it was accepted"),
        Err(error) => error.to_string(),
    }
}

const FIRST: &str = "[[shock]]\nid = \"first\"\nkind = \"price\"\nat = 2030-03-02\nfrom = 60\nto = 120\n";

/// A second rise written the natural way, from the price in force, is a rise.
#[test]
fn a_rise_from_the_last_price_is_no_relief() {
    let second = "[[shock]]\nid = \"second\"\nkind = \"price\"\nat = 2030-03-04\n";
    for keys in
        ["from = 120\nto = 150", "to = 150", "rise = \"25 %\"", "rise = \"25%\"", "rise = \"25,0 %\"", "ratio = 2.5"]
    {
        assert_eq!(ratios(&format!("{FIRST}{second}{keys}\n")), [2.0, 2.5], "{keys}");
    }
    // The old spelling: from the price before the crisis.
    assert_eq!(ratios(&format!("{FIRST}{second}from = 60\nto = 150\n")), [2.0, 2.5]);
    let said = refused(&format!("{FIRST}{second}from = 100\nto = 150\n"));
    assert_eq!(
        said,
        "`from` of `second` is 100, but the price in force in Aldermere is 120, set by `first`, and that before the \
         crisis 60"
    );
}

#[test]
fn a_fall_is_a_fall_and_a_cap_that_waits_needs_no_price_in_force() {
    let back = "[[action]]\nid = \"cap\"\nkind = \"price\"\nwhen = \"active > 1000\"\n";
    assert_eq!(ratios(&format!("{FIRST}{back}to = 60\n")), [2.0, 1.0]);
    assert_eq!(ratios(&format!("{FIRST}{back}from = 120\nto = 90\n")), [2.0, 1.5]);
    assert_eq!(ratios(&format!("{FIRST}{back}not_before = 2030-03-03\nrise = \"-50 %\"\n")), [2.0, 1.0]);
    let said = refused(&format!("{FIRST}{back}rise = \"-50 %\"\n"));
    assert!(said.contains("relative to the price in force, and in Aldermere that is not known"), "{said}");
}

#[test]
fn prices_that_differ_by_region_are_kept_apart() {
    let south = "[[shock]]\nid = \"south\"\nkind = \"price\"\nat = 2030-03-03\nwhere = { regions = [\"south\"] }\nrise = \"50 %\"\n";
    let all = "[[action]]\nid = \"all\"\nkind = \"price\"\nat = 2030-03-04\n";
    assert_eq!(ratios(&format!("{FIRST}{south}{all}to = 120\n")), [2.0, 3.0, 2.0]);
    let said = refused(&format!("{FIRST}{south}{all}rise = \"10 %\"\n"));
    assert_eq!(said, "`all` reaches Aldermere and Dunwater, where the price in force differs");
    let scenario = priced(&format!("{FIRST}{south}")).unwrap_or_else(|error| panic!("{}", error.one_line()));
    let paths: Vec<(usize, Vec<Option<f64>>)> = scenario
        .prices
        .iter()
        .map(|path| (path.places.len(), path.steps.iter().map(|step| step.price).collect()))
        .collect();
    assert_eq!(paths, [(3, vec![Some(120.0)]), (2, vec![Some(120.0), Some(180.0)])]);
}

#[test]
fn several_commodities_have_each_their_price_and_weight() {
    let goods = "[[commodity]]\nid = \"fuel\"\nprice = 60\nweight = 0.05\n[[commodity]]\nid = \"bread\"\nprice = 20\nweight = 0.2\n";
    let changes = "[[shock]]\nid = \"a\"\nkind = \"price\"\ncommodity = \"fuel\"\nat = 2030-03-02\nto = 90\n\
                   [[shock]]\nid = \"b\"\nkind = \"price\"\ncommodity = \"bread\"\nat = 2030-03-02\nrise = \"43 %\"\n";
    let scenario = priced(&format!("{goods}{changes}")).unwrap_or_else(|error| panic!("{}", error.one_line()));
    let kinds: Vec<ShockKind> = scenario.setup.shocks.iter().map(|shock| shock.kind).collect();
    let ShockKind::Commodity { commodity: 1, weight, ratio } = kinds[1] else { panic!("{kinds:?}") };
    assert!((weight - 4.0).abs() < 1e-12 && (ratio - 1.43).abs() < 1e-12, "{weight} {ratio}");
    assert!(refused(&format!("{goods}{FIRST}")).contains("lacks `commodity`"));
    let bread = FIRST.replace("kind", "commodity = \"bred\"\nkind");
    assert_eq!(refused(&format!("{goods}{bread}")), "no commodity is called `bred`");
    assert!(refused(&goods.replace("weight = 0.2\n", "")).contains("lacks `weight`"));
    assert!(refused(&goods.replace("0.2", "0.99")).contains("more than the whole basket"));
}

#[test]
fn a_rise_is_percent_in_quotes() {
    let rise = |value: &str| FIRST.replace("from = 60\nto = 120", &format!("rise = {value}"));
    assert_eq!(ratios(&rise("\"43 %\"")), [1.43]);
    assert_eq!(refused(&rise("43")), "found the number 43, expected percent in quotes, such as \"43 %\"");
    for wrong in ["\"43\"", "\"a %\"", "\"-100 %\"", "\"1e9 %\"", "\"nan %\""] {
        assert!(refused(&rise(wrong)).starts_with("`rise` is `"), "{wrong}");
    }
}
