//! `righting export`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use righting_export::{LeftOut, Options, Written, geojson, geopackage, parquet, xlsx};
use righting_lab::restore;
use righting_report::counted;
use righting_store::{StoredRun, is_stream};
use serde::Serialize;

use crate::fail::Fail;
use crate::session;
use crate::terminal::{count, emit, emit_json};

/// Writes the tables of a run in another format: for a spreadsheet, a map, or another program.
///
/// Rows of the record that were imported and are marked private stay out. Texts that a spreadsheet would take for formulas
/// are no formulas.
#[derive(Debug, Args)]
pub struct Export {
    /// Folder of the run.
    run: PathBuf,
    /// Format.
    #[arg(long, value_enum)]
    format: Format,
    /// Folder (csv, parquet) or file for what is written; beside the tables of the run by default. Files that are there are
    /// never overwritten.
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Quantities of a map by day (geojson, gpkg): active_peak, rioting_peak, detained_total, dead; all by default.
    #[arg(long, value_delimiter = ',', value_name = "NAME,...")]
    quantities: Vec<String>,
    /// Writes private rows of the record too (xlsx, gpkg): for your own eyes.
    #[arg(long)]
    with_private: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Every table as text, a file each.
    Csv,
    /// One workbook: what the run is, its summary, tables and record, a sheet each.
    Xlsx,
    /// Regions and places with their bands by day, for a map.
    Geojson,
    /// The same as a GeoPackage: layers and a table of bands, for QGIS and the like.
    Gpkg,
    /// The tables as they are, with a dictionary of their columns.
    Parquet,
}

/// What is told of an export. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Told<'a> {
    run: &'a Path,
    files: &'a [PathBuf],
    /// Tables that do not fit into the format.
    left_out: &'a [LeftOut],
    /// Private rows of the record that were left out.
    private: usize,
}

impl Export {
    pub fn run(self) -> Result<(), Fail> {
        self.fits()?;
        let run = StoredRun::open(&self.run)?;
        let written = self.write(&run)?;
        if self.json {
            let Written { files, left_out, private, .. } = &written;
            return emit_json(&Told { run: &self.run, files, left_out, private: *private });
        }
        for LeftOut { table, rows, limit } in &written.left_out {
            let [rows, limit] = [*rows, *limit].map(|number| count(number as f64));
            session::say(&format!(
                "{table} has {rows} rows and is left out: a sheet has {limit}. Take it as csv or parquet"
            ));
        }
        if written.private > 0 {
            let rows = counted(written.private as u64, "private row", "private rows");
            session::say(&format!("{rows} of the record left out; --with-private writes them too"));
        }
        // Standard output may be where the bytes went: nothing is mixed into them.
        if self.out.as_deref().is_some_and(is_stream) {
            return Ok(());
        }
        emit(&written.files.iter().map(|path| format!("{}\n", path.display())).collect::<String>())
    }

    /// Refuses options that the format has no use for.
    fn fits(&self) -> Result<(), Fail> {
        let is_map = matches!(self.format, Format::Geojson | Format::Gpkg);
        if !self.quantities.is_empty() && !is_map {
            return Err(Fail::input("--quantities is for maps", "give it with --format geojson or gpkg"));
        }
        if self.with_private && !matches!(self.format, Format::Xlsx | Format::Gpkg) {
            return Err(Fail::input("this format has no rows of the record", "--with-private is for xlsx and gpkg"));
        }
        Ok(())
    }

    fn write(&self, run: &StoredRun) -> Result<Written, Fail> {
        let name = |ending: &str| self.run.join(format!("{}.{ending}", run.manifest().scenario));
        let out = |default: PathBuf| self.out.clone().unwrap_or(default);
        let options = Options::default().of_quantities(&self.quantities)?.with_private(self.with_private);
        Ok(match self.format {
            Format::Csv => Written::of(run.export_csv(&out(self.run.join("csv")))?),
            Format::Parquet => parquet(run, &out(self.run.join("parquet")))?,
            Format::Xlsx => xlsx(run, &restore(run)?, &out(name("xlsx")), &options)?,
            Format::Geojson => geojson(run, &restore(run)?, &out(name("geojson")), &options)?,
            Format::Gpkg => geopackage(run, &restore(run)?, &out(name("gpkg")), &options)?,
        })
    }
}
