//! A run becomes an archive.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use righting_model::EngineKind;
use righting_scenario::Bundle as Files;
use righting_store::{Checksums, StoredRun, Table};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::metadata::{Entry, metadata, readme};
use super::recipe::{FORMAT, Recipe};
use crate::error::ExportError;
use crate::fresh;

/// What an archive came to.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Packed {
    /// Files in it.
    pub files: Vec<String>,
    /// Rows of the record that are marked private and were left out.
    pub private: usize,
}

/// Writes the archive of a run: the files of its scenario, how it was made, its summary and report and, `whole`, all its
/// tables. Rows that are marked private stay out; they change no table.
///
/// # Errors
/// When the file is there, when the run does not follow from its scenario and seed alone, when a file of the run is
/// damaged, or when the disk refuses.
pub fn bundle(run: &StoredRun, path: &Path, whole: bool) -> Result<Packed, ExportError> {
    alone(run)?;
    let manifest = run.manifest();
    let (files, private) = Files::of(&manifest.files).without_private();
    let sums = Checksums::read(run.path())?;
    let tables: Vec<Table> = Table::ALL.into_iter().filter(|table| run.table(*table).is_some()).collect();
    let mut same: Vec<String> = tables.iter().map(|table| table.file()).collect();
    // It has the texts of the scenario, private rows and all.
    same.extend((private == 0).then(|| "run.json".to_owned()));
    let recipe = Recipe {
        format: FORMAT,
        version: manifest.version.clone(),
        scenario: manifest.scenario.clone(),
        title: manifest.title.clone(),
        scenarios: files.scenarios.clone(),
        changes: manifest.changes.clone(),
        seed: manifest.seed,
        replicates: manifest.replicates,
        engine: EngineKind::by_name(&manifest.engine)
            .ok_or_else(|| ExportError::no_bundle(path, format!("its engine is {}", manifest.engine)))?,
        private_rows: private,
        checksums: same.into_iter().filter_map(|name| Some((name.clone(), sums.sum(&name)?.to_owned()))).collect(),
    };
    let mut entries = Vec::new();
    for (file, text) in &files.files {
        entries.push(Entry::scenario(file, text));
    }
    let kept = tables.iter().filter(|table| whole || **table == Table::Summary).map(|table| table.file());
    for name in kept.chain(["report.html".to_owned()].into_iter().filter(|name| sums.lists(name))) {
        entries.push(Entry::result(&name, sums.bytes(&name)?));
    }
    let recipe_text = pretty(path, &recipe)?;
    entries.push(Entry::recipe(recipe_text));
    entries.push(Entry::readme(readme(&recipe)));
    let crate_text = pretty(path, &metadata(run, &recipe, &entries)?)?;
    entries.insert(0, Entry::descriptor(crate_text));
    fresh::write(path, |temporary| pack(temporary, path, &entries))?;
    Ok(Packed { files: entries.into_iter().map(|entry| entry.path).collect(), private })
}

/// Refuses a run that needs more than its scenario and seed.
fn alone(run: &StoredRun) -> Result<(), ExportError> {
    let manifest = run.manifest();
    let not = |why| Err(ExportError::NotAlone { path: run.path().to_owned(), why });
    match () {
        () if manifest.draws.is_some() => not("each replicate took its parameters from a sample"),
        () if manifest.reseeded.is_some() => {
            not("it has other chances from a date on, as the arm of a study or a fork")
        }
        () if manifest.files.is_empty() => not("it does not keep the files of its scenario"),
        () => Ok(()),
    }
}

fn pretty(path: &Path, value: &impl serde::Serialize) -> Result<String, ExportError> {
    let text = serde_json::to_string_pretty(value).map_err(|error| ExportError::format(path, error))?;
    Ok(text + "\n")
}

/// The same entries give the same bytes: no time and no owner is noted.
fn pack(temporary: &Path, path: &Path, entries: &[Entry]) -> Result<(), ExportError> {
    let failed = |error: zip::result::ZipError| ExportError::format(path, error);
    // In memory, where nothing fails: the archive panics where a disk refuses what it goes back to.
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for entry in entries {
        let large = entry.bytes.len() > u32::MAX as usize;
        archive.start_file(&entry.path, options.large_file(large)).map_err(failed)?;
        archive.write_all(&entry.bytes).map_err(ExportError::io(path, "written"))?;
    }
    let bytes = archive.finish().map_err(failed)?.into_inner();
    fs::write(temporary, bytes).map_err(ExportError::io(path, "written"))
}
