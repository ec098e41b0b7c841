//! Runs commands, shows their output as it comes, and counts what their test runners report.

use std::io::{BufRead, BufReader};
use std::process::{Command, ExitCode, Stdio};
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
}

impl Default for Tally {
    fn default() -> Self {
        let now = Instant::now();
        Self { passed: 0, failed: 0, steps: Vec::new(), since: now, begun: now }
    }
}

impl Tally {
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
        println!("== {what}");
        let outcome = match command.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(status.to_string()),
            Err(error) => Err(error.to_string()),
        };
        let held = outcome.is_ok();
        self.check(what, outcome);
        held
    }

    /// A test runner whose counts are added: lines `test result: ... N passed; N failed` of cargo, `pass N` and
    /// `fail N` of node, `N passed, N failed in Ns` of pytest, which adds `(0:01:17)` after a minute. A runner that fails without counting a failure counts as one.
    pub fn runner(&mut self, what: &str, command: &mut Command) {
        println!("== {what}");
        let (passed, failed) = (self.passed, self.failed);
        let child = command.stdout(Stdio::piped()).spawn();
        let mut child = match child {
            Ok(child) => child,
            Err(error) => return self.check(what, Err(error.to_string())),
        };
        if let Some(output) = child.stdout.take() {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                println!("{line}");
                self.read(&line);
            }
        }
        let succeeded = child.wait().is_ok_and(|status| status.success());
        if !succeeded && self.failed == failed {
            self.check(what, Err("the runner failed".to_owned()));
        }
        if succeeded && self.passed == passed {
            self.check(what, Err("the runner counted no test".to_owned()));
        }
        self.step(what);
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
