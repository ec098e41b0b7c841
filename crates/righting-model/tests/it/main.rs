//! What must hold for every run, on a country small enough to read.

mod calls;
mod chances;
mod drawing;
mod engines;
mod fork;
mod help;
mod invariants;
mod reasons;
mod recovery;
mod reports;
mod society;
mod towns;
