//! The store as its users meet it.

mod errors;
mod feature;
mod full_disk;
mod synthetic;
mod trust;
