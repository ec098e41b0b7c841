//! Texts made fit for a line: paths as they are typed, words of others without signs that are not seen.

mod quote;
mod tame;

pub use quote::quoted;
pub use tame::{cut_lines, one_line, tame};
