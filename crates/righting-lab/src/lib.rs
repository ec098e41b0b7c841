//! The laboratory: many runs of one scenario, held against its record.
//!
//! [`record`] runs a scenario into a folder and [`check_run`] holds it against the record;
//! [`run_ensemble`] runs replicates in parallel and hands their traces to any [`Sink`]; a [`Checker`]
//! holds them against the targets of the scenario; [`fit`] searches parameters that bring them
//! closer; [`convergence`] asks whether the clock is fine enough. [`compare`] sets arms with the same
//! chances side by side, [`curve`] draws the righting curve, [`save_fork`] and [`continue_fork`] hold
//! runs at a date and go on under other futures.
//!
//! ```
//! use righting_lab::{Checker, EnsemblePlan, Outcome, Runner, Sink, run_ensemble};
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
//! let simulation = scenario.simulation();
//! let mut check = Check(Checker::new(&scenario));
//! run_ensemble(&simulation, &EnsemblePlan::first(8, 1), &mut check, &Runner::default(), |_| {})?;
//! println!("{}", check.0.finish()?.sentence());
//! # Ok(())
//! # }
//! ```

mod alliance;
mod arms;
mod calibrate;
mod certainty;
mod check;
mod compare;
mod convergence;
mod cost;
mod crowd;
mod curve;
mod design;
mod diagnose;
mod error;
mod event_study;
mod fit;
mod forecast;
mod fork;
mod future;
mod help;
mod invariance;
mod ledger;
mod measure;
mod merge_compare;
mod onset;
mod plausibility;
mod recovery;
mod smoothness;
mod study;
mod transfer;
mod trial;
mod verify;
mod why;

pub use alliance::{
    Backtest, BacktestRow, Brier, ChainPlan, DecidingMember, Decision, LEARNT, SPREAD, Weight, backtest, decide,
};
pub use calibrate::{
    Calibrated, CalibrationPlan, Predictive, PredictiveComparison, SampledPosterior, calibrate, record_predictive,
    sample_posterior,
};
pub use certainty::{Certainty, CertaintyPlan, Sureness, certainty};
pub use check::{Check, CheckRow, Checker, OnsetDay, OnsetError, Reading, check_if_recorded, check_run};
pub use compare::{
    Arm, ComparePlan, ComparedArm, Comparison, Course, Difference, FOLLOWED, FailedRun, Forks, Share, VarianceRemoved,
    compare, compare_folder, compare_part, compare_runs, other_seed,
};
pub use convergence::{COMPARED, Convergence, ConvergenceRow, NARROWEST_BAND, convergence, halve};
pub use cost::{Cost, cost};
pub use curve::{Cell, Curve, CurveFuture, CurvePlan, Vanishing, curve, futures_of, isotonic, shocks_of, wilson};
pub use design::{Design, digest_of, read_design, trials_at};
pub use diagnose::{DiagnosePlan, Diagnosis, ParameterDiagnosis, RECOVERED, diagnose};
pub use error::LabError;
pub use event_study::{
    EventStudy, Group, MAJOR, QUARTERS, STATED, STATED_EFFECT, STATEMENTS, Tolerance, Verdict as EventVerdict,
    event_study,
};
pub use fit::{FitPlan, FitProgress, Fitted, Verdict, fit};
pub use forecast::{
    AsOf, Band, CITY, COUNT_ERROR, DATE_ERROR, Evidence, Forecast, ForecastPlan, Known, LIMITS_OF_A_FORECAST, Series,
    Unused, Weights, What, evidence, forecast, log_likelihood,
};
pub use fork::{Fork, continue_fork, fork_dates, save_fork};
pub use future::Future;
pub use invariance::{
    ExactArm, FAMILYWISE, FirstDifference, Invariance, InvariancePlan, InvarianceRow, LARGEST_MOVE, Same, invariance,
};
pub use ledger::{ClaimVerdict, Ledger, Standing, claim_faults, fill_ledger};
pub use measure::{Measure, Unmeasured, first_place, onset_day};
pub use merge_compare::{MergedComparison, merge_compare};
pub use onset::{LeftOut, OnsetStudy, onset_study};
pub use plausibility::{FAR, LARGEST_CROWD, Plausibility};
pub use recovery::{PathRow, RecoveryPaths, recovery_paths};
pub use righting_infer::{
    Axis, Distance, Effect, Estimate, IDENTIFIED, Indices, LEAST_EFFECTIVE, Level, MOST_SOBOL, MaEs, Observed, Point,
    Posterior, Proposal, RANKS, Reliability, Run, Sample, Sampled, Scales, Skill, SmcPlan, Space, Spread, VIEWS_BINS,
    arviz_json, brier, correlations, covers, crps, crps_of_interval, crps_of_steps, elementary_effects, holm,
    ignorance, interval_score, latin_hypercube, log_score, log1p, morris_points, quantile, quantile_of_dates,
    reliability, saltelli_points, same_distribution, silverman, skill, smc, sobol_indices, sobol_points, spreads,
};
pub use righting_measure::{Endpoint, Endpoints, ORDER_FLOOR, ORDER_PER_100_000, endpoints, order_day, order_limit};
pub use righting_runner::{
    BATCH, Beginning, EnsemblePlan, EnsembleSummary, Executor, Inline, Job, JobPlan, MOST_REPLICATES, Progress,
    RUNAWAY, Recorded, RunPlan, Runaway, Runner, RunnerError, ShardPlan, Sink, Stop, Threads, record, record_shard,
    restore, run_ensemble,
};
pub use righting_store::Outcome;
pub use smoothness::{
    BY_PRICE, Bound, FifthOfSd, GainBudget, IncomeArm, LARGEST_BY_INCOME, LARGEST_ELASTICITY, LARGEST_GAIN,
    LARGEST_STEP, LevelCourse, Loops, PriceArm, Smoothness, SmoothnessPlan, Steepest, smoothness,
};
pub use study::{
    Chances, MergedTrials, NEVER_AFTER, Output, Outputs, Trial, TrialPlan, Trials, axes_of, manifest, merge_trials,
    of_part,
};
pub use transfer::{
    Flags, Kind, Means, Scored, Transfer, TransferCase, TransferPlan, TransferRow, TransferTable, transfer,
};
pub use trial::{
    Account, Confusion, LogEvidence, Probability, SWITCHES, TrialOfAccounts, TriedAccount, TryPlan, Weighing, accounts,
    try_accounts,
};
pub use verify::{BASELINES, CaseScore, LEADS, MODEL, Summary, Verification, verify};
pub use why::{Account as JoiningAccount, Why, WhyPlan, first_replicates, median_replicate, why};
