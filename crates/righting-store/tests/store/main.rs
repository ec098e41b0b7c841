//! The store as its users meet it.

mod errors;
mod feature;
mod full_disk;
mod older;
mod shards;
mod study_shards;
mod synthetic;
mod trust;
