//! Forecasts: nothing that was not known can reach them.

use std::collections::BTreeMap;
use std::path::Path;

use righting_lab::{AsOf, Forecast, ForecastPlan, Inline, Known, LabError, Runner, RunnerError, forecast, verify};
use righting_model::{Action, AllianceDecision, Levels, Location, Order, Reach, Shock, ShockKind, When};
use righting_scenario::{Fact, Imported, Interval, Scenario, Source};

use crate::on;

fn shipped(id: &str) -> Scenario {
    Scenario::load(&Source::Shipped(id.to_owned()), &[]).unwrap()
}

fn scenarios() -> (Scenario, Scenario) {
    (shipped("kazakhstan-2022-forecast"), shipped("kazakhstan-2022"))
}

const PLAN: ForecastPlan = ForecastPlan { seed: 3, draws: 16, members: 12, least_effective: 4 };

fn made(view: &AsOf, folder: &Path) -> Forecast {
    forecast(view, &PLAN, folder, false, &on(0), |_| {}).unwrap()
}

/// Every file of a folder and its parts, by path.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        if entry.is_dir() {
            all.extend(bytes(&entry).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            all.insert(name, std::fs::read(&entry).unwrap());
        }
    }
    all
}

fn poison(date: &str, published: Option<&str>) -> Fact {
    Fact {
        line: 0,
        date: date.parse().unwrap(),
        published: published.map(|date| date.parse().unwrap()),
        place: "National".to_owned(),
        location: None,
        kind: "crowd_size".to_owned(),
        value: "900000".to_owned(),
        unit: "people".to_owned(),
        source: "poison".to_owned(),
        note: String::new(),
        imported: Imported::No,
    }
}

#[test]
fn a_poisoned_future_changes_no_byte() {
    let as_of = "2022-01-04".parse().unwrap();
    let (mut scenario, mut history) = scenarios();
    let folders = tempfile::tempdir().unwrap();
    let clean = made(&AsOf::new(&scenario, &history, as_of, 2).unwrap(), &folders.path().join("clean"));
    assert!(clean.known.statements > 0);

    // A statement of the past published on the date itself, one of unknown publication, one of the future.
    let poisons = [
        poison("2022-01-03", Some("2022-01-04")),
        poison("2022-01-03", None),
        poison("2022-01-05", Some("2022-01-05")),
    ];
    for world in [&mut scenario, &mut history] {
        world.record.facts.extend(poisons.clone());
        world.record.events.clear();
        for target in &mut world.record.targets {
            if let Interval::Values { low, high } = &mut target.interval {
                (*low, *high) = (9e5, 9e5);
            }
        }
        world.setup.actions.push(Action {
            id: "poison".to_owned(),
            label: "an act of 4 January".to_owned(),
            when: When::At(3 * 1440),
            reach: Reach::Nation,
            order: Order::LethalForce { on: true },
        });
        world.setup.parameters.set("joining.contagion", 5.9).unwrap();
    }
    let view = AsOf::new(&scenario, &history, as_of, 2).unwrap();
    assert!(view.facts().iter().all(|fact| fact.source != "poison" && fact.published.unwrap() < as_of));
    let poisoned = made(&view, &folders.path().join("poisoned"));
    assert_eq!(poisoned, clean);
    assert_eq!(bytes(&folders.path().join("poisoned")), bytes(&folders.path().join("clean")));

    // A statement that was known does change it: the test could fail.
    scenario.record.facts.push(poison("2022-01-03", Some("2022-01-03")));
    let told = AsOf::new(&scenario, &history, as_of, 2).unwrap();
    assert_ne!(told.hash(), view.hash());
    made(&told, &folders.path().join("told"));
    assert_ne!(bytes(&folders.path().join("told")), bytes(&folders.path().join("clean")));
}

#[test]
fn acts_before_the_date_stand_and_later_ones_must_be_triggered() {
    let (scenario, history) = scenarios();
    let view = |date: &str| AsOf::new(&scenario, &history, date.parse().unwrap(), 3).unwrap();
    let late = AsOf::new(&scenario, &history, "2023-01-01".parse().unwrap(), 3).err();
    assert!(matches!(late, Some(LabError::TooLate { .. })));
    assert_eq!(view("2022-01-04").stood(), ["price_90", "shutdown_aktau"]);
    let decision = |date| view(date).setup().alliance.as_ref().unwrap().decision;
    assert_eq!(decision("2022-01-06"), AllianceDecision::Simulated);
    assert_eq!(decision("2022-01-07"), AllianceDecision::AsHappened);
    for date in ["2022-01-02", "2022-01-05", "2022-01-08"] {
        let view = view(date);
        let cut = view.past() * 1440;
        for action in &view.setup().actions {
            match &action.when {
                When::At(minute) => assert!(*minute < cut, "{} is of the future", action.id),
                When::Triggered { not_before, .. } => assert!(*not_before >= cut, "{} is too early", action.id),
                When::Random { .. } => {}
            }
        }
        // What a fit to the whole record found is forgotten.
        assert!(view.fitted().len() >= 15);
        let defaults = righting_model::Parameters::default();
        let Levels::Drawn { held } = &view.setup().levels else { panic!("levels are drawn") };
        for path in view.fitted() {
            assert_eq!(view.setup().parameters.get(path), defaults.get(path), "{path}");
            assert!(!held.contains(path), "{path} is drawn again");
        }
    }
}

#[test]
fn a_forecast_resumes_reads_back_and_is_scored() {
    let (scenario, history) = scenarios();
    let view = AsOf::new(&scenario, &history, "2022-01-04".parse().unwrap(), 2).unwrap();
    let folders = tempfile::tempdir().unwrap();
    let whole = made(&view, &folders.path().join("whole"));
    let cut = folders.path().join("cut");
    let stopped = forecast(&view, &PLAN, &cut, false, &Runner::new(Inline, &true.into()), |_| {});
    assert!(matches!(stopped, Err(LabError::Runner(RunnerError::Interrupted))));
    assert_eq!(forecast(&view, &PLAN, &cut, true, &on(1), |_| {}).unwrap(), whole);
    assert_eq!(bytes(&cut), bytes(&folders.path().join("whole")));

    let read = Forecast::open(&cut).unwrap();
    assert_eq!((&read.known, &read.values), (&whole.known, &whole.values));
    let scores = verify(&scenario, &history, &[read]).unwrap();
    let models: Vec<&str> = scores.summaries.iter().filter(|row| row.as_of.is_none()).map(|row| row.model).collect();
    assert_eq!(models, ["righting", "zero", "last value", "global bootstrap", "average", "hawkes"]);
    for row in &scores.summaries {
        assert!(row.cases > 5 && row.crps_log.is_finite() && (0.0..=1.0).contains(&row.coverage), "{row:?}");
        assert!((0.0..=1.0).contains(&row.brier_onset) && (0.0..=1.0).contains(&row.brier_violence));
    }
    // Nobody on the street is what the first baseline says; its score is then the record itself.
    let zero: Vec<_> = scores.cases.iter().filter(|case| case.model == "zero").collect();
    assert!(zero.iter().all(|case| (case.crps - case.value).abs() < 1e-9));
    let twice = verify(&scenario, &history, &[whole.clone(), whole.clone()]).unwrap_err();
    assert!(matches!(twice, LabError::SameDate { .. }), "{twice}");
    let other = verify(&history, &history, &[whole]).unwrap_err();
    assert!(matches!(other, LabError::OtherScenario { .. }), "{other}");
}

#[test]
fn evidence_keeps_both_ends_and_knows_places() {
    let (scenario, history) = scenarios();
    let view = AsOf::new(&scenario, &history, "2022-01-06".parse().unwrap(), 1).unwrap();
    let evidence = righting_lab::evidence(&view);
    let crowd = evidence.iter().find(|one| one.place == "Zhanaozen" && one.date == "2022-01-02").unwrap();
    assert_eq!((crowd.low, crowd.high, crowd.statistic), (100.0, Some(999.0), "peak"));
    let onset = evidence.iter().find(|one| one.place == "Aktobe" && one.statistic == "onset").unwrap();
    assert_eq!((onset.low, onset.high), (0.0, Some(3.0)));
    assert_eq!(view.name(Location::Nation), "Kazakhstan");
}

#[test]
fn a_day_without_an_event_is_evidence_of_fewer_than_fifty_people() {
    let (mut scenario, history) = scenarios();
    let stated = [
        ("2022-01-02", "demonstrations", "0"),
        ("2022-01-03", "demonstrations", "2"),
        ("2022-01-03", "crowd_size", "200+"),
    ];
    let fact = |(date, kind, value): (&str, &str, &str)| Fact {
        location: Some(Location::Region(0)),
        kind: kind.to_owned(),
        value: value.to_owned(),
        imported: Imported::Private,
        ..poison(date, Some(date))
    };
    scenario.record.facts = stated.map(fact).to_vec();
    let view = AsOf::new(&scenario, &history, "2022-01-05".parse().unwrap(), 1).unwrap();
    let told: Vec<_> = righting_lab::evidence(&view).iter().map(|one| (one.statistic, one.low, one.high)).collect();
    assert_eq!(told, [("peak", 0.0, Some(49.0)), ("onset", 0.0, Some(2.0)), ("peak", 200.0, None)]);
    // They weigh, are counted, and stand in no file.
    let folder = tempfile::tempdir().unwrap();
    let made = made(&view, &folder.path().join("made"));
    assert_eq!((made.known.statements, made.known.statements_private), (3, 3));
    assert!(made.evidence.is_empty() && made.unused.is_empty());
}

#[test]
fn every_member_is_run_to_its_last_day_and_every_statement_is_used_or_named() {
    let (mut scenario, history) = scenarios();
    // A hundred times what happened, so that some members run away.
    scenario.setup.shocks.push(Shock {
        id: "outrage".to_owned(),
        label: String::new(),
        when: When::At(0),
        reach: Reach::Nation,
        kind: ShockKind::Affront { size: 100.0 },
    });
    // And pools that can hold such crowds.
    let pool = scenario.priors.iter_mut().find(|prior| prior.path == "pool.share").unwrap();
    (pool.low, pool.high) = (0.2, 0.5);
    let view = AsOf::new(&scenario, &history, "2022-01-04".parse().unwrap(), 3).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let plan = ForecastPlan { draws: 64, members: 40, ..PLAN };
    let made = forecast(&view, &plan, &folder.path().join("made"), false, &on(0), |_| {}).unwrap();
    assert!(
        righting_store::read_trials(&folder.path().join("made/members"))
            .unwrap()
            .iter()
            .all(|row| row.stopped.is_none())
    );
    // Where runs are stopped as runaways, members are not: the crowds of such a member go on from day to day.
    let limit = righting_runner::Runaway::of(&scenario).crowd().expect("the record has crowds");
    let days = made.series("active", "nation").unwrap();
    let large: Vec<usize> = (0..days[0].len()).filter(|&member| days[0][member] > limit).collect();
    assert!(!large.is_empty(), "the test needs a member that would have been stopped");
    assert!(large.iter().all(|&member| days[1][member] != days[0][member] && days[2][member] != days[1][member]));
    let Known { statements, statements_unused, .. } = made.known;
    assert_eq!(statements_unused as usize, made.unused.len());
    let used: usize = made.evidence.iter().map(|one| one.sources.len()).sum();
    assert!(used >= 1 && statements as usize >= made.unused.len() + made.evidence.len());
    assert!(made.unused.iter().all(|one| one.line > 1 && !one.why.is_empty() && one.file.ends_with("facts.csv")));
}
