//! A run: parts while its replicates arrive, tables once all are there, and both read back.

pub(crate) mod bodies;
pub(crate) mod fits;
pub(crate) mod folder;
pub(crate) mod merge;
pub(crate) mod pack;
pub(crate) mod packed;
pub(crate) mod part;
pub(crate) mod record;
pub(crate) mod replace;
pub(crate) mod replicates;
pub(crate) mod shards;
pub(crate) mod stored;
pub(crate) mod unmerge;
