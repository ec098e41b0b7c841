//! Workbooks and Parquet.

use righting_export::{ExportError, Options, parquet, xlsx};
use righting_model::{Location, Quantity};
use righting_store::Table;

use crate::{inside, private_towns, run_of, towns};

/// Sheets of a workbook: their names, in order.
fn sheets(workbook: &str) -> Vec<&str> {
    workbook.split("<sheet name=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// Budget: 4 s.
#[test]
fn a_workbook_has_every_table_and_no_formula() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = towns();
    let run = run_of(&scenario, &folder.path().join("run"));
    let paths = ["a.xlsx", "b.xlsx"].map(|name| folder.path().join(name));
    for path in &paths {
        let written = xlsx(&run, &scenario, path, &Options::default()).unwrap();
        assert!(written.left_out.is_empty());
    }
    assert_eq!(std::fs::read(&paths[0]).unwrap(), std::fs::read(&paths[1]).unwrap(), "two exports differ");
    let workbook = inside(&paths[0], "xl/workbook.xml");
    assert_eq!(sheets(&workbook), ["about", "summary", "events", "places", "regions", "nation", "record"]);
    let nation = inside(&paths[0], "xl/worksheets/sheet6.xml");
    // A row a replicate and day, under the headings.
    assert_eq!(nation.matches("<row ").count(), 1 + 3 * scenario.setup.days as usize);
    let mut seen = Vec::new();
    run.rows::<ExportError>(Table::Nation, |row| {
        seen.push(row.iter().map(ToString::to_string).collect::<Vec<_>>());
        Ok(())
    })
    .unwrap();
    let column = Table::Nation.columns().iter().position(|column| column.name == "active_peak").unwrap();
    let letter = char::from(b'A' + u8::try_from(column).unwrap());
    let cell = format!("<c r=\"{letter}5\"");
    let found = nation.split(&cell).nth(1).unwrap().split("<v>").nth(1).unwrap().split("</v>").next().unwrap();
    assert_eq!(found, seen[3][column]);
    for sheet in 1..=7 {
        assert!(!inside(&paths[0], &format!("xl/worksheets/sheet{sheet}.xml")).contains("<f>"), "sheet {sheet}");
    }
    // The text that looks like a formula is there as a text.
    assert!(inside(&paths[0], "xl/worksheets/sheet1.xml").contains("=1+1"), "the change is not told");
}

/// Budget: 4 s.
#[test]
fn private_rows_are_written_only_if_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = private_towns(&folder.path().join("case"));
    let hidden = &scenario.record.events.iter().find(|event| !event.imported.is_public()).unwrap().label;
    let run = run_of(&scenario, &folder.path().join("run"));
    for with in [false, true] {
        let path = folder.path().join(format!("{with}.xlsx"));
        let written = xlsx(&run, &scenario, &path, &Options::default().with_private(with)).unwrap();
        assert_eq!(written.private, usize::from(!with));
        assert_eq!(inside(&path, "xl/worksheets/sheet7.xml").contains(hidden.as_str()), with);
    }
}

/// Budget: 3 s.
#[test]
fn tables_come_with_a_dictionary_of_their_columns() {
    let folder = tempfile::tempdir().unwrap();
    let run = run_of(&towns(), &folder.path().join("run"));
    let out = folder.path().join("out");
    let written = parquet(&run, &out).unwrap();
    assert_eq!(written.files.len(), 6);
    for name in ["nation.parquet", "summary.parquet"] {
        assert_eq!(std::fs::read(out.join(name)).unwrap(), std::fs::read(run.path().join(name)).unwrap());
    }
    let dictionary = std::fs::read_to_string(out.join("dictionary.csv")).unwrap();
    let columns: usize = Table::ALL.iter().filter(|t| run.table(**t).is_some()).map(|t| t.columns().len()).sum();
    assert_eq!(dictionary.lines().count(), 1 + columns);
    assert!(dictionary.contains("\nsummary,p5,float64,as `unit`,5 % quantile\n"), "{dictionary}");
    assert!(matches!(parquet(&run, &out), Err(ExportError::Exists { .. })));
    let summary = run.summary().unwrap();
    assert!(summary.series(Location::Nation, Quantity::ActivePeak).len() > 0);
}
