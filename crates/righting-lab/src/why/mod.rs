//! Why did people join, there and then?
//!
//! A stored replicate is run again, which gives the same bytes, and an account is kept of the hazard that everyone obeys:
//! how many were expected to join by the affront, by calls, by organisers and by news of others; how many more or fewer
//! by the day of the week, by what no data show, by forces that deter and by a curfew. Reasons add up to those expected,
//! and so do those of an average place and day with all that changes them, each counted after the ones before it. Who did
//! join differs from that by chance.

mod account;

use std::sync::{Arc, Mutex, PoisonError};

use righting_infer::{ascending, quantile};
use righting_model::{Country, EngineKind, Failure, Location, Quantity, Simulation, Start, Trace};
use righting_runner::{Progress, Runner, RunnerError, Stop, caught};
use righting_scenario::{Cel, Scenario};
use righting_store::StoredRun;
use serde::Serialize;

use crate::error::LabError;
use account::{Book, keeping};

pub use account::Account;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyPlan {
    /// Where people live.
    pub location: Location,
    /// The day, from 0.
    pub day: u32,
    /// Numbers of the replicates.
    pub replicates: Vec<u32>,
}

/// Why people of some places joined.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Why {
    /// Numbers of the replicates.
    pub replicates: Vec<u32>,
    /// Residents of the places.
    pub residents: u64,
    /// Mean over replicates of the day's account.
    pub account: Account,
    /// 5th, 50th and 95th percentile over replicates of those who joined that day.
    pub joined: [f64; 3],
    /// Mean over replicates of the account of every day.
    pub course: Vec<Account>,
}

/// Runs replicates of a stored run again and says why people joined.
///
/// # Errors
/// When the run was made of something else than a scenario and a seed, or this version simulates it otherwise; and when
/// the runner is stopped.
pub fn why(
    run: &StoredRun,
    scenario: &Scenario,
    plan: &WhyPlan,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<Why, LabError> {
    let again = Again::of(run, scenario)?;
    let stored = stored(run, &plan.replicates)?;
    let numbered: Vec<(u32, &Trace)> = plan.replicates.iter().copied().zip(&stored).collect();
    let places = places_of(&scenario.setup.country, plan.location);
    let (mut courses, mut done) = (Vec::new(), 0);
    let total = numbered.len() as u64;
    let work = |&(replicate, stored): &(u32, &Trace)| {
        let (trace, book) = caught(|| again.run(replicate))
            .map_err(|source| LabError::from(RunnerError::Replicate { replicate, source }))?;
        if !same(&trace, stored) {
            return Err(LabError::RunsOtherwise { folder: run.path().to_owned(), replicate });
        }
        Ok(course(&book, &places))
    };
    let told = |batch: &[_]| {
        done += batch.len() as u64;
        progress(Progress { done, total, failed: 0 });
    };
    let keep = |batch: Vec<Result<Vec<Account>, LabError>>| {
        for one in batch {
            courses.push(one?);
        }
        Ok::<(), LabError>(())
    };
    if runner.batches(numbered.chunks(BATCH), work, told, keep)? == Stop::Interrupted {
        return Err(LabError::interrupted());
    }
    let day = plan.day as usize;
    let joined = ascending(&courses.iter().map(|course| course[day].joined).collect::<Vec<f64>>());
    let course = mean(&courses);
    Ok(Why {
        replicates: plan.replicates.clone(),
        residents: places.iter().map(|&place| u64::from(scenario.setup.country.places[place].population)).sum(),
        account: course[day],
        joined: [0.05, 0.5, 0.95].map(|p| quantile(&joined, p)),
        course,
    })
}

/// Replicates run at once.
const BATCH: usize = 64;

/// The replicate of a run whose largest crowd is the median one; `None` where none succeeded.
///
/// # Errors
/// When a table of the run cannot be read.
pub fn median_replicate(run: &StoredRun) -> Result<Option<u32>, LabError> {
    let mut peaks = Vec::new();
    for one in run.replicates_of(&[Quantity::ActivePeak], false)? {
        let (replicate, trace) = one?;
        let peak = (0..trace.days()).map(|day| trace.national(day, Quantity::ActivePeak)).fold(0.0, f64::max);
        peaks.push((peak, replicate));
    }
    peaks.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    Ok(peaks.get(peaks.len().saturating_sub(1) / 2).map(|(_, replicate)| *replicate))
}

/// Replicates of a run that succeeded, the first so many.
pub fn first_replicates(run: &StoredRun, most: usize) -> Vec<u32> {
    let succeeded = run.statuses().iter().filter(|status| status.failure().is_none());
    succeeded.map(righting_store::Status::replicate).take(most).collect()
}

/// How a stored run is run again.
struct Again<'a> {
    scenario: &'a Scenario,
    engine: EngineKind,
    seed: u64,
    start: Start,
}

impl<'a> Again<'a> {
    fn of(run: &StoredRun, scenario: &'a Scenario) -> Result<Self, LabError> {
        let manifest = run.manifest();
        let folder = || run.path().to_owned();
        if manifest.draws.is_some() {
            return Err(LabError::NotAgain { folder: folder() });
        }
        let engine = EngineKind::by_name(&manifest.engine);
        let engine = engine.ok_or_else(|| LabError::NoEngine { folder: folder(), found: manifest.engine.clone() })?;
        let start = match manifest.reseeded {
            None => Start::Rest,
            Some(reseeded) => {
                let days = scenario.day(reseeded.from).unwrap_or(scenario.setup.days);
                Start::Reseeded { days, seed: reseeded.seed }
            }
        };
        Ok(Self { scenario, engine, seed: manifest.seed, start })
    }

    /// The replicate, with its book.
    fn run(&self, replicate: u32) -> Result<(Trace, Book), Failure> {
        let book = Arc::default();
        let simulation = Simulation::scheduled(self.scenario.setup.clone(), keeping(&book)).reading(Arc::new(Cel));
        let trace = simulation.beginning(self.start.clone()).run(self.engine, self.seed, replicate)?;
        let mut book: std::sync::MutexGuard<'_, Book> = Mutex::lock(&book).unwrap_or_else(PoisonError::into_inner);
        Ok((trace, std::mem::take(&mut *book)))
    }
}

/// What is stored of some replicates, as far as it tells one run from another.
fn stored(run: &StoredRun, replicates: &[u32]) -> Result<Vec<Trace>, LabError> {
    let mut found: Vec<Option<Trace>> = vec![None; replicates.len()];
    let mut wanted = replicates.len();
    for one in run.replicates_of(&HELD, false)? {
        let (number, trace) = one?;
        if let Some(at) = replicates.iter().position(|replicate| *replicate == number) {
            found[at] = Some(trace);
            wanted -= 1;
        }
        if wanted == 0 {
            break;
        }
    }
    let missing = replicates.iter().zip(&found).find(|(_, trace)| trace.is_none()).map(|(replicate, _)| *replicate);
    match missing {
        Some(replicate) => Err(LabError::NoReplicate { folder: run.path().to_owned(), replicate }),
        None => Ok(found.into_iter().flatten().collect()),
    }
}

/// Counts of the nation that are held against the stored run: who joins, is detained and dies hangs on every draw.
const HELD: [Quantity; 4] = [Quantity::Joined, Quantity::ActivePeak, Quantity::DetainedTotal, Quantity::Dead];

/// Whether a run gives what was stored, in the precision of tables.
fn same(trace: &Trace, stored: &Trace) -> bool {
    let equal = |day, quantity| trace.national(day, quantity) as f32 == stored.national(day, quantity) as f32;
    trace.days() == stored.days() && (0..trace.days()).all(|day| HELD.iter().all(|&quantity| equal(day, quantity)))
}

fn places_of(country: &Country, location: Location) -> Vec<usize> {
    match location {
        Location::Nation => (0..country.places.len()).collect(),
        Location::Region(region) => country.places_of(region).collect(),
        Location::Place(place) => vec![place],
    }
}

/// The account of some places, by day.
fn course(book: &Book, places: &[usize]) -> Vec<Account> {
    let sum = |day: &Vec<Account>| {
        let mut sum = Account::default();
        places.iter().for_each(|&place| sum += day[place]);
        sum
    };
    book.days.iter().map(sum).collect()
}

/// Mean of some courses.
fn mean(courses: &[Vec<Account>]) -> Vec<Account> {
    let days = courses.iter().map(Vec::len).max().unwrap_or(0);
    let of = |day: usize| {
        let mut sum = Account::default();
        courses.iter().for_each(|course| sum += course[day]);
        sum.over(courses.len() as f64)
    };
    (0..days).map(of).collect()
}
