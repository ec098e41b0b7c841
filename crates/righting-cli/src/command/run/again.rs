//! `righting run FILE.zip`: the run of an archive, made again and compared.

use std::path::{Path, PathBuf};

use righting_export::{Bundle, Recipe};
use righting_lab::{FailedRun, RunPlan, check_if_recorded, record};
use righting_model::Kernel;
use righting_report::counted;
use serde::Serialize;

use super::{Level, Run, how_to_resume};
use crate::command::folder::{default_folder, name_of};
use crate::command::report::write_report;
use crate::fail::Fail;
use crate::options::given;
use crate::terminal::{Bar, emit, emit_json, runner};
use crate::{failed, session};
use righting_store::quoted;

/// What an archive states itself.
const STATED: [&str; 10] =
    ["set", "without", "levels", "digest", "replicates", "seed", "engine", "recovery", "part", "beside"];

/// What is told of a run made again. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Told<'a> {
    run: &'a Path,
    report: Option<PathBuf>,
    /// Files whose bytes are those of the run in the archive.
    same: usize,
    /// Files whose bytes are not.
    differing: &'a [String],
    /// Version that made the run in the archive.
    version: &'a str,
    failures: &'a [FailedRun],
}

pub fn run(asked: &Run) -> Result<(), Fail> {
    let path = Path::new(&asked.scenario.scenario);
    if let Some(option) = STATED
        .iter()
        .find(|option| given(option))
        .map(|option| format!("--{option}"))
        .or_else(|| (!asked.others.is_empty()).then(|| "another scenario".to_owned()))
    {
        let message = format!("{option} does not go with a bundle, which states how its run is made");
        return Err(Fail::input(message, format!("`righting new {} my-case` takes the scenario out", quoted(path))));
    }
    let bundle = Bundle::read(path)?;
    let Recipe { version, replicates, seed, engine, .. } = &bundle.recipe;
    if version != env!("CARGO_PKG_VERSION") {
        session::say(&format!(
            "the bundle was made by version {version}, this is {}: bytes may differ",
            env!("CARGO_PKG_VERSION")
        ));
    }
    let scenario = bundle.scenario(&[])?;
    crate::fail::warn(&scenario.warnings);
    let plan = RunPlan {
        replicates: *replicates,
        seed: *seed,
        engine: *engine,
        kernel: asked.kernel.map_or(Ok(Kernel::best()), Level::kernel)?,
    };
    let default = || default_folder(&name_of(&asked.scenario.scenario), asked.resume);
    let out = asked.out.clone().map_or_else(default, Ok)?;
    let runner = runner(asked.threads)?;
    asked.tell_cost(&scenario, &plan, &runner);
    let bar = Bar::new(u64::from(plan.replicates), "runs");
    let recorded = record(&scenario, &plan, &out, asked.beginning(), &runner, |at| bar.follow(at));
    bar.clear();
    let recorded = recorded?;
    let Some(run) = &recorded.run else { return Err(Fail::Interrupted(how_to_resume(&out, &recorded))) };
    let differing = bundle.differing(run.path())?;
    let report = if asked.no_report || run.succeeded() == 0 {
        None
    } else {
        let check = check_if_recorded(run, &scenario)?;
        Some(write_report(run, &scenario, check.as_ref(), asked.live)?)
    };
    let failures = FailedRun::of("", run);
    let same = bundle.recipe.checksums.len() - differing.len();
    if asked.json {
        emit_json(&Told { run: run.path(), report, same, differing: &differing, version, failures: &failures })?;
    } else {
        let files = counted(same as u64, "file has", "files have");
        let path = report.as_deref().unwrap_or(run.path()).display();
        emit(&format!("{}{files} the bytes of the run in the bundle\n{path}\n", failed::lines(&failures)))?;
    }
    if differing.is_empty() {
        return Ok(());
    }
    Err(Fail::Check(format!("{} differ from the run in the bundle", differing.join(", "))))
}
