//! An event study over simulated crises: what unrest does to output, quarter by quarter.
//!
//! Many crises of one scenario are made by scaling its price shocks at random. Crises whose crowds reach the
//! size of a major event are compared with those that do not, as Hadzi-Vaskov, Pienknagura & Ricci (2023,
//! BEJM 23:917-958) compare countries and quarters with and without one. They find about -1 % of output at six
//! quarters, more for mixed causes, less where institutions are strong. The first is an input here (the
//! scale of `output.scar`), so meeting it is verification; the others emerge where the table says so.
//!
//! A second table puts the tolerated rise of the recovery to the test: prices of a country at rest are raised
//! by shares of the rise that its equations say it tolerates, and the crisis model is run.

use righting_model::{
    Draws, EngineKind, Hypotheses, Purpose, Quantity, RecoveryPlan, RecoveryQuantity, Setup, Shock, ShockKind,
    Simulation, math, uniform,
};
use righting_runner::{Progress, Runner, RunnerError, Stop};
use serde::Serialize;

use crate::error::LabError;

/// Active people at the peak that make a major event.
pub const MAJOR: f64 = 1000.0;

/// Quarters followed.
pub const QUARTERS: usize = 8;

/// Quarter at which the literature states the effect, counted from 1.
pub const STATED: usize = 6;

/// What the literature states there, percent of output.
pub const STATED_EFFECT: [f64; 2] = [-1.5, -0.5];

/// Shares of the tolerated rise that are put to the test.
const TRIED: [f64; 5] = [0.7, 0.85, 1.0, 1.15, 1.3];

/// Factors on the shocks tried, in order, until strong institutions have events.
const REACHES: [f64; 6] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0];

/// Crises of a pilot that looks for it; half of them must be events.
const PILOT: u32 = 16;

/// Crises in a run of the tolerated rise last this many days.
const TRIAL_DAYS: u32 = 10;

/// The tables of an event study.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EventStudy {
    /// Crises simulated in each group.
    pub crises: u32,
    /// Active people at the peak that make an event.
    pub major: f64,
    /// Groups of crises, the same shocks and chances in each.
    pub groups: Vec<Group>,
    /// What was stated and what was found.
    pub verdicts: Vec<Verdict>,
    /// The tolerated rise put to the test.
    pub tolerance: Vec<Tolerance>,
}

/// Crises of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Group {
    /// Name.
    pub name: &'static str,
    /// What sets it apart.
    pub what: &'static str,
    /// Factor on the shocks of the scenario, besides the draw of each crisis.
    pub shocks: f64,
    /// Crises that became a major event.
    pub events: u32,
    /// Crises that did not: the controls.
    pub controls: u32,
    /// Effect of an event on output by quarter, percent, and its standard error; none without events.
    pub effect: Vec<[f64; 2]>,
}

/// A statement of the literature and what the study finds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Verdict {
    /// The statement.
    pub statement: &'static str,
    /// `verification` where the figure or the order is an input, `validation` where it emerges.
    pub kind: &'static str,
    /// What was found, percent of output.
    pub found: f64,
    /// Its standard error.
    pub error: f64,
    /// Whether it is as stated.
    pub holds: bool,
}

/// Statements of the literature that the study judges, where every group has events.
pub const STATEMENTS: usize = 4;

/// Runs with a share of the tolerated rise.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Tolerance {
    /// Rise of the price as a share of the tolerated one.
    pub share: f64,
    /// Mean rise.
    pub rise: f64,
    /// Runs.
    pub runs: u32,
    /// Share of the runs in which as many were out at once within ten days as `relapse.crowd` calls an outbreak.
    pub outbreak: f64,
    /// Mean of the largest crowds, relative to that many.
    pub crowd: f64,
    /// Share in which the crowds became a major event.
    pub major: f64,
}

/// Runs the study on the country of a simulation: `crises` in each group.
///
/// # Errors
/// When a replicate fails, or when the runner is stopped.
pub fn event_study(
    base: &Simulation,
    seed: u64,
    crises: u32,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<EventStudy, LabError> {
    let kinds = kinds(base);
    let trials = crises.min(100);
    let total = u64::from(crises) * kinds.len() as u64 + u64::from(trials);
    let mut done = 0;
    let mut groups = Vec::new();
    let reach = reach(runner, &kinds[STRONG].base, seed)?;
    for kind in &kinds {
        let shocks = if kind.larger { reach } else { 1.0 };
        let observed = batches(
            runner,
            crises,
            |number| crisis(&kind.base, seed, number, shocks),
            |count| {
                done += count;
                progress(Progress { done, total, failed: 0 });
            },
        )?;
        groups.push(group(kind.name, kind.what, shocks, &observed));
    }
    let rest = base.varied(still_at_rest(base.setup()));
    let trials = batches(
        runner,
        trials,
        |number| trial(&rest, seed, number),
        |count| {
            done += count;
            progress(Progress { done, total, failed: 0 });
        },
    )?;
    Ok(EventStudy { crises, major: MAJOR, verdicts: verdicts(&groups), groups, tolerance: tolerance(&trials) })
}

/// A group to be: the same crises with one thing changed.
struct Kind {
    name: &'static str,
    what: &'static str,
    base: Simulation,
    /// Its shocks are made larger until strong institutions have events.
    larger: bool,
}

/// Place of the strong institutions, and of what they are compared with, among the groups.
const STRONG: usize = 3;
const BESIDE: usize = 2;

fn kinds(base: &Simulation) -> Vec<Kind> {
    let months = 3 * QUARTERS as u32;
    let recovery = RecoveryPlan { months, ..RecoveryPlan::default() };
    let economic = Setup { recovery, hypotheses: Hypotheses::default(), ..base.setup().clone() };
    let mut mixed = economic.clone();
    mixed.hypotheses = Hypotheses { organisers: true, elite_split: true, armed_groups: false };
    let strong = |mut setup: Setup| {
        let governance = &mut setup.country.governance;
        for indicator in [
            &mut governance.rule_of_law,
            &mut governance.control_of_corruption,
            &mut governance.voice_and_accountability,
            &mut governance.government_effectiveness,
        ] {
            *indicator += 1.0;
        }
        setup
    };
    let mut blind = economic.clone();
    set(&mut blind, "output.institutions", 0.0);
    let first = base.varied(economic.clone());
    let kind = |name, what, setup, larger| Kind { name, what, base: first.varied(setup), larger };
    vec![
        kind("economic", "price shocks alone", economic.clone(), false),
        kind("mixed", "the same, with organisers and a split elite", mixed, false),
        kind("economic, larger shocks", "economic, shocks as large as for strong institutions", economic.clone(), true),
        kind("strong institutions", "the same, governance one point higher on every indicator", strong(economic), true),
        kind("effect on output off", "economic, larger shocks, `output.institutions` 0", blind.clone(), true),
        kind("strong, effect on output off", "the same with governance one point higher", strong(blind), true),
    ]
}

/// The first factor on the shocks with which half of a few crises are events; the largest if none is.
fn reach(runner: &Runner<'_>, base: &Simulation, seed: u64) -> Result<f64, LabError> {
    for factor in REACHES {
        let pilot = batches(runner, PILOT, |number| crisis(base, seed, number, factor), |_| ())?;
        if 2 * pilot.iter().filter(|crisis| crisis.peak >= MAJOR).count() >= pilot.len() {
            return Ok(factor);
        }
    }
    Ok(REACHES[REACHES.len() - 1])
}

/// Peak of the crowds and the gap of output by quarter, percent.
struct Observed {
    peak: f64,
    effect: [f64; QUARTERS],
}

fn crisis(base: &Simulation, seed: u64, number: u32, shocks: f64) -> Result<Observed, LabError> {
    let mut setup = base.setup().clone();
    // Twice to half of the scenario's shocks, even in their logarithm.
    let [a, b, ..] = Draws::new(seed, number).block(Purpose::Shock, 1, 0);
    let scale = shocks * math::exp((2.0 * uniform(a, b) - 1.0) * std::f64::consts::LN_2);
    for shock in &mut setup.shocks {
        if let ShockKind::Price { ratio } | ShockKind::Commodity { ratio, .. } = &mut shock.kind {
            *ratio = 1.0 + (*ratio - 1.0) * scale;
        }
    }
    let trace = run(&base.varied(setup), seed, number)?;
    let gap = |month: usize| trace.recovery.national(month, RecoveryQuantity::OutputGap);
    let quarter = |quarter: usize| (0..3).map(|month| gap(3 * quarter + month)).sum::<f64>() / 3.0;
    Ok(Observed { peak: peak(&trace), effect: std::array::from_fn(|index| -100.0 * quarter(index)) })
}

/// Rises put to one replicate of the country at rest: rise, peak, peak relative to an outbreak.
type Trial = Vec<(f64, f64, f64)>;

fn trial(rest: &Simulation, seed: u64, number: u32) -> Result<Trial, LabError> {
    let tolerated = run(rest, seed, number)?.recovery.national(0, RecoveryQuantity::ToleratedRise);
    let Setup { country, parameters, .. } = rest.setup();
    let outbreak = country.population() as f64 * parameters.get("relapse.crowd").expect("it is registered");
    let attempt = |share: f64| {
        let rise = share * tolerated;
        let raised = Setup { shocks: vec![Shock::price_rise(rise)], ..rest.setup().at_rest(TRIAL_DAYS) };
        let trace = run(&rest.varied(raised), seed, number)?;
        let peak = peak(&trace);
        Ok((rise, peak, peak / outbreak))
    };
    TRIED.into_iter().map(attempt).collect()
}

/// The country without its crisis, and without growth: the rise is tolerated at the incomes of the crisis, not at those
/// of a month of growth later.
fn still_at_rest(setup: &Setup) -> Setup {
    let mut rest = setup.at_rest(TRIAL_DAYS);
    rest.recovery.months = 1;
    set(&mut rest, "output.growth", 0.0);
    rest
}

fn set(setup: &mut Setup, path: &str, value: f64) {
    setup.hold(path, value).unwrap_or_else(|error| unreachable!("{error}"));
}

fn run(simulation: &Simulation, seed: u64, replicate: u32) -> Result<righting_model::Trace, LabError> {
    let ended = simulation.run(EngineKind::default(), seed, replicate);
    ended.map_err(|source| RunnerError::Replicate { replicate, source }.into())
}

fn peak(trace: &righting_model::Trace) -> f64 {
    (0..trace.days()).map(|day| trace.national(day, Quantity::ActivePeak)).fold(0.0, f64::max)
}

/// Runs numbered work in batches, in order.
fn batches<T: Send>(
    runner: &Runner<'_>,
    count: u32,
    work: impl Fn(u32) -> Result<T, LabError> + Sync,
    mut done: impl FnMut(u64),
) -> Result<Vec<T>, LabError> {
    let mut all = Vec::with_capacity(count as usize);
    let numbers: Vec<u32> = (0..count).collect();
    let keep = |batch: Vec<Result<T, LabError>>| {
        batch.into_iter().try_for_each(|found| {
            all.push(found?);
            Ok::<(), LabError>(())
        })
    };
    match runner.batches(numbers.chunks(16), |&number| work(number), |batch| done(batch.len() as u64), keep)? {
        Stop::Completed => Ok(all),
        Stop::Interrupted => Err(LabError::interrupted()),
    }
}

fn group(name: &'static str, what: &'static str, shocks: f64, observed: &[Observed]) -> Group {
    let (events, controls): (Vec<&Observed>, Vec<&Observed>) = observed.iter().partition(|crisis| crisis.peak >= MAJOR);
    let effect = |quarter: usize| {
        let of = |crises: &[&Observed]| mean(&crises.iter().map(|crisis| crisis.effect[quarter]).collect::<Vec<_>>());
        // Without a control the effect is the gap to the path that the model knows.
        let (event, control) = (of(&events)?, of(&controls).unwrap_or([0.0; 2]));
        Some([event[0] - control[0], hypot(event[1], control[1])])
    };
    Group {
        name,
        what,
        shocks,
        events: events.len() as u32,
        controls: controls.len() as u32,
        effect: (0..QUARTERS).filter_map(effect).collect(),
    }
}

/// Mean and its standard error; `None` of nothing.
fn mean(values: &[f64]) -> Option<[f64; 2]> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let square = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (count - 1.0).max(1.0);
    (!values.is_empty()).then(|| [mean, math::sqrt(square / count)])
}

/// Standard error of a difference.
fn hypot(one: f64, other: f64) -> f64 {
    math::sqrt(one * one + other * other)
}

fn verdicts(groups: &[Group]) -> Vec<Verdict> {
    let stated = |group: usize| groups[group].effect.get(STATED - 1).copied();
    let mut verdicts = Vec::new();
    if let Some([found, error]) = stated(0) {
        let [low, high] = STATED_EFFECT;
        let holds = (low..=high).contains(&found);
        let statement = "an event costs 0.5 to 1.5 % of output at six quarters";
        verdicts.push(Verdict { statement, kind: "verification", found, error, holds });
    }
    // A difference holds when it is on the stated side by more than two standard errors.
    let mut differ = |statement, kind, one: usize, other: usize, sign: f64| {
        if let (Some(one), Some(other)) = (stated(one), stated(other)) {
            let (found, error) = (one[0] - other[0], hypot(one[1], other[1]));
            verdicts.push(Verdict { statement, kind, found, error, holds: sign * found > 2.0 * error });
        }
    };
    differ("mixed causes cost more", "validation", 1, 0, -1.0);
    differ("strong institutions cost less", "verification", STRONG, BESIDE, 1.0);
    differ("strong institutions cost less, by other crises alone", "validation", STRONG + 2, BESIDE + 2, 1.0);
    verdicts
}

fn tolerance(trials: &[Trial]) -> Vec<Tolerance> {
    let row = |(index, share): (usize, f64)| {
        let runs = trials.len() as f64;
        let sum = |of: &dyn Fn(&(f64, f64, f64)) -> f64| trials.iter().map(|trial| of(&trial[index])).sum::<f64>();
        Tolerance {
            share,
            rise: sum(&|run| run.0) / runs,
            runs: trials.len() as u32,
            outbreak: sum(&|run| f64::from(u8::from(run.2 >= 1.0))) / runs,
            crowd: sum(&|run| run.2) / runs,
            major: sum(&|run| f64::from(u8::from(run.1 >= MAJOR))) / runs,
        }
    };
    TRIED.into_iter().enumerate().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_effect_is_the_difference_of_events_and_controls() {
        let crisis = |peak, effect| Observed { peak, effect: [effect; QUARTERS] };
        let observed = [crisis(2000.0, -1.0), crisis(5000.0, -3.0), crisis(10.0, -0.5), crisis(0.0, -0.5)];
        let group = group("", "", 1.0, &observed);
        assert_eq!((group.events, group.controls), (2, 2));
        assert_eq!(group.effect[STATED - 1], [-1.5, 1.0]);
        assert!(super::group("", "", 1.0, &observed[2..]).effect.is_empty());
    }
}
