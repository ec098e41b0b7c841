//! Every sentence of the opening held against the tables that it speaks of.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::place::Onset;
use crate::record::Record;
use crate::series::Band;

fn series(rows: &[[f64; 3]]) -> Series {
    let column = |at: usize| rows.iter().map(|row| row[at]).collect::<Vec<f64>>();
    let band = Band { p5: column(0), p25: column(0), p50: column(1), p75: column(2), p95: column(2), mean: column(1) };
    Series::new("nation", "active", band)
}

fn report(days: usize, start: Date) -> Report {
    let mut report = Report::new("Test", "Côte d'Ivoire");
    report.dates = (0..days).map(|day| start.checked_add((day as i64).days()).unwrap().to_string()).collect();
    report.quantities = vec![Quantity::new("active", "Active", "people", "people in the streets")];
    report.provenance.replicates = 8;
    report.provenance.succeeded = 8;
    report.regions = vec![region("a", Some(start))];
    report
}

fn region(id: &str, p50: Option<Date>) -> Region {
    let onset = Onset { p50: p50.map(|day| day.to_string()), ..Onset::default() };
    Region { id: id.to_owned(), name: format!("Region “{id}”"), population: 600_000, onset }
}

fn place(name: &str, runs: u64) -> FirstPlace {
    FirstPlace { name: name.to_owned(), runs }
}

#[test]
fn a_fifth_of_the_runs_is_not_most_of_them() {
    let said = Starts::of(&[place("Galle", 3), place("Colombo", 4)], 20).words();
    assert_eq!(
        said,
        "Protest starts first most often in Colombo, in 4 of 20 runs (20 %); in 13 of 20 runs (65 %) it starts nowhere"
    );
    assert_eq!(
        Starts::of(&[place("Almaty", 12), place("Aktau", 8)], 20).words(),
        "Protest starts first in Almaty, in 12 of 20 runs (60 %)"
    );
    // Exactly half is not more than half.
    assert!(Starts::of(&[place("A", 10), place("B", 4)], 20).words().contains("most often in A"));
    assert_eq!(
        Starts::of(&[place("A", 5), place("B", 5)], 10).words(),
        "Protest starts first most often in A and B, in 5 of 10 runs (50 %) each"
    );
    let many: Vec<FirstPlace> = (0..7).map(|at| place(&at.to_string(), 1)).collect();
    assert_eq!(
        Starts::of(&many, 7).words(),
        "Protest starts first in 7 places equally often, in 1 of 7 runs (14 %) each"
    );
    assert_eq!(Starts::of(&[place("A", 1)], 1).words(), "Protest starts first in A, in the one run (100 %)");
    assert_eq!(Starts::of(&[], 1).words(), "In the one run nowhere do 50 people come out in one place at once");
    assert_eq!(Starts::of(&[], 3).words(), "In none of 3 runs do 50 people come out in one place at once");
}

#[test]
fn regions_are_told_one_by_one() {
    let calendar = Calendar::of(date(2022, 1, 1), date(2022, 1, 30));
    let said = |days: &[Option<Date>]| {
        let regions: Vec<Region> = days.iter().map(|day| region("r", *day)).collect();
        Reach::of(&regions).sentence(calendar).unwrap_or_default()
    };
    let (early, late) = (Some(date(2022, 1, 3)), Some(date(2022, 1, 9)));
    assert_eq!(said(&[early, late]), "By 9 January each of the 2 regions is reached in at least half of the runs.");
    assert_eq!(
        said(&[early, None, late]),
        "By 9 January each of 2 of the 3 regions is reached in at least half of the runs."
    );
    assert_eq!(said(&[early, None]), "By 3 January one of the 2 regions is reached in at least half of the runs.");
    assert_eq!(said(&[None, None]), "None of the 2 regions is reached in half of the runs.");
    assert_eq!(said(&[late]), "By 9 January the one region is reached in at least half of the runs.");
    assert_eq!(said(&[None]), "The one region is not reached in half of the runs.");
    assert_eq!(said(&[]), "");
}

#[test]
fn extreme_courses_are_said_as_they_are() {
    let day = |at: usize| format!("day {at}");
    let said = |rows: &[[f64; 3]], cumulative| Course::of(&series(rows), cumulative).sentence("the number active", day);
    assert_eq!(said(&[[0.0; 3]; 4], false), "The 90 % band of the number active stays at 0 on every day.");
    assert_eq!(said(&[], true), "The 90 % band of the number active stays at 0 on every day.");
    // It is not silent, and not "none in 95 % of the runs", where only the band rises.
    assert_eq!(
        said(&[[0.0; 3], [0.0, 0.0, 40.0], [0.0, 0.0, 70.0]], false),
        "The median of the number active is 0 on every day; its 90 % band reaches 70 on day 2."
    );
    assert_eq!(
        said(&[[1.0, 5.0, 9.0], [2.0, 8.0, 9.0], [1.0, 8.0, 9.0]], false),
        "The median of the number active is highest on 2 days, first on day 1, at 8 (90 % band 2 to 9)."
    );
    assert_eq!(
        said(&[[0.0, 1.0, 2.0], [1e9, 7.7e9, 8.04e9]], true),
        "By day 1 the median of the number active is 7,700,000,000 (90 % band 1,000,000,000 to 8,000,000,000)."
    );
}

#[test]
fn the_number_of_a_thing_is_its_own() {
    assert_eq!(targets(0, 0), None);
    assert_eq!(targets(1, 1).unwrap(), "The one target of the record lies inside the 90 % band.");
    assert_eq!(targets(0, 1).unwrap(), "The one target of the record lies outside the 90 % band.");
    assert_eq!(targets(1, 3).unwrap(), "1 of 3 targets of the record (33 %) lies inside the 90 % band.");
    assert_eq!(targets(999, 1000).unwrap(), "999 of 1000 targets of the record (over 99 %) lie inside the 90 % band.");
}

#[test]
fn one_run_failed_runs_and_a_turn_of_the_year() {
    let mut one = report(1, date(2030, 3, 1));
    (one.provenance.replicates, one.provenance.succeeded) = (1, 1);
    one.tell();
    assert_eq!(one.reading[0], "1 run simulates the 600,000 residents of Côte d'Ivoire over 1 day, 1 March 2030.");
    // Without a check nothing is known of where and how far.
    assert_eq!(one.reading.len(), 1);
    let mut crossing = report(4, date(2021, 12, 30));
    crossing.provenance.failed = 7;
    crossing.provenance.succeeded = 1;
    crossing.check.runs = 1;
    crossing.check.first_places = vec![place("A", 1)];
    crossing.series = vec![series(&[[0.0; 3], [1.0; 3], [5.0; 3], [4.0; 3]])];
    crossing.regions = vec![region("a", Some(date(2022, 1, 1))), region("b", None)];
    crossing.tell();
    assert_eq!(
        crossing.reading.join("\n"),
        "1 of 8 runs succeeded and 7 failed; each simulates the 1.2 million residents of Côte d'Ivoire over 4 days, \
         30 December 2021 to 2 January 2022.\n\
         Protest starts first in A, in the one run (100 %).\n\
         By 1 January 2022 one of the 2 regions is reached in at least half of the runs.\n\
         The median of the number active is highest on 1 January 2022, at 5 (90 % band 5 to 5)."
    );
    assert_eq!(crossing.series[0].told, "Highest median on 1 January 2022: 5 (90 % band 5 to 5).");
}

/// Beside a record the page makes its opening of the targets: what is said of the runs is who they are, and where protest starts.
#[test]
fn beside_a_record_courses_stand_above_their_charts_only() {
    let mut held = report(2, date(2030, 3, 1));
    held.check.runs = 8;
    held.check.first_places = vec![place("A", 8)];
    held.check.total = 1;
    held.series = vec![series(&[[0.0; 3], [1.0; 3]])];
    let mut bare = held.clone();
    held.records = vec![Record {
        id: "crowd".to_owned(),
        quantity: "active".to_owned(),
        place: "nation".to_owned(),
        place_name: "Test".to_owned(),
        date: "2030-03-01".to_owned(),
        date_end: None,
        statistic: "peak".to_owned(),
        low: 9.0.into(),
        high: 9.0.into(),
        p5: 1.0.into(),
        p50: 1.0.into(),
        p95: 1.0.into(),
        inside: false,
        source: "a test".to_owned(),
    }];
    held.tell();
    bare.tell();
    assert_eq!(held.reading[..], bare.reading[..3]);
    assert_eq!(bare.reading.len(), 5);
    assert!(bare.reading[3].starts_with("The median of the number active"), "{}", bare.reading[3]);
    assert_eq!(held.series[0].told, bare.series[0].told);
}

/// Numbers of a text, thousands put together.
fn numbers(text: &str) -> Vec<f64> {
    let joined = text.replace(',', "");
    joined
        .split(|letter: char| !(letter.is_ascii_digit() || letter == '.'))
        .filter_map(|n| n.trim_end_matches('.').parse().ok())
        .collect()
}

proptest! {
    /// Whatever the table: the day named is the day of the table, the numbers beside it are its numbers.
    #[test]
    fn a_course_is_what_its_table_says(
        rows in prop::collection::vec((0.0_f64..1e7, 0.0_f64..1e7, 0.0_f64..1e7, prop::bool::weighted(0.3)), 1..40),
        cumulative in any::<bool>(),
    ) {
        let rows: Vec<[f64; 3]> = rows.into_iter().map(|(a, b, c, zero)| {
            let mut row = if zero { [0.0; 3] } else { [a.round(), b.round(), c.round()] };
            row.sort_by(f64::total_cmp);
            row
        }).collect();
        let said = Course::of(&series(&rows), cumulative).sentence("the number active", |day| format!("<{day}>"));
        let day = said.split_once('<').map(|(_, rest)| rest.split_once('>').unwrap().0.parse::<usize>().unwrap());
        let all_zero = |at: usize| rows.iter().all(|row| row[at] == 0.0);
        match day {
            None => prop_assert!(all_zero(2)),
            Some(day) if said.contains("is 0 on every day") => {
                prop_assert!(all_zero(1));
                prop_assert!(rows.iter().all(|row| row[2] <= rows[day][2]));
            }
            Some(day) => {
                prop_assert!(!all_zero(1));
                if cumulative {
                    prop_assert_eq!(day, rows.len() - 1);
                } else {
                    prop_assert!(rows.iter().all(|row| row[1] <= rows[day][1]));
                    prop_assert!(rows[..day].iter().all(|row| row[1] < rows[day][1]));
                    let tied = rows.iter().filter(|row| row[1] == rows[day][1]).count();
                    prop_assert_eq!(said.contains(" days, first on "), tied > 1);
                }
                let told = numbers(said.rsplit_once('>').unwrap().1);
                let [low, middle, high] = rows[day];
                for (told, truth) in [told[0], told[told.len() - 2], told[told.len() - 1]].into_iter().zip([middle, low, high]) {
                    prop_assert!((told - truth).abs() <= (0.05 * truth).max(0.5), "{}: {} is not {}", said, told, truth);
                }
            }
        }
    }

    /// Shares of starts add up, and "most often" stands exactly where no place has more than half.
    #[test]
    fn starts_are_what_their_counts_say(counts in prop::collection::vec(0_u64..30, 0..6), nowhere in 0_u64..30) {
        let first: Vec<FirstPlace> = counts.iter().enumerate().map(|(at, &runs)| place(&format!("P{at}"), runs)).collect();
        let runs = counts.iter().sum::<u64>() + nowhere;
        prop_assume!(runs > 0);
        let found = Starts::of(&first, runs);
        let said = found.words();
        let top = counts.iter().copied().max().unwrap_or(0);
        prop_assert_eq!(found.places.len(), counts.iter().filter(|&&count| count == top && top > 0).count());
        prop_assert_eq!(said.contains("In none of") || said.contains("nowhere do"), top == 0);
        prop_assert_eq!(said.contains("starts nowhere"), top > 0 && nowhere > 0);
        prop_assert_eq!(said.contains("most often") || said.contains("equally often"), top > 0 && 2 * top <= runs);
        if top > 0 && runs > 1 {
            prop_assert!(said.contains(&format!("in {top} of {runs} runs")), "{}", said);
        }
    }
}
