//! Targets, a timeline and hypotheses: the recorded side as reported, the simulated side made up.

use righting_report::{Event, Hypothesis, Reading, Record, Series};

use crate::{country::REGIONS, numbers};

/// Quantity, place, name, day, last day, statistic, low, high, source.
type Target = (&'static str, &'static str, &'static str, u32, u32, &'static str, f64, f64, &'static str);

const TARGETS: [Target; 17] = [
    ("active", "nation", "Kazakhstan", 4, 4, "peak", 36_831.0, 38_000.0, "Prosecutor General, briefing"),
    ("active", "nation", "Kazakhstan", 5, 5, "peak", 50_000.0, 50_000.0, "Prosecutor General, briefing"),
    ("active", "nation", "Kazakhstan", 9, 20, "peak", 0.0, 2_000.0, "assumed reading of \"few active\""),
    ("rioting", "nation", "Kazakhstan", 5, 5, "peak", 20_000.0, 20_000.0, "Prosecutor General, briefing"),
    ("detained_total", "nation", "Kazakhstan", 7, 7, "cumulative", 3_811.0, 3_811.0, "Interior Ministry"),
    (
        "detained_total",
        "nation",
        "Kazakhstan",
        9,
        9,
        "cumulative",
        5_135.0,
        5_969.0,
        "https://example.org/briefing-9-january",
    ),
    ("detained_total", "nation", "Kazakhstan", 10, 10, "cumulative", 7_939.0, 7_939.0, "Interior Ministry"),
    ("detained_total", "nation", "Kazakhstan", 11, 11, "cumulative", 9_900.0, 9_900.0, "encyclopedia"),
    ("deaths_total", "nation", "Kazakhstan", 30, 30, "cumulative", 238.0, 238.0, "Prosecutor General, 2023"),
    ("active", "mangystau", "Mangystau", 2, 2, "peak", 700.0, 700.0, "official"),
    ("active", "mangystau", "Mangystau", 4, 4, "peak", 16_000.0, 26_000.0, "press, two cities"),
    ("active", "almaty-city", "Almaty city", 4, 4, "peak", 1_000.0, 5_000.0, "official and press"),
    ("active", "atyrau", "Atyrau", 4, 4, "peak", 100.0, 5_000.0, "press; two reports disagree"),
    ("deaths_total", "almaty-city", "Almaty city", 30, 30, "cumulative", 151.0, 151.0, "Prosecutor General, 2023"),
    ("deaths_total", "kyzylorda", "Kyzylorda", 30, 30, "cumulative", 26.0, 26.0, "Prosecutor General, 2023"),
    ("deaths_total", "shymkent", "Shymkent", 30, 30, "cumulative", 20.0, 20.0, "Prosecutor General, 2023"),
    ("detained_total", "west-kazakhstan", "West Kazakhstan", 10, 10, "cumulative", 714.0, 714.0, "regional police"),
];

pub fn records(series: &[Series]) -> Vec<Record> {
    let counts = TARGETS.into_iter().enumerate().map(|(i, target)| count(i, target, series));
    counts.chain(REGIONS.into_iter().filter(|region| region.3 > 0).map(onset)).collect()
}

fn count(index: usize, target: Target, series: &[Series]) -> Record {
    let (quantity, place, name, first, last, statistic, low, high, source) = target;
    let band = series.iter().find(|s| s.place == place && s.quantity == quantity).expect("targets have a series");
    let days = first as usize - 1..last as usize;
    let top = |values: &[f64]| values[days.clone()].iter().copied().fold(0.0, f64::max);
    let (p5, p50, p95) = (top(&band.p5), top(&band.p50), top(&band.p95));
    Record {
        id: format!("t{index:02}"),
        quantity: quantity.into(),
        place: place.into(),
        place_name: name.into(),
        date: numbers::date(first),
        date_end: (last > first).then(|| numbers::date(last)),
        statistic: statistic.into(),
        low: low.into(),
        high: high.into(),
        p5: p5.into(),
        p50: p50.into(),
        p95: p95.into(),
        inside: low <= p95 && high >= p5,
        source: source.into(),
    }
}

fn onset((id, name, _, day, strength): (&str, &str, u64, u32, f64)) -> Record {
    let median = numbers::start(strength);
    let (low, high) = (day - u32::from(day > 3), day);
    let date = |day| Reading::Date(numbers::date(day));
    Record {
        id: format!("onset-{id}"),
        quantity: "active".into(),
        place: id.into(),
        place_name: name.into(),
        date: numbers::date(day),
        date_end: None,
        statistic: "onset".into(),
        low: date(low),
        high: date(high),
        p5: date(median - 1),
        p50: if strength > 0.015 { date(median) } else { Reading::Never },
        p95: if strength < 0.04 { Reading::Never } else { date(median + 1) },
        inside: high >= median - 1 && (strength < 0.04 || low <= median + 1),
        source: "press onset; official list a day earlier".into(),
    }
}

pub fn events() -> Vec<Event> {
    let actual = |day, time: &str, kind: &str, label: &str, place: &str| Event {
        date: numbers::date(day),
        time: (!time.is_empty()).then(|| time.into()),
        kind: kind.into(),
        label: label.into(),
        place: (!place.is_empty()).then(|| place.into()),
        actual: true,
        share: None,
        p5: None,
        p95: None,
        contested: false,
    };
    let simulated = |day, spread, kind: &str, label: &str, place: &str, share| Event {
        actual: false,
        share: Some(share),
        p5: Some(numbers::date(day - 1)),
        p95: Some(numbers::date(day + spread)),
        ..actual(day, "", kind, label, place)
    };
    let contested = |event: Event| Event { contested: true, ..event };
    vec![
        actual(1, "", "price", "LPG price rises from 60 to 120 tenge a litre", "Mangystau"),
        actual(2, "11:00", "protest", "Residents gather on the central square", "Zhanaozen"),
        actual(3, "", "price", "LPG price cut to 90 tenge", "Mangystau"),
        actual(4, "", "price", "LPG price cut to 50 tenge", "Mangystau"),
        actual(4, "", "violence", "Violence begins", "Almaty"),
        actual(5, "01:30", "emergency", "State of emergency", "Almaty, Mangystau"),
        actual(5, "", "government", "The government resigns", ""),
        actual(5, "13:30", "facility", "City hall stormed", "Almaty"),
        actual(5, "16:30", "shutdown", "Nationwide internet shutdown", ""),
        actual(5, "22:50", "airport", "Airport seized", "Almaty"),
        actual(5, "", "request", "Request for help to the alliance", ""),
        contested(actual(5, "", "armed", "Trained armed groups said to take part", "Almaty")),
        actual(6, "", "approval", "The alliance agrees to send troops", ""),
        actual(6, "", "arrival", "First alliance troops arrive", "Almaty"),
        actual(7, "", "lethal", "Order to shoot without warning", ""),
        actual(8, "", "quiet", "Protesters leave Yntymak square", "Aktau"),
        actual(9, "", "strength", "Alliance force at full strength", ""),
        actual(13, "", "withdrawal", "Alliance withdrawal begins", ""),
        actual(19, "00:00", "end", "State of emergency ends in the last regions", ""),
        simulated(4, 1, "violence", "Violence begins", "Almaty", 0.94),
        simulated(5, 1, "facility", "City hall stormed", "Almaty", 0.81),
        simulated(6, 1, "airport", "Airport seized", "Almaty", 0.37),
        simulated(5, 2, "facility", "City hall stormed", "Taraz", 0.58),
        simulated(5, 1, "defection", "Security forces refuse orders", "Aktau", 0.22),
        simulated(8, 2, "quiet", "Fewer than 1,000 active", "", 0.97),
    ]
}

pub fn hypotheses() -> Vec<Hypothesis> {
    let of = |id: &str, name: &str, on, contested, description: &str| Hypothesis {
        id: id.into(),
        name: name.into(),
        on,
        contested,
        description: description.into(),
    };
    vec![
        of("spontaneous", "Spontaneous spread", true, false, "Protest grows from hardship, affront and news alone."),
        of(
            "organised",
            "Organised with outside support",
            false,
            true,
            "Organisers raise the rate of joining where they are present.",
        ),
        of("armed", "Armed groups", true, true, "Groups with weapons escalate protest to violence in a few cities."),
        of("elite", "Elite split", false, true, "Part of the security leadership holds back its forces."),
    ]
}
