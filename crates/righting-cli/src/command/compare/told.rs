//! What is told of a comparison as JSON. The keys are a promise to scripts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use righting_lab::{
    ComparedArm, Comparison, Difference, Endpoint, FailedRun, Forks, Plausibility, Share, VarianceRemoved,
};
use serde::Serialize;

type ByEndpoint<T> = BTreeMap<&'static str, T>;

#[derive(Serialize)]
pub struct Told<'a> {
    comparison: PathBuf,
    report: Option<PathBuf>,
    base: &'a str,
    #[serde(flatten)]
    plausibility: &'a Plausibility,
    seed: u64,
    order_limit: f64,
    /// Of the first arm.
    differences: ByEndpoint<Option<Difference>>,
    /// Of the first arm, by formula.
    variance_removed: ByEndpoint<Option<f64>>,
    arms: Vec<ToldArm<'a>>,
    /// Replicates that failed, in the base and the arms.
    failed: usize,
    /// Each of them.
    failures: &'a [FailedRun],
}

#[derive(Serialize)]
struct ToldArm<'a> {
    name: &'a str,
    pairs: usize,
    unpaired: usize,
    first_difference: Option<Date>,
    first_possible: Option<Date>,
    identical: usize,
    /// Runs in which order does not return: base and arm. Their pairs are left out of `days_to_order`.
    never_in_order: [usize; 2],
    /// `null` where no pair has it in both runs.
    differences: ByEndpoint<Option<Difference>>,
    variance_removed: ByEndpoint<VarianceRemoved>,
    forks: Option<ToldForks>,
}

#[derive(Serialize)]
struct ToldForks {
    from: Date,
    first_difference: Option<Date>,
    differences: ByEndpoint<Option<Difference>>,
    variance_removed: ByEndpoint<Option<Share>>,
}

impl<'a> Told<'a> {
    pub fn of(
        comparison: &'a Comparison,
        plausibility: &'a Plausibility,
        folder: &Path,
        report: Option<&Path>,
    ) -> Self {
        let first = comparison.arms.first();
        Self {
            comparison: folder.to_owned(),
            report: report.map(Path::to_owned),
            base: &comparison.base,
            plausibility,
            seed: comparison.seed,
            order_limit: comparison.order_limit,
            differences: first.map(|arm| by_endpoint(&arm.differences)).unwrap_or_default(),
            variance_removed: first
                .map(|arm| {
                    by_endpoint(&arm.variance_removed.map(|removed| removed.by_formula.map(|share| share.share)))
                })
                .unwrap_or_default(),
            arms: comparison.arms.iter().map(|arm| ToldArm::of(comparison, arm)).collect(),
            failed: comparison.failed.len(),
            failures: &comparison.failed,
        }
    }
}

impl<'a> ToldArm<'a> {
    fn of(comparison: &Comparison, arm: &'a ComparedArm) -> Self {
        let date = |day: Option<u32>| day.map(|day| comparison.date(day));
        let told = |forks: &Forks| ToldForks {
            from: forks.from,
            first_difference: date(forks.first_difference),
            differences: by_endpoint(&forks.differences),
            variance_removed: by_endpoint(&forks.variance_removed),
        };
        Self {
            name: &arm.name,
            pairs: arm.pairs,
            unpaired: arm.unpaired,
            first_difference: date(arm.first_difference),
            first_possible: date(arm.first_possible),
            identical: arm.identical,
            never_in_order: arm.never_in_order,
            differences: by_endpoint(&arm.differences),
            variance_removed: by_endpoint(&arm.variance_removed),
            forks: arm.forks.as_ref().map(told),
        }
    }
}

fn by_endpoint<T: Copy>(values: &[T]) -> ByEndpoint<T> {
    Endpoint::ALL.into_iter().map(Endpoint::name).zip(values.iter().copied()).collect()
}
