//! Where something stands in a file, and the map from one run of byte offsets to many files.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::excerpt::Excerpt;

/// A stretch of a file, for messages.
#[derive(Clone, PartialEq, Eq)]
pub struct Location {
    /// File as the user knows it, or `--set` for a change given on the command line.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// Bytes of the file.
    pub span: Range<usize>,
    /// The whole text of the file.
    pub text: Arc<str>,
    /// What of it a message shows.
    pub(crate) shown: Excerpt,
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

impl Location {
    /// The stretch `span` of `text`, which is the content of `file`; offsets beyond the end mean the end.
    pub fn new(file: impl Into<String>, text: Arc<str>, span: Range<usize>) -> Self {
        let floor =
            |offset: usize| (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let start = floor(span.start);
        let end = floor(span.end.max(span.start)).max(start);
        let before = &text[..start];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
        let shown = Excerpt::of(&text, &(start..end));
        Self { file: file.into(), line, column, span: start..end, text, shown }
    }

    /// The text of the stretch.
    pub fn found(&self) -> &str {
        &self.text[self.span.clone()]
    }
}

/// One file of a [`SourceMap`].
#[derive(Debug, Clone)]
pub(crate) struct MappedFile {
    /// Name for messages.
    pub name: String,
    pub text: Arc<str>,
    /// Offset of its first byte.
    pub base: usize,
    /// Which scenario folder its relative paths belong to.
    pub folder: usize,
}

/// Texts laid end to end, so that one offset names both a file and a place in it.
///
/// A scenario is merged from several files; every span of the merged tree is an offset here.
#[derive(Debug, Clone, Default)]
pub(crate) struct SourceMap {
    files: Vec<MappedFile>,
}

impl SourceMap {
    /// Adds a text and returns the offset of its first byte.
    pub fn add(&mut self, name: impl Into<String>, text: Arc<str>, folder: usize) -> usize {
        // One byte between files keeps an empty span at the end of one file out of the next.
        let base = self.files.last().map_or(0, |last| last.base + last.text.len() + 1);
        self.files.push(MappedFile { name: name.into(), text, base, folder });
        base
    }

    pub fn file(&self, offset: usize) -> &MappedFile {
        let after = self.files.partition_point(|file| file.base <= offset);
        &self.files[after.saturating_sub(1)]
    }

    pub fn locate(&self, span: Range<usize>) -> Location {
        let file = self.file(span.start);
        Location::new(&file.name, Arc::clone(&file.text), span.start - file.base..span.end.saturating_sub(file.base))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_find_their_file_line_and_column() {
        let mut map = SourceMap::default();
        let first = map.add("a.toml", "x = 1\ny = 2\n".into(), 0);
        let second = map.add("b.toml", "é = 3\nz = 4".into(), 1);
        let at = map.locate(first + 6..first + 7);
        assert_eq!((at.to_string().as_str(), at.found()), ("a.toml:2:1", "y"));
        let at = map.locate(second + 7..second + 8);
        assert_eq!((at.to_string().as_str(), at.found()), ("b.toml:2:1", "z"));
        assert_eq!(map.locate(first + 12..first + 12).to_string(), "a.toml:3:1");
    }

    #[test]
    fn spans_off_the_end_or_inside_a_character_are_clamped() {
        let at = Location::new("a", "é".into(), 1..9);
        assert_eq!((at.span, at.line, at.column), (0..2, 1, 1));
    }
}
