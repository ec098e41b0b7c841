//! Who hears a command: the terminal, or a caller in this process that gets its words back.

use std::cell::RefCell;
use std::sync::atomic::AtomicBool;

thread_local! {
    static SESSION: RefCell<Option<Session>> = const { RefCell::new(None) };
}

/// A command called in this process, by the thread that runs it.
pub struct Session {
    /// What goes to standard output.
    pub output: String,
    /// What goes to standard error.
    pub said: String,
    /// Raised to end it early.
    pub stop: &'static AtomicBool,
    /// Gets what is done and what there is to do.
    pub progress: Box<dyn FnMut(u64, u64)>,
}

/// Runs `work` with a session in place of the terminal, and gives it back.
pub fn held<T>(session: Session, work: impl FnOnce() -> T) -> (T, Session) {
    SESSION.with_borrow_mut(|slot| *slot = Some(session));
    let result = work();
    let session = SESSION.with_borrow_mut(Option::take).expect("nobody else takes it");
    (result, session)
}

/// Does something with the session, if there is one.
pub fn with<T>(work: impl FnOnce(&mut Session) -> T) -> Option<T> {
    SESSION.with_borrow_mut(|slot| slot.as_mut().map(work))
}

/// Whether a caller in this process hears.
pub fn is_held() -> bool {
    SESSION.with_borrow(Option::is_some)
}

/// Says a line beside the result.
pub fn say(line: &str) {
    let heard = with(|session| {
        session.said += line;
        session.said.push('\n');
    });
    if heard.is_none() {
        eprintln!("{line}");
    }
}
