//! What kills, full disks, flipped bits and mutated inputs do to the program: `bench/faults`.

use std::path::Path;
use std::process::Command;

use crate::chores::root;
use crate::tally::Tally;

/// The harnesses, what each holds, and the seed of the short form.
const HARNESSES: [(&str, &str); 4] = [
    ("kills.py", "a kill or a disk fault at a write-side call is survived"),
    ("random_kills.py", "random kills change no byte of a result"),
    ("flips.py", "a flipped bit in a stored folder is found"),
    ("mutations.py", "mutated inputs are read or refused"),
];

/// The short forms.
pub fn short(tally: &mut Tally, program: &Path) {
    for (script, what) in HARNESSES {
        tally.command(what, harness(script, program).arg("--short"));
    }
}

/// The whole forms; each adds its row to `bench/faults/results.md`.
pub fn whole(tally: &mut Tally, program: &Path, wanted: impl Fn(&str) -> bool) {
    for (script, what) in HARNESSES.into_iter().filter(|(script, what)| wanted(script) || wanted(what)) {
        tally.command(what, harness(script, program).arg("--write"));
    }
}

fn harness(script: &str, program: &Path) -> Command {
    let mut command = Command::new("python3");
    command.arg(root().join("bench/faults").join(script)).current_dir(root());
    command.env("RIGHTING", program);
    command
}
