//! Runs commands, shows their output as it comes, and counts what their test runners report.

use std::io::{BufRead, BufReader, PipeReader};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Instant;

/// Tests and checks so far.
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    /// What was done and the seconds that it took, in order.
    steps: Vec<(String, f64)>,
    /// When the last step ended.
    since: Instant,
    begun: Instant,
    /// Whether other steps go on beside these: what a step prints then comes as one block at its end.
    beside: bool,
}

impl Default for Tally {
    fn default() -> Self {
        let now = Instant::now();
        Self { passed: 0, failed: 0, steps: Vec::new(), since: now, begun: now, beside: false }
    }
}

impl Tally {
    /// A tally of steps that go on beside others, to be joined to theirs.
    pub fn beside() -> Self {
        Self { beside: true, ..Self::default() }
    }

    /// Adds what was counted beside.
    pub fn join(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.steps.extend(other.steps);
        self.since = Instant::now();
    }

    /// Ends a step: the seconds since the last one are its own.
    fn step(&mut self, what: &str) {
        let seconds = self.since.elapsed().as_secs_f64();
        match self.steps.last_mut() {
            Some((last, sum)) if last == what => *sum += seconds,
            _ => self.steps.push((what.to_owned(), seconds)),
        }
        self.since = Instant::now();
    }

    /// Prints the time of every step of a second or more against the budget, and how many tests passed and failed.
    pub fn close(mut self, budget_minutes: u64) -> ExitCode {
        self.step("the rest");
        let all = self.begun.elapsed().as_secs_f64();
        println!("seconds  step");
        for (what, seconds) in self.steps.iter().filter(|(_, seconds)| *seconds >= 1.0) {
            println!("{seconds:7.0}  {what}");
        }
        println!("{all:7.0}  in all, of {} that it may take", 60 * budget_minutes);
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// One check that either holds or not.
    pub fn check(&mut self, what: &str, outcome: Result<(), String>) {
        self.step(what);
        match outcome {
            Ok(()) => {
                println!("ok: {what}");
                self.passed += 1;
            }
            Err(why) => {
                println!("FAILED: {what}: {why}");
                self.failed += 1;
            }
        }
    }

    /// A command that counts as one check.
    pub fn command(&mut self, what: &str, command: &mut Command) -> bool {
        let outcome = self.shown(what, command, |_, _| ());
        let held = outcome.is_ok();
        self.check(what, outcome);
        held
    }

    /// A command of many lines that are of use only where it fails.
    pub fn quiet(&mut self, what: &str, command: &mut Command) -> bool {
        let outcome = match command.output() {
            Ok(output) if output.status.success() => Ok(()),
            Ok(output) => Err(format!("{}\n{}", output.status, String::from_utf8_lossy(&output.stderr))),
            Err(error) => Err(error.to_string()),
        };
        let held = outcome.is_ok();
        self.check(what, outcome);
        held
    }

    /// A test runner whose counts are added: lines `test result: ... N passed; N failed` of cargo, `pass N` and
    /// `fail N` of node, `N passed, N failed in Ns` of pytest, which adds `(0:01:17)` after a minute. A runner that fails
    /// without counting a failure counts as one.
    pub fn runner(&mut self, what: &str, command: &mut Command) {
        let (passed, failed) = (self.passed, self.failed);
        let outcome = self.shown(what, command, Self::read);
        if outcome.is_err() && self.failed == failed {
            self.check(what, outcome);
        } else if outcome.is_ok() && self.passed == passed {
            self.check(what, Err("the runner counted no test".to_owned()));
        }
        self.step(what);
    }

    /// Runs a command and shows what it prints, each line as it comes or all as one block.
    fn shown(&mut self, what: &str, command: &mut Command, read: fn(&mut Self, &str)) -> Result<(), String> {
        let mut block = vec![format!("== {what}")];
        if !self.beside {
            println!("{}", block.remove(0));
        }
        let (mut child, output) = started(command).map_err(|error| error.to_string())?;
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            read(self, &line);
            if self.beside {
                block.push(line);
            } else {
                println!("{line}");
            }
        }
        if self.beside {
            println!("{}", block.join("\n"));
        }
        match child.wait() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(status.to_string()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn read(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number_before = |word: &str| {
            let at = words.iter().position(|found| found.trim_end_matches([';', ',']) == word)?;
            words.get(at.checked_sub(1)?)?.parse::<u64>().ok()
        };
        let counts = |word: &&str| matches!(word.trim_end_matches(','), "passed" | "failed");
        let pytest = words.get(1).is_some_and(counts) && words.iter().rev().take(3).any(|word| *word == "in");
        if pytest || line.starts_with("test result:") {
            self.passed += number_before("passed").unwrap_or(0);
            self.failed += number_before("failed").unwrap_or(0);
        } else if let ["ℹ" | "#", kind @ ("pass" | "fail"), count] = words.as_slice() {
            let count = count.parse::<u64>().unwrap_or(0);
            if *kind == "pass" { self.passed += count } else { self.failed += count }
        }
    }
}

/// Starts a command with one pipe for all that it prints, so that the order of lines is kept.
fn started(command: &mut Command) -> std::io::Result<(Child, PipeReader)> {
    let (reader, writer) = std::io::pipe()?;
    let child = command.stdout(writer.try_clone()?).stderr(writer).spawn();
    // The command holds the writing end: only once it is let go does the reading end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    Ok((child?, reader))
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn every_runner_is_counted() {
        for (line, passed, failed) in [
            ("test result: ok. 12 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s", 12, 1),
            ("101 passed, 1 skipped in 9.44s", 101, 0),
            ("101 passed, 1 skipped, 32 warnings in 77.44s (0:01:17)", 101, 0),
            ("2 failed, 3 passed in 1.00s", 3, 2),
            ("ℹ pass 29", 29, 0),
            ("# fail 2", 0, 2),
            ("what passed stays in silence", 0, 0),
        ] {
            let mut tally = Tally::default();
            tally.read(line);
            assert_eq!((tally.passed, tally.failed), (passed, failed), "{line}");
        }
    }
}
