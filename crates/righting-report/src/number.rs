//! Numbers as texts of a page.

use righting_scenario::thousands;

/// Thousands apart; two digits behind the point below 10, one below 100; `–` for what is no number.
pub fn value(number: f64) -> String {
    if !number.is_finite() {
        return "–".to_owned();
    }
    let size = number.abs();
    let digits = match size {
        size if size < 10.0 => format!("{size:.2}"),
        size if size < 100.0 => format!("{size:.1}"),
        size => format!("{size:.0}"),
    };
    let (whole, rest) = digits.split_once('.').map_or((digits.as_str(), ""), |(whole, rest)| (whole, rest));
    let mut text = thousands(whole);
    let rest = rest.trim_end_matches('0');
    if !rest.is_empty() {
        text = format!("{text}.{rest}");
    }
    if number < 0.0 && text.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) { format!("−{text}") } else { text }
}

/// The value of [`value`] with its sign.
pub fn signed(number: f64) -> String {
    let text = value(number);
    let positive = number > 0.0 && text.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
    if positive { format!("+{text}") } else { text }
}

/// A number of people or days in a table: thousands apart, one digit behind the point below 10, `-` for what is no number.
pub fn count(value: f64) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    if value.abs() < 10.0 && value.fract() != 0.0 {
        let text = format!("{value:.1}").trim_end_matches(".0").to_owned();
        return if text == "-0" { "0".to_owned() } else { text };
    }
    let text = thousands(&format!("{:.0}", value.abs()));
    if value < 0.0 && text != "0" { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let shown = [0.0, 2.5, 3.98, 999.0, 1000.0, 19_503_159.0, -1234.4, -0.01].map(count);
        assert_eq!(shown, ["0", "2.5", "4", "999", "1,000", "19,503,159", "-1,234", "0"]);
        assert_eq!([f64::NAN, f64::INFINITY].map(count), ["-", "-"]);
    }

    #[test]
    fn numbers_are_texts_for_people() {
        assert_eq!(
            [0.0, 1.25, 42.5, 1234.5, -12.0, -0.001, 1e6].map(value),
            ["0", "1.25", "42.5", "1,234", "−12", "0", "1,000,000"]
        );
        assert_eq!([3.0, -3.0, 0.0].map(signed), ["+3", "−3", "0"]);
        assert_eq!([f64::INFINITY, f64::NAN].map(value), ["–", "–"]);
    }
}
