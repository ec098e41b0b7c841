//! A stored folder looked through: every file against its checksum, every record read, all faults at once.

use std::path::{Path, PathBuf};

use crate::disk::atomic::is_temporary;
use crate::disk::checksums::{self, Checksums};
use crate::disk::open;
use crate::disk::own::entries;
use crate::error::StoreError;
use crate::manifest::{State, Status};
use crate::names::{CHECKSUMS_FILE, CLASSIC_FILE, LOCK, PARTIAL, PARTS_FOLDER, RUN_FILE, STUDY_FILE};
use crate::run::part;
use crate::run::record::{read_record, read_timing};
use crate::run::stored::StoredRun;
use crate::study;
use crate::study::folder::{ARM, BASE, StudyManifest};

/// A file, and what is wrong, or may be wrong, with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The file or folder.
    pub path: PathBuf,
    /// What is the matter.
    pub message: String,
}

/// What was found in a stored folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Verified {
    /// `run`, or the command that made it; `folder` if it has no record.
    pub kind: String,
    /// Files whose checksums were looked at.
    pub files: usize,
    /// What is damaged or missing.
    pub faults: Vec<Remark>,
    /// What is unfinished, failed, or not of this program.
    pub warnings: Vec<Remark>,
}

/// Whether a folder is one that a command stored: it has a list of checksums or a record.
pub fn is_stored(folder: &Path) -> bool {
    [CHECKSUMS_FILE, RUN_FILE, STUDY_FILE, "fork.json", CLASSIC_FILE]
        .iter()
        .any(|name| folder.join(name).symlink_metadata().is_ok())
}

/// Looks through a stored folder and the runs and studies in it. Reads everything and changes nothing.
///
/// # Errors
/// When the folder itself cannot be read; what is wrong inside it is a fault.
pub fn verify(folder: &Path) -> Result<Verified, StoreError> {
    let mut found = Verified { kind: "folder".to_owned(), ..Verified::default() };
    let list = match Checksums::read(folder) {
        Ok(list) => Some(list),
        // A record says more of what an old folder is.
        Err(StoreError::Unlisted { .. }) if folder.join(RUN_FILE).is_file() => None,
        Err(error) => {
            found.fault(&folder.join(CHECKSUMS_FILE), error);
            None
        }
    };
    if let Some(list) = &list {
        if list.is_torn() {
            found.fault(&folder.join(CHECKSUMS_FILE), "it ends inside a line");
        }
        found.listed(folder, list);
    }
    found.present(folder, list.as_ref())?;
    for name in list.iter().flat_map(Checksums::repeated) {
        let message = format!(
            "it has two checksums of `{name}`: repeat the command that made the folder if it was interrupted, or one of \
             the two is of another hand"
        );
        found.fault(&folder.join(CHECKSUMS_FILE), message);
    }
    if folder.join(RUN_FILE).symlink_metadata().is_ok() {
        "run".clone_into(&mut found.kind);
        found.run(folder);
    } else if folder.join(STUDY_FILE).symlink_metadata().is_ok() {
        match study::folder::read_record(folder) {
            Ok(study) => {
                found.arms(folder, &study, list.as_ref());
                found.kind = if study.part.is_some() { format!("part of a {}", study.kind) } else { study.kind };
            }
            Err(error) => found.fault(&folder.join(STUDY_FILE), error),
        }
    }
    Ok(found)
}

impl Verified {
    fn fault(&mut self, path: &Path, message: impl ToString) {
        // A file that fails its checksum fails to be read as well: once is enough.
        if self.faults.iter().all(|fault| fault.path != path) {
            self.faults.push(Remark { path: path.to_owned(), message: message.to_string() });
        }
    }

    fn warn(&mut self, path: &Path, message: impl ToString) {
        self.warnings.push(Remark { path: path.to_owned(), message: message.to_string() });
    }

    /// Every file that the list names.
    fn listed(&mut self, folder: &Path, list: &Checksums) {
        for name in list.names() {
            let path = folder.join(name);
            self.files += 1;
            if path.symlink_metadata().is_err() {
                // A kill between the line and the file leaves that: the part was never there.
                let is_part = part::number(name).is_some() || name.ends_with(PARTIAL);
                let message = "it is listed and not there";
                if is_part { self.warn(&path, message) } else { self.fault(&path, message) }
            } else if let Err(error) = list.open(name) {
                self.fault(&path, error);
            }
        }
    }

    /// Everything that is there, and what lies in folders of it.
    fn present(&mut self, folder: &Path, list: Option<&Checksums>) -> Result<(), StoreError> {
        for (name, is_folder) in entries(folder)? {
            let path = folder.join(&name);
            if let Err(error) = open::linked(&path) {
                self.fault(&path, error);
            } else if is_folder && is_stored(&path) {
                let within = verify(&path)?;
                self.files += within.files;
                self.faults.extend(within.faults);
                self.warnings.extend(within.warnings);
                // An older folder lists no run in it.
                let binds =
                    list.filter(|list| list.names().iter().any(|name| name.ends_with(&checksums::record_of(""))));
                if binds.is_some_and(|list| within.kind == "run" && !list.lists(&checksums::record_of(&name))) {
                    self.warn(
                        &path,
                        format!("{CHECKSUMS_FILE} does not list it: it is unfinished, or of another command"),
                    );
                }
            } else if is_folder {
                for (inner, is_folder) in entries(&path)? {
                    let listed = list.is_some_and(|list| list.lists(&format!("{name}/{inner}")));
                    self.unlisted(&path.join(&inner), &inner, list, listed && !is_folder);
                }
            } else if name != LOCK && name != CHECKSUMS_FILE {
                self.unlisted(&path, &name, list, list.is_some_and(|list| list.lists(&name)));
            }
        }
        Ok(())
    }

    fn unlisted(&mut self, path: &Path, name: &str, list: Option<&Checksums>, listed: bool) {
        if let Err(error) = open::linked(path) {
            return self.fault(path, error);
        }
        if is_temporary(name) {
            return self.warn(path, "an interruption left it");
        }
        let Some(list) = list.filter(|_| !listed) else { return };
        match list.other_name(path) {
            Some(other) => self.fault(path, format!("{CHECKSUMS_FILE} lists what it holds as {other}")),
            None => self.warn(path, format!("{CHECKSUMS_FILE} does not list it, so it was not checked")),
        }
    }

    /// The runs that a study names by folder and hash of the scenario are there, of that scenario and of its seed.
    fn arms(&mut self, folder: &Path, study: &StudyManifest, list: Option<&Checksums>) {
        let named = study.plan.iter().filter_map(|(key, hash)| Some((key.strip_prefix(ARM)?, hash.as_str())));
        let mut arms: Vec<(&str, &str)> = named.collect();
        if arms.is_empty() {
            return;
        }
        arms.push((BASE, &study.scenario_hash));
        let is_done = list.is_some_and(|list| list.names().iter().any(|name| name.ends_with(".parquet")));
        for (name, hash) in arms {
            let path = folder.join(name);
            // The list has said already that its record is missing, or another's.
            if self.faults.iter().any(|fault| fault.path == path.join(RUN_FILE)) {
                continue;
            }
            match read_record(&path) {
                Ok(record) if record.manifest.scenario_hash != hash || record.manifest.seed != study.seed => {
                    self.fault(&path, "it is a run of another scenario or seed than the study was made from");
                }
                Err(error) if is_done => self.fault(&path, error),
                _ => {}
            }
        }
    }

    fn run(&mut self, folder: &Path) {
        let record = match read_record(folder) {
            Ok(record) => record,
            Err(error) => return self.fault(&folder.join(RUN_FILE), error),
        };
        if let Err(error) = read_timing(folder) {
            self.fault(&folder.join("timing.json"), error);
        }
        let failed = record.replicates.iter().filter(|status| matches!(status, Status::Failed { .. })).count();
        if failed > 0 {
            self.warn(folder, format!("{failed} of {} replicates failed", record.replicates.len()));
        }
        if record.state == State::Running {
            match part::scan(folder) {
                Ok((frames, _)) if frames.len() < record.replicates.len() => self.warn(
                    folder,
                    format!("it is an unfinished run ({} of {} replicates)", frames.len(), record.replicates.len()),
                ),
                Ok(_) if record.shard.is_none() => self.warn(folder, "its tables are not made yet"),
                Ok(_) => "part of a run".clone_into(&mut self.kind),
                Err(error) => self.fault(&folder.join(PARTS_FOLDER), error),
            }
            return;
        }
        match StoredRun::open(folder) {
            Ok(run) => {
                for table in crate::table::schema::Table::ALL.into_iter().filter_map(|table| run.table(table)) {
                    if let Err(error) = crate::table::columns::open(&table, None, 1) {
                        self.fault(&table, error);
                    }
                }
            }
            Err(error) => self.fault(folder, error),
        }
    }
}
