//! The laboratory: many runs of one scenario, held against its record.
//!
//! [`record`] runs a scenario into a folder and [`check_run`] holds it against the record;
//! [`run_ensemble`] runs replicates in parallel and hands their traces to any [`Sink`]; a [`Checker`]
//! holds them against the targets of the scenario; [`fit`] searches parameters that bring them
//! closer; [`convergence`] asks whether the clock is fine enough.
//!
//! ```
//! use righting_lab::{Checker, EnsemblePlan, Outcome, Sink, run_ensemble};
//! use righting_scenario::{Scenario, Source};
//!
//! struct Check<'a>(Checker<'a>);
//!
//! impl Sink for Check<'_> {
//!     type Error = std::convert::Infallible;
//!     fn write(&mut self, batch: Vec<Outcome>) -> Result<(), Self::Error> {
//!         batch.iter().filter_map(|outcome| outcome.result.as_ref().ok()).for_each(|trace| self.0.observe(trace));
//!         Ok(())
//!     }
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let scenario = Scenario::load(&Source::Shipped("five-towns".to_owned()), &[])?;
//! let simulation = righting_model::Simulation::new(scenario.setup.clone());
//! let mut check = Check(Checker::new(&scenario));
//! run_ensemble(&simulation, &EnsemblePlan::first(8, 1), &mut check, &false.into(), |_| {})?;
//! println!("{:.0} % of targets inside", 100.0 * check.0.finish()?.share_inside());
//! # Ok(())
//! # }
//! ```

mod agreement;
mod alliance;
mod check;
mod convergence;
mod ensemble;
mod error;
mod event_study;
mod fit;
mod forecast;
mod measure;
mod quantile;
mod recovery;
mod score;
mod stored;

pub use agreement::{holm, same_distribution};
pub use alliance::{
    Backtest, BacktestRow, Brier, BrierByGroup, ChainPlan, DecidingMember, Decision, LEARNT, SPREAD, Weight, backtest,
    decide,
};
pub use check::{Check, CheckRow, Checker, OnsetDay, OnsetError, Reading};
pub use convergence::{COMPARED, Convergence, ConvergenceRow, NARROWEST_BAND, convergence, halve};
pub use ensemble::{BATCH, EnsemblePlan, EnsembleSummary, Progress, Sink, Stop, run_ensemble};
pub use error::LabError;
pub use event_study::{
    EventStudy, Group, MAJOR, QUARTERS, STATED, STATED_EFFECT, Tolerance, Verdict as EventVerdict, event_study,
};
pub use fit::{Axis, FitPlan, FitProgress, Fitted, MaEs, NEVER_AFTER, Trial, Verdict, fit, latin_hypercube};
pub use forecast::{
    AsOf, Band, CITY, COUNT_ERROR, DATE_ERROR, Evidence, Forecast, ForecastPlan, ForecastProgress, Known, Series,
    Weights, What, evidence, forecast, log_likelihood,
};
pub use measure::{Measure, first_place, onset_day};
pub use quantile::{quantile, quantile_of_dates};
pub use recovery::{PathRow, RecoveryPaths, recovery_paths};
pub use righting_store::Outcome;
pub use score::{
    Reliability, Skill, VIEWS_BINS, brier, covers, crps, crps_of_interval, crps_of_steps, ignorance, interval_score,
    log_score, log1p, reliability, silverman, skill,
};
pub use stored::{Beginning, Recorded, RunPlan, check_run, record, restore};
