//! Jobs on disk: a file for each, its first line how the job stands, then its events as they were sent.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::job::{Job, JobInfo, State};
use crate::refusal::{Problem, Refusal};

/// Folder of jobs under the root.
pub const FOLDER: &str = "jobs";
const ENDING: &str = "job";

/// Writes a job: the file is there whole or not at all, and on the disk when this returns.
///
/// # Errors
/// When the disk refuses.
pub fn write(folder: &Path, info: &JobInfo, events: &[u8]) -> Result<PathBuf, Refusal> {
    let path = folder.join(format!("{}.{ENDING}", info.id));
    let written = || -> std::io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(".job-").tempfile_in(folder)?;
        serde_json::to_writer(&mut file, info)?;
        file.write_all(b"\n")?;
        file.write_all(events)?;
        file.as_file().sync_all()?;
        file.persist(&path)?;
        // The name of a file is on the disk when its folder is.
        #[cfg(unix)]
        File::open(folder)?.sync_all()?;
        Ok(())
    };
    written().map_err(|error| Refusal::broken("disk", format!("job {} could not be kept: {error}", info.id)))?;
    Ok(path)
}

/// The events of a file.
pub fn events(text: &[u8]) -> &[u8] {
    text.iter().position(|&byte| byte == b'\n').map_or(&[], |end| &text[end + 1..])
}

/// The jobs of a folder, by number. One that was under way when its server ended is interrupted.
///
/// # Errors
/// When the folder cannot be read. A file that holds no job is left alone.
pub fn read(folder: &Path) -> std::io::Result<Vec<Arc<Job>>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == ENDING)
            && let Some(mut info) = header(&path)
        {
            if !info.state.is_over() {
                let message = "the server ended before the job did".to_owned();
                let help = info.result.as_ref().map(|_| "go on with it: what it stored is kept".to_owned());
                info.problem = Some(Problem { kind: "interrupted".to_owned(), message, help });
                info.state = State::Interrupted;
            }
            found.push(Arc::new(Job::kept(info, path)));
        }
    }
    found.sort_by_key(|job| job.id);
    Ok(found)
}

fn header(path: &Path) -> Option<JobInfo> {
    // A link could lead anywhere.
    let is_file = path.symlink_metadata().is_ok_and(|found| found.is_file());
    let mut line = String::new();
    BufReader::new(File::open(path).ok().filter(|_| is_file)?).read_line(&mut line).ok()?;
    serde_json::from_str(&line).ok()
}
