//! The classics from outside: invariants over seeds, limits with known answers, one pinned run.

mod feature;
mod regression;
