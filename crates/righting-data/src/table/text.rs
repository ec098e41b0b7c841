//! From bytes to text: UTF-8, or the cause why not and what to do.

use crate::error::{DataError, Problem};

/// The text of a file, its byte order mark included, so that places in it are those of the file.
///
/// # Errors
/// When the bytes are not UTF-8; the error names what they look like and what to do.
pub fn readable<'a>(bytes: &'a [u8], file: &str) -> Result<&'a str, DataError> {
    let refuse = |at: usize, looks: &'static str| {
        let at = at.min(bytes.len());
        DataError {
            file: file.to_owned(),
            line: 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count(),
            column: None,
            span: Some(at..(at + 1).min(bytes.len())),
            problem: Box::new(Problem::NotUtf8 { byte: bytes.get(at).copied().unwrap_or(0), at, looks }),
        }
    };
    if let Some(looks) = other_format(bytes) {
        return Err(refuse(0, looks));
    }
    std::str::from_utf8(bytes).map_err(|error| refuse(error.valid_up_to(), "Latin-1 or Windows-1252 text"))
}

/// What a file is that is not plain text.
fn other_format(bytes: &[u8]) -> Option<&'static str> {
    const BEGINNINGS: [(&[u8], &str); 6] = [
        (&[0xff, 0xfe], "UTF-16 text"),
        (&[0xfe, 0xff], "UTF-16 text"),
        (b"PK\x03\x04", "an Excel workbook or another zip archive"),
        (&[0xd0, 0xcf, 0x11, 0xe0], "an old Excel workbook"),
        (&[0x1f, 0x8b], "a gzip archive"),
        (b"PAR1", "a Parquet table"),
    ];
    let known = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, looks)| *looks);
    let head = &bytes[..bytes.len().min(400)];
    let wide = 3 * head.iter().filter(|byte| **byte == 0).count() > head.len();
    known.or(wide.then_some("UTF-16 text"))
}

/// Where the lines of a text begin, so that a line is found without counting from the top.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    /// Lines end with a line feed, a carriage return, or both.
    pub fn of(text: &str) -> Lines {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        Lines(ends.map(|(at, _)| at).collect())
    }

    /// The line of a byte, from 1.
    pub fn line(&self, byte: usize) -> usize {
        1 + self.0.partition_point(|end| *end < byte)
    }
}

/// A character that no table holds on purpose: controls, and marks that turn the direction of writing.
pub(crate) fn hidden(text: &str) -> Option<(usize, char)> {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.char_indices().find(|(_, c)| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || turns(*c))
}

/// A text short enough for a message.
pub(crate) fn clip(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
