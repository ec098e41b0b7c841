//! The log of a fit: one row per trial, which is also what a fit resumes from.

use std::path::PathBuf;

use righting_store::{Checksums, StudyFolder};

use super::objective::Verdict;
use crate::error::LabError;
use righting_infer::Axis;

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

/// Name of the log.
pub(super) const FILE: &str = "trials.csv";

/// The log. Numbers are written so that they read back to the same bits.
pub(super) struct TrialLog {
    path: PathBuf,
    text: String,
    /// Trials of an earlier session, not yet asked for again.
    known: Vec<Trial>,
    next: usize,
}

impl TrialLog {
    /// Opens the log of a fit, with the trials of an earlier session if there are any.
    pub fn open(folder: &StudyFolder, axes: &[Axis]) -> Result<Self, LabError> {
        let path = folder.path().join(FILE);
        let header = header(axes);
        let text = if path.symlink_metadata().is_ok() {
            let bytes = Checksums::read(folder.path())?.bytes(FILE)?;
            String::from_utf8_lossy(&bytes).into_owned()
        } else {
            format!("{header}\n")
        };
        let mut rows = text.lines();
        let other = |trial| LabError::OtherFit { path: path.clone(), trial };
        if rows.next() != Some(header.as_str()) {
            return Err(other(0));
        }
        let known = rows
            .enumerate()
            .map(|(index, row)| parse(row, axes.len()).ok_or_else(|| other(index)))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { path, text, known, next: 0 })
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

    /// Adds trials. The file is written whole, so that a kill leaves the one before.
    pub fn append(&mut self, folder: &StudyFolder, trials: &[Trial]) -> Result<(), LabError> {
        if trials.is_empty() {
            return Ok(());
        }
        trials.iter().for_each(|trial| self.text += &(row(trial) + "\n"));
        folder.write_file(FILE, self.text.as_bytes())?;
        Ok(())
    }
}

fn header(axes: &[Axis]) -> String {
    let fixed = ["stage", "generation", "replicates", "failed", "objective", "inside"];
    let names: Vec<&str> = fixed.into_iter().chain(axes.iter().map(|axis| axis.path.as_str())).collect();
    names.join(",")
}

fn row(trial: &Trial) -> String {
    let Verdict { objective, inside, replicates, failed } = trial.verdict;
    let values: String = trial.values.iter().map(|value| format!(",{value}")).collect();
    format!("{},{},{replicates},{failed},{objective},{inside}{values}", trial.stage, trial.generation)
}

fn parse(row: &str, parameters: usize) -> Option<Trial> {
    let mut cells = row.split(',');
    let stage = cells.next()?.to_owned();
    let generation = cells.next()?.parse().ok()?;
    let replicates = cells.next()?.parse().ok()?;
    let failed = cells.next()?.parse().ok()?;
    let objective = cells.next()?.parse().ok()?;
    let inside = cells.next()?.parse().ok()?;
    let values: Vec<f64> = cells.map(|cell| cell.parse().ok()).collect::<Option<_>>()?;
    let verdict = Verdict { objective, inside, replicates, failed };
    (values.len() == parameters).then_some(Trial { stage, generation, values, verdict })
}

#[cfg(test)]
mod tests {
    use righting_store::StudyManifest;

    use righting_runner::RunnerError;

    use super::*;

    fn trial(objective: f64, value: f64) -> Trial {
        let verdict = Verdict { objective, inside: 0.25, replicates: 24, failed: 2 };
        Trial { stage: "scan".to_owned(), generation: 3, values: vec![value, 1e-12], verdict }
    }

    #[test]
    fn rows_read_back_to_the_same_bits() {
        for trial in [trial(1.0 / 3.0, 0.1 + 0.2), trial(f64::INFINITY, f64::MIN_POSITIVE)] {
            assert_eq!(parse(&row(&trial), 2), Some(trial));
        }
    }

    #[test]
    fn the_log_is_recalled_in_order_and_another_fit_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let study = StudyManifest {
            kind: "fit".to_owned(),
            version: String::new(),
            scenario: String::new(),
            title: String::new(),
            scenario_hash: String::new(),
            changes: Vec::new(),
            seed: 1,
            plan: std::collections::BTreeMap::new(),
            files: Vec::new(),
            part: None,
        };
        let folder = StudyFolder::create(home.path(), study).unwrap();
        let axis = |path: &str| Axis { path: path.to_owned(), low: 0.0, high: 1.0, log: false, start: None };
        let axes = [axis("a.x"), axis("a.y")];
        let trials = [trial(2.0, 0.5), trial(1.0, 0.25)];
        TrialLog::open(&folder, &axes).unwrap().append(&folder, &trials[..1]).unwrap();

        let mut log = TrialLog::open(&folder, &axes).unwrap();
        assert_eq!(log.recall("scan", &trials[0].values).unwrap(), Some(trials[0].verdict));
        assert_eq!(log.recall("scan", &trials[1].values).unwrap(), None);
        log.append(&folder, &trials[1..]).unwrap();
        let text = std::fs::read_to_string(home.path().join(FILE)).unwrap();
        assert_eq!(text.lines().skip(1).map(|row| parse(row, 2)).collect::<Vec<_>>(), trials.map(Some));

        let mut log = TrialLog::open(&folder, &axes).unwrap();
        assert!(matches!(log.recall("scan", &[0.9, 0.9]), Err(LabError::OtherFit { trial: 0, .. })));
        assert!(matches!(TrialLog::open(&folder, &axes[..1]), Err(LabError::OtherFit { .. })));
        std::fs::write(home.path().join(FILE), text.replace("0.25", "0.26")).unwrap();
        assert!(matches!(TrialLog::open(&folder, &axes), Err(LabError::Runner(RunnerError::Store(_)))));
    }
}
