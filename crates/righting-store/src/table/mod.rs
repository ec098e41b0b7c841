//! Tables as Parquet: the columns of each, its writer and its reader. Rows of days, places and months; nothing here knows
//! how a run or a study comes about.

pub(crate) mod bands;
pub(crate) mod cells;
pub(crate) mod columns;
pub(crate) mod days;
pub(crate) mod event_reader;
pub(crate) mod events;
pub(crate) mod export;
pub(crate) mod read;
pub(crate) mod recovery;
pub(crate) mod schema;
pub(crate) mod summary;
pub(crate) mod wide;
