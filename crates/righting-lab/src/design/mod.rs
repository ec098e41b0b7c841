//! Designs of experiments: which sets of parameters to try.

mod csv;

pub use csv::{Design, read_design};

use crate::study::Trial;
use righting_infer::Axis;

/// Digest of a design of one's own: the names of its parameters and the values of all its trials.
pub fn digest_of(axes: &[Axis], trials: &[Trial]) -> String {
    let mut hasher = blake3::Hasher::new();
    for axis in axes {
        hasher.update(axis.path.as_bytes()).update(b",");
    }
    for value in trials.iter().flat_map(|trial| &trial.values) {
        hasher.update(&value.to_le_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// Trials at points of the unit cube, numbered from `first`.
pub fn trials_at(axes: &[Axis], points: &[Vec<f64>], first: u32) -> Vec<Trial> {
    let values = |point: &Vec<f64>| axes.iter().zip(point).map(|(axis, &at)| axis.value(at)).collect();
    (first..)
        .zip(points)
        .map(|(number, point)| Trial { number, values: values(point), random_effects: None, chances: None })
        .collect()
}
