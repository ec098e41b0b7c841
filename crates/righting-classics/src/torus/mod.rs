//! A rectangle of cells whose edges are glued, shared by the models that live on a grid.

mod grid;
mod rings;
mod window;

pub use grid::Torus;
pub(crate) use grid::fetch_ahead;
pub use rings::Rings;
pub use window::{Shape, Window};
