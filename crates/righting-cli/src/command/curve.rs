//! `righting curve`

use std::path::Path;

use clap::Args;
use righting_lab::{
    Cell, Curve as Curves, CurveFuture, CurvePlan, FailedRun, Future, LabError, Plausibility, RunnerError, curve,
    futures_of, shocks_of,
};
use righting_report::{counted, from_curve, unreturned, vanishing_sentence};
use righting_scenario::{Change, Scenario, Source};
use serde::Serialize;

use super::folder::name_of;
use super::scenario::ScenarioArgs;
use super::study_folder::{StudyArgs, interrupted, write_page};
use crate::fail::Fail;
use crate::failed;
use crate::terminal::{Bar, count, emit, emit_json, runner, table};

/// Draws the righting curve: for shocks of a given size, how likely and how soon order returns, and at what harm.
///
/// The futures on the chart are the scenario as it is, without its allies, without concessions and without shutdowns,
/// where it has them; `--with` names others instead.
#[derive(Debug, Args)]
pub struct Curve {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// A price shock to scale; every price rise of the scenario by default.
    #[arg(long, value_name = "ID")]
    shock: Vec<String>,
    /// Sizes of the shock; 1 is that of the scenario.
    #[arg(long, value_delimiter = ',', value_name = "SIZE,...", value_parser = size, conflicts_with = "grid")]
    sizes: Vec<f64>,
    /// Sizes from LOW to HIGH, N of them.
    #[arg(long, value_name = "LOW:HIGH:N", value_parser = grid, default_value = "0:2:9")]
    grid: Grid,
    /// Days after the shock within which order has to return; 14 by default, or half of a run shorter than 28.
    #[arg(long, value_name = "D", value_parser = clap::value_parser!(u32).range(1..=3660))]
    within: Option<u32>,
    /// A future for the chart, instead of those that the scenario suggests: `late cap=price_cap.at=2022-01-08T12:00`.
    #[arg(long = "with", value_name = "NAME=CHANGES")]
    with: Vec<Future>,
    /// Runs per future and size.
    #[arg(long, default_value_t = 100, value_parser = super::bounds::replicates)]
    replicates: u32,
    #[command(flatten)]
    study: StudyArgs,
    /// Writes no report.
    #[arg(long)]
    no_report: bool,
}

/// Largest size: that of the largest price that a scenario may have, of one that doubles.
const LARGEST_SIZE: f64 = 1000.0;

/// Most sizes of a grid.
const MOST_SIZES: u32 = 1000;

/// Sizes of a grid.
#[derive(Debug, Clone)]
struct Grid(Vec<f64>);

fn size(text: &str) -> Result<f64, String> {
    let size: f64 = text.trim().parse().map_err(|_| format!("expected a number such as 1.5, found `{text}`"))?;
    let message = || format!("expected a size from 0 to {LARGEST_SIZE}, found `{text}`");
    if (0.0..=LARGEST_SIZE).contains(&size) { Ok(size) } else { Err(message()) }
}

fn grid(text: &str) -> Result<Grid, String> {
    let expected = || format!("expected `LOW:HIGH:N` such as 0:2:9, found `{text}`");
    let [low, high, steps] = <[&str; 3]>::try_from(text.split(':').collect::<Vec<_>>()).map_err(|_| expected())?;
    let (low, high) = (size(low)?, size(high)?);
    let steps: u32 = steps.parse().map_err(|_| expected())?;
    if steps < 2 || high <= low {
        return Err(expected());
    }
    if steps > MOST_SIZES {
        return Err(format!("expected at most {MOST_SIZES} sizes, found {steps}"));
    }
    let at = |step: u32| low + (high - low) * f64::from(step) / f64::from(steps - 1);
    Ok(Grid((0..steps).map(at).collect()))
}

/// What is told of a curve. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Told<'a> {
    curve: &'a Path,
    #[serde(flatten)]
    plausibility: &'a Plausibility,
    report: Option<&'a Path>,
    shocks: &'a [String],
    within: u32,
    order_limit: f64,
    points: Vec<ToldPoint<'a>>,
    vanishing: Vec<ToldVanishing<'a>>,
    /// Runs that failed.
    failed: usize,
    /// Each of them.
    failures: Vec<FailedRun>,
}

#[derive(Serialize)]
struct ToldPoint<'a> {
    future: &'a str,
    size: f64,
    runs: usize,
    failed: usize,
    chance: f64,
    interval: [f64; 2],
    /// `null` where order does not return.
    days_to_order: [Option<f64>; 3],
    /// Runs in which order does not return while they last.
    no_return: usize,
    deaths: [f64; 3],
    detentions: [f64; 3],
}

#[derive(Serialize)]
struct ToldVanishing<'a> {
    future: &'a str,
    /// `null`: not reached in this range, for the ends of the interval too.
    size: Option<f64>,
    interval: [Option<f64>; 2],
    share_reached: f64,
    below_range: bool,
}

impl Curve {
    pub fn run(self) -> Result<(), Fail> {
        let scenario = self.scenario.load()?;
        let plan = self.plan(&scenario)?;
        let futures = self.futures(&scenario)?;
        let out = self.study.folder(&format!("curve-{}", name_of(&self.scenario.scenario)))?;
        let bar = Bar::new(0, "runs");
        let drawn = curve(&futures, &plan, &out, self.study.resume, &runner(self.study.threads)?, |progress| {
            bar.length(progress.total);
            bar.at(progress.done, String::new());
        });
        bar.clear();
        let drawn = match drawn {
            Err(LabError::Runner(RunnerError::Interrupted)) => {
                return Err(interrupted("what was run is", &out));
            }
            other => other?,
        };
        let residents = scenario.setup.country.population();
        let plausibility = Plausibility::of(&scenario).with_crowd(drawn.crowd_at_size_one().unwrap_or(0.0), residents);
        let report = if self.no_report {
            None
        } else {
            Some(write_page(&out, &from_curve(&drawn, &scenario, self.study.seed))?)
        };
        let told = Told::of(&drawn, &plausibility, &out, report.as_deref());
        if self.study.json {
            emit_json(&told)?;
        } else {
            let text = text(&drawn, report.as_deref().unwrap_or(&out));
            emit(&format!("{}{}{text}", plausibility.text(), failed::lines(&told.failures)))?;
        }
        failed::verdict(told.failures.len() as u64, drawn.cells.len() as u64 * u64::from(self.replicates))
    }

    fn plan(&self, scenario: &Scenario) -> Result<CurvePlan, Fail> {
        let mut sizes = if self.sizes.is_empty() { self.grid.0.clone() } else { self.sizes.clone() };
        sizes.sort_by(f64::total_cmp);
        sizes.dedup();
        let days = scenario.setup.days;
        let within = self.within.unwrap_or((days / 2).clamp(1, 14));
        if within >= days {
            let message = format!("{within} days after the shock are not simulated: the scenario ends after {days}");
            return Err(Fail::input(message, "take a smaller --within, or a longer run with --set time.days=60"));
        }
        Ok(CurvePlan {
            shocks: shocks_of(scenario, &self.shock)?,
            sizes,
            within,
            replicates: self.replicates,
            seed: self.study.seed,
        })
    }

    fn futures(&self, scenario: &Scenario) -> Result<Vec<CurveFuture>, Fail> {
        let suggested = futures_of(scenario);
        let futures: Vec<Future> = if self.with.is_empty() {
            suggested
        } else {
            suggested.into_iter().take(1).chain(self.with.iter().cloned()).collect()
        };
        let without = self.scenario.without.iter().map(|id| Change::Without { id: id.clone() });
        let common: Vec<Change> = self.scenario.set.iter().cloned().chain(without).collect();
        let load = |future: Future| -> Result<CurveFuture, Fail> {
            let changes: Vec<Change> = common.iter().cloned().chain(future.changes).collect();
            let scenario = Scenario::load(&Source::from_argument(&self.scenario.scenario), &changes)?;
            Ok(CurveFuture { name: future.name, scenario })
        };
        futures.into_iter().map(load).collect()
    }
}

impl<'a> Told<'a> {
    fn of(curve: &'a Curves, plausibility: &'a Plausibility, folder: &'a Path, report: Option<&'a Path>) -> Self {
        let finite = |days: f64| Some(days).filter(|days| days.is_finite());
        let point = |cell: &'a Cell| ToldPoint {
            future: &cell.future,
            size: cell.size,
            runs: cell.runs,
            failed: cell.failed,
            chance: cell.chance,
            interval: cell.interval,
            days_to_order: cell.days_to_order.map(finite),
            no_return: unreturned(cell),
            deaths: cell.deaths,
            detentions: cell.detentions,
        };
        let vanishing = |point: &'a righting_lab::Vanishing| ToldVanishing {
            future: &point.future,
            size: point.size,
            interval: [point.low, point.high],
            share_reached: point.share_reached,
            below_range: point.below_range,
        };
        let failures: Vec<FailedRun> = curve.cells.iter().flat_map(|cell| cell.failures.iter().cloned()).collect();
        Self {
            curve: folder,
            plausibility,
            report,
            shocks: &curve.shocks,
            within: curve.within,
            order_limit: curve.order_limit,
            points: curve.cells.iter().map(point).collect(),
            vanishing: curve.vanishing.iter().map(vanishing).collect(),
            failed: failures.len(),
            failures,
        }
    }
}

fn text(curve: &Curves, path: &Path) -> String {
    let row = |cell: &Cell| {
        let days = cell.days_to_order[1];
        vec![
            cell.future.clone(),
            format!("{:.2}", cell.size),
            if cell.failed > 0 { format!("{} ({} failed)", cell.runs, cell.failed) } else { cell.runs.to_string() },
            format!("{:.0} %", 100.0 * cell.chance),
            format!("{:.0}-{:.0} %", 100.0 * cell.interval[0], 100.0 * cell.interval[1]),
            if days.is_finite() { count(days) } else { "no return".to_owned() },
            unreturned(cell).to_string(),
            count(cell.deaths[1]),
            count(cell.detentions[1]),
        ]
    };
    let columns =
        ["future", ">size", ">runs", ">return", ">90 %", ">days to order", ">no return", ">deaths", ">detentions"];
    let mut text = format!(
        "Return to order within {} of the shock; days, deaths and detentions are medians; no return: runs that end \
         without order\n{}",
        counted(u64::from(curve.within), "day", "days"),
        table(&columns, curve.cells.iter().map(row))
    );
    for point in &curve.vanishing {
        text += &format!("{}\n", vanishing_sentence(curve, point));
    }
    text + &format!("{}\n", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grids_reach_both_ends() {
        assert_eq!(grid("0:2:5").unwrap().0, [0.0, 0.5, 1.0, 1.5, 2.0]);
        for wrong in ["", "1:2", "2:1:3", "0:2:1", "a:2:3", "-1:2:3"] {
            assert!(grid(wrong).is_err(), "{wrong}");
        }
    }
}
