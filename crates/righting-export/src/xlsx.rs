//! A run as a workbook: what it is, its summary, its tables and the record, a sheet each.

use std::path::Path;

use righting_scenario::Scenario;
use righting_store::{Cell, StoredRun, Table};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::error::ExportError;
use crate::fresh;
use crate::options::{LeftOut, Options, Written};
use crate::record::{COLUMNS, Rows};

/// Rows of a sheet, the headings among them.
const SHEET_ROWS: u64 = 1_048_576;
/// Characters of a cell.
const CELL: usize = 32_767;
/// Whole numbers beyond this lose digits in a spreadsheet and stand as text.
const EXACT: u64 = 1 << 53;

/// Writes the workbook: sheets `about`, `summary`, the tables, `record`. A table of more rows than a sheet has is left out,
/// and the sheet `about` and what is returned say so. Texts are texts, whatever they begin with.
///
/// # Errors
/// When the file is there, the run cannot be read, or the disk refuses.
pub fn xlsx(run: &StoredRun, scenario: &Scenario, path: &Path, options: &Options) -> Result<Written, ExportError> {
    let tables: Vec<Table> = Table::ALL.into_iter().rev().filter(|table| run.table(*table).is_some()).collect();
    let mut sizes = Vec::new();
    for &table in &tables {
        let mut rows = 0;
        run.rows::<ExportError>(table, |_| {
            rows += 1;
            Ok(())
        })?;
        sizes.push((table, rows));
    }
    let limit = SHEET_ROWS - 1;
    let is_large = |(_, rows): &&(Table, u64)| *rows > limit;
    let left_out: Vec<LeftOut> =
        sizes.iter().filter(is_large).map(|&(table, rows)| LeftOut { table: table.name(), rows, limit }).collect();
    let rows = Rows::of(scenario, options.with_private);
    // The writer of workbooks panics where its own temporary files cannot be written: that ends a thread of its own, named
    // as those whose panics are told as errors.
    let refused = |_| Err(ExportError::io(path, "written")(std::io::Error::other("the disk refused a temporary file")));
    fresh::write(path, |temporary| {
        let workbook = || {
            let failed = |error: XlsxError| ExportError::format(path, error);
            let mut workbook = Workbook::new();
            workbook.set_properties(&properties(run).map_err(failed)?);
            about(&mut workbook, run, scenario, &sizes, &left_out, rows.private).map_err(failed)?;
            for &(table, _) in sizes.iter().filter(|size| !is_large(size)) {
                sheet(&mut workbook, run, table, path)?;
            }
            record(&mut workbook, &rows).map_err(failed)?;
            workbook.save(temporary).map_err(failed)
        };
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().name("righting-worker-workbook".to_owned());
            let thread = thread.spawn_scoped(scope, workbook).map_err(ExportError::io(path, "written"))?;
            thread.join().unwrap_or_else(refused)
        })
    })?;
    Ok(Written { files: vec![path.to_owned()], left_out, private: rows.private })
}

/// Properties whose date is that of the run, or the first day simulated: a workbook of one run has the same bytes always.
fn properties(run: &StoredRun) -> Result<DocProperties, XlsxError> {
    let manifest = run.manifest();
    let date = manifest.start;
    let (year, month, day) = (date.year().unsigned_abs(), date.month().unsigned_abs(), date.day().unsigned_abs());
    let date = ExcelDateTime::from_ymd(year, month, day)?;
    let made = format!("Righting {}", manifest.version);
    Ok(DocProperties::new().set_title(&manifest.title).set_comment(&made).set_creation_datetime(&date))
}

fn about(
    workbook: &mut Workbook,
    run: &StoredRun,
    scenario: &Scenario,
    sizes: &[(Table, u64)],
    left_out: &[LeftOut],
    private: usize,
) -> Result<(), XlsxError> {
    let manifest = run.manifest();
    let changes = manifest.changes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut lines = vec![
        ["scenario".to_owned(), manifest.scenario.clone()],
        ["title".to_owned(), manifest.title.clone()],
        ["scenario hash".to_owned(), manifest.scenario_hash.clone()],
        ["changes".to_owned(), if changes.is_empty() { "none".to_owned() } else { changes }],
        ["seed".to_owned(), manifest.seed.to_string()],
        ["replicates that succeeded".to_owned(), format!("{} of {}", run.succeeded(), manifest.replicates)],
        ["version".to_owned(), manifest.version.clone()],
    ];
    lines.extend(left_out.iter().map(|table| {
        let LeftOut { table, rows, limit } = table;
        [format!("left out: {table}"), format!("{rows} rows; a sheet has {limit}. Export it as csv or parquet")]
    }));
    if private > 0 {
        lines.push(["left out: record".to_owned(), format!("{private} imported rows that are marked private")]);
    }
    lines.extend(scenario.record.sources.iter().map(|source| {
        let what = format!("{} ({}): {}", source.title, source.licence, source.origin);
        [format!("source of {}", source.file), what]
    }));
    for (table, _) in sizes {
        lines.extend(table.columns().into_iter().map(|column| {
            let unit = if column.unit.is_empty() { String::new() } else { format!(" ({})", column.unit) };
            [format!("{}.{}", table.name(), column.name), format!("{}{unit}", column.about)]
        }));
    }
    let sheet = workbook.add_worksheet_with_constant_memory()?.set_name("about")?;
    sheet.set_column_width(0, 30)?.set_column_width(1, 100)?;
    for (row, [name, what]) in (0..).zip(&lines) {
        text(sheet, row, 0, name)?;
        text(sheet, row, 1, what)?;
    }
    Ok(())
}

fn sheet(workbook: &mut Workbook, run: &StoredRun, table: Table, path: &Path) -> Result<(), ExportError> {
    let failed = |error: XlsxError| ExportError::format(path, error);
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet_with_constant_memory().map_err(failed)?;
    sheet.set_name(table.name()).and_then(|sheet| sheet.set_freeze_panes(1, 0)).map_err(failed)?;
    for (column, info) in (0..).zip(table.columns()) {
        text(sheet, 0, column, info.name).map_err(failed)?;
    }
    let mut at = 0;
    run.rows(table, |row| {
        at += 1;
        for (column, cell) in (0..).zip(row) {
            put(sheet, (at, column), cell, &date).map_err(failed)?;
        }
        Ok(())
    })
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell<'_>, date: &Format) -> Result<(), XlsxError> {
    match *cell {
        Cell::Empty => return Ok(()),
        Cell::Text(words) => return text(sheet, row, column, words),
        Cell::Date(day) => {
            let [month, of_month] = [day.month(), day.day()].map(i8::unsigned_abs);
            let day = ExcelDateTime::from_ymd(day.year().unsigned_abs(), month, of_month)?;
            sheet.write_datetime_with_format(row, column, &day, date)?
        }
        Cell::Whole(number) => sheet.write_number(row, column, number as f64)?,
        Cell::Large(number) if number > EXACT => return text(sheet, row, column, &number.to_string()),
        Cell::Large(number) => sheet.write_number(row, column, number as f64)?,
        // As few digits as the single has, and not those of the double that is next to it.
        Cell::Single(number) => {
            sheet.write_number(row, column, number.to_string().parse::<f64>().unwrap_or(f64::NAN))?
        }
        Cell::Number(number) => sheet.write_number(row, column, number)?,
        ref other => return text(sheet, row, column, &other.to_string()),
    };
    Ok(())
}

/// Writes a text, cut where a cell ends.
fn text(sheet: &mut Worksheet, row: u32, column: u16, words: &str) -> Result<(), XlsxError> {
    let cut: String;
    let words = if words.chars().count() > CELL {
        cut = words.chars().take(CELL).collect();
        &cut
    } else {
        words
    };
    sheet.write_string(row, column, words).map(|_| ())
}

fn record(workbook: &mut Workbook, rows: &Rows) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet_with_constant_memory()?.set_name("record")?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, name) in (0..).zip(COLUMNS) {
        text(sheet, 0, column, name)?;
    }
    for (row, cells) in (1..SHEET_ROWS as u32).zip(&rows.rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell.parse::<f64>() {
                Ok(number) if matches!(COLUMNS[usize::from(column)], "low" | "high") => {
                    sheet.write_number(row, column, number)?;
                }
                _ => text(sheet, row, column, cell)?,
            }
        }
    }
    Ok(())
}
