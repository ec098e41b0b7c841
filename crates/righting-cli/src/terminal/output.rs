//! What a command says on standard output.

use std::io::{self, ErrorKind, Write};

use serde::Serialize;

use crate::fail::Fail;

use crate::session;

/// Writes a text to standard output. A reader that has gone is no error.
pub fn emit(text: &str) -> Result<(), Fail> {
    if session::with(|session| session.output += text).is_some() {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Fail::BrokenPipe),
        Err(error) => Err(Fail::Kept(miette::miette!("cannot write to standard output: {error}"))),
    }
}

/// Writes one JSON object and a line end.
pub fn emit_json(value: &impl Serialize) -> Result<(), Fail> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Fail::Kept(miette::miette!("cannot write the result as JSON: {error}")))?;
    emit(&(text + "\n"))
}
