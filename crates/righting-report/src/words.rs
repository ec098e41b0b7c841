//! Words for counts, shares, dates and lists, by one rule wherever they stand.

use jiff::civil::Date;
use righting_scenario::thousands;

use crate::number::value;

/// `1 run`, `8 runs`, `1,200 runs`.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", whole(number), if number == 1 { one } else { many })
}

/// A count with thousands set apart, exact for every size.
pub fn whole(number: u64) -> String {
    thousands(&number.to_string())
}

/// A share in whole per cent that never says none or all where it is not: `under 1 %`, `over 99 %`, `–` for a share
/// of nothing.
pub fn percent(share: f64) -> String {
    if !share.is_finite() {
        return "–".to_owned();
    }
    if share > 0.0 && share < 0.005 {
        return "under 1 %".to_owned();
    }
    if share < 1.0 && share > 0.995 {
        return "over 99 %".to_owned();
    }
    let text = format!("{:.0} %", 100.0 * share);
    text.strip_prefix('-').map_or(text.clone(), |rest| if rest == "0 %" { rest.to_owned() } else { format!("−{rest}") })
}

/// So many of so many, as a share; `–` of none.
pub fn percent_of(some: u64, all: u64) -> String {
    percent(if all == 0 { f64::NAN } else { some as f64 / all as f64 })
}

/// A number for prose: two significant digits from 100 on, none behind the point from 10 on.
pub fn about(number: f64) -> String {
    if !number.is_finite() {
        return value(number);
    }
    let size = number.abs();
    if size < 10.0 {
        let text = format!("{size:.1}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        // A mean of a few hundredths is not none.
        let text = if text == "0" && size > 0.0 { "under 0.1" } else { text };
        return if number < 0.0 && text != "0" { format!("−{text}") } else { text.to_owned() };
    }
    let rounded = if size < 100.0 { size.round() } else { two_digits(size) };
    value(rounded.copysign(number))
}

/// A number with two digits: more would say more than is known.
pub fn two_digits(number: f64) -> f64 {
    format!("{number:.1e}").parse().unwrap_or(number)
}

/// `A`, `A and B`, `A, B and C`.
pub fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// Dates as texts: the year is said unless it is the one year of all the days that are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    home: Option<i16>,
}

impl Calendar {
    /// The calendar of days from `first` to `last`.
    pub fn of(first: Date, last: Date) -> Self {
        Self { home: (first.year() == last.year()).then(|| first.year()) }
    }

    /// The calendar of ISO dates in order.
    pub fn of_texts(dates: &[String]) -> Self {
        let ends = dates.first().zip(dates.last()).and_then(|(first, last)| first.parse().ok().zip(last.parse().ok()));
        ends.map_or(Self { home: None }, |(first, last)| Self::of(first, last))
    }

    /// `4 January`, or `4 January 2022`.
    pub fn long(self, date: Date) -> String {
        let form = if self.home == Some(date.year()) { "%-d %B" } else { "%-d %B %Y" };
        date.strftime(form).to_string()
    }
}

/// Days for a table: `2022-01-04`, `2022-01-04 to 2022-01-06`.
pub fn days(first: Date, last: Date) -> String {
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_digits_are_kept() {
        assert_eq!([0.0, 0.034, 7.26, 170.0, 1_155.0, 0.996].map(two_digits), [0.0, 0.034, 7.3, 170.0, 1_200.0, 1.0]);
    }

    #[test]
    fn counts_and_lists_are_said_in_the_right_number() {
        assert_eq!([0, 1, 2, 1200].map(|n| counted(n, "run", "runs")), ["0 runs", "1 run", "2 runs", "1,200 runs"]);
        assert_eq!(whole(u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!([listed(&[]), listed(&["A"]), listed(&["A", "B", "C"])], ["", "A", "A, B and C"]);
    }

    #[test]
    fn shares_are_said_in_whole_per_cent() {
        assert_eq!([0.934, -0.2].map(percent), ["93 %", "−20 %"]);
    }

    #[test]
    fn prose_keeps_what_a_number_bears() {
        assert_eq!(
            [0.0, 0.04, 0.5, 3.0, 12.4, 99.6, 66_432.0, -1234.0].map(about),
            ["0", "under 0.1", "0.5", "3", "12", "100", "66,000", "−1,200"]
        );
        assert_eq!(about(f64::NAN), "–");
    }

    #[test]
    fn the_year_is_said_where_days_cross_one() {
        let (first, last) = (date(2021, 12, 30), date(2022, 1, 2));
        assert_eq!(Calendar::of(first, last).long(last), "2 January 2022");
        assert_eq!(Calendar::of(last, last).long(last), "2 January");
        assert_eq!(Calendar::of(last, last).long(first), "30 December 2021");
        assert_eq!(days(first, last), "2021-12-30 to 2022-01-02");
        assert_eq!(days(last, last), "2022-01-02");
    }

    proptest! {
        /// A text of per cent is never off by more than half of one, and says none or all only of none and all.
        #[test]
        fn per_cent_says_none_and_all_only_where_it_is(some in 0_u64..5000, more in 0_u64..5000) {
            let all = some + more;
            prop_assume!(all > 0);
            let text = percent_of(some, all);
            let share = some as f64 / all as f64;
            prop_assert_eq!(text == "0 %", some == 0);
            prop_assert_eq!(text == "100 %", more == 0);
            match text.trim_end_matches(" %").parse::<f64>() {
                Ok(said) => prop_assert!((said - 100.0 * share).abs() <= 0.5 + 1e-9),
                Err(_) => prop_assert!(text == "under 1 %" && share < 0.005 || text == "over 99 %" && share > 0.995),
            }
        }

        /// Prose rounds to two digits: never off by more than a twentieth.
        #[test]
        fn prose_is_near_the_number(number in 0.0_f64..1e15) {
            let text = about(number).replace(',', "");
            match text.parse::<f64>() {
                Ok(said) => prop_assert!((said - number).abs() <= (0.05 * number).max(0.05) + 1e-9, "{} is {}", number, text),
                Err(_) => prop_assert!(number < 0.1),
            }
        }
    }
}
