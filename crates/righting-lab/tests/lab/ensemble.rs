//! Ensembles: order, threads, failures, interruption, and what a dated action may not touch.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use righting_lab::{BATCH, EnsemblePlan, Outcome, Runner, RunnerError, Sink, Stop, run_ensemble};
use righting_model::{Action, Condition, Conditions, EngineKind, Order, Reach, Simulation, Trace, Trigger, When};

use crate::{five_towns, on, simulation};
use righting_scenario::Cel;

#[derive(Default)]
struct Kept(Vec<Outcome>);

impl Sink for Kept {
    type Error = Infallible;

    fn write(&mut self, batch: Vec<Outcome>) -> Result<(), Infallible> {
        self.0.extend(batch);
        Ok(())
    }
}

fn traces(simulation: &Simulation, plan: &EnsemblePlan, runner: &Runner<'_>) -> Vec<(u32, Trace)> {
    let mut kept = Kept::default();
    run_ensemble(simulation, plan, &mut kept, runner, |_| {}).unwrap();
    kept.0.into_iter().map(|outcome| (outcome.replicate, outcome.result.unwrap())).collect()
}

#[test]
fn threads_change_neither_results_nor_order() {
    let simulation = simulation(&[]);
    let plan = EnsemblePlan::first(40, 7);
    let one = traces(&simulation, &plan, &Runner::default());
    assert_eq!(one.iter().map(|(replicate, _)| *replicate).collect::<Vec<_>>(), (0..40).collect::<Vec<_>>());
    for threads in [1, 2, 8] {
        assert!(traces(&simulation, &plan, &on(threads)) == one, "{threads} threads");
    }
}

#[test]
fn a_resumed_ensemble_gives_what_was_missing() {
    let simulation = simulation(&[]);
    let whole = traces(&simulation, &EnsemblePlan::first(24, 3), &on(0));
    let rest = EnsemblePlan { replicates: vec![5, 6, 20, 23], ..EnsemblePlan::first(24, 3) };
    let expected: Vec<(u32, Trace)> = rest.replicates.iter().map(|&number| whole[number as usize].clone()).collect();
    assert!(traces(&simulation, &rest, &on(0)) == expected);
}

/// Reads the condition `trap` as one: what it does on its 301st question.
struct Trap<F>(Arc<F>);

impl<F: Fn() -> Result<bool, String> + Send + Sync + 'static> Conditions for Trap<F> {
    fn compile(&self, text: &str) -> Result<Condition, String> {
        if text != "trap" {
            return Cel.compile(text);
        }
        let (calls, misbehave) = (AtomicU32::new(0), self.0.clone());
        Ok(Box::new(move |_| match calls.fetch_add(1, Ordering::Relaxed) {
            300 => misbehave(),
            _ => Ok(false),
        }))
    }
}

/// Five towns with an order that never comes, whose trigger misbehaves.
fn trapped(misbehave: impl Fn() -> Result<bool, String> + Send + Sync + 'static) -> Simulation {
    let mut setup = five_towns(&[]).setup;
    setup.actions.push(Action {
        id: "trap".to_owned(),
        label: "never".to_owned(),
        when: When::Triggered { trigger: Trigger { text: "trap".to_owned() }, not_before: 0 },
        reach: Reach::Nation,
        order: Order::Reshuffle,
    });
    Simulation::new(setup).reading(Arc::new(Trap(Arc::new(misbehave))))
}

#[test]
fn a_replicate_that_fails_or_panics_is_named_and_the_rest_goes_on() {
    type Misbehave = fn() -> Result<bool, String>;
    let fails: Misbehave = || Err("division by zero".to_owned());
    let panics: Misbehave = || panic!("people are lost");
    for (misbehave, text) in [(fails, "division by zero"), (panics, "people are lost")] {
        let mut kept = Kept::default();
        let plan = EnsemblePlan::first(40, 1);
        let summary = run_ensemble(&trapped(misbehave), &plan, &mut kept, &on(1), |_| {}).unwrap();
        assert_eq!((summary.succeeded, summary.failed, summary.stop), (39, 1, Stop::Completed));
        let failure = kept.0.iter().find_map(|outcome| outcome.result.as_ref().err()).unwrap();
        assert!(failure.message.contains(text), "{failure}");
        assert_eq!(kept.0.len(), 40);
    }
}

#[test]
fn an_interrupted_ensemble_ends_after_the_replicates_under_way_and_keeps_them() {
    let simulation = simulation(&[]);
    let stop = AtomicBool::new(false);
    let mut kept = Kept::default();
    let runner = Runner::threads(0, &stop).unwrap();
    let summary = run_ensemble(&simulation, &EnsemblePlan::first(10 * BATCH, 1), &mut kept, &runner, |progress| {
        stop.store(progress.done >= u64::from(2 * BATCH), Ordering::Relaxed);
    })
    .unwrap();
    assert_eq!(summary.stop, Stop::Interrupted);
    assert_eq!(kept.0.len(), 2 * BATCH as usize);
    assert_eq!(summary.succeeded, u64::from(2 * BATCH));
}

#[test]
fn a_flag_raised_inside_a_replicate_ends_the_ensemble_after_it() {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = stop.clone();
    let simulation = trapped(move || {
        flag.store(true, Ordering::Relaxed);
        Ok(false)
    });
    let mut kept = Kept::default();
    let plan = EnsemblePlan::first(3 * BATCH, 1);
    let runner = Runner::threads(1, &stop).unwrap();
    let summary = run_ensemble(&simulation, &plan, &mut kept, &runner, |_| {}).unwrap();
    // Which replicate makes the call depends on how long each is; it lies inside the first batch.
    let done = kept.0.len();
    assert_eq!(summary.stop, Stop::Interrupted);
    assert!((1..BATCH as usize).contains(&done), "{done}");
    assert_eq!(
        kept.0.iter().map(|outcome| outcome.replicate as usize).collect::<Vec<_>>(),
        (0..done).collect::<Vec<_>>()
    );
}

#[test]
fn the_first_error_of_the_sink_ends_the_ensemble() {
    struct Full;
    impl Sink for Full {
        type Error = std::io::Error;
        fn write(&mut self, _: Vec<Outcome>) -> Result<(), Self::Error> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
    }
    let result = run_ensemble(&simulation(&[]), &EnsemblePlan::first(100, 1), &mut Full, &on(0), |_| {});
    assert!(matches!(result, Err(RunnerError::Sink(_))));
}

#[test]
fn an_action_on_a_day_changes_nothing_before_it() {
    const DAY: u32 = 4;
    let plain = five_towns(&[]);
    let mut changed = plain.clone();
    for (id, order) in [("cut", Order::Shutdown { cut: 0.9 }), ("curfew", Order::Emergency { on: true })] {
        changed.setup.actions.push(Action {
            id: id.to_owned(),
            label: id.to_owned(),
            when: When::At(DAY * 1440),
            reach: Reach::Nation,
            order,
        });
    }
    let (plain, changed) = (plain.simulation(), changed.simulation());
    let mut differ_after = 0;
    for seed in 0..50 {
        let [before, after] = [&plain, &changed].map(|simulation| simulation.run(EngineKind::Sellke, seed, 0).unwrap());
        for day in 0..DAY as usize {
            assert_eq!(before.nation(day), after.nation(day), "seed {seed}, day {day}");
            for place in 0..before.places() {
                assert_eq!(before.place(day, place), after.place(day, place), "seed {seed}, day {day}, place {place}");
            }
        }
        let early =
            |trace: &Trace| trace.events.iter().filter(|event| event.minute < DAY * 1440).cloned().collect::<Vec<_>>();
        assert_eq!(early(&before), early(&after), "seed {seed}");
        differ_after += u32::from((DAY as usize..before.days()).any(|day| before.nation(day) != after.nation(day)));
    }
    assert!(differ_after > 25, "the actions did something in {differ_after} of 50 seeds only");
}
