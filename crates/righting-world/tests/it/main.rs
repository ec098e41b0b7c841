//! Every country of the tables becomes a scenario that loads.

mod errors;
mod every;
mod future;
mod help;
mod join;
mod shipped;
