//! What is asked of the model itself: why, how sure, how smooth, what has no meaning, whether it travels.

use std::path::Path;

use righting_lab::{
    Beginning, CertaintyPlan, InvariancePlan, JoiningAccount, Kind, LARGEST_STEP, LabError, RunPlan, Same,
    SmoothnessPlan, TransferPlan, WhyPlan, certainty, first_replicates, invariance, manifest, median_replicate, record,
    smoothness, transfer, why,
};
use righting_model::{EngineKind, Kernel, Location, Quantity};
use righting_scenario::{Scenario, Source};
use righting_store::{StoredRun, StudyFolder};

use crate::{five_towns, on};

fn stored(scenario: &Scenario, folder: &Path) -> StoredRun {
    let plan = RunPlan { replicates: 8, seed: 3, engine: EngineKind::default(), kernel: Kernel::best() };
    record(scenario, &plan, folder, Beginning::New, &on(0), |_| {}).unwrap().run.unwrap()
}

fn asked(run: &StoredRun, scenario: &Scenario, location: Location, day: u32) -> JoiningAccount {
    let plan = WhyPlan { location, day, replicates: first_replicates(run, 8) };
    why(run, scenario, &plan, &on(0), |_| {}).unwrap().account
}

#[test]
fn an_account_adds_up_and_is_that_of_the_stored_run() {
    let home = tempfile::tempdir().unwrap();
    let scenario = five_towns(&["hypotheses.organisers=true"]);
    let run = stored(&scenario, &home.path().join("run"));
    let country = &scenario.setup.country;
    let close = |a: f64, b: f64| assert!((a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0), "{a} and {b}");
    let plan = WhyPlan { location: Location::Nation, day: 0, replicates: first_replicates(&run, 8) };
    let found = why(&run, &scenario, &plan, &on(0), |_| {}).unwrap();
    let mut joined = vec![0.0; found.course.len()];
    for one in run.replicates().unwrap() {
        let (_, trace) = one.unwrap();
        joined.iter_mut().enumerate().for_each(|(day, sum)| *sum += trace.national(day, Quantity::Joined) / 8.0);
    }
    for (day, account) in found.course.iter().enumerate() {
        close(account.joined, joined[day]);
        let JoiningAccount { affront, call, organisers, news, expected, .. } = *account;
        close(affront + call + organisers + news, expected);
        let JoiningAccount { usual, weekday, fields, forces, curfew, .. } = *account;
        close(usual + weekday + fields + forces + curfew, expected);
        assert!(forces <= 0.0 && curfew <= 1e-9 && account.pool_at_rest <= account.pool * (1.0 + 1e-4));
        // Places add up to regions, regions to the nation.
        let sum = |of: &dyn Fn(usize) -> Location, count: usize| {
            (0..count).map(|at| asked(&run, &scenario, of(at), day as u32).expected).sum::<f64>()
        };
        if day == 3 {
            close(sum(&Location::Region, country.regions.len()), expected);
            close(sum(&Location::Place, country.places.len()), expected);
        }
    }
    // Chance makes what came about differ from what was expected, by no more than chance: the sum over all days of the
    // eight runs is within five roots of it.
    let [expected, joined] = [|day: &JoiningAccount| day.expected, |day: &JoiningAccount| day.joined]
        .map(|of| 8.0 * found.course.iter().map(of).sum::<f64>());
    assert!(expected > 1000.0 && (joined - expected).abs() < 5.0 * expected.sqrt(), "{joined} of {expected}");
    assert!(found.course.iter().any(|day| day.organisers > 0.0) && found.course.iter().any(|day| day.curfew < 0.0));
}

#[test]
fn a_run_is_asked_for_what_it_has() {
    let home = tempfile::tempdir().unwrap();
    let scenario = five_towns(&[]);
    let run = stored(&scenario, &home.path().join("run"));
    assert!(median_replicate(&run).unwrap().is_some_and(|replicate| replicate < 8));
    let plan = WhyPlan { location: Location::Nation, day: 0, replicates: vec![8] };
    let refused = why(&run, &scenario, &plan, &on(1), |_| {});
    assert!(matches!(refused, Err(LabError::NoReplicate { replicate: 8, .. })));
    // Another scenario than that of the run gives other numbers, and that is found.
    let other = five_towns(&["price.ratio=3.0"]);
    let plan = WhyPlan { replicates: vec![0], ..plan };
    let refused = why(&run, &other, &plan, &on(1), |_| {});
    assert!(matches!(refused, Err(LabError::RunsOtherwise { replicate: 0, .. })));
}

#[test]
fn variance_is_chance_levels_and_structure_and_levels_only_where_they_are_drawn() {
    let plan = CertaintyPlan { levels: 12, chances: 3, seed: 4 };
    let [drawn, fixed] = ["drawn", "fixed"]
        .map(|levels| certainty(&five_towns(&[&format!("levels={levels}")]), &plan, &on(0), |_| {}).unwrap());
    for found in [&drawn, &fixed] {
        assert_eq!((found.structures, found.rows.len()), (8, 3));
        for row in &found.rows {
            let sum = row.chance.value + row.levels.value + row.structure.value;
            // What does not vary, as nobody dies, has nothing to be split.
            let whole = if row.sd > 0.0 { 1.0 } else { 0.0 };
            assert!((sum - whole).abs() < 1e-9 && row.band[0] <= row.band[2], "{row:?}");
        }
    }
    let peak = |found: &righting_lab::Certainty| found.rows[0].levels.value;
    assert!(peak(&drawn) > 0.5 && peak(&fixed) == 0.0, "{} and {}", peak(&drawn), peak(&fixed));
}

/// The short form of the study of smoothness: its bounds on five towns. Fifty replicates tell the factor of one level only to
/// within an interval (95 %): it breaks its bound where the whole interval lies beyond.
#[test]
fn small_changes_move_five_towns_a_little() {
    let plan = SmoothnessPlan { replicates: 50, seed: 1, draws: 200 };
    let scenario = five_towns(&["time.days=8"]);
    let found = smoothness(&scenario.simulation(), &plan, &on(0), |_| {}).unwrap();
    assert!(found.levels.iter().any(|level| level.path == "pool.share") && found.levels.len() > 10);
    assert!(found.gain.largest < 1.0 && found.gain.draws == 200);
    for bound in found.bounds.iter().filter(|bound| !bound.what.contains("a fifth of a standard deviation")) {
        assert!(bound.kept, "{bound:?}");
    }
    for level in &found.levels {
        assert!(level.step.factor.low <= LARGEST_STEP, "{level:?}");
    }
}

/// The short form of the study of invariance: no arm of five towns moves, and those that may not differ do not.
#[test]
fn what_has_no_meaning_moves_nothing_in_five_towns() {
    let plan = InvariancePlan { replicates: 120, exact: 6, seed: 2 };
    let scenario = five_towns(&["time.days=8", "hypotheses.organisers=true"]);
    let found = invariance(&scenario.setup, &plan, &on(0), |_| {}).unwrap();
    assert_eq!(found.exact.len(), 6);
    for arm in found.exact.iter().filter(|arm| !arm.arm.contains("country beside")) {
        assert_eq!((arm.differing, &arm.first), (0, &None), "{}", arm.arm);
    }
    let moved: Vec<_> = found.rows.iter().filter(|row| row.same == Same::No).collect();
    assert!(moved.is_empty(), "{moved:#?}");
    assert!(found.rows.iter().any(|row| row.unit != "the nation"));
}

#[test]
fn countries_are_left_out_in_turn_and_an_interrupted_study_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let load = |id: &str| Scenario::load(&Source::Shipped(id.to_owned()), &[]).unwrap();
    let cases = ["solomon-islands-2021", "bahrain-2011", "kazakhstan-2016", "kazakhstan-2019"].map(load);
    let plan = TransferPlan { replicates: 6, seed: 1 };
    let open = |resume| {
        let entries = [("replicates".to_owned(), "6".to_owned())].into();
        let manifest = manifest(&cases[0], "transfer", 1, entries);
        StudyFolder::open(&home.path().join("study"), manifest, resume).unwrap()
    };
    let few = transfer(&cases[1..2], &plan, &open(false), &on(0), |_| {});
    assert!(matches!(few, Err(LabError::FewCountries { found: 1 })));
    let found = transfer(&cases, &plan, &open(true), &on(0), |_| {}).unwrap();
    assert_eq!(found.cases.len(), 4);
    let bahrain = &found.cases[1];
    assert!(bahrain.flags.lethal_force && bahrain.rows.iter().any(|row| row.kind == Kind::Deaths));
    for case in &found.cases {
        assert!(case.failed == 0 && !case.rows.is_empty(), "{}", case.case);
        assert!(case.rows.iter().all(|row| row.dated.crps >= 0.0 && row.triggered.p5 <= row.triggered.p95));
    }
    // The climatology of a case has none of its own country: of crowds of nations Bahrain sees three other cases.
    let crowds = found.cases[2].rows.iter().find(|row| row.kind == Kind::Crowds && row.national).unwrap();
    assert_ne!(crowds.climatology, None);
    assert_eq!(found.mean[&Kind::Crowds].count, 4);
    std::fs::remove_file(home.path().join("study/members/bahrain-2011-triggered.parquet")).unwrap();
    assert_eq!(transfer(&cases, &plan, &open(true), &on(1), |_| {}).unwrap(), found);
}
