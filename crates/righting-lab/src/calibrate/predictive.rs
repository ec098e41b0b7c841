//! Predictive ensembles: an ordinary run folder whose replicates take their parameters from a sample.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use righting_model::{EngineKind, RandomEffects, Setup, Simulation};
use righting_scenario::Scenario;
use righting_store::{Existing, RunFolder, StoredRun};

use crate::ensemble::{EnsemblePlan, Progress, Stop, run_replicates};
use crate::error::LabError;
use crate::fit::Axis;
use crate::stored::{RunPlan, manifest};
use crate::study::with_parameters;

/// An ensemble of which each replicate has parameters, and maybe random effects, of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Predictive {
    /// Where the parameters come from, for `run.json`.
    pub draws: String,
    /// The parameters.
    pub axes: Vec<Axis>,
    /// Their values, one row per replicate.
    pub values: Vec<Vec<f64>>,
    /// Random effects, one row per replicate; where there is none, a replicate draws its own.
    pub random_effects: Vec<Option<RandomEffects>>,
    /// Seed of the runs.
    pub seed: u64,
    /// Worker threads; 0 takes one per core.
    pub threads: usize,
}

/// Runs the ensemble into a folder, or goes on with it, or finds it complete.
///
/// # Errors
/// When the folder holds another run or the disk refuses; [`LabError::Interrupted`] when `stop` was raised.
pub fn record_predictive(
    scenario: &Scenario,
    predictive: &Predictive,
    folder: &Path,
    stop: &AtomicBool,
    progress: impl FnMut(Progress) + Send,
) -> Result<StoredRun, LabError> {
    let Predictive { seed, threads, .. } = *predictive;
    let engine = EngineKind::default();
    let replicates = predictive.values.len() as u32;
    let plan = RunPlan { replicates, seed, engine, threads, kernel: righting_model::Kernel::best() };
    let mut manifest = manifest(scenario, &plan);
    manifest.draws = Some(predictive.draws.clone());
    let mut run = if folder.join("run.json").is_file() {
        RunFolder::resume(folder, manifest)?
    } else {
        RunFolder::create(folder, manifest, Existing::Refuse)?
    };
    let ensemble = EnsemblePlan { engine, seed, replicates: run.pending(), threads };
    let base = Simulation::new(scenario.setup.clone());
    let replicate = |number: u32| {
        let row = number as usize;
        let parameters = with_parameters(&scenario.setup.parameters, &predictive.axes, &predictive.values[row]);
        let random_effects = predictive.random_effects[row].clone();
        base.varied(Setup { parameters, random_effects, ..scenario.setup.clone() }).run(engine, seed, number)
    };
    match run_replicates(&replicate, &ensemble, &mut run, stop, progress)?.stop {
        Stop::Completed => Ok(run.finish()?),
        Stop::Interrupted => Err(LabError::Interrupted),
    }
}
