//! The ensemble of a forecast: draws from the prior, weighed by what was seen, the survivors run on.
//!
//! First every draw is run to the date and weighed by the evidence. Then systematic resampling picks the
//! members, and each is run again to the end: with the same chances to the date, so that its past comes
//! out the same, and where a draw is taken more than once, with chances of its own from the date on. So
//! the long runs are made of draws that agree with what was seen (a particle filter of one step,
//! Gordon, Salmond & Smith 1993).
//!
//! Every run goes to its last day: days of a run that was stopped are days that nobody forecast.

use std::path::Path;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use righting_model::{EngineKind, Failure, Levels, Setup, Simulation, Start, Trace};
use righting_runner::{Asked, Progress, Runner, TrialParts, caught};
use righting_scenario::Prior;
use righting_store::{StudyFolder, TrialRow};

use super::as_of::AsOf;
use super::document::{Forecast, write};
use super::evidence::{Evidence, log_likelihood, weighed};
use super::plan::{ForecastPlan, manifest};
use super::series::Layout;
use super::weights::Weights;
use crate::error::LabError;
use crate::study::at_values;
use righting_infer::Axis;

/// Draws of one part of a table: what a kill loses at most.
const PART: usize = 64;

/// Makes a forecast in a folder, or goes on with one that was interrupted there.
///
/// # Errors
/// When a fitted parameter has no prior, when no draw succeeds, when the folder belongs to something
/// else, or that it was interrupted.
pub fn forecast(
    view: &AsOf,
    plan: &ForecastPlan,
    folder: &Path,
    resume: bool,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<Forecast, LabError> {
    check_priors(view)?;
    let manifest = manifest(view, plan);
    let study = StudyFolder::open(folder, manifest, resume)?;
    let (known, unused) = weighed(view);
    let names = view.priors().iter().map(|prior| prior.path.clone()).collect();
    let work = Work { view, plan, names, base: view.simulation() };

    let table = study.trials("draws", &work.names, &["log_likelihood".to_owned()])?;
    let draws: Vec<Member> = (0..plan.draws).map(|draw| Member { draw, copy: 0 }).collect();
    let drawn = TrialParts::new(table, PART, 1).run(
        &draws,
        runner,
        |member| vec![work.weigh(member.draw, &known)],
        &mut progress,
    )?;
    let log_likelihoods: Vec<f64> =
        drawn.iter().map(|row| row.summaries.as_ref().map_or(f64::NEG_INFINITY, |values| values[0])).collect();
    let failed = drawn.iter().filter(|row| row.summaries.is_err()).count();
    if failed == drawn.len() {
        return Err(LabError::NoReplicates);
    }
    let weights = Weights::of(&log_likelihoods, f64::from(plan.least_effective));
    let members = weights.resample(plan.members as usize, (bits(plan.seed, COMB) >> 11) as f64 / (1u64 << 53) as f64);

    let layout = Layout::of(view);
    let columns = layout.columns(view.date());
    let members = copies(&members);
    let before = u64::from(plan.draws);
    let table = study.trials("members", &work.names, &columns)?;
    let runs = TrialParts::new(table, PART, 1).run(
        &members,
        runner,
        |member| vec![work.run_on(*member, &layout)],
        &mut |within| {
            let failed = failed as u64 + within.failed;
            progress(Progress { done: before + within.done, total: before + within.total, failed });
        },
    )?;
    let forecast = Forecast::gather(view, plan, &layout, (known, unused), weights, &runs, failed)?;
    write(&study, &forecast)?;
    Ok(forecast)
}

/// A parameter that was fitted to the whole record knows the future: a forecast draws it anew, from the priors of the
/// scenario or, where runs draw levels, from what is known of every country.
fn check_priors(view: &AsOf) -> Result<(), LabError> {
    let Setup { parameters, levels, .. } = view.setup();
    let known = |path: &str| parameters.registry().info(path).is_some_and(|info| info.prior.is_some());
    let levels = *levels != Levels::Fixed;
    let drawn = |path: &String| view.priors().iter().any(|prior| prior.path == *path) || (levels && known(path));
    match view.fitted().iter().find(|path| !drawn(path)) {
        Some(path) => Err(LabError::NoPrior { path: path.clone(), scenario: view.scenario().to_owned() }),
        None => Ok(()),
    }
}

/// A draw taken into the forecast; one that is taken again is copy 1, 2, and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Member {
    draw: u32,
    copy: u32,
}

impl Asked for Member {
    fn number(&self) -> u32 {
        self.draw
    }

    fn has(&self, row: &TrialRow, _: usize) -> bool {
        row.trial == self.draw && row.replicate == self.copy
    }
}

struct Work<'a> {
    view: &'a AsOf,
    plan: &'a ForecastPlan,
    names: Vec<String>,
    base: Simulation,
}

impl Work<'_> {
    fn weigh(&self, draw: u32, known: &[Evidence]) -> TrialRow {
        let country = &self.view.setup().country;
        self.row(Member { draw, copy: 0 }, self.view.past(), |trace| vec![log_likelihood(known, trace, country)])
    }

    fn run_on(&self, member: Member, layout: &Layout) -> TrialRow {
        let country = &self.view.setup().country;
        self.row(member, self.view.setup().days, |trace| layout.values(trace, country))
    }

    fn row(&self, Member { draw, copy }: Member, days: u32, summarise: impl Fn(&Trace) -> Vec<f64>) -> TrialRow {
        let values = drawn_values(self.view.priors(), self.plan.seed, draw);
        let setup = Setup { days, ..at_values(self.view.setup(), self.names.iter().map(String::as_str), &values) };
        let (seed, past) = (self.plan.seed, self.view.past());
        let begin = match copy {
            0 => Start::Rest,
            _ => Start::Reseeded { days: past, seed: bits(seed, FUTURES + u64::from(copy)) },
        };
        // The number of the draw is that of the replicate: every draw has chances of its own.
        let run = caught(|| self.base.varied(setup).beginning(begin).run(EngineKind::default(), seed, draw));
        TrialRow {
            trial: draw,
            replicate: copy,
            stopped: None,
            parameters: values,
            summaries: run
                .map(|trace| summarise(&trace))
                .map_err(|Failure { stage, message }| (stage.to_owned(), message)),
        }
    }
}

/// Values of the parameters in a draw from their priors, which are independent.
fn drawn_values(priors: &[Prior], seed: u64, draw: u32) -> Vec<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(u64::from(draw));
    let axis = |prior: &Prior| {
        let Prior { path, low, high, log } = prior.clone();
        Axis { path, low, high, log, start: None }
    };
    priors.iter().map(|prior| axis(prior).value(unit(&mut rng))).collect()
}

/// The members that were taken, draw by draw.
fn copies(taken: &[usize]) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::with_capacity(taken.len());
    for &draw in taken {
        let copy = match members.last() {
            Some(last) if last.draw as usize == draw => last.copy + 1,
            _ => 0,
        };
        members.push(Member { draw: draw as u32, copy });
    }
    members
}

/// Streams of chance that no draw uses.
const FUTURES: u64 = 1 << 40;
const COMB: u64 = 1 << 41;

fn bits(seed: u64, stream: u64) -> u64 {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream);
    rng.next_u64()
}

fn unit(rng: &mut ChaCha8Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}
