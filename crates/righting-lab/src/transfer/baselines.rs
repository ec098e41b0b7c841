//! What the other countries tell of a number: their own numbers, and a line through them by people.

use righting_model::math;

use super::number::{Kind, Number};
use crate::transfer::acts::Flags;

/// Members of a regression: middles of as many equal shares of a normal.
const MEMBERS: usize = 99;

/// A number of another case.
pub(super) struct Known<'a> {
    pub case: &'a str,
    pub flags: Flags,
    pub number: &'a Number,
}

/// ln(1 + x) of the same kind of number, of the nation or of a part of it, in other countries.
pub(super) fn climatology(known: &[Known<'_>], kind: Kind, national: bool) -> Option<Vec<f64>> {
    members(known.iter().filter(|one| one.number.is(kind, national)).map(|one| one.number.log))
}

/// The same from the cases whose governments did most alike: at least two cases, or as many as there are.
pub(super) fn conditioned(known: &[Known<'_>], kind: Kind, national: bool, flags: &Flags) -> Option<Vec<f64>> {
    let of_kind: Vec<&Known<'_>> = known.iter().filter(|one| one.number.is(kind, national)).collect();
    let cases = |least: usize| {
        let mut names: Vec<&str> =
            of_kind.iter().filter(|one| one.flags.alike(flags) >= least).map(|one| one.case).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    };
    let least = (0..=4).rev().find(|&least| cases(least) >= 2).unwrap_or(0);
    members(of_kind.iter().filter(|one| one.flags.alike(flags) >= least).map(|one| one.number.log))
}

/// A score needs two members.
fn members(logs: impl Iterator<Item = f64>) -> Option<Vec<f64>> {
    let logs: Vec<f64> = logs.collect();
    (logs.len() > 1).then_some(logs)
}

/// A line of ln(1 + x) on the logarithm of the people of the nation or the part, by least squares over other countries,
/// with the spread of what is predicted; `None` with fewer than four numbers, or where all have as many people.
pub(super) fn regression(known: &[Known<'_>], number: &Number) -> Option<Vec<f64>> {
    let of_kind = known.iter().filter(|one| one.number.is(number.kind, number.national));
    let points: Vec<[f64; 2]> = of_kind.map(|one| [one.number.ln_people, one.number.log]).collect();
    let count = points.len() as f64;
    if points.len() < 4 {
        return None;
    }
    let mean = |at: usize| points.iter().map(|point| point[at]).sum::<f64>() / count;
    let (mean_x, mean_y) = (mean(0), mean(1));
    let spread: f64 = points.iter().map(|[x, _]| (x - mean_x) * (x - mean_x)).sum();
    if spread < 1e-9 {
        return None;
    }
    let slope = points.iter().map(|[x, y]| (x - mean_x) * (y - mean_y)).sum::<f64>() / spread;
    let at = |x: f64| mean_y + slope * (x - mean_x);
    let residual: f64 = points.iter().map(|[x, y]| (y - at(*x)) * (y - at(*x))).sum::<f64>() / (count - 2.0);
    let from = number.ln_people - mean_x;
    let sd = math::sqrt(residual * (1.0 + 1.0 / count + from * from / spread));
    let middle = |share: usize| math::normal_quantile((share as f64 + 0.5) / MEMBERS as f64);
    // No number of people is under none.
    Some((0..MEMBERS).map(|share| (at(number.ln_people) + sd * middle(share)).max(0.0)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(kind: Kind, log: f64, ln_people: f64) -> Number {
        Number { target: String::new(), kind, national: true, value: math::exp(log) - 1.0, log, ln_people }
    }

    #[test]
    fn a_line_is_found_and_its_spread() {
        let numbers: Vec<Number> = (0..40)
            .map(|at| {
                let x = f64::from(at) / 4.0;
                number(Kind::Crowds, 2.0 + 0.5 * x + if at % 2 == 0 { 0.3 } else { -0.3 }, x)
            })
            .collect();
        let flags = Flags { lethal_force: false, emergency: true, shutdown: false, called: true };
        let known: Vec<Known<'_>> = numbers.iter().map(|number| Known { case: "a", flags, number }).collect();
        let members = regression(&known, &number(Kind::Crowds, 0.0, 4.0)).expect("there are enough");
        let mean = members.iter().sum::<f64>() / members.len() as f64;
        let sd = math::sqrt(members.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / members.len() as f64);
        assert!((mean - 4.0).abs() < 0.05 && (sd - 0.3).abs() < 0.03, "{mean}, {sd}");
        assert!(regression(&known[..3], &numbers[0]).is_none() && climatology(&known, Kind::Deaths, true).is_none());
    }

    #[test]
    fn conditions_take_the_cases_most_alike_and_at_least_two() {
        let yes = Flags { lethal_force: true, emergency: true, shutdown: true, called: true };
        let no = Flags { lethal_force: false, emergency: false, shutdown: false, called: false };
        let numbers = [1.0, 2.0, 3.0].map(|log| number(Kind::Deaths, log, 16.0));
        let of = |flags: [Flags; 3]| -> Option<Vec<f64>> {
            let known: Vec<Known<'_>> = ["a", "b", "c"]
                .iter()
                .zip(flags)
                .zip(&numbers)
                .map(|((case, flags), number)| Known { case, flags, number })
                .collect();
            conditioned(&known, Kind::Deaths, true, &yes)
        };
        assert_eq!(of([yes, no, yes]), Some(vec![1.0, 3.0]));
        assert_eq!(of([yes, no, no]), Some(vec![1.0, 2.0, 3.0]), "one case alone says nothing of the spread");
    }
}
