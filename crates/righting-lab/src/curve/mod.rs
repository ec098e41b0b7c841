//! The righting curve: how likely and how soon a country comes back upright, by the size of a shock.
//!
//! Every future is run at every size with the same seed, so points of a curve, and curves, share
//! their chances. One cell, a future at a size, is kept whole in one file: that is what resumes.

mod cell;
mod vanishing;

use std::path::Path;

use righting_measure::order_limit;
use righting_model::{EngineKind, Order, Setup, Shock, ShockKind, When};
use righting_runner::{EnsemblePlan, Progress, Runner, Stop, run_ensemble};
use righting_scenario::{Change, Scenario};
use righting_store::StudyFolder;

use crate::error::LabError;
use crate::future::Future;
use crate::study::manifest;
use righting_infer::{ascending, quantile};

pub use cell::{Cell, wilson};
pub use vanishing::{Vanishing, isotonic};

/// What to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct CurvePlan {
    /// Ids of the shocks that are scaled.
    pub shocks: Vec<String>,
    /// Sizes, ascending; 1 is the shock of the scenario, 0 none.
    pub sizes: Vec<f64>,
    /// Days after the shock within which order has to return.
    pub within: u32,
    /// Runs per future and size.
    pub replicates: u32,
    /// Seed of every run.
    pub seed: u64,
}

/// A scenario as one of the futures.
pub struct CurveFuture {
    /// Name in tables and charts.
    pub name: String,
    /// What is run, but for the size of the shock.
    pub scenario: Scenario,
}

/// The curves of all futures.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Curve {
    /// Ids of the shocks that were scaled.
    pub shocks: Vec<String>,
    /// Change of the price at size 1, by shock: 1.0 is a doubling.
    pub rises: Vec<f64>,
    /// Days after the shock within which order had to return.
    pub within: u32,
    /// Active people at once below which there is order.
    pub order_limit: f64,
    /// Cells by future and size.
    pub cells: Vec<Cell>,
    /// Point at which the chance of return falls under one half, by future.
    pub vanishing: Vec<Vanishing>,
}

impl Curve {
    /// Median of the largest crowd of a run of the first future at the scenario's own size of the shock; `None` where that
    /// size was not drawn.
    pub fn crowd_at_size_one(&self) -> Option<f64> {
        let cell = self.cells.iter().find(|cell| cell.size == 1.0)?;
        Some(quantile(&ascending(&cell.rows.iter().map(|(_, [_, _, peak])| *peak).collect::<Vec<f64>>()), 0.5))
    }
}

/// Ids of the scenario's price shocks, or those asked for, checked.
///
/// # Errors
/// When there is none, or one that was asked for is not among them.
pub fn shocks_of(scenario: &Scenario, asked: &[String]) -> Result<Vec<String>, LabError> {
    let price = |shock: &&Shock| matches!(shock.kind, ShockKind::Price { ratio } | ShockKind::Commodity { ratio, .. } if ratio > 1.0);
    let known: Vec<String> = scenario.setup.shocks.iter().filter(price).map(|shock| shock.id.clone()).collect();
    let missing = asked.iter().find(|id| !known.contains(id));
    if let Some(found) = missing.cloned().or_else(|| known.is_empty().then(String::new)) {
        return Err(LabError::NoShock { scenario: scenario.id.clone(), found, known });
    }
    Ok(if asked.is_empty() { known } else { asked.to_vec() })
}

/// The futures that a scenario suggests: as it is; without its alliance; without what its government
/// gives in to (prices taken back, concessions); without its shutdowns.
pub fn futures_of(scenario: &Scenario) -> Vec<Future> {
    let setup = &scenario.setup;
    // The end of an action (`<id>-end`, from its `until`) goes with the action.
    let is_end = |id: &String| {
        let begun = id.strip_suffix("-end");
        begun.is_some_and(|begun| setup.actions.iter().any(|action| action.id == begun))
    };
    let named = |wanted: fn(&Order) -> bool| {
        let ids = setup.actions.iter().filter(move |action| wanted(&action.order)).map(|action| action.id.clone());
        ids.filter(|id| !is_end(id)).map(|id| Change::Without { id }).collect::<Vec<_>>()
    };
    let mut futures = vec![Future { name: "as it was".to_owned(), changes: Vec::new() }];
    if setup.alliance.is_some() {
        let changes = vec![Change::Without { id: "alliance".to_owned() }];
        futures.push(Future { name: "without allies".to_owned(), changes });
    }
    let gives_in =
        named(|order| matches!(order, Order::Price { .. } | Order::Commodity { .. } | Order::Concession { .. }));
    let shuts_down = named(|order| matches!(order, Order::Shutdown { .. }));
    for (name, changes) in [("without concessions", gives_in), ("without shutdown", shuts_down)] {
        if !changes.is_empty() {
            futures.push(Future { name: name.to_owned(), changes });
        }
    }
    futures
}

/// Draws the curves into a folder. A folder that holds part of them goes on if `resume` is set.
///
/// # Errors
/// When the folder holds something else, the disk refuses, or the runner is stopped: runs that are complete by then are kept.
pub fn curve(
    futures: &[CurveFuture],
    plan: &CurvePlan,
    folder: &Path,
    resume: bool,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<Curve, LabError> {
    // Held to the end: one process at a time.
    let study = begin(futures, plan, folder, resume)?;
    let cells_folder = study.folder("cells")?;
    let total = (futures.len() * plan.sizes.len()) as u64 * u64::from(plan.replicates);
    let limit = futures.first().map_or(0.0, |future| order_limit(future.scenario.setup.country.population()));
    let mut cells = Vec::new();
    for (at, future) in futures.iter().enumerate() {
        let base = future.scenario.simulation();
        let shock_day = shock_day(&future.scenario.setup, &plan.shocks);
        for (row, &size) in plan.sizes.iter().enumerate() {
            let path = cells_folder.join(format!("{at:02}-{row:03}.parquet"));
            let before = cells.len() as u64 * u64::from(plan.replicates);
            let mut sink = cell::Rows::open(&path, limit, shock_day)?;
            let replicates = sink.missing(plan.replicates);
            if !replicates.is_empty() {
                let setup = scaled(&future.scenario.setup, &plan.shocks, size);
                let ensemble = EnsemblePlan { engine: EngineKind::default(), seed: plan.seed, replicates };
                let summary = run_ensemble(&base.varied(setup), &ensemble, &mut sink, runner, |step| {
                    progress(Progress { done: before + step.done, total, failed: step.failed });
                })?;
                sink.write(&path)?;
                if summary.stop == Stop::Interrupted {
                    return Err(LabError::interrupted());
                }
            }
            cells.push(Cell::read(&path, &future.name, size, plan.within)?);
            progress(Progress { done: before + u64::from(plan.replicates), total, failed: 0 });
        }
    }
    let vanishing = futures.iter().map(|future| {
        let own: Vec<&Cell> = cells.iter().filter(|cell| cell.future == future.name).collect();
        Vanishing::of(&future.name, &own, plan.seed)
    });
    let rises = futures.first().map_or_else(Vec::new, |future| rises(&future.scenario.setup, &plan.shocks));
    let curve = Curve {
        shocks: plan.shocks.clone(),
        rises,
        within: plan.within,
        order_limit: limit,
        vanishing: vanishing.collect(),
        cells,
    };
    cell::write_tables(&curve.cells, folder)?;
    Ok(curve)
}

/// Begins the study in its folder, or goes on with the same.
fn begin(futures: &[CurveFuture], plan: &CurvePlan, folder: &Path, resume: bool) -> Result<StudyFolder, LabError> {
    let Some(CurveFuture { scenario, .. }) = futures.first() else { return Err(LabError::NoReplicates) };
    let hashes = futures.iter().map(|future| format!("{} {}", future.name, future.scenario.hash));
    let sizes = plan.sizes.iter().map(ToString::to_string);
    let asked = [
        ("shocks", plan.shocks.join(" ")),
        ("sizes", sizes.collect::<Vec<_>>().join(" ")),
        ("replicates", plan.replicates.to_string()),
        ("futures", hashes.collect::<Vec<_>>().join(", ")),
    ];
    let asked = asked.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let manifest = manifest(scenario, "curve", plan.seed, asked);
    Ok(StudyFolder::open(folder, manifest, resume)?)
}

/// First day on which one of the shocks strikes.
fn shock_day(setup: &Setup, shocks: &[String]) -> u32 {
    let dated = |shock: &Shock| match shock.when {
        When::At(minute) => Some(minute / 1440),
        _ => None,
    };
    setup.shocks.iter().filter(|shock| shocks.contains(&shock.id)).filter_map(dated).min().unwrap_or(0)
}

/// The setup with the price rises of some shocks multiplied. An order that takes part of a rise back sets
/// no higher price than the highest after the shocks: after a small shock it would be a shock itself.
fn scaled(setup: &Setup, shocks: &[String], size: f64) -> Setup {
    let mut setup = setup.clone();
    let mut highest: f64 = 1.0;
    for shock in &mut setup.shocks {
        if let ShockKind::Price { ratio } | ShockKind::Commodity { ratio, .. } = &mut shock.kind {
            if shocks.contains(&shock.id) {
                *ratio = 1.0 + size * (*ratio - 1.0);
            }
            highest = highest.max(*ratio);
        }
    }
    for action in &mut setup.actions {
        if let Order::Price { ratio } | Order::Commodity { ratio, .. } = &mut action.order {
            *ratio = ratio.min(highest);
        }
    }
    setup
}

fn rises(setup: &Setup, shocks: &[String]) -> Vec<f64> {
    let rise = |id: &String| {
        let shock = setup.shocks.iter().find(|shock| shock.id == *id);
        shock.map_or(f64::NAN, |shock| {
            if let ShockKind::Price { ratio } | ShockKind::Commodity { ratio, .. } = shock.kind {
                ratio - 1.0
            } else {
                f64::NAN
            }
        })
    };
    shocks.iter().map(rise).collect()
}
