//! Texts made fit for a line: paths as they are typed, words of others without signs that are not seen.

mod tame;

pub use tame::{cut_lines, one_line, tame};
