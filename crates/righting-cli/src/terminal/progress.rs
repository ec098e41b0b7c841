//! The progress bar.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use righting_lab::Progress;

use super::session;

/// A progress bar on standard error, with rate and time left; nothing where there is no terminal.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar for `total` of `what`.
    pub fn new(total: u64, what: &str) -> Self {
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
        let template = format!("{{bar:30}} {{pos}}/{{len}} {what} · {{per_sec}} · {{eta}} left {{msg}}");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        if super::shows_progress() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        Self(bar)
    }

    /// Moves to `done`, with a remark behind the bar.
    pub fn at(&self, done: u64, remark: String) {
        session::with(|session| (session.progress)(done, self.0.length().unwrap_or(0)));
        self.0.set_message(remark);
        self.0.set_position(done);
    }

    /// Moves to where an ensemble is, with the number that failed, if any did.
    pub fn follow(&self, progress: Progress) {
        self.length(progress.total);
        let failed = if progress.failed > 0 { format!("· {} failed", progress.failed) } else { String::new() };
        self.at(progress.done, failed);
    }

    /// Sets how many there are in all.
    pub fn length(&self, total: u64) {
        self.0.set_length(total);
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}
