//! The posterior for ArviZ: JSON with one object per group, each a variable by name.
//!
//! The population is weighted and descends from few ancestors, and ArviZ counts every draw of the group `posterior` as one
//! of a chain. So that group is a sample without copies that is no larger than the effective size, and the whole
//! population, with weights and ancestors, stands in `constant_data`, which no reader takes for draws.
//!
//! ArviZ 0.23 reads it by `arviz.from_json(path)`; ArviZ 1 by
//! `arviz.from_dict({group: {name: numpy.array(values) for name, values in variables.items()}
//! for group, variables in json.load(open(path)).items()})`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::distance::Observed;
use super::population::Sample;
use super::posterior::Posterior;
use crate::stream::{Use, stream, uniform};

type Group = BTreeMap<String, Value>;

/// A sample of the posterior without copies, the population with its weights, draws of the prior, and the summaries of the
/// sampled runs and of the record on the scale of comparison.
pub fn arviz_json(
    posterior: &Posterior,
    summaries: &[String],
    observed: &[Observed],
    prior_draws: usize,
    seed: u64,
) -> String {
    let drawn: Vec<&Sample> =
        posterior.distinct_draws(seed).into_iter().map(|index| &posterior.samples[index]).collect();
    let chain =
        |value: &dyn Fn(&Sample) -> f64| json!([drawn.iter().map(|sample| value(sample)).collect::<Vec<f64>>()]);
    let of_parameters: Group = posterior
        .axes
        .iter()
        .enumerate()
        .map(|(at, axis)| (axis.path.clone(), chain(&|sample| axis.value(sample.point.position[at]))))
        .collect();
    let statistics: Group = [
        ("trial".to_owned(), chain(&|sample| f64::from(sample.trial))),
        ("distance".to_owned(), chain(&|sample| sample.distance)),
        ("weight_in_population".to_owned(), chain(&|sample| sample.weight)),
    ]
    .into();
    let predictive: Group =
        summaries.iter().enumerate().map(|(at, name)| (name.clone(), chain(&|sample| sample.runs[0][at]))).collect();
    let mut rng = stream(seed, Use::Resampling, 1);
    // In the order of draws of old: parameter by parameter.
    let prior: Group = posterior
        .axes
        .iter()
        .map(|axis| {
            let draws: Vec<f64> = (0..prior_draws).map(|_| axis.value(uniform(&mut rng))).collect();
            (axis.path.clone(), json!([draws]))
        })
        .collect();
    let record: Group = summaries
        .iter()
        .zip(observed)
        .map(|(name, observed)| (name.clone(), json!([(observed.low + observed.high) / 2.0])))
        .collect();
    let groups = json!({
        "posterior": of_parameters,
        "sample_stats": statistics,
        "prior": prior,
        "posterior_predictive": predictive,
        "observed_data": record,
        "constant_data": population(posterior),
    });
    format!("{groups}\n")
}

/// Every member once: its weight, its ancestor and its parameters, and what the weights come to.
fn population(posterior: &Posterior) -> Group {
    let column = |value: &dyn Fn(&Sample) -> f64| json!(posterior.samples.iter().map(value).collect::<Vec<f64>>());
    let mut group: Group = [
        ("population_trial".to_owned(), column(&|sample| f64::from(sample.trial))),
        ("population_weight".to_owned(), column(&|sample| sample.weight)),
        ("population_ancestor".to_owned(), json!(posterior.ancestor_ids())),
        ("effective_size".to_owned(), json!([posterior.effective()])),
        ("ancestors".to_owned(), json!([posterior.independent()])),
    ]
    .into();
    for (at, axis) in posterior.axes.iter().enumerate() {
        group.insert(format!("population_{}", axis.path), column(&|sample| axis.value(sample.point.position[at])));
    }
    group
}
