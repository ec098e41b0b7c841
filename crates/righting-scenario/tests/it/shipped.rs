//! The scenarios that ship.

use righting_model::{Conditions, EngineKind, Levels, Parameters, Quantity, Reach, ShockKind, When};
use righting_scenario::{Cel, shipped};

use crate::crises::CRISES;
use crate::good;

#[test]
fn all_scenarios_ship_and_load() {
    let kazakh = [
        "kazakhstan-2016",
        "kazakhstan-2019",
        "kazakhstan-2022",
        "kazakhstan-2022-forecast",
        "kazakhstan-2022-no-alliance",
        "kazakhstan-2022-no-shock",
    ];
    let mut expected = [&CASES[..], &CRISES, &["five-towns"], &kazakh].concat();
    expected.sort_unstable();
    assert_eq!(shipped(), expected);
    for id in shipped() {
        assert_eq!(good(id, &[]).id, id);
    }
}

#[test]
fn kazakhstan_has_its_people_places_and_records() {
    let scenario = good("kazakhstan-2022", &[]);
    let country = &scenario.setup.country;
    assert_eq!(country.population(), 19_503_159);
    assert_eq!((country.regions.len(), scenario.setup.days), (17, 30));
    assert!(country.places.len() >= 219, "{}", country.places.len());
    assert!(scenario.record.targets.len() >= 40 && scenario.record.facts.len() >= 255);
    assert!(scenario.boundaries.is_some() && !scenario.claims.is_empty() && !scenario.record.sources.is_empty());
    assert!(scenario.regions.iter().all(|region| region.capital.is_some()));
    assert_eq!(scenario.day(scenario.date(29)), Some(29));
    assert_eq!(scenario.day(scenario.date(30)), None);
}

/// The emergency of January 2022: in all regions on the evening of 5 January, in none on 19 January.
#[test]
fn every_region_of_kazakhstan_has_one_emergency() {
    let scenario = good("kazakhstan-2022", &[]);
    let places = scenario.setup.country.places.len();
    let mut covered = vec![0; places];
    for action in scenario.setup.actions.iter().filter(|a| a.id.starts_with("emergency") && !a.id.ends_with("-end")) {
        let When::At(minute) = action.when else { panic!("`{}` is dated", action.id) };
        assert!((4 * 1440..5 * 1440).contains(&minute), "{} at {minute}", action.id);
        let Reach::Places(inside) = &action.reach else { panic!("`{}` is regional", action.id) };
        inside.iter().for_each(|&place| covered[place] += 1);
    }
    assert!(covered.iter().all(|&times| times == 1));
    let ends = scenario.setup.actions.iter().filter(|a| a.id.starts_with("emergency") && a.id.ends_with("-end"));
    assert!(ends.clone().count() == 9 && ends.into_iter().all(|a| matches!(a.when, When::At(m) if m <= 18 * 1440)));
}

#[test]
fn five_towns_run_and_their_acts_are_done() {
    let scenario = good("five-towns", &[]);
    let days = scenario.setup.days as usize;
    let simulation = scenario.simulation();
    let (mut active, mut ordered) = (0.0_f64, false);
    for replicate in 0..10 {
        let trace = simulation.run(EngineKind::Sellke, 1, replicate).unwrap_or_else(|failure| panic!("{failure:?}"));
        assert_eq!(trace.days(), days);
        active = active.max(trace.national(days / 2, Quantity::ActivePeak));
        ordered |= trace.events.iter().any(|event| event.subject == "emergency");
    }
    assert!(active > 0.0 && ordered, "the price moves somebody, and the emergency is called");
}

#[test]
fn triggers_of_the_forecast_hold_when_they_should() {
    let scenario = good("kazakhstan-2022-forecast", &[]);
    let mut readings = righting_model::Readings { day: 2.0, values: [0.0; righting_model::QUANTITY_COUNT] };
    readings.values[Quantity::Active.column()] = 6000.0;
    let holds = |text: &str| Cel.compile(text).and_then(|condition| condition(&readings)) == Ok(true);
    let due: Vec<&str> = scenario
        .setup
        .actions
        .iter()
        .filter(|action| matches!(&action.when, When::Triggered { trigger, .. } if holds(&trigger.text)))
        .map(|action| action.id.as_str())
        .collect();
    assert_eq!(due, ["price_90", "price_50", "disperse"]);
}

/// Countries other than Kazakhstan whose tables are derived by hand; the others are in `crises.rs`.
const CASES: [&str; 4] = ["bahrain-2011", "belarus-2020", "kyrgyzstan-2010", "solomon-islands-2021"];

/// The cases test what is known of countries before their record is seen, so that nothing may be fitted or set for them.
#[test]
fn the_cases_draw_every_level_and_share_one_size_of_affront() {
    let kazakhstan = good("kazakhstan-2022", &[]);
    for id in CASES {
        let case = good(id, &[]);
        assert_eq!(case.setup.parameters, Parameters::default(), "{id}");
        assert_eq!((&case.setup.levels, &case.fitted_to), (&Levels::Drawn { held: Vec::new() }, &None), "{id}");
        assert!(case.quality.is_some() && case.setup.hypotheses == kazakhstan.setup.hypotheses, "{id}");
        let sizes = case.setup.shocks.iter().map(|shock| match shock.kind {
            ShockKind::Affront { size } | ShockKind::Call { size, .. } => size,
            _ => panic!("{id}: `{}` is neither affront nor call", shock.id),
        });
        assert!(sizes.into_iter().all(|size| size == 1.0), "{id}: one size for all");
    }
}

#[test]
fn every_number_of_a_case_has_an_origin() {
    for id in CASES {
        let case = good(id, &[]);
        let bare: Vec<&str> =
            case.numbers.iter().filter(|number| number.mark.is_none()).map(|number| number.path.as_str()).collect();
        assert!(bare.is_empty(), "{id}: {bare:?}");
    }
}

/// An affront moves people where it strikes, and so does a call; without both nobody moves.
#[test]
fn an_affront_moves_people() {
    let most = |changes: &[&str]| {
        let simulation = good("solomon-islands-2021", changes).simulation();
        let trace = simulation.run(EngineKind::Sellke, 1, 0).unwrap_or_else(|failure| panic!("{failure:?}"));
        (0..trace.days()).map(|day| trace.national(day, Quantity::ActivePeak)).fold(0.0, f64::max)
    };
    let affront = most(&["time.days=6", "without petition"]);
    let call = most(&["time.days=6", "without protest_at_parliament"]);
    let neither = most(&["time.days=6", "without petition", "without protest_at_parliament"]);
    assert!(affront > 50.0 && call > 50.0 && neither < 50.0, "{affront}, {call}, {neither}");
}
