//! What of a file a message shows: its lines, with the very long ones cut. A line of a GeoJSON file
//! can hold a million characters, and a message that fills the terminal with them says nothing.

use std::ops::Range;
use std::sync::Arc;

use crate::words::hides;

/// Bytes up to which a line is shown whole, and characters left of a longer one.
const MOST: usize = 240;
/// Of those, characters before the place in question.
const LEAD: usize = 60;

/// A text to be shown, and where in it the place in question stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Excerpt {
    pub text: Arc<str>,
    pub span: Range<usize>,
}

impl Excerpt {
    /// `text` with its long lines cut; the line in which `span` begins is cut around it.
    pub fn of(text: &Arc<str>, span: &Range<usize>) -> Self {
        let text = &plain(text);
        if text.lines().all(|line| line.len() <= MOST) {
            return Self { text: plain(text), span: span.clone() };
        }
        let (mut shown, mut place, mut start) = (String::new(), None, 0);
        for line in text.split_inclusive('\n') {
            let body = line.trim_end_matches(['\r', '\n']);
            let here = start <= span.start && span.start <= start + body.len();
            let at = if here { span.start - start } else { 0 };
            let kept = window(body, at);
            if kept.start > 0 {
                shown.push('…');
            }
            if here {
                let end = (span.end - start).min(kept.end);
                place = Some(shown.len() + at - kept.start..shown.len() + end - kept.start);
            }
            shown.push_str(&body[kept.clone()]);
            if kept.end < body.len() {
                shown.push('…');
            }
            shown.push_str(&line[body.len()..]);
            start += line.len();
        }
        let end = shown.len();
        Self { text: plain(&shown.into()), span: place.unwrap_or(end..end) }
    }
}

/// The same with what a terminal would obey, and what is not seen, replaced by marks of as many bytes.
fn plain(text: &Arc<str>) -> Arc<str> {
    let hidden = |sign: char| hides(sign) && !matches!(sign, '\n' | '\r' | '\t');
    if !text.contains(hidden) {
        return Arc::clone(text);
    }
    let mark = |sign: char| match sign.len_utf8() {
        _ if !hidden(sign) => sign,
        1 => '?',
        2 => '¿',
        3 => '\u{fffd}',
        _ => '\u{1d7c9}',
    };
    text.chars().map(mark).collect::<String>().into()
}

/// The bytes of a line to show so that the one at `at` is among them.
fn window(line: &str, at: usize) -> Range<usize> {
    if line.len() <= MOST {
        return 0..line.len();
    }
    let back = |from: usize, characters: usize| {
        line[..from].char_indices().rev().nth(characters.saturating_sub(1)).map_or(0, |(offset, _)| offset)
    };
    let start = back(at, LEAD).min(back(line.len(), MOST));
    let end = line[start..].char_indices().nth(MOST).map_or(line.len(), |(offset, _)| start + offset);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, span: Range<usize>) -> (String, String) {
        let found = Excerpt::of(&text.into(), &span);
        (found.text.to_string(), found.text[found.span].to_owned())
    }

    #[test]
    fn short_lines_are_shown_as_they_are() {
        assert_eq!(excerpt("a\nbc\n", 2..4), ("a\nbc\n".to_owned(), "bc".to_owned()));
        assert_eq!(excerpt("", 0..0), (String::new(), String::new()));
    }

    #[test]
    fn what_a_terminal_would_obey_is_not_shown() {
        let (shown, place) = excerpt("a\u{1b}[2J\u{202e}b\u{ad}HERE\n", 11..15);
        assert_eq!((shown.as_str(), place.as_str()), ("a?[2J\u{fffd}b¿HERE\n", "HERE"));
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let long = "é".repeat(100_000);
        for (before, after) in [(0, 100_000), (100_000, 0), (50_000, 50_000), (10, 100_000)] {
            let text = format!("first\r\n{}HERE{}\r\n{long}", &long[..2 * before], &long[..2 * after]);
            let at = 7 + 2 * before;
            let (shown, place) = excerpt(&text, at..at + 4);
            assert_eq!(place, "HERE", "{before}");
            assert_eq!(shown.lines().count(), 3);
            assert!(shown.lines().all(|line| line.chars().count() <= MOST + 2), "{before}");
            assert!(shown.starts_with("first\r\n"));
        }
    }

    #[test]
    fn a_place_that_goes_on_past_the_cut_ends_there() {
        let text = format!("{}\nnext", "x".repeat(1000));
        assert_eq!(excerpt(&text, 0..1000).1.len(), MOST);
        assert_eq!(excerpt(&text, 900..1003).1, "x".repeat(100));
        assert_eq!(excerpt(&text, 1005..1005).1, "");
    }
}
