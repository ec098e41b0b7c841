//! Running: one simulation many times, on threads here or as jobs elsewhere, interrupted and gone on with.
//!
//! Three types to know. A [`Runner`] does the work: it has an [`Executor`], one pool of threads for whatever a program
//! runs, and a flag that ends it after the pieces under way. [`run_ensemble`] hands replicates batch by batch to a
//! [`Sink`], such as a run folder: [`record`] does that for a scenario. A [`Job`] is a part of an ensemble as plain data:
//! sent, run anywhere, merged to the same bytes. Results depend on scenario, seed and replicate alone.
//!
//! ```
//! use righting_runner::{Beginning, RunPlan, Runner, record};
//! use righting_scenario::{Scenario, Source};
//!
//! # let home = tempfile::tempdir()?;
//! # let folder = home.path().join("run");
//! let scenario = Scenario::load(&Source::Shipped("five-towns".to_owned()), &[])?;
//! let plan = RunPlan::new(4, 1);
//! let stop = false.into();
//! let recorded = record(&scenario, &plan, &folder, Beginning::New, &Runner::threads(2, &stop)?, |_| {})?;
//! assert_eq!(recorded.run.map(|run| run.succeeded()), Some(4));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod ensemble;
mod error;
mod executor;
mod job;
mod parts;
mod record;
mod restore;
mod runaway;
mod runner;

pub use ensemble::{BATCH, EnsemblePlan, EnsembleSummary, MOST_REPLICATES, Sink, caught, run_ensemble, run_replicates};
pub use error::{AGAIN, RunnerError};
pub use executor::{Executor, Inline, Threads};
pub use job::{Job, JobPlan};
pub use parts::{Asked, TrialParts};
pub use record::{Beginning, Recorded, RunPlan, ShardPlan, manifest, record, record_shard, record_under};
pub use restore::{Origin, reload, restore, restore_from};
pub use runaway::{RUNAWAY, Runaway};
pub use runner::{Progress, Runner, Stop};
