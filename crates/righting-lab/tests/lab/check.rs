//! The check on traces made by hand, so that every number can be worked out on paper.

use jiff::civil::{Date, date};
use righting_lab::{Checker, Plausibility, Reading};
use righting_model::{Event, EventKind, Location, QUANTITY_COUNT, Quantity, Trace};
use righting_scenario::{Imported, Interval, Scenario, Statistic, Target, TargetQuantity};

use crate::five_towns;

fn target(
    id: &str,
    quantity: TargetQuantity,
    statistic: Statistic,
    place: Location,
    day: Date,
    interval: Interval,
) -> Target {
    Target {
        id: id.to_owned(),
        line: 2,
        quantity,
        statistic,
        place,
        date: day,
        date_end: day,
        interval,
        national: place == Location::Nation,
        source: "by hand".to_owned(),
        note: String::new(),
        imported: Imported::No,
    }
}

fn values(low: f64, high: f64) -> Interval {
    Interval::Values { low, high }
}

/// A trace in which place 0 has `crowd` people on day 1 and half of them on day 2, and place 1 has 7.
fn trace(scenario: &Scenario, crowd: f64, onset: Option<u32>) -> Trace {
    let (places, days) = (scenario.setup.country.places.len(), scenario.setup.days as usize);
    let mut nation = vec![[0.0; QUANTITY_COUNT]; days];
    let mut by_place = vec![[0.0; QUANTITY_COUNT]; days * places];
    let column = Quantity::ReportedActive.column();
    for (day, value) in [(1, crowd), (2, crowd / 2.0)] {
        by_place[day * places][column] = value;
        by_place[day * places + 1][column] = 7.0;
        nation[day][column] = value + 7.0;
    }
    let region = scenario.setup.country.places[0].region;
    let event = |minute, kind, location| Event { minute, kind, location, subject: String::new() };
    let both = |minute, kind| [Location::Place(0), Location::Region(region)].map(|at| event(minute, kind, at));
    let kinds = [EventKind::ProtestOnset, EventKind::ProtestReported];
    let events = onset.into_iter().flat_map(|minute| kinds.map(|kind| both(minute, kind)).concat()).collect();
    Trace::from_tables(places, nation, by_place, events, 1, 0)
}

fn scenario(targets: impl FnOnce(Date) -> Vec<Target>) -> Scenario {
    let mut scenario = five_towns(&[]);
    scenario.record.targets = targets(scenario.start);
    scenario
}

#[test]
fn rows_hold_the_quantiles_of_what_each_target_asks() {
    let day = |start: Date, days: i64| start.saturating_add(jiff::Span::new().days(days));
    let scenario = scenario(|start| {
        let active = TargetQuantity::Active;
        let mut window = target("window", active, Statistic::Peak, Location::Nation, start, values(150.0, 150.0));
        window.date_end = day(start, 5);
        vec![
            target("peak", active, Statistic::Peak, Location::Place(0), day(start, 1), values(300.0, 400.0)),
            target("later", active, Statistic::Peak, Location::Place(0), day(start, 2), values(600.0, 700.0)),
            window,
            target("beyond", active, Statistic::Peak, Location::Nation, day(start, 9999), values(1.0, 1.0)),
        ]
    });
    let mut checker = Checker::new(&scenario);
    for crowd in 0..=100 {
        checker.observe(&trace(&scenario, 10.0 * f64::from(crowd), None));
    }
    let check = checker.finish().unwrap();
    let band = |row: usize| [check.rows[row].p5, check.rows[row].p50, check.rows[row].p95];
    assert_eq!(band(0), [50.0, 500.0, 950.0].map(Reading::Number));
    assert_eq!(band(1), [25.0, 250.0, 475.0].map(Reading::Number));
    assert_eq!(band(2), [57.0, 507.0, 957.0].map(Reading::Number));
    assert_eq!(check.rows.iter().map(|row| row.inside).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!((check.inside, check.total), (2, 3));
    let [left_out] = check.left_out.as_slice() else { panic!("one target is left out: {:?}", check.left_out) };
    assert_eq!((left_out.target.as_str(), left_out.line), ("beyond", 2));
    assert!(
        left_out.file.ends_with("targets.csv") && left_out.why.contains("is after the last simulated day"),
        "{left_out}"
    );
    assert!(check.sentence().starts_with("2 of 3 targets inside the band of 101 replicates (67 %); 1 target left out"));
    // One national target of at least 100: (957 + 1) / (57 + 1).
    assert!((check.sharpness.unwrap() - 958.0 / 58.0).abs() < 1e-12);
    assert_eq!(check.first_place, None);
    assert_eq!(check.rows[2].place, "nation");
}

#[test]
fn onsets_are_dates_and_never_comes_last() {
    let scenario = scenario(|start| {
        let at = start.tomorrow().unwrap();
        let onset = |id: &str, low, high| {
            let interval = Interval::Dates { low, high };
            target(id, TargetQuantity::Active, Statistic::Onset, Location::Place(0), start, interval)
        };
        let reached = TargetQuantity::RegionsReached;
        vec![
            onset("right", at, at),
            onset("too-early", start, start),
            target("regions", reached, Statistic::Cumulative, Location::Nation, at, values(1.0, 1.0)),
        ]
    });
    let start = scenario.start;
    let mut checker = Checker::new(&scenario);
    for index in 0..100 {
        // 90 begin on day 1, ten never do.
        checker.observe(&trace(&scenario, 500.0, (index < 90).then_some(1500 + index)));
    }
    let check = checker.finish().unwrap();
    let tomorrow = Reading::Date(start.tomorrow().unwrap());
    assert_eq!([check.rows[0].p5, check.rows[0].p50, check.rows[0].p95], [tomorrow, tomorrow, Reading::Never]);
    assert_eq!(check.rows.iter().map(|row| row.inside).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(check.first_place, Some(scenario.setup.country.places[0].name.clone()));
    assert!((check.first_place_share.unwrap() - 0.9).abs() < 1e-12);
    let region = &check.onset_days[scenario.setup.country.places[0].region];
    assert!((region.share_reached - 0.9).abs() < 1e-12);
    assert_eq!(region.p50, tomorrow);
}

#[test]
fn json_has_numbers_dates_and_null_for_never() {
    let scenario = scenario(|start| {
        let interval = Interval::Dates { low: start, high: start };
        vec![target("onset", TargetQuantity::Active, Statistic::Onset, Location::Nation, start, interval)]
    });
    let mut checker = Checker::new(&scenario);
    checker.observe(&trace(&scenario, 80.0, Some(10)));
    checker.observe(&trace(&scenario, 80.0, None));
    let json = serde_json::to_value(checker.finish().unwrap()).unwrap();
    assert_eq!(json["rows"][0]["p5"], scenario.start.to_string());
    assert_eq!(json["rows"][0]["p95"], serde_json::Value::Null);
    for key in ["rows", "inside", "total", "sharpness", "first_place", "onset_days"] {
        assert!(json.get(key).is_some(), "{key}");
    }
    assert!(date(2000, 1, 1) < scenario.start);
}

#[test]
fn medians_far_from_the_record_are_named_with_both_numbers() {
    let scenario = scenario(|start| {
        let at = start.saturating_add(jiff::Span::new().days(1));
        let active = |id: &str, low, high| {
            target(id, TargetQuantity::Active, Statistic::Peak, Location::Place(0), at, values(low, high))
        };
        vec![active("over", 0.0, 49.0), active("near", 400.0, 500.0), active("under", 20_100.0, 30_000.0)]
    });
    let mut checker = Checker::new(&scenario);
    for _ in 0..5 {
        checker.observe(&trace(&scenario, 1000.0, None));
    }
    let found = Plausibility::of(&scenario).with_check(&checker.finish().unwrap()).with_crowd(1000.0, 19_999);
    let [fit, over, under, crowd] = found.notices.as_slice() else { panic!("four notices: {:?}", found.notices) };
    assert!(fit.contains("The parameters were fitted to no record"), "{fit}");
    assert!(over.starts_with("Median over 20 times the record: over (1,000 for 49)."), "{over}");
    assert!(under.starts_with("Median under a twentieth of the record: under (1,000 for 20,100)."), "{under}");
    assert!(crowd.contains("1,000 people or more") && crowd.contains("5 % of the nation"), "{crowd}");
    assert_eq!(Plausibility::of(&scenario).with_crowd(1000.0, 20_000).notices.len(), 1, "5 % is no more than 5 %");
}

#[test]
fn a_check_of_no_target_has_no_share() {
    let scenario = scenario(|start| {
        let late = start.saturating_add(jiff::Span::new().years(1));
        vec![target("late", TargetQuantity::Active, Statistic::Peak, Location::Nation, late, values(1.0, 1.0))]
    });
    let mut checker = Checker::new(&scenario);
    checker.observe(&trace(&scenario, 80.0, None));
    let check = checker.finish().unwrap();
    assert_eq!((check.total, check.share_inside()), (0, None));
    assert_eq!(check.sentence(), "no target of the record can be held against this run; 1 target left out");
}

#[test]
fn a_window_that_outlasts_the_run_is_read_in_part_and_a_sum_at_its_end_is_left_out() {
    let scenario = scenario(|start| {
        let end = start.saturating_add(jiff::Span::new().days(400));
        let in_days = |id: &str, statistic| {
            let quantity = TargetQuantity::Active;
            Target { date_end: end, ..target(id, quantity, statistic, Location::Nation, start, values(1.0, 1.0)) }
        };
        vec![in_days("peak", Statistic::Peak), in_days("sum", Statistic::Cumulative)]
    });
    let mut checker = Checker::new(&scenario);
    checker.observe(&trace(&scenario, 80.0, None));
    let check = checker.finish().unwrap();
    assert_eq!(check.rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["peak"]);
    assert_eq!(check.read_in_part.iter().map(|one| one.target.as_str()).collect::<Vec<_>>(), ["peak"]);
    assert_eq!(check.left_out.iter().map(|one| one.target.as_str()).collect::<Vec<_>>(), ["sum"]);
}

#[test]
fn nothing_to_check_is_an_error() {
    assert!(matches!(Checker::new(&five_towns(&[])).finish(), Err(righting_lab::LabError::NoReplicates)));
}
