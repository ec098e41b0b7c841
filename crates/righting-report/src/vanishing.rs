//! The vanishing point of a curve: facts from its points, then a sentence.

use righting_lab::{Curve, Vanishing, isotonic};

use crate::words::{listed, percent};

/// Where the chance of return falls under one half.
#[derive(Debug, Clone, PartialEq)]
pub enum Falls {
    /// It is under one half at the smallest size already.
    AtSmallest {
        /// That size.
        size: f64,
        /// The chance there.
        chance: f64,
    },
    /// At a size between two of those run.
    At {
        /// The size.
        size: f64,
        /// Lower end of its interval; the smallest size run stands for it or less.
        low: Option<f64>,
        /// Upper end; `None` beyond the largest size run.
        high: Option<f64>,
    },
    /// At no size that was run.
    Nowhere {
        /// Sizes at which it is under one half all the same, where larger shocks outweigh it.
        but: Vec<f64>,
    },
}

/// The facts behind the sentence of one future.
#[derive(Debug, Clone, PartialEq)]
pub struct Falling {
    /// Name of the future.
    pub future: String,
    /// Where it falls.
    pub falls: Falls,
    /// Smallest and largest size that was run.
    pub range: [f64; 2],
    /// Whether the chances never rise with the size, so that nothing had to be made falling.
    pub steady: bool,
}

impl Falling {
    /// Of a future of a curve.
    pub fn of(curve: &Curve, point: &Vanishing) -> Self {
        let own = || curve.cells.iter().filter(|cell| cell.future == point.future);
        let points: Vec<(f64, f64)> = own().map(|cell| (cell.size, cell.chance)).collect();
        Self::of_points(&point.future, &points, point.size, [point.low, point.high])
    }

    fn of_points(future: &str, points: &[(f64, f64)], size: Option<f64>, [low, high]: [Option<f64>; 2]) -> Self {
        let chances: Vec<f64> = points.iter().map(|point| point.1).collect();
        let under = isotonic(&chances).first().is_some_and(|first| *first < 0.5);
        let falls = match (size, points.first()) {
            (Some(_), Some(&(size, chance))) if under => Falls::AtSmallest { size, chance },
            (Some(size), _) => Falls::At { size, low, high },
            (None, _) => {
                Falls::Nowhere { but: points.iter().filter(|point| point.1 < 0.5).map(|point| point.0).collect() }
            }
        };
        let end = |point: Option<&(f64, f64)>| point.map_or(f64::NAN, |point| point.0);
        Self {
            future: future.to_owned(),
            falls,
            range: [end(points.first()), end(points.last())],
            steady: chances.windows(2).all(|pair| pair[1] <= pair[0]),
        }
    }

    /// In a sentence.
    pub fn sentence(&self) -> String {
        let mut letters = self.future.chars();
        let name: String =
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
        let chance = if self.steady { "the chance" } else { "the chance, made falling," };
        let [smallest, largest] = self.range;
        match &self.falls {
            Falls::AtSmallest { size, chance } => {
                format!(
                    "{name}: the chance is under one half at the smallest size already ({} at {size:.2}).",
                    percent(*chance)
                )
            }
            Falls::At { size, low, high } => {
                let or_less = |low: f64| if low <= smallest && low > 0.0 { " or less" } else { "" };
                let interval = match (low, high) {
                    (Some(low), Some(high)) => format!("{low:.2}{} to {high:.2}", or_less(*low)),
                    (Some(low), None) => format!("{low:.2}{} to more than {largest:.2}", or_less(*low)),
                    (None, _) => format!("more than {largest:.2}"),
                };
                format!(
                    "{name}: {chance} falls under one half at {size:.2} times the shock (90 % interval {interval})."
                )
            }
            Falls::Nowhere { but } => {
                let sizes: Vec<String> = but.iter().map(|size| format!("{size:.2}")).collect();
                let sizes: Vec<&str> = sizes.iter().map(String::as_str).collect();
                let though = if but.is_empty() {
                    String::new()
                } else {
                    format!("; at {} it is, but at larger sizes it is not", listed(&sizes))
                };
                format!("{name}: {chance} does not fall under one half up to {largest:.2} times the shock{though}.")
            }
        }
    }
}

/// The vanishing point of a future in words.
pub fn vanishing_sentence(curve: &Curve, point: &Vanishing) -> String {
    Falling::of(curve, point).sentence()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(points: &[(f64, f64)], size: Option<f64>, ends: [Option<f64>; 2]) -> String {
        Falling::of_points("as it was", points, size, ends).sentence()
    }

    #[test]
    fn a_point_is_said_as_it_was_found() {
        let steady = [(0.5, 1.0), (1.0, 0.75), (2.0, 0.25)];
        assert_eq!(
            said(&steady, Some(1.5), [Some(1.2), None]),
            "As it was: the chance falls under one half at 1.50 times the shock (90 % interval 1.20 to more than 2.00)."
        );
        assert_eq!(
            said(&steady, Some(1.5), [Some(0.5), Some(1.7)]),
            "As it was: the chance falls under one half at 1.50 times the shock (90 % interval 0.50 or less to 1.70)."
        );
        assert_eq!(
            said(&[(0.5, 0.25), (1.0, 0.2)], Some(0.5), [Some(0.5), Some(0.5)]),
            "As it was: the chance is under one half at the smallest size already (25 % at 0.50)."
        );
        assert_eq!(
            said(&[(0.0, 1.0), (1.0, 1.0)], None, [None, None]),
            "As it was: the chance does not fall under one half up to 1.00 times the shock."
        );
        // The smallest size alone is under one half: neither "already" nor "not in this range" would be true.
        assert_eq!(
            said(&[(0.0, 0.4), (1.0, 0.8)], None, [None, None]),
            "As it was: the chance, made falling, does not fall under one half up to 1.00 times the shock; at 0.00 it is, \
             but at larger sizes it is not."
        );
        assert!(
            said(&[(0.0, 0.4), (1.0, 0.8), (2.0, 0.1)], Some(1.3), [None, None])
                .contains("falls under one half at 1.30")
        );
    }

    proptest! {
        /// "Already" is said only where the smallest size is under one half, "not" only where no fall was found.
        #[test]
        fn a_sentence_is_what_its_points_say(chances in prop::collection::vec(0_u32..=8, 1..9)) {
            let points: Vec<(f64, f64)> =
                chances.iter().enumerate().map(|(at, &returned)| (at as f64, f64::from(returned) / 8.0)).collect();
            let values: Vec<f64> = points.iter().map(|point| point.1).collect();
            let falling = isotonic(&values);
            let size = falling.iter().position(|chance| *chance < 0.5).map(|at| at as f64);
            let text = said(&points, size, [None, None]);
            prop_assert_eq!(text.contains("already"), falling[0] < 0.5);
            prop_assert!(!text.contains("already") || values[0] < 0.5);
            prop_assert_eq!(text.contains("does not fall"), falling.iter().all(|chance| *chance >= 0.5));
            prop_assert_eq!(text.contains("but at larger sizes"), size.is_none() && values.iter().any(|chance| *chance < 0.5));
        }
    }
}
