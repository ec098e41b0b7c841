//! What an engine is: something that moves the people through one step.

use crate::draw::Draws;
use crate::engine::kernel::{Drive, Temper};
use crate::landscape::{Choice, Landscape};
use crate::world::{People, Rates};

/// What an engine needs to move the people through one step.
pub(crate) struct Motion<'a> {
    pub landscape: &'a Landscape,
    /// Chances, by place.
    pub draws: &'a [Draws],
    /// Start of the step, minutes.
    pub minute: u32,
    /// Length of the step, days.
    pub dt: f64,
    pub rates: &'a Rates,
    /// What decides who is willing, by home.
    pub drives: &'a [Drive],
}

/// Moves people between states. Rates are frozen in the step. Who joins a crowd in it, or turns from one crowd to
/// the other, is then at risk for half of it, as changes fall on its middle on average; whoever else changes
/// state does not change again before the next.
pub(crate) trait Engine {
    /// Applies one step's rates to everyone and keeps the counts of `people` true.
    fn move_people(&mut self, motion: &Motion, people: &mut People);

    /// Draws anew what is left until the next of everything, under other draws.
    fn renew(&mut self, draws: &[Draws]);

    /// The mood of a home; `drive` is that of the step that moved its people last.
    fn temper(&self, landscape: &Landscape, place: usize, drive: &Drive) -> Temper;
}

/// Where a joiner assembles, by a uniform on (0, 1).
#[inline(always)]
pub(super) fn choose(choices: &[Choice], u: f32) -> usize {
    choices.iter().find(|choice| u < choice.cumulative).unwrap_or(&choices[choices.len() - 1]).place
}
