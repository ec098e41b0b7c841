//! How many people: a number, two ends, or the words of those who count crowds.

/// A count of people as a source gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count {
    /// At least so many.
    pub low: u32,
    /// At most so many; `None` where the source gives no upper end.
    pub high: Option<u32>,
}

impl Count {
    /// Exactly so many.
    pub const fn exactly(number: u32) -> Count {
        Count { low: number, high: Some(number) }
    }

    /// From the one to the other.
    pub const fn between(low: u32, high: u32) -> Count {
        Count { low, high: Some(high) }
    }

    /// So many or more.
    pub const fn at_least(low: u32) -> Count {
        Count { low, high: None }
    }
}

/// What a text says of the size of a crowd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// Nothing: empty, `no report`, `unknown`.
    Nothing,
    /// This.
    Size(Count),
    /// Words that are not read.
    Words,
}

/// Words that stand for a range; the longer before those that they contain.
const WORDS: [(&str, u32, u32); 14] = [
    ("hundreds of thousands", 100_000, 999_999),
    ("tens of thousands", 10_000, 99_999),
    ("several thousand", 2_000, 9_999),
    ("several hundred", 200, 999),
    ("several dozen", 24, 99),
    ("a few thousand", 2_000, 9_999),
    ("a few hundred", 200, 999),
    ("a few dozen", 24, 99),
    ("thousands", 1_000, 9_999),
    ("hundreds", 100, 999),
    ("dozens", 24, 99),
    ("scores", 40, 99),
    ("tens", 10, 99),
    ("a handful", 3, 9),
];
/// What is said before a number that is meant as it stands.
const ABOUT: [&str; 9] =
    ["around", "about", "approximately", "approx.", "roughly", "nearly", "almost", "some", "an estimated"];
const AT_LEAST: [&str; 7] = ["at least", "more than", "over", "up from", "greater than", ">=", ">"];
const AT_MOST: [&str; 8] = ["at most", "up to", "less than", "fewer than", "under", "no more than", "<=", "<"];

/// The size of a crowd in the words of a source: `around 200`, `between 50 and 100`, `hundreds`, `1000s`, `>10000`.
pub(crate) fn crowd(text: &str) -> Said {
    let text = text.trim().trim_end_matches('.').to_lowercase();
    if matches!(text.as_str(), "" | "no report" | "unknown" | "not reported" | "na" | "none" | "unspecified" | ".") {
        return Said::Nothing;
    }
    size(&text).map_or(Said::Words, Said::Size)
}

/// The size that ACLED's tags hold, as in `crowd size=around 200; women targeted`; before 2022 notes ended with
/// `[size=around 200]`.
pub(crate) fn tagged(text: &str) -> Said {
    let lower = text.to_lowercase();
    let Some(at) = lower.find("size=") else { return Said::Nothing };
    let value = &lower[at + "size=".len()..];
    crowd(value.split([';', ']']).next().unwrap_or_default())
}

fn size(text: &str) -> Option<Count> {
    let text = text.trim();
    let after = |words: &[&str]| words.iter().find_map(|word| text.strip_prefix(word)).map(str::trim);
    if let Some(rest) = after(&ABOUT) {
        return size(rest);
    }
    if let Some(rest) = after(&AT_LEAST) {
        return size(rest).map(|count| Count::at_least(count.low));
    }
    if let Some(rest) = after(&AT_MOST) {
        return size(rest).and_then(|count| count.high).map(|high| Count::between(1.min(high), high));
    }
    if let Some((_, low, high)) = WORDS.iter().find(|(word, ..)| text.starts_with(word)) {
        return Some(Count::between(*low, *high));
    }
    ends(text).or_else(|| open(text)).or_else(|| number(text).map(Count::exactly))
}

/// `between 50 and 100`, `50 to 100`, `50-100`.
fn ends(text: &str) -> Option<Count> {
    let text = text.strip_prefix("between").or_else(|| text.strip_prefix("from")).unwrap_or(text);
    let (low, high) = [" and ", " to ", "-", "–"].into_iter().find_map(|mark| text.split_once(mark))?;
    let (low, high) = (number(low)?, number(high)?);
    (low <= high).then(|| Count::between(low, high))
}

/// `1000s` and `200+`.
fn open(text: &str) -> Option<Count> {
    if let Some(low) = text.strip_suffix('+') {
        return number(low).map(Count::at_least);
    }
    let low = number(text.strip_suffix('s')?)?;
    let high = low.checked_mul(10)?.checked_sub(1)?;
    (low > 0).then(|| Count::between(low, high))
}

/// A whole number of people, thousands apart or not; words for people may follow.
fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let word = match text.split_once(' ') {
        Some((number, "people" | "persons" | "protesters" | "demonstrators" | "participants")) => number,
        _ => text,
    };
    match word {
        "a dozen" | "dozen" | "one dozen" => return Some(12),
        "a hundred" | "one hundred" => return Some(100),
        "a thousand" | "one thousand" => return Some(1000),
        _ => {}
    }
    let whole = word.strip_suffix(".0").unwrap_or(word);
    let digits: String = whole.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}' | '\'')).collect();
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crowds_are_read_as_sources_write_them() {
        for (text, count) in [
            ("200", Count::exactly(200)),
            ("200.0", Count::exactly(200)),
            ("1,200 people", Count::exactly(1200)),
            ("around 200", Count::exactly(200)),
            ("about a dozen", Count::exactly(12)),
            ("at least 1,000", Count::at_least(1000)),
            ("more than 50", Count::at_least(50)),
            (">10000", Count::at_least(10_000)),
            ("200+", Count::at_least(200)),
            ("fewer than 50", Count::between(1, 50)),
            ("between 50 and 100", Count::between(50, 100)),
            ("50-99", Count::between(50, 99)),
            ("2000-4999", Count::between(2000, 4999)),
            ("1000s", Count::between(1000, 9999)),
            ("hundreds", Count::between(100, 999)),
            ("Several hundred", Count::between(200, 999)),
            ("tens of thousands", Count::between(10_000, 99_999)),
        ] {
            assert_eq!(crowd(text), Said::Size(count), "{text}");
        }
        for text in ["", "no report", "NA", "."] {
            assert_eq!(crowd(text), Said::Nothing, "{text}");
        }
        for text in ["many", "100-50", "a large crowd", "-5", "99999999999"] {
            assert_eq!(crowd(text), Said::Words, "{text}");
        }
    }

    #[test]
    fn tags_of_acled_hold_the_size() {
        assert_eq!(tagged("crowd size=around 30; local administrators"), Said::Size(Count::exactly(30)));
        assert_eq!(tagged("On 5 January people marched. [size=hundreds]"), Said::Size(Count::between(100, 999)));
        assert_eq!(tagged("crowd size=no report"), Said::Nothing);
        assert_eq!(tagged("women targeted"), Said::Nothing);
    }
}
