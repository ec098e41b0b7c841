//! When order returns, where some runs end before it does.

use righting_lab::{ComparedArm, Comparison};

use crate::words::counted;

/// Runs of a comparison in which order does not return while they last. Such a run has no days to order, and
/// its pair is left out of that difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreturned {
    /// Of the base, and of the other arm.
    pub runs: [usize; 2],
    /// Pairs.
    pub pairs: usize,
    /// Days that were simulated.
    pub days: usize,
}

impl Unreturned {
    /// Of an arm beside its base.
    pub fn of(arm: &ComparedArm) -> Self {
        let days = arm.courses.first().map_or(0, |course| course.mean.len());
        Self { runs: arm.never_in_order, pairs: arm.pairs, days }
    }

    /// Whether there is any.
    pub fn any(&self) -> bool {
        self.runs.iter().any(|&runs| runs > 0)
    }

    /// In a sentence; `base` and `other` are the names of the arms.
    pub fn sentence(&self, base: &str, other: &str) -> String {
        let Self { runs: [a, b], pairs, days } = *self;
        let days = counted(days as u64, "day", "days");
        if !self.any() {
            return format!("Order is kept or returns within the {days} in every run.");
        }
        format!(
            "Order does not return within the {days} in {a} of {} of {base} and in {b} of {pairs} of {other}; their pairs are \
             left out of the days to order.",
            counted(pairs as u64, "run", "runs")
        )
    }
}

/// When order returns, in a sentence.
pub fn order_sentence(comparison: &Comparison, arm: &ComparedArm) -> String {
    Unreturned::of(arm).sentence(&comparison.base, &arm.name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn runs_without_order_are_counted_and_not_numbered() {
        let some = Unreturned { runs: [3, 8], pairs: 8, days: 119 };
        assert_eq!(
            some.sentence("base", "late cap"),
            "Order does not return within the 119 days in 3 of 8 runs of base and in 8 of 8 of late cap; their pairs are left \
             out of the days to order."
        );
        let none = Unreturned { runs: [0, 0], pairs: 1, days: 1 };
        assert_eq!(none.sentence("base", "other"), "Order is kept or returns within the 1 day in every run.");
    }

    proptest! {
        /// "In every run" is said exactly where order returned in every run.
        #[test]
        fn every_run_is_every_run(never in prop::array::uniform2(0_usize..9), days in 1_usize..400) {
            let found = Unreturned { runs: never, pairs: 8, days };
            let said = found.sentence("base", "other");
            prop_assert_eq!(said.contains("in every run"), never == [0, 0]);
            prop_assert_eq!(said.contains(&format!("in {} of 8 runs of base", never[0])), never != [0, 0]);
        }
    }
}
