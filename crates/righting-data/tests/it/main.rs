//! The readers against the shipped scenario, against bad files, and against made-up countries.

mod bad_files;
mod borders;
mod cases;
mod country;
mod kazakhstan;
mod property;
mod size;
