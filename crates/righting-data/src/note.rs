//! What a reader understood beyond the letter of a file, said so that nobody is surprised.

use std::fmt;

/// One thing that was understood: a semicolon as delimiter, a ring that was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Note {
    /// The file's name as the caller gave it.
    pub file: String,
    /// Line of the first instance, from 1.
    pub line: usize,
    /// What was found and how it was read.
    pub message: String,
}

impl Note {
    pub(crate) fn new(file: &str, line: usize, message: impl Into<String>) -> Note {
        Note { file: file.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// What a file held, with what had to be understood to read it.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "the notes say how the file was understood"]
pub struct Noted<T> {
    /// What was read.
    pub value: T,
    /// How, where that was not plain; in the order of lines.
    pub notes: Vec<Note>,
}

impl<T> Noted<T> {
    /// The same notes on something made of the value.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Noted<U> {
        Noted { value: make(self.value), notes: self.notes }
    }
}
