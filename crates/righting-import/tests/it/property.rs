//! Whatever the rows: their order does not matter, importing twice is importing once, and sums are conserved.
//!
//! Budget: 10 s unoptimised, 24 cases each.

use proptest::prelude::*;
use righting_import::Request;

use crate::{Case, acled, columns, files, table};

/// A made-up row: day of March, kind, town, dead, size of the crowd.
fn rows() -> impl Strategy<Value = Vec<(u8, bool, usize, u32, Option<u32>)>> {
    prop::collection::vec((1..14_u8, any::<bool>(), 0..4_usize, 0..5_u32, prop::option::of(1..500_u32)), 1..30)
}

const TOWNS: [(&str, &str); 4] = [("South", "Dunwater"), ("South", "Elmscar"), ("North", "Aldermere"), ("North", "")];

fn written(rows: &[(u8, bool, usize, u32, Option<u32>)]) -> Vec<String> {
    let row = |(index, (day, riot, town, dead, crowd)): (usize, &(u8, bool, usize, u32, Option<u32>))| {
        let tags = crowd.map_or_else(String::new, |crowd| format!("crowd size={crowd}"));
        let kind = if *riot { "Riots" } else { "Protests" };
        acled(&format!("FIV{index}"), &format!("2030-03-{day:02}"), kind, TOWNS[*town], *dead, &tags)
    };
    rows.iter().enumerate().map(row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_rows_does_not_matter(rows in rows(), turn in 0..30_usize) {
        let request = Request { covers: Some(("2030-03-01".parse().unwrap(), "2030-03-14".parse().unwrap())), ..Request::default() };
        let (one, other) = (Case::bare(), Case::bare());
        let mut lines = written(&rows);
        one.import(&table(&lines), &request);
        let turn = turn % lines.len();
        lines.rotate_left(turn);
        lines.reverse();
        other.import(&table(&lines), &request);
        for file in ["records/facts.csv", "records/events.csv", "records/targets.csv", "scenario.toml"] {
            prop_assert_eq!(one.text(file), other.text(file), "{}", file);
        }
    }

    #[test]
    fn importing_twice_is_importing_once_and_sums_are_conserved(rows in rows()) {
        let case = Case::bare();
        let request = Request { covers: Some(("2030-03-01".parse().unwrap(), "2030-03-14".parse().unwrap())), ..Request::default() };
        let text = table(&written(&rows));
        let account = case.import(&text, &request);
        prop_assert_eq!(account.used(), rows.len());
        let before = files(&case.path());
        case.import(&text, &request);
        prop_assert!(files(&case.path()) == before);

        let facts = columns(&case.text("records/facts.csv"), &["kind", "date", "place", "value"]);
        let total = |kind: &str| -> u64 {
            let values = facts.iter().filter(|row| row.starts_with(kind)).filter_map(|row| row.rsplit(' ').next());
            values.map(|value| value.parse::<u64>().unwrap()).sum()
        };
        prop_assert_eq!(total("demonstrations "), rows.len() as u64);
        let dead: u64 = rows.iter().map(|row| u64::from(row.3)).sum();
        let last = facts.iter().find(|row| row.starts_with("deaths_total 2030-03-14 National"));
        prop_assert_eq!(last.unwrap().rsplit(' ').next().unwrap().parse::<u64>().unwrap(), dead);
        let by_region: u64 = facts
            .iter()
            .filter(|row| row.starts_with("deaths_total 2030-03-14") && !row.contains("National"))
            .map(|row| row.rsplit(' ').next().unwrap().parse::<u64>().unwrap())
            .sum();
        prop_assert_eq!(by_region, dead);
        prop_assert!(case.scenario().warnings.iter().all(|warning| warning.kind == "harm_above_crowd"));
    }
}
