//! How large an affront is by its kind, from the packed table.

use righting_cases::AFFRONTS;

/// Median sizes by kind, such as `price 1.0, wage 1.2`.
pub(crate) fn sizes() -> String {
    let mut table = csv::Reader::from_reader(AFFRONTS.1.as_bytes());
    let rows = table.records().map(|row| {
        let row = row.expect("the packed table is whole");
        format!("{} {}", &row[0], &row[2])
    });
    rows.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::sizes;

    #[test]
    fn the_unit_stands_first() {
        let sizes = sizes();
        assert!(sizes.starts_with("price 1.0, ") && sizes.contains("killing 0.75"), "{sizes}");
    }
}
