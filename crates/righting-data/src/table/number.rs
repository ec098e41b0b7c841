//! Numbers as people write them: decimal point or comma, thousands apart by blank, apostrophe, comma or point.
//!
//! A text is read under both conventions. Where both give a number and the numbers differ, the bounds of the
//! column decide, then the other numbers of the file; where these do not either, the number is ambiguous.

/// What a text says as a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Figure {
    /// Nothing.
    None,
    /// This, written in that style.
    One(f64, Style),
    /// This or that.
    Two(f64, f64),
}

/// How a number was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// As programs write it.
    Plain,
    /// With a decimal comma.
    DecimalComma,
    /// With thousands set apart.
    Grouped,
}

/// Which decimal marks the numbers of a file show beyond doubt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    pub points: bool,
    pub commas: bool,
    /// Fields are set apart by commas, which makes a decimal comma unlikely.
    pub comma_delimited: bool,
}

impl Marks {
    /// Learns from one field.
    pub fn see(&mut self, text: &str) {
        match (under(text, '.', ','), under(text, ',', '.')) {
            (Some(_), None) => self.points = true,
            (None, Some(_)) => self.commas = true,
            _ => {}
        }
    }

    fn points_only(self) -> bool {
        !self.commas && (self.points || self.comma_delimited)
    }
}

/// What `text` says where values lie in a closed range; `marks` are asked only in doubt.
pub(crate) fn figure(text: &str, whole: bool, low: f64, high: f64, marks: impl FnOnce() -> Marks) -> Figure {
    let (point, comma) = (under(text, '.', ','), under(text, ',', '.'));
    let style = |decimal: char, value: f64| {
        let commas = decimal == ',' && text.contains(',');
        let grouped =
            text.trim_start_matches(['-', '+', '\u{2212}']).contains(|c: char| !c.is_ascii_digit() && c != decimal);
        Figure::One(
            value,
            if commas {
                Style::DecimalComma
            } else if grouped {
                Style::Grouped
            } else {
                Style::Plain
            },
        )
    };
    match (point, comma) {
        (None, None) => plain(text).map_or(Figure::None, |value| Figure::One(value, Style::Plain)),
        (Some(value), None) => style('.', value),
        (None, Some(value)) => style(',', value),
        (Some(value), Some(other)) if value == other => style('.', value),
        (Some(point), Some(comma)) => {
            let fits = |value: f64| (low..=high).contains(&value);
            match (fits(point), fits(comma)) {
                (true, false) | (false, false) => style('.', point),
                (false, true) => style(',', comma),
                (true, true) => match doubtful(text.contains(','), whole, comma, marks()) {
                    Some('.') => style('.', point),
                    Some(_) => style(',', comma),
                    None if text.contains(',') => Figure::Two(comma, point),
                    None => Figure::Two(point, comma),
                },
            }
        }
    }
}

/// The decimal mark of a number that both conventions read, such as `1,234`, if the file tells.
fn doubtful(has_comma: bool, whole: bool, comma: f64, marks: Marks) -> Option<char> {
    if has_comma {
        let fraction = comma.fract() != 0.0;
        return (marks.points_only() || (whole && fraction && !marks.commas)).then_some('.');
    }
    match (marks.points, marks.commas) {
        (false, true) => Some(','),
        // `11.000` people may be eleven, or eleven thousand as Germans write it.
        _ if whole => None,
        _ if marks.points_only() => Some('.'),
        _ => None,
    }
}

/// The number under one convention.
fn under(text: &str, decimal: char, group: char) -> Option<f64> {
    let (minus, body) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(body) => ("-", body),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = body.split_once(decimal).unwrap_or((body, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = ungrouped(whole, group)?;
    format!("{minus}{digits}.{fraction}").parse().ok()
}

/// The digits of a whole number, its thousands joined.
fn ungrouped(whole: &str, group: char) -> Option<String> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if digits(whole) {
        return Some(whole.to_owned());
    }
    let apart = |c: char| c == group || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' | '\'' | '’');
    let separator = whole.chars().find(|c| !c.is_ascii_digit()).filter(|c| apart(*c))?;
    let mut parts = whole.split(separator);
    let first = parts.next()?;
    let good = digits(first) && first.len() <= 3 && !first.starts_with('0');
    (good && parts.all(|part| digits(part) && part.len() == 3)).then(|| whole.replace(separator, ""))
}

/// A number as programs write it, with an exponent or a bare point.
fn plain(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'+' | b'-' | b'e' | b'E'));
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, whole: bool, high: f64, marks: Marks) -> Figure {
        figure(text, whole, -high, high, || marks)
    }

    const NONE: Marks = Marks { points: false, commas: false, comma_delimited: false };
    const COMMAS: Marks = Marks { commas: true, ..NONE };
    const POINTS: Marks = Marks { points: true, ..NONE };
    const PLAIN: Marks = Marks { comma_delimited: true, ..NONE };

    #[test]
    fn what_is_unambiguous_is_read() {
        for (text, value, style) in [
            ("11000", 11000.0, Style::Plain),
            ("11000.0", 11000.0, Style::Plain),
            ("-0.123", -0.123, Style::Plain),
            ("1e3", 1000.0, Style::Plain),
            (".5", 0.5, Style::Plain),
            ("50,10", 50.1, Style::DecimalComma),
            ("0,123", 0.123, Style::DecimalComma),
            ("1.234,5", 1234.5, Style::DecimalComma),
            ("1 234,5", 1234.5, Style::DecimalComma),
            ("1,234.5", 1234.5, Style::Grouped),
            ("1 234", 1234.0, Style::Grouped),
            ("1\u{a0}234\u{a0}567", 1_234_567.0, Style::Grouped),
            ("1\u{202f}234", 1234.0, Style::Grouped),
            ("12'345", 12_345.0, Style::Grouped),
            ("\u{2212}1’234", -1234.0, Style::Grouped),
            ("1,234,567", 1_234_567.0, Style::Grouped),
            ("1.234.567", 1_234_567.0, Style::Grouped),
        ] {
            for marks in [NONE, COMMAS, POINTS, PLAIN] {
                assert_eq!(read(text, false, 1e9, marks), Figure::One(value, style), "{text} {marks:?}");
            }
        }
    }

    #[test]
    fn what_is_no_number_stays_none() {
        for text in
            ["", "NaN", "inf", "1 23", "1,23,456", "1.2.3", "12 %", "1'23", "1 234 56", "0x10", "1-2", "--1", "1,2,3"]
        {
            assert_eq!(read(text, false, 1e9, NONE), Figure::None, "{text}");
        }
    }

    #[test]
    fn bounds_and_the_rest_of_the_file_decide() {
        // Latitudes of three decimals: the other reading lies off the globe.
        assert_eq!(read("50,123", false, 90.0, COMMAS), Figure::One(50.123, Style::DecimalComma));
        assert_eq!(read("50,123", false, 90.0, PLAIN), Figure::One(50.123, Style::DecimalComma));
        assert_eq!(read("50.123", false, 90.0, NONE), Figure::One(50.123, Style::Plain));
        assert_eq!(read("1,234", false, 1e9, POINTS), Figure::One(1234.0, Style::Grouped));
        assert_eq!(read("1,234", false, 1e9, PLAIN), Figure::One(1234.0, Style::Grouped));
        assert_eq!(read("1,234", true, 1e9, NONE), Figure::One(1234.0, Style::Grouped));
        assert_eq!(read("1.234", false, 1e9, COMMAS), Figure::One(1234.0, Style::Grouped));
        assert_eq!(read("1.234", false, 1e9, PLAIN), Figure::One(1.234, Style::Plain));
    }

    #[test]
    fn what_nothing_decides_is_ambiguous() {
        assert_eq!(read("1,234", false, 1e9, COMMAS), Figure::Two(1.234, 1234.0));
        assert_eq!(read("1,234", true, 1e9, COMMAS), Figure::Two(1.234, 1234.0));
        assert_eq!(read("11,000", true, 1e9, NONE), Figure::Two(11.0, 11000.0));
        assert_eq!(read("1.234", false, 1e9, NONE), Figure::Two(1.234, 1234.0));
        for marks in [NONE, POINTS, PLAIN] {
            assert_eq!(read("11.000", true, 1e9, marks), Figure::Two(11.0, 11000.0));
        }
    }
}
