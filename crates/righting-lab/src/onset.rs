//! Where does it start next? Onset dates of regions that the calibration has not seen.
//!
//! Region by region, the scenario is calibrated to its record without what happened there, so that exposure, news and all
//! else are learned from the other regions, and the left-out region's date is predicted. Its own random effects keep
//! their prior. The prediction is scored beside two plain rules that see the same other regions: their dates as they
//! stand, and their dates by the rank of the population.

use righting_infer::{Scales, ascending, quantile_of_dates};
use righting_model::{Country, EventKind, Location, math};
use righting_runner::{Progress, Runner};
use righting_scenario::Scenario;
use righting_store::{StoredRun, StudyFolder};
use serde::Serialize;

use crate::calibrate::{CalibrationPlan, posterior_predictive, record_predictive, sample_posterior};
use crate::check::recorded_onset;
use crate::compare::FailedRun;
use crate::error::LabError;
use crate::measure::{Unmeasured, measured, onset_day};

/// Weight that a prediction spreads evenly over all days and "never", in members of its ensemble: no date has
/// probability 0. The same for the model and the plain rules.
const SPREAD: f64 = 1.0;

/// What was predicted of one region.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// Id of the region.
    pub region: String,
    /// Earliest and latest day of the record, days after the start.
    pub record: [f64; 2],
    /// Median predicted day; infinite for "never".
    pub median: f64,
    /// Log probability of the recorded days: of the model, of the dates of other regions, of those by population.
    pub log_scores: [f64; 3],
}

/// Onset dates of all dated regions, each left out in turn.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OnsetStudy {
    /// Regions.
    pub regions: Vec<LeftOut>,
    /// Mean log score of the model, of the dates of other regions, and of those by population; higher is better.
    pub means: [f64; 3],
    /// Standard errors of the model's gain over each of the two rules, over regions.
    pub gain_errors: [f64; 2],
    /// Kendall's tau-b of the median days with the middles of the record.
    pub kendall: f64,
    /// Runs in all, predictive ones left out.
    pub runs: u64,
    /// Of those, runs that failed.
    pub failed: u64,
    /// Of those, runs that were stopped as runaways (see [`Runaway`](crate::Runaway)).
    pub stopped: u64,
    /// Replicates of the predictions that failed: no score has them.
    pub failures: Vec<FailedRun>,
    /// Targets that no run can be held against, and why.
    pub left_out: Vec<Unmeasured>,
}

impl OnsetStudy {
    /// Whether the model beats both plain rules.
    pub fn beats(&self) -> bool {
        self.means[0] > self.means[1] && self.means[0] > self.means[2]
    }
}

/// Leaves out every dated region in turn; `plan` says how long each calibration samples.
///
/// # Errors
/// As [`calibrate`](crate::calibrate).
pub fn onset_study(
    scenario: &Scenario,
    plan: &CalibrationPlan,
    folder: &StudyFolder,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<OnsetStudy, LabError> {
    let country = &scenario.setup.country;
    let dated: Vec<(usize, [f64; 2])> =
        (0..country.regions.len()).filter_map(|region| Some((region, recorded_onset(scenario, region)?))).collect();
    if dated.len() < 3 {
        return Err(LabError::FewOnsets { scenario: scenario.id.clone(), found: dated.len() });
    }
    let each = u64::from(plan.runs + plan.predictive);
    let mut before = Progress { done: 0, total: each * dated.len() as u64, failed: 0 };
    let mut regions = Vec::new();
    let (mut runs, mut stopped, mut failures) = (0, 0, Vec::new());
    for &(region, record) in &dated {
        let id = &country.regions[region].id;
        let reduced = without(scenario, region);
        let mut within_region = |within: Progress, offset: u64| {
            let (done, failed) = (before.done + offset + within.done, before.failed + within.failed);
            progress(Progress { done, total: before.total, failed });
        };
        let sampled =
            sample_posterior(&reduced, plan, Scales::Levels, folder, &format!("trials-{id}"), runner, |within| {
                within_region(within, 0);
            })?;
        let predictive = posterior_predictive(&reduced, &sampled.posterior, plan);
        let run = record_predictive(&reduced, &predictive, &folder.path().join(id), runner, |within| {
            within_region(within, u64::from(plan.runs));
        })?;
        before.done += each;
        before.failed += sampled.failed;
        runs += sampled.runs;
        stopped += sampled.stopped;
        failures.extend(FailedRun::of(id, &run));
        regions.push(left_out(scenario, &dated, (region, record), &run)?);
    }
    Ok(OnsetStudy {
        means: means(&regions),
        gain_errors: gain_errors(&regions),
        kendall: kendall(&regions),
        regions,
        runs,
        failed: before.failed,
        stopped,
        failures,
        left_out: measured(scenario).1,
    })
}

/// How a region that was left out was told, beside the onsets of the others.
fn left_out(
    scenario: &Scenario,
    dated: &[(usize, [f64; 2])],
    (region, record): (usize, [f64; 2]),
    run: &StoredRun,
) -> Result<LeftOut, LabError> {
    let country = &scenario.setup.country;
    let mut days = Vec::new();
    for replicate in run.replicates()? {
        let (_, trace) = replicate?;
        days.push(onset_day(&trace, EventKind::ProtestReported, Location::Region(region)));
    }
    let others: Vec<(usize, [f64; 2])> = dated.iter().copied().filter(|&(other, _)| other != region).collect();
    let simulated: Vec<[f64; 2]> = days.iter().map(|&day| [day, day]).collect();
    let elsewhere: Vec<[f64; 2]> = others.iter().map(|&(_, days)| days).collect();
    let log_scores = [simulated, elsewhere, by_population(country, &others, region)]
        .map(|sample| log_score(&sample, record, f64::from(scenario.setup.days)));
    let median = quantile_of_dates(&ascending(&days), 0.5);
    Ok(LeftOut { region: country.regions[region].id.clone(), record, median, log_scores })
}

/// The scenario without what the record says of a region and its places.
fn without(scenario: &Scenario, region: usize) -> Scenario {
    let mut reduced = scenario.clone();
    let places = &scenario.setup.country.places;
    reduced.record.targets.retain(|target| match target.place {
        Location::Region(at) => at != region,
        Location::Place(place) => places[place].region != region,
        _ => true,
    });
    reduced
}

/// Log probability of the recorded days when each member of an ensemble, spread evenly over its own days, counts alike.
fn log_score(members: &[[f64; 2]], [low, high]: [f64; 2], days: f64) -> f64 {
    let overlap = |&[from, to]: &[f64; 2]| {
        if from.is_infinite() { 0.0 } else { (to.min(high) - from.max(low) + 1.0).max(0.0) / (to - from + 1.0) }
    };
    let hits: f64 = members.iter().map(overlap).sum();
    let even = (high - low + 1.0) / (days + 1.0);
    math::ln((hits + SPREAD * even) / (members.len() as f64 + SPREAD))
}

/// The date of the same rank among the other regions' dates as the region has among them by population, with the errors
/// that this rule makes on the others.
fn by_population(country: &Country, others: &[(usize, [f64; 2])], region: usize) -> Vec<[f64; 2]> {
    let people =
        |region: usize| country.places_of(region).map(|at| u64::from(country.places[at].population)).sum::<u64>();
    let middle = |[low, high]: [f64; 2]| 0.5 * (low + high);
    let rule = |others: &[(usize, [f64; 2])], region: usize| -> f64 {
        let larger = others.iter().filter(|&&(other, _)| people(other) > people(region)).count();
        let mut dates: Vec<f64> = others.iter().map(|&(_, days)| middle(days)).collect();
        dates.sort_by(f64::total_cmp);
        dates[larger.min(dates.len() - 1)]
    };
    let predicted = rule(others, region);
    let error = |&(other, days): &(usize, [f64; 2])| {
        let rest: Vec<(usize, [f64; 2])> = others.iter().copied().filter(|&(at, _)| at != other).collect();
        let shift = predicted - rule(&rest, other);
        days.map(|day| (day + shift).round())
    };
    others.iter().map(error).collect()
}

fn means(regions: &[LeftOut]) -> [f64; 3] {
    [0, 1, 2].map(|at| regions.iter().map(|region| region.log_scores[at]).sum::<f64>() / regions.len() as f64)
}

fn gain_errors(regions: &[LeftOut]) -> [f64; 2] {
    let count = regions.len() as f64;
    [1, 2].map(|rule| {
        let gains: Vec<f64> = regions.iter().map(|region| region.log_scores[0] - region.log_scores[rule]).collect();
        let mean = gains.iter().sum::<f64>() / count;
        let variance = gains.iter().map(|gain| (gain - mean) * (gain - mean)).sum::<f64>() / (count - 1.0);
        math::sqrt(variance / count)
    })
}

/// Kendall's tau-b: concordant less discordant pairs, over the pairs that are tied in neither.
fn kendall(regions: &[LeftOut]) -> f64 {
    let pairs = |i: usize, j: usize| {
        let middle = |region: &LeftOut| 0.5 * (region.record[0] + region.record[1]);
        let record = middle(&regions[i]).total_cmp(&middle(&regions[j])) as i32;
        (record, regions[i].median.total_cmp(&regions[j].median) as i32)
    };
    let all: Vec<(i32, i32)> =
        (0..regions.len()).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| pairs(i, j)).collect();
    let score: i32 = all.iter().map(|(a, b)| a * b).sum();
    let untied = |of: fn(&(i32, i32)) -> i32| all.iter().filter(|pair| of(pair) != 0).count() as f64;
    let scale = math::sqrt(untied(|pair| pair.0) * untied(|pair| pair.1));
    if scale > 0.0 { f64::from(score) / scale } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(day: f64, median: f64) -> LeftOut {
        LeftOut { region: String::new(), record: [day, day], median, log_scores: [0.0; 3] }
    }

    #[test]
    fn tau_b_is_the_published_one() {
        // Ranks 1 2 3 4 5 against 1 3 2 5 4: 8 concordant, 2 discordant pairs.
        let regions: Vec<LeftOut> = [(1.0, 1.0), (2.0, 3.0), (3.0, 2.0), (4.0, 5.0), (5.0, 4.0)]
            .map(|(day, median)| region(day, median))
            .to_vec();
        assert!((kendall(&regions) - 0.6).abs() < 1e-12);
        // x = 1 1 2 3, y = 1 2 2 3: 4 concordant, none discordant; 5 pairs untied in each: 4/5.
        let tied: Vec<LeftOut> =
            [(1.0, 1.0), (1.0, 2.0), (2.0, 2.0), (3.0, 3.0)].map(|(day, median)| region(day, median)).to_vec();
        assert!((kendall(&tied) - 0.8).abs() < 1e-12);
    }

    #[test]
    fn a_sure_and_right_prediction_scores_near_zero_and_a_wrong_one_is_no_infinity() {
        let sure = vec![[3.0, 3.0]; 99];
        let right = log_score(&sure, [3.0, 3.0], 30.0);
        assert!((right - math::ln((99.0 + 1.0 / 31.0) / 100.0)).abs() < 1e-12);
        assert!((log_score(&sure, [5.0, 5.0], 30.0) - math::ln(1.0 / 3100.0)).abs() < 1e-12);
        // A member that says 3 or 4 gives half to each.
        assert!((log_score(&[[3.0, 4.0]; 1], [4.0, 4.0], 30.0) - math::ln((0.5 + 1.0 / 31.0) / 2.0)).abs() < 1e-12);
        assert!(log_score(&[[f64::INFINITY; 2]; 5], [4.0, 4.0], 30.0).is_finite());
    }
}
