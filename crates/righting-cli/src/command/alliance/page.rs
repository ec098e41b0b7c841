//! What a backtest leaves in a folder.

use std::path::Path;

use righting_lab::Backtest;
use righting_report::from_backtest;
use righting_store::{csv_text, write_study_file};

use crate::command::study_folder::write_page;
use crate::fail::Fail;

/// Writes the rows of a backtest as CSV and its page into a folder, which is made if need be.
pub fn keep(study: &Backtest, seed: u64, folder: &Path) -> Result<(), Fail> {
    let table = folder.join("backtest.csv");
    std::fs::create_dir_all(folder)
        .map_err(|error| Fail::Kept(miette::miette!("cannot make `{}`: {error}", folder.display())))?;
    write_study_file(&table, csv(study).as_bytes())?;
    write_page(folder, &from_backtest(study, seed))?;
    Ok(())
}

/// The bodies' names are left to the table of cases.
fn csv(study: &Backtest) -> String {
    let rows = study.rows.iter().map(|row| {
        let (asked, helped) = (u8::from(row.asked), u8::from(row.helped));
        let (id, group) = (csv_text(&row.id), csv_text(&row.group));
        format!("{id},{group},{},{asked},{helped},{},{},{}\n", row.date, row.probability, row.error, row.prior)
    });
    std::iter::once("id,group,date,asked,helped,probability,error,prior\n".to_owned()).chain(rows).collect()
}
