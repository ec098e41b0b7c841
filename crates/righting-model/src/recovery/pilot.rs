//! What mean crowd stands for an onset: measured on the country at rest, once for a setup.
//!
//! `spark.rs` follows mean crowds, and chance makes the crowds of most crises smaller than their mean: contagion
//! multiplies it. How much smaller depends on the country, on how few its first rioters are and how steeply news moves.
//! So a few crises are simulated. In each the smallest rise with an onset is searched, and the mean that belongs to
//! that rise and to the thresholds of that crisis is noted; the median of these means is what half of the crises need.

use std::ops::ControlFlow;

use crate::condition::Compiled;
use crate::draw::AllDraws;
use crate::engine::{AnyEngine, EngineKind, Kernel};
use crate::landscape::Landscape;
use crate::mechanism::Failure;
use crate::recovery::relapse::{self, START};
use crate::recovery::spark::DAYS;
use crate::recovery::tinder::LARGEST;
use crate::schedule::Schedule;
use crate::setup::{Setup, Shock};
use crate::step::Run;
use crate::trace::Trace;

/// Crises simulated, and the seed of their chances.
const PILOTS: u32 = 31;
const SEED: u64 = 0x7269_6768_7469_6e67;

/// How often the bracket of a rise is halved: to a hundredth of it.
const HALVINGS: u32 = 7;

/// A country at rest, on which pilot crises are tried.
pub(crate) struct Pilot<'a> {
    pub setup: &'a Setup,
    pub landscape: &'a Landscape,
    pub conditions: &'a Compiled,
    pub schedule: &'a Schedule,
    pub keys: &'a [u32],
    pub kernel: Kernel,
}

impl Pilot<'_> {
    /// Median of the largest mean crowd of a place at the smallest rise with an onset; infinite where most crises have
    /// none.
    pub fn crowd_of_an_onset(&self) -> Result<f32, Failure> {
        let mut rest = self.setup.at_rest(DAYS as u32);
        let mut crowds = (0..PILOTS).map(|pilot| self.crowd_of(&mut rest, pilot)).collect::<Result<Vec<f32>, _>>()?;
        crowds.sort_by(f32::total_cmp);
        Ok(crowds[PILOTS as usize / 2])
    }

    fn crowd_of(&self, rest: &mut Setup, pilot: u32) -> Result<f32, Failure> {
        let (mut low, mut high) = (0.0, START);
        while !self.has_onset(rest, pilot, high)? {
            if high == LARGEST {
                return Ok(f32::INFINITY);
            }
            (low, high) = (high, (2.0 * high).min(LARGEST));
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if self.has_onset(rest, pilot, middle)? { high = middle } else { low = middle }
        }
        Ok(relapse::mean_crowd(self.setup, self.landscape, &self.run(rest, pilot).stage.world, high))
    }

    /// Whether a rise brings out the people of an onset anywhere within the days of a spark.
    fn has_onset(&self, rest: &mut Setup, pilot: u32, rise: f64) -> Result<bool, Failure> {
        rest.shocks = vec![Shock::price_rise(rise)];
        let mut watch =
            |trace: &Trace| if trace.has_onset() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        let mut run = self.run(rest, pilot);
        let _ = run.walk(rest.days, &mut |_| {}, &mut watch)?;
        Ok(run.stage.trace.has_onset())
    }

    fn run<'r>(&'r self, rest: &'r Setup, pilot: u32) -> Run<'r> {
        let draws = AllDraws::new(SEED, pilot, self.keys, None);
        let engine = AnyEngine::new(EngineKind::Sellke, self.landscape, &draws.places, self.kernel);
        Run::new(rest, self.landscape, self.conditions, self.schedule, draws, engine, self.kernel)
    }
}
