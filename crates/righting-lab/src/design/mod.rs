//! Designs of experiments: which sets of parameters to try.

mod csv;

pub use csv::{Design, read_design};

use crate::study::Trial;
use righting_infer::Axis;

/// Trials at points of the unit cube, numbered from `first`.
pub fn trials_at(axes: &[Axis], points: &[Vec<f64>], first: u32) -> Vec<Trial> {
    let values = |point: &Vec<f64>| axes.iter().zip(point).map(|(axis, &at)| axis.value(at)).collect();
    (first..)
        .zip(points)
        .map(|(number, point)| Trial { number, values: values(point), random_effects: None, chances: None })
        .collect()
}
