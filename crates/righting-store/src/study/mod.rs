//! A study: many trials of one scenario, or arms beside a base, in a folder that can be resumed.

pub(crate) mod folder;
pub(crate) mod shards;
pub(crate) mod table;
pub(crate) mod trials;
