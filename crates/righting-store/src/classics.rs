//! The classics on disk: tables, charts, the page of the replication, and a record of the run.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, StringArray};
use arrow_schema::{Field, Schema};
use righting_classics::{Column, Outcome, Table, Values, book_page};
use serde_json::json;

use crate::disk::atomic::AtomicFile;
use crate::disk::own;
use crate::error::StoreError;
use crate::names::CLASSIC_FILE;
use crate::table::columns::{TableWriter, words};

/// A folder for what classics give.
#[derive(Debug)]
pub struct ClassicFolder {
    path: PathBuf,
    replace: bool,
}

impl ClassicFolder {
    /// Before the run: fails where there is a result already, unless it is to be replaced.
    pub fn new(path: &Path, replace: bool) -> Result<Self, StoreError> {
        own::vacant(path, &[CLASSIC_FILE], CLASSIC_FILE, replace)?;
        Ok(Self { path: path.to_owned(), replace })
    }

    /// Writes one Parquet file per table, one SVG per chart, the page that sets published beside
    /// obtained, and `classic.json` with everything that the results depend on. Equal outcomes give
    /// equal bytes.
    pub fn keep(&self, outcomes: &[Outcome]) -> Result<Vec<PathBuf>, StoreError> {
        let folder = &self.path;
        let tables: Vec<(PathBuf, &Table)> = outcomes.iter().flat_map(|outcome| tables_of(folder, outcome)).collect();
        let charts = outcomes.iter().flat_map(|outcome| &outcome.charts);
        let charts = charts.map(|chart| (format!("{}.svg", chart.name), chart.svg.clone()));
        let page = ("replication.md".to_owned(), book_page(outcomes));
        let texts = charts.chain([page, (CLASSIC_FILE.to_owned(), record(outcomes))]);
        let texts: Vec<(PathBuf, String)> = texts.map(|(name, content)| (folder.join(name), content)).collect();
        let targets: Vec<PathBuf> = tables.iter().map(|t| &t.0).chain(texts.iter().map(|t| &t.0)).cloned().collect();
        let names: Vec<&str> = targets.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        own::vacant(folder, &names, CLASSIC_FILE, self.replace)?;
        fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, "created", error))?;
        let mut files = Vec::new();
        for (target, table) in &tables {
            files.push(parquet(target, table)?);
        }
        for (target, content) in &texts {
            let mut file = AtomicFile::create(target)?;
            file.write_all(content.as_bytes()).map_err(|error| StoreError::io(target, "written", error))?;
            file.sync()?;
            files.push(file);
        }
        files.into_iter().try_for_each(AtomicFile::commit)?;
        Ok(targets)
    }
}

fn tables_of<'a>(folder: &'a Path, outcome: &'a Outcome) -> impl Iterator<Item = (PathBuf, &'a Table)> {
    let target = |table: &Table| folder.join(format!("{}-{}.parquet", outcome.model, table.name));
    outcome.tables.iter().map(move |table| (target(table), table))
}

fn record(outcomes: &[Outcome]) -> String {
    let outcomes: Vec<_> = outcomes.iter().map(Outcome::record).collect();
    format!("{:#}\n", json!({ "version": env!("CARGO_PKG_VERSION"), "classics": outcomes }))
}

fn parquet(target: &Path, table: &Table) -> Result<AtomicFile, StoreError> {
    let columns = table.columns.iter().map(cells).collect::<Result<Vec<ArrayRef>, StoreError>>()?;
    let fields = table.columns.iter().zip(&columns).map(|(column, cells)| {
        let nullable = matches!(column.values, Values::Real(_));
        Field::new(column.name, cells.data_type().clone(), nullable)
    });
    let mut writer = TableWriter::at(target.to_owned(), Arc::new(Schema::new(fields.collect::<Vec<_>>())))?;
    writer.write_group(columns)?;
    writer.finish()
}

/// A column as Parquet takes it; a number that is none is null.
fn cells(column: &Column) -> Result<ArrayRef, StoreError> {
    Ok(match &column.values {
        Values::Whole(numbers) => Arc::new(Int64Array::from(numbers.clone())),
        Values::Real(numbers) => {
            Arc::new(numbers.iter().map(|&number| (!number.is_nan()).then_some(number)).collect::<Float64Array>())
        }
        Values::Text(texts) => {
            let mut known: Vec<&String> = texts.iter().collect();
            known.sort_unstable();
            known.dedup();
            let keys = texts.iter().map(|text| known.binary_search(&text).map_or(-1, |at| at as i32)).collect();
            words(keys, &Arc::new(StringArray::from_iter_values(known)))?
        }
    })
}

#[cfg(test)]
mod tests {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Float64Type, Int64Type};

    use super::*;
    use crate::table::columns::open;

    fn outcome() -> Outcome {
        let mut outcome = Outcome::new("test", "A test");
        let table = Table::new("rows")
            .text("word", vec!["b".into(), "a".into(), "b".into()])
            .whole("count", vec![1, -2, 3])
            .real("wait", vec![f64::NAN, 0.5, 1.5]);
        outcome.tables.push(table);
        outcome
    }

    #[test]
    fn tables_come_back_as_they_were_and_what_is_not_a_number_is_null() {
        let folder = tempfile::tempdir().unwrap();
        let files = ClassicFolder::new(folder.path(), false).unwrap().keep(&[outcome()]).unwrap();
        assert_eq!(files[0], folder.path().join("test-rows.parquet"));
        let batch = open(&files[0], None, 100).unwrap().next().unwrap().unwrap();
        let words = batch.column(0).as_dictionary::<arrow_array::types::Int32Type>();
        let text = words.values().as_string::<i32>();
        let found: Vec<&str> = (0..3).map(|row| text.value(words.key(row).unwrap())).collect();
        assert_eq!(found, ["b", "a", "b"]);
        assert_eq!(batch.column(1).as_primitive::<Int64Type>().values().to_vec(), [1, -2, 3]);
        let wait = batch.column(2).as_primitive::<Float64Type>();
        assert!(wait.is_null(0) && wait.value(1) == 0.5 && wait.value(2) == 1.5);
    }

    #[test]
    fn what_is_there_is_kept_unless_told() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("replication.md");
        fs::write(&page, "mine").unwrap();
        let refused = ClassicFolder::new(folder.path(), false).unwrap().keep(&[outcome()]).unwrap_err();
        assert!(matches!(refused, StoreError::Taken { path } if path == page));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        ClassicFolder::new(folder.path(), true).unwrap().keep(&[outcome()]).unwrap();
        assert_ne!(fs::read_to_string(&page).unwrap(), "mine");
        assert!(matches!(ClassicFolder::new(folder.path(), false), Err(StoreError::Taken { .. })));
    }

    #[test]
    fn what_a_kill_left_is_written_again() {
        let folder = tempfile::tempdir().unwrap();
        ClassicFolder::new(folder.path(), false).unwrap().keep(&[outcome()]).unwrap();
        fs::remove_file(folder.path().join(CLASSIC_FILE)).unwrap();
        ClassicFolder::new(folder.path(), false).unwrap().keep(&[outcome()]).unwrap();
        assert!(folder.path().join(CLASSIC_FILE).exists());
    }
}
