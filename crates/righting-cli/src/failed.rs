//! Replicates that failed: told first, and never counted as success.

use righting_lab::FailedRun;
use righting_report::counted;
use righting_store::TrialRow;

use crate::fail::Fail;
use crate::text::tame;

/// Failures that a text names; the JSON object has all.
const NAMED: usize = 3;

/// Lines on the failures; none if there are none.
pub fn lines(failed: &[FailedRun]) -> String {
    let mut text = String::new();
    for run in failed.iter().take(NAMED) {
        let of = if run.of.is_empty() { String::new() } else { format!("{}: ", run.of) };
        text += &format!("{of}replicate {} failed in {}: {}\n", run.replicate, run.stage, tame(&run.message));
    }
    if failed.len() > NAMED {
        text += &format!("and {} more failed\n", failed.len() - NAMED);
    }
    text
}

/// Those of a table of trials.
pub fn of_rows(rows: &[TrialRow]) -> Vec<FailedRun> {
    let failed = |row: &TrialRow| {
        let (stage, message) = row.summaries.as_ref().err()?.clone();
        Some(FailedRun { of: format!("trial {}", row.trial), replicate: row.replicate, stage, message })
    };
    rows.iter().filter_map(failed).collect()
}

/// The failure of a command whose result lacks replicates that were asked for.
pub fn verdict(failed: u64, asked: u64) -> Result<(), Fail> {
    match failed {
        0 => Ok(()),
        count => {
            let of = counted(asked, "replicate", "replicates");
            let them = if count == 1 { "it" } else { "them" };
            Err(Fail::Check(format!("{count} of {of} failed; the results are without {them}")))
        }
    }
}
