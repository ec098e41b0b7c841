//! The progress bar, and what stands for it in a log.

use std::cell::Cell;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use righting_lab::Progress;

use super::width::shows_progress;
use crate::session;

/// Time between two lines of a log; what is done sooner writes none.
const BETWEEN: Duration = Duration::from_secs(30);

/// A progress bar on standard error, with rate and time left; where there is no terminal, a line every 30 s.
pub struct Bar {
    bar: ProgressBar,
    what: String,
    log: Option<Log>,
}

/// When a log was begun and when it last said something.
struct Log {
    begun: Instant,
    said: Cell<Duration>,
}

impl Bar {
    /// A bar for `total` of `what`.
    pub fn new(total: u64, what: &str) -> Self {
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
        let template = format!("{{bar:30}} {{pos}}/{{len}} {what} · {{per_sec}} · {{eta}} left {{msg}}");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        let on_terminal = shows_progress();
        if on_terminal {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        let log = || Log { begun: Instant::now(), said: Cell::new(Duration::ZERO) };
        Self { bar, what: what.to_owned(), log: (!on_terminal && !session::is_held()).then(log) }
    }

    /// Moves to `done`, with a remark behind the bar.
    pub fn at(&self, done: u64, remark: String) {
        session::with(|session| (session.progress)(done, self.bar.length().unwrap_or(0)));
        if let Some(log) = &self.log {
            let now = log.begun.elapsed();
            if is_due(log.said.get(), now) {
                log.said.set(now);
                eprintln!("{}", line((done, self.bar.length().unwrap_or(0)), &self.what, now, &remark));
            }
        }
        self.bar.set_message(remark);
        self.bar.set_position(done);
    }

    /// Moves to where an ensemble is, with the number that failed, if any did.
    pub fn follow(&self, progress: Progress) {
        self.length(progress.total);
        let failed = if progress.failed > 0 { format!("· {} failed", progress.failed) } else { String::new() };
        self.at(progress.done, failed);
    }

    /// Sets how many there are in all.
    pub fn length(&self, total: u64) {
        self.bar.set_length(total);
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

fn is_due(said: Duration, now: Duration) -> bool {
    now.saturating_sub(said) >= BETWEEN
}

/// Where the work is, with the time that is left at the rate so far.
fn line((done, total): (u64, u64), what: &str, passed: Duration, remark: &str) -> String {
    let left = || passed.as_secs_f64() * total.saturating_sub(done) as f64 / done as f64;
    let left = if done > 0 && total > 0 { format!(", about {} left", time(left())) } else { String::new() };
    let of = if total > 0 { format!(" of {total}") } else { String::new() };
    format!("{done}{of} {what} in {}{left} {remark}", time(passed.as_secs_f64())).trim_end().to_owned()
}

/// A time for people.
fn time(seconds: f64) -> String {
    if seconds < 120.0 {
        format!("{seconds:.0} s")
    } else if seconds < 7200.0 {
        format!("{:.0} min", seconds / 60.0)
    } else {
        format!("{:.1} h", seconds / 3600.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_says_where_the_work_is_every_half_minute() {
        let seconds = Duration::from_secs;
        assert!(!is_due(Duration::ZERO, seconds(29)) && is_due(Duration::ZERO, seconds(30)));
        assert!(!is_due(seconds(30), seconds(59)) && is_due(seconds(30), seconds(61)));
        assert_eq!(line((40, 200), "runs", seconds(30), ""), "40 of 200 runs in 30 s, about 2 min left");
        assert_eq!(
            line((1, 2000), "runs", seconds(60), "· 1 failed"),
            "1 of 2000 runs in 60 s, about 33.3 h left · 1 failed"
        );
        assert_eq!(line((0, 0), "trials", seconds(600), ""), "0 trials in 10 min");
    }
}
