//! When order has returned, by one definition for the whole laboratory.
//!
//! Order has returned on the first day after the last on which [`order_limit`] people or more were
//! active at once somewhere in the country together: from then on fewer are, for the rest of the
//! run. A run whose crowds never reach the limit never lost it.

use righting_model::{Quantity, Trace};

/// Active people at once, per 100,000 residents, below which there is order. Assumed: it makes 975
/// people of Kazakhstan's 19.5 million, within the record's "few active" after 8 January 2022.
pub const ORDER_PER_100_000: f64 = 5.0;

/// The limit is no less than this, the size of an onset.
pub const ORDER_FLOOR: f64 = 50.0;

/// Active people at once, below which a country of so many residents is in order.
pub fn order_limit(residents: u64) -> f64 {
    (residents as f64 * ORDER_PER_100_000 / 1e5).round().max(ORDER_FLOOR)
}

/// Days after the start on which order has returned; 0 if it was never lost, `None` if it does not
/// return within the run.
pub fn order_day(trace: &Trace, limit: f64) -> Option<u32> {
    let active = |day: &usize| trace.national(*day, Quantity::ActivePeak) >= limit;
    match (0..trace.days()).rev().find(active) {
        None => Some(0),
        Some(last) if last + 1 == trace.days() => None,
        Some(last) => Some(last as u32 + 1),
    }
}

#[cfg(test)]
mod tests {
    use righting_model::QUANTITY_COUNT;

    use super::*;

    fn trace(peaks: &[f64]) -> Trace {
        let row = |peak: &f64| {
            let mut row = [0.0; QUANTITY_COUNT];
            row[Quantity::ActivePeak.column()] = *peak;
            row
        };
        Trace::from_tables(0, peaks.iter().map(row).collect(), Vec::new(), Vec::new(), 1, 0)
    }

    #[test]
    fn order_returns_after_the_last_large_crowd() {
        assert_eq!(order_day(&trace(&[0.0, 80.0, 20.0, 60.0, 10.0, 0.0]), 50.0), Some(4));
        assert_eq!(order_day(&trace(&[0.0, 49.0, 0.0]), 50.0), Some(0));
        assert_eq!(order_day(&trace(&[0.0, 80.0, 50.0]), 50.0), None);
    }

    #[test]
    fn the_limit_grows_with_the_country() {
        assert_eq!([51_000, 19_503_159].map(order_limit), [50.0, 975.0]);
    }
}
