//! Predictive ensembles: an ordinary run folder whose replicates take their parameters from a sample.

use std::path::Path;

use righting_model::{EngineKind, MixedChances, RandomEffects, Setup};
use righting_runner::{EnsemblePlan, Progress, RunPlan, Runner, Stop, manifest, run_replicates};
use righting_scenario::Scenario;
use righting_store::{Existing, RunFolder, StoredRun, bind, is_stored, release};

use crate::error::LabError;
use crate::study::at_values;
use righting_infer::Axis;

/// What one replicate of an ensemble has of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Trial of the member of a sample that it was drawn from, which may be drawn more than once; `None` for a draw of its own.
    pub trial: Option<u32>,
    /// Values of the parameters.
    pub values: Vec<f64>,
    /// Random effects; where there are none, the replicate draws its own.
    pub random_effects: Option<RandomEffects>,
    /// Whose chances it follows; where there are none, its own.
    pub mixed_chances: Option<MixedChances>,
}

/// An ensemble whose replicates are the members of a sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Predictive {
    /// Where the parameters come from, for `run.json`.
    pub draws: String,
    /// The parameters.
    pub axes: Vec<Axis>,
    /// One per replicate.
    pub members: Vec<Member>,
    /// Seed of the runs.
    pub seed: u64,
}

/// Runs the ensemble into a folder of a study, or goes on with it, or finds it complete; the list of the study names it.
///
/// # Errors
/// When the folder holds another run or the disk refuses; that it was interrupted when the runner is stopped.
pub fn record_predictive(
    scenario: &Scenario,
    predictive: &Predictive,
    folder: &Path,
    runner: &Runner<'_>,
    progress: impl FnMut(Progress),
) -> Result<StoredRun, LabError> {
    let seed = predictive.seed;
    let engine = EngineKind::default();
    let replicates = predictive.members.len() as u32;
    let plan = RunPlan { replicates, seed, engine, kernel: righting_model::Kernel::best() };
    let mut manifest = manifest(scenario, &plan);
    manifest.draws = Some(predictive.draws.clone());
    let above = folder.parent().zip(folder.file_name().and_then(|name| name.to_str()));
    let above = above.filter(|(study, _)| is_stored(study));
    if let Some((study, name)) = above {
        release(study, name)?;
    }
    let mut run = if folder.join("run.json").is_file() {
        RunFolder::resume(folder, manifest)?
    } else {
        RunFolder::create(folder, manifest, Existing::Refuse)?
    };
    let ensemble = EnsemblePlan { engine, seed, replicates: run.pending() };
    let base = scenario.simulation();
    let replicate = |number: u32| {
        let Member { values, random_effects, mixed_chances, .. } = predictive.members[number as usize].clone();
        let paths = predictive.axes.iter().map(|axis| axis.path.as_str());
        let setup = Setup { random_effects, mixed_chances, ..at_values(&scenario.setup, paths, &values) };
        base.varied(setup).run(engine, seed, number)
    };
    match run_replicates(&replicate, &ensemble, &mut run, runner, progress)?.stop {
        Stop::Completed => {
            let run = run.finish()?;
            above.map_or(Ok(()), |(study, name)| bind(study, name))?;
            Ok(run)
        }
        Stop::Interrupted => Err(LabError::interrupted()),
    }
}
