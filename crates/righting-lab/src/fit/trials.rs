//! The log of a fit: one row per trial, which is also what a fit resumes from.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::objective::Verdict;
use super::plan::Axis;
use crate::error::LabError;

/// One trial as logged.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Trial {
    /// `scan`, `search` or `final`.
    pub stage: String,
    /// Generation, from 0 in each stage.
    pub generation: usize,
    /// Values, in the order of the plan's parameters.
    pub values: Vec<f64>,
    /// What it came to.
    pub verdict: Verdict,
}

/// The log on disk. Numbers are written so that they read back to the same bits.
pub(super) struct TrialLog {
    path: PathBuf,
    file: File,
    /// Trials of an earlier session, not yet asked for again.
    known: Vec<Trial>,
    next: usize,
}

impl TrialLog {
    /// Opens the log, with the trials of an earlier session if there are any. A last row that was
    /// cut off is dropped.
    pub fn open(path: &Path, axes: &[Axis]) -> Result<Self, LabError> {
        let header = header(axes);
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(LabError::file("read", path)(error)),
        };
        let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
        let mut rows = whole.lines();
        let other = |trial| LabError::OtherFit { path: path.to_owned(), trial };
        if rows.next().is_some_and(|found| found != header) {
            return Err(other(0));
        }
        let known = rows
            .enumerate()
            .map(|(index, row)| parse(row, axes.len()).ok_or_else(|| other(index)))
            .collect::<Result<Vec<_>, _>>()?;
        let mut file = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(false)
            .open(path)
            .map_err(LabError::file("write", path))?;
        let write = |file: &mut File| -> std::io::Result<()> {
            file.set_len(whole.len() as u64)?;
            std::io::Seek::seek(file, std::io::SeekFrom::End(0))?;
            if whole.is_empty() { writeln!(file, "{header}") } else { Ok(()) }
        };
        write(&mut file).map_err(LabError::file("write", path))?;
        Ok(Self { path: path.to_owned(), file, known, next: 0 })
    }

    /// The verdict of an earlier session on the next trial.
    ///
    /// # Errors
    /// When the log holds another trial in its place.
    pub fn recall(&mut self, stage: &str, values: &[f64]) -> Result<Option<Verdict>, LabError> {
        let Some(trial) = self.known.get(self.next) else { return Ok(None) };
        if trial.stage != stage || trial.values != values {
            return Err(LabError::OtherFit { path: self.path.clone(), trial: self.next });
        }
        self.next += 1;
        Ok(Some(trial.verdict))
    }

    pub fn append(&mut self, trials: &[Trial]) -> Result<(), LabError> {
        let rows: String = trials.iter().map(|trial| row(trial) + "\n").collect();
        self.file
            .write_all(rows.as_bytes())
            .and_then(|()| self.file.flush())
            .map_err(LabError::file("write", &self.path))
    }
}

fn header(axes: &[Axis]) -> String {
    let fixed = ["stage", "generation", "replicates", "objective", "inside"];
    let names: Vec<&str> = fixed.into_iter().chain(axes.iter().map(|axis| axis.path.as_str())).collect();
    names.join(",")
}

fn row(trial: &Trial) -> String {
    let Verdict { objective, inside, replicates } = trial.verdict;
    let values: String = trial.values.iter().map(|value| format!(",{value}")).collect();
    format!("{},{},{replicates},{objective},{inside}{values}", trial.stage, trial.generation)
}

fn parse(row: &str, parameters: usize) -> Option<Trial> {
    let mut cells = row.split(',');
    let stage = cells.next()?.to_owned();
    let generation = cells.next()?.parse().ok()?;
    let replicates = cells.next()?.parse().ok()?;
    let objective = cells.next()?.parse().ok()?;
    let inside = cells.next()?.parse().ok()?;
    let values: Vec<f64> = cells.map(|cell| cell.parse().ok()).collect::<Option<_>>()?;
    let verdict = Verdict { objective, inside, replicates };
    (values.len() == parameters).then_some(Trial { stage, generation, values, verdict })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(objective: f64, value: f64) -> Trial {
        let verdict = Verdict { objective, inside: 0.25, replicates: 24 };
        Trial { stage: "scan".to_owned(), generation: 3, values: vec![value, 1e-12], verdict }
    }

    #[test]
    fn rows_read_back_to_the_same_bits() {
        for trial in [trial(1.0 / 3.0, 0.1 + 0.2), trial(f64::INFINITY, f64::MIN_POSITIVE)] {
            assert_eq!(parse(&row(&trial), 2), Some(trial));
        }
    }

    #[test]
    fn a_row_cut_off_by_a_crash_is_dropped_and_another_fit_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("trials.csv");
        let axis = |path: &str| Axis { path: path.to_owned(), low: 0.0, high: 1.0, log: false, start: None };
        let axes = [axis("a.x"), axis("a.y")];
        let trials = [trial(2.0, 0.5), trial(1.0, 0.25)];
        TrialLog::open(&path, &axes).unwrap().append(&trials).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, &text[..text.len() - 4]).unwrap();

        let mut log = TrialLog::open(&path, &axes).unwrap();
        assert_eq!(log.recall("scan", &trials[0].values).unwrap(), Some(trials[0].verdict));
        assert_eq!(log.recall("scan", &trials[1].values).unwrap(), None);
        log.append(&trials[1..]).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);

        let mut log = TrialLog::open(&path, &axes).unwrap();
        assert!(matches!(log.recall("scan", &[0.9, 0.9]), Err(LabError::OtherFit { trial: 0, .. })));
        assert!(matches!(TrialLog::open(&path, &axes[..1]), Err(LabError::OtherFit { .. })));
    }
}
