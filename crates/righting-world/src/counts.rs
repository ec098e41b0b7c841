//! Residents as they were counted.

use std::collections::BTreeMap;

/// Totals of the United Nations' tables by country: year and residents, five years apart.
pub(crate) type Counts = BTreeMap<String, Vec<(i16, f64)>>;
