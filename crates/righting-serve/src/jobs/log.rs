//! What a job has told so far, for any number of readers.
//!
//! Every event is kept once, as the text that goes to readers. A reader holds no queue of its own: it asks for what
//! comes after the last event that it took, whenever it takes more. So a thousand readers, fast or stalled, cost one log.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use serde::Serialize;
use tokio::sync::watch;

/// The events of a job, in order.
#[derive(Debug)]
pub struct Log {
    held: Mutex<Held>,
    /// Number of events; wakes readers.
    length: watch::Sender<usize>,
}

#[derive(Debug, Default)]
struct Held {
    events: Vec<Bytes>,
    bytes: usize,
    ended: bool,
}

/// What comes after an event.
#[derive(Debug, PartialEq)]
pub enum Next {
    /// The events that follow.
    Events(Vec<Bytes>),
    /// None yet.
    Wait,
    /// None any more.
    End,
}

/// Events that a reader takes at once.
const AT_ONCE: usize = 16;

impl Default for Log {
    fn default() -> Self {
        Self { held: Mutex::default(), length: watch::Sender::new(0) }
    }
}

impl Log {
    /// A log that has ended, of events as they were sent.
    pub fn of(text: &[u8]) -> Self {
        let log = Self::default();
        {
            let mut held = log.lock();
            let text = Bytes::copy_from_slice(text);
            let mut begin = 0;
            for end in text.windows(2).enumerate().filter(|(_, pair)| *pair == b"\n\n").map(|(at, _)| at + 2) {
                held.events.push(text.slice(begin..end));
                begin = end;
            }
            held.bytes = begin;
            held.ended = true;
        }
        log
    }

    /// Adds an event and gives the bytes of all.
    pub fn push(&self, name: &str, data: &impl Serialize) -> usize {
        let mut held = self.lock();
        let event = Bytes::from(event(held.events.len(), name, data));
        held.bytes += event.len();
        held.events.push(event);
        let (length, bytes) = (held.events.len(), held.bytes);
        drop(held);
        self.length.send_replace(length);
        bytes
    }

    /// Adds the last event.
    pub fn end(&self, name: &str, data: &impl Serialize) {
        self.push(name, data);
        self.lock().ended = true;
        self.length.send_modify(|_| ());
    }

    /// What comes after the first `taken` events.
    pub fn after(&self, taken: usize) -> Next {
        let held = self.lock();
        match held.events.get(taken..).unwrap_or_default() {
            [] if held.ended => Next::End,
            [] => Next::Wait,
            rest => Next::Events(rest.iter().take(AT_ONCE).cloned().collect()),
        }
    }

    /// Bytes of all events.
    pub fn bytes(&self) -> usize {
        self.lock().bytes
    }

    /// All events, one after the other, and a last one that is not told yet.
    pub fn with_end(&self, name: &str, data: &impl Serialize) -> Vec<u8> {
        let held = self.lock();
        let mut text = held.events.concat();
        text.extend(event(held.events.len(), name, data).into_bytes());
        text
    }

    /// Wakes whoever holds it with every event.
    pub fn watch(&self) -> watch::Receiver<usize> {
        self.length.subscribe()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An event as readers get it. JSON has no line breaks, so that it is one line of data.
fn event(number: usize, name: &str, data: &impl Serialize) -> String {
    let data = serde_json::to_string(data).expect("events are plain JSON");
    format!("id: {number}\nevent: {name}\ndata: {data}\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_told_in_order_from_anywhere_and_end() {
        let log = Log::default();
        assert_eq!(log.after(0), Next::Wait);
        for number in 0..20 {
            log.push("one", &number);
        }
        let Next::Events(first) = log.after(0) else { panic!("events") };
        assert_eq!((first.len(), &first[1][..]), (AT_ONCE, &b"id: 1\nevent: one\ndata: 1\n\n"[..]));
        assert_eq!(log.after(20), Next::Wait);
        let text = log.with_end("ended", &"so\nit is");
        log.end("ended", &"so\nit is");
        let Next::Events(last) = log.after(20) else { panic!("events") };
        assert_eq!(last, [Bytes::from("id: 20\nevent: ended\ndata: \"so\\nit is\"\n\n")]);
        assert_eq!((log.after(21), log.after(99)), (Next::End, Next::End));
        let again = Log::of(&text);
        assert_eq!(again.bytes(), log.bytes());
        assert_eq!((again.after(5), again.after(21)), (log.after(5), Next::End));
    }
}
