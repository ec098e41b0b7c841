//! Drafted rows join the rows of a table: none is doubled, and none that stands there is lost.

use std::collections::BTreeMap;

use righting_data::{AmendedTable, Imported};

use crate::account::Drafted;
use crate::draft::Row;

/// How a table is told apart from others and its rows from one another.
pub(crate) struct Sheet {
    /// Key of `[records]`.
    pub key: &'static str,
    /// File where the scenario names none.
    pub file: &'static str,
    /// All columns, as a new file has them.
    pub columns: &'static [&'static str],
    /// Columns by which a row is the same as another.
    pub identity: &'static [&'static str],
}

pub(crate) const FACTS: Sheet = Sheet {
    key: "facts",
    file: "records/facts.csv",
    columns: &[
        "date",
        "published",
        "place",
        "admin1",
        "kind",
        "value",
        "unit",
        "source",
        "note",
        "place_id",
        "region_id",
        "licence",
        "imported",
    ],
    identity: &["source", "date", "kind", "place", "place_id", "region_id"],
};

pub(crate) const EVENTS: Sheet = Sheet {
    key: "events",
    file: "records/events.csv",
    columns: &["date", "time", "kind", "label", "place", "region", "source", "contested", "licence", "imported"],
    identity: &["source", "date", "kind", "place", "region"],
};

pub(crate) const TARGETS: Sheet = Sheet {
    key: "targets",
    file: "records/targets.csv",
    columns: &[
        "id",
        "quantity",
        "statistic",
        "place",
        "date",
        "date_end",
        "low",
        "high",
        "weight_class",
        "source",
        "note",
        "licence",
        "imported",
    ],
    identity: &["id"],
};

/// What may be changed in rows that stand there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mode {
    /// Drafted rows that say otherwise are written over.
    pub update: bool,
    /// Drafted rows are let into reports.
    pub share: bool,
}

/// Adds rows to a table and counts what became of them.
pub(crate) fn merge(table: &mut AmendedTable, sheet: &Sheet, rows: &[Row], mode: Mode) -> Drafted {
    let mut drafted = Drafted::default();
    if rows.is_empty() {
        return drafted;
    }
    table.add_columns(sheet.columns);
    let known: BTreeMap<Vec<String>, usize> = (0..table.len())
        .map(|row| (sheet.identity.iter().map(|column| table.field(row, column).to_owned()).collect(), row))
        .collect();
    for row in rows {
        let identity: Vec<String> = sheet.identity.iter().map(|column| cell(row, column).to_owned()).collect();
        let Some(&at) = known.get(&identity) else {
            table.add(row);
            drafted.added += 1;
            continue;
        };
        let own = table.field(at, "imported").is_empty();
        let says = |column: &&&str| **column == "imported" || table.field(at, column) == cell(row, column);
        let same = sheet.columns.iter().all(|column| says(&column));
        if own || (!same && !mode.update) {
            drafted.differing += usize::from(!same);
            drafted.present += usize::from(same);
            continue;
        }
        // What was let into reports stays there.
        let shown = mode.share || table.field(at, "imported") == Imported::Shared.name();
        let shared_now = shown && table.field(at, "imported") != Imported::Shared.name();
        if same && !shared_now {
            drafted.present += 1;
            continue;
        }
        let mut row = row.clone();
        row.insert("imported", if shown { Imported::Shared } else { Imported::Private }.name().to_owned());
        table.set(at, &row);
        drafted.updated += usize::from(!same);
        drafted.shared += usize::from(same);
    }
    drafted
}

fn cell<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}
