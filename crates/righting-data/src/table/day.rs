//! Dates as people write them. Numbers alone, such as 01/02/2022, need a stated order.

use jiff::civil::Date;

/// The order of day, month and year where a date is written in numbers alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateOrder {
    /// 31/12/2022.
    DayMonthYear,
    /// 12/31/2022.
    MonthDayYear,
    /// 22/12/31.
    YearMonthDay,
}

const ORDERS: [DateOrder; 3] = [DateOrder::DayMonthYear, DateOrder::MonthDayYear, DateOrder::YearMonthDay];

/// What a text says as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day {
    /// Nothing.
    None,
    /// This.
    One(Date),
    /// This or that, by the order.
    Two(Date, Date),
}

/// A date in exactly ten characters: jiff also reads `20220105`, which spreadsheets turn into numbers.
pub(crate) fn iso_date(text: &str) -> Option<Date> {
    if text.len() == 10 { text.parse().ok() } else { None }
}

/// The date of a text, its time of day let be.
pub(crate) fn day(text: &str, order: Option<DateOrder>) -> Day {
    let text = without_time(text);
    if let Some(date) = iso_date(text) {
        return Day::One(date);
    }
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let &[first, second, third] = parts.as_slice() else { return Day::None };
    match (month(first), month(second)) {
        (Some(month), _) => named(month, second, third, None),
        (_, Some(month)) => named(month, first, third, order),
        _ => numbered([first, second, third], order),
    }
}

/// The text before a time such as ` 0:00`, ` 00:00:00.000` or `T00:00:00Z`.
fn without_time(text: &str) -> &str {
    let time = |rest: &str| {
        rest.contains(':') && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | 'Z' | '+' | '-'))
    };
    match text.rsplit_once([' ', 'T']) {
        Some((date, rest)) if time(rest) => date.trim_end(),
        _ => text,
    }
}

/// The month of an English name or its first three letters.
fn month(text: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.to_ascii_lowercase();
    let number =
        NAMES.iter().position(|name| text == *name || text == name[..3] || (text == "sept" && *name == "september"))?;
    i8::try_from(number + 1).ok()
}

/// A date whose month stands in words, from the parts before and after it.
fn named(month: i8, before: &str, after: &str, order: Option<DateOrder>) -> Day {
    let made = |day: &str, year: &str| date(year, &month.to_string(), day);
    match (before.len(), after.len(), order) {
        (1..=2, 4, _) => made(before, after).map_or(Day::None, Day::One),
        (4, 1..=2, _) => made(after, before).map_or(Day::None, Day::One),
        (_, _, Some(DateOrder::YearMonthDay)) => made(after, before).map_or(Day::None, Day::One),
        (_, _, Some(_)) => made(before, after).map_or(Day::None, Day::One),
        _ => either([made(before, after), made(after, before)]),
    }
}

fn numbered(parts: [&str; 3], order: Option<DateOrder>) -> Day {
    let [first, second, third] = parts;
    let made = |order: DateOrder| match order {
        DateOrder::DayMonthYear => date(third, second, first),
        DateOrder::MonthDayYear => date(third, first, second),
        DateOrder::YearMonthDay => date(first, second, third),
    };
    if first.len() == 4 {
        return date(first, second, third).map_or(Day::None, Day::One);
    }
    match order {
        Some(order) => made(order).map_or(Day::None, Day::One),
        None => either(ORDERS.map(made)),
    }
}

/// The only reading, or the first two.
fn either<const N: usize>(readings: [Option<Date>; N]) -> Day {
    let mut found: Vec<Date> = Vec::new();
    for date in readings.into_iter().flatten() {
        if !found.contains(&date) {
            found.push(date);
        }
    }
    match found.as_slice() {
        [] => Day::None,
        [one] => Day::One(*one),
        [one, other, ..] => Day::Two(*one, *other),
    }
}

/// A date of numbers; a year of two digits lies from 1969 to 2068, as POSIX has it.
fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let small = |text: &str| if matches!(text.len(), 1 | 2) { text.parse::<i8>().ok() } else { None };
    let year = match year.len() {
        4 => year.parse::<i16>().ok()?,
        2 => match i16::from(small(year)?) {
            year @ 0..=68 => 2000 + year,
            year => 1900 + year,
        },
        _ => return None,
    };
    Date::new(year, small(month)?, small(day)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, order: Option<DateOrder>) -> String {
        match day(text, order) {
            Day::None => "none".to_owned(),
            Day::One(date) => date.to_string(),
            Day::Two(one, other) => format!("{one} or {other}"),
        }
    }

    #[test]
    fn unambiguous_dates_need_no_order() {
        for text in [
            "2022-01-05",
            "2022/01/05",
            "2022.1.5",
            "05 January 2022",
            "5 January 2022",
            "05 Jan 2022",
            "05-January-2022",
            "January 5, 2022",
            "2022-01-05T00:00:00Z",
            "2022-01-05 00:00:00.000",
            "2022-Jan-05",
        ] {
            assert_eq!(said(text, None), "2022-01-05", "{text}");
        }
        assert_eq!(said("13/12/2022", None), "2022-12-13");
        assert_eq!(said("12/13/2022 0:00", None), "2022-12-13");
        assert_eq!(said("05.05.2022", None), "2022-05-05");
    }

    #[test]
    fn ambiguous_dates_name_both_readings_and_an_order_decides() {
        assert_eq!(said("01/02/2022", None), "2022-02-01 or 2022-01-02");
        assert_eq!(said("05-Jan-22", None), "2022-01-05 or 2005-01-22");
        assert_eq!(said("5-Jan-22", None), "2022-01-05");
        assert_eq!(said("5/1/22", None), "2022-01-05 or 2022-05-01");
        assert_eq!(said("01/02/2022", Some(DateOrder::DayMonthYear)), "2022-02-01");
        assert_eq!(said("1/5/2022 0:00", Some(DateOrder::MonthDayYear)), "2022-01-05");
        assert_eq!(said("5-Jan-22", Some(DateOrder::MonthDayYear)), "2022-01-05");
        assert_eq!(said("22/01/05", Some(DateOrder::YearMonthDay)), "2022-01-05");
        // An order that does not fit is not bent.
        assert_eq!(said("13/12/2022", Some(DateOrder::MonthDayYear)), "none");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in
            ["", "20220105", "2022-02-30", "44566", "2022-1", "5/1/222", "32/01/2022", "Foo 5, 2022", "2022-01-05x"]
        {
            assert_eq!(said(text, None), "none", "{text}");
        }
    }
}
