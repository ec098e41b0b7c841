//! The posterior for ArviZ: JSON with one object per group, each a variable by name with the shape (chain, draw).
//!
//! `arviz.from_json` of ArviZ 0 reads it as it stands; with ArviZ 1 it is `arviz.from_dict(json.load(file))`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::distance::Observed;
use super::posterior::Posterior;
use crate::chance::{Use, stream, uniform};

/// Equally weighted draws of the posterior and of the prior, the summaries of the drawn runs and of the record, all on
/// the scale of comparison.
pub fn arviz_json(
    posterior: &Posterior,
    summaries: &[String],
    observed: &[Observed],
    draws: usize,
    seed: u64,
) -> String {
    let drawn = posterior.draw(draws, seed);
    let values: Vec<Vec<f64>> = drawn.iter().map(|&index| posterior.values(&posterior.samples[index])).collect();
    let mut rng = stream(seed, Use::Resampling, 1);
    let mut prior: BTreeMap<&str, Value> = BTreeMap::new();
    let mut group: BTreeMap<&str, Value> = BTreeMap::new();
    for (index, axis) in posterior.axes.iter().enumerate() {
        group.insert(&axis.path, json!([values.iter().map(|row| row[index]).collect::<Vec<f64>>()]));
        prior.insert(&axis.path, json!([(0..draws).map(|_| axis.value(uniform(&mut rng))).collect::<Vec<f64>>()]));
    }
    let run = |index: usize| drawn.iter().map(|&draw| posterior.samples[draw].runs[0][index]).collect::<Vec<f64>>();
    let predictive: BTreeMap<&str, Value> =
        summaries.iter().enumerate().map(|(index, name)| (name.as_str(), json!([run(index)]))).collect();
    let record: BTreeMap<&str, Value> = summaries
        .iter()
        .zip(observed)
        .map(|(name, observed)| (name.as_str(), json!([(observed.low + observed.high) / 2.0])))
        .collect();
    let groups = json!({
        "posterior": group,
        "prior": prior,
        "posterior_predictive": predictive,
        "observed_data": record,
    });
    format!("{groups}\n")
}
