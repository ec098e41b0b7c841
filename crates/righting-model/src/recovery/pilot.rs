//! What mean crowd stands for an onset: measured on the country at rest, once for a setup.
//!
//! `spark.rs` follows mean crowds, and chance makes the crowds of most crises smaller than their mean: contagion
//! multiplies it. How much smaller depends on the country, on how few its first rioters are and how steeply news moves.
//! So a few crises are simulated. In each the smallest rise with an onset is searched, and the mean that belongs to
//! that rise and to the thresholds of that crisis is noted; the median of these means is what half of the crises need.

use std::ops::ControlFlow;

use crate::engine::EngineKind;
use crate::recovery::relapse::{self, LARGEST, START};
use crate::recovery::spark::DAYS;
use crate::setup::Shock;
use crate::simulation::Simulation;
use crate::trace::{Trace, Watched};

/// Crises simulated, and the seed of their chances.
const PILOTS: u32 = 31;
const SEED: u64 = 0x7269_6768_7469_6e67;

/// How often the bracket of a rise is halved: to a hundredth of it.
const HALVINGS: u32 = 7;

/// Median of the largest mean crowd of a place at the smallest rise with an onset; infinite where most crises have none.
pub(crate) fn crowd_of_an_onset(simulation: &Simulation) -> f32 {
    let mut rest = simulation.varied(simulation.setup().at_rest(DAYS as u32));
    let mut crowds: Vec<f32> = (0..PILOTS).map(|pilot| crowd_of(simulation, &mut rest, pilot)).collect();
    crowds.sort_by(f32::total_cmp);
    crowds[PILOTS as usize / 2]
}

fn crowd_of(simulation: &Simulation, rest: &mut Simulation, pilot: u32) -> f32 {
    let (mut low, mut high) = (0.0, START);
    while !has_onset(rest, pilot, high) {
        if high == LARGEST {
            return f32::INFINITY;
        }
        (low, high) = (high, (2.0 * high).min(LARGEST));
    }
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if has_onset(rest, pilot, middle) { high = middle } else { low = middle }
    }
    relapse::mean_crowd(simulation, &rest.at_rest(EngineKind::Sellke, SEED, pilot).world, high)
}

/// Whether a rise brings out the people of an onset anywhere within the days of a spark.
fn has_onset(rest: &mut Simulation, pilot: u32, rise: f64) -> bool {
    rest.set_shocks(vec![Shock::price_rise(rise)]);
    let mut watch = |trace: &Trace| if trace.has_onset() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let ended = rest.run_watched(EngineKind::Sellke, SEED, pilot, &mut watch);
    match ended.expect("at rest nothing is triggered, so nothing can fail") {
        Watched::Whole(trace) => trace.has_onset(),
        Watched::Stopped(_) => true,
    }
}
