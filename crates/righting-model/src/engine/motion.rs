//! What an engine is: something that moves the people through one step.

use crate::draw::Draws;
use crate::landscape::Landscape;
use crate::world::{Crowds, Rates};

/// What an engine needs to move the people through one step.
pub(crate) struct Motion<'a> {
    pub landscape: &'a Landscape,
    /// Chances, by cell.
    pub draws: &'a [Draws],
    /// Start of the step, minutes.
    pub minute: u32,
    /// Length of the step, days.
    pub dt: f64,
    pub rates: &'a Rates,
}

/// Moves people between states, in two halves: first those who gather, then, once it is known what awaits them, those who
/// go. Rates are frozen in the step. Who joins a crowd in it is at risk for what is left of it; whoever else changes state does not change again before the next.
pub(crate) trait Engine {
    /// Lets the pools follow their shares, and people join.
    fn gather(&mut self, motion: &Motion, crowds: &mut Crowds);

    /// Lets people leave the crowds, rest, come back and be released.
    fn disperse(&mut self, motion: &Motion, crowds: &mut Crowds);

    /// Draws anew what is left until the next of everything, under other draws.
    fn renew(&mut self, draws: &[Draws]);
}
