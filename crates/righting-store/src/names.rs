//! Names of what lies in a folder, and the format of a run.

/// Version of the layout of a run's folder.
pub const FORMAT: u32 = 4;

/// The checksums of all files.
pub(crate) const CHECKSUMS_FILE: &str = "righting.b3sum";
/// What a run was asked and how its replicates ended.
pub(crate) const RUN_FILE: &str = "run.json";
/// How long a run took.
pub(crate) const TIMING_FILE: &str = "timing.json";
/// What a study was asked.
pub(crate) const STUDY_FILE: &str = "study.json";
/// What was asked of a classic.
pub(crate) const CLASSIC_FILE: &str = "classic.json";
/// Replicates of a run that is not finished.
pub(crate) const PARTS_FOLDER: &str = "parts";
/// Held by whoever writes the folder.
pub(crate) const LOCK: &str = ".lock";
/// End of the name of a part of a table of trials.
pub(crate) const PARTIAL: &str = ".partial";
