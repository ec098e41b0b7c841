//! Words that come from a file and go into a message or a name: cut to a length, and free of signs that hide.

/// Characters of a value that a message quotes.
const MOST: usize = 200;

/// A value as a message quotes it: its first characters, what a terminal would obey written out.
pub fn cut(text: &str) -> String {
    cut_after(text, MOST)
}

/// The same of a whole sentence, which may quote several values.
pub(crate) fn cut_sentence(text: &str) -> String {
    cut_after(text, 4 * MOST)
}

fn cut_after(text: &str, most: usize) -> String {
    let mut shown = String::new();
    for sign in text.chars().take(most) {
        if hides(sign) { shown.extend(sign.escape_unicode()) } else { shown.push(sign) }
    }
    if text.chars().nth(most).is_some() {
        shown.push('…');
    }
    shown
}

/// Digits with thousands set apart: `1,234,567`.
pub fn thousands(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Signs that change how text around them is shown and are themselves not seen: controls, overrides of the direction
/// of writing, joiners and spaces of no width, tags.
pub(crate) fn hides(sign: char) -> bool {
    sign.is_control()
        || matches!(sign,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{061c}' | '\u{180e}' | '\u{ad}' | '\u{e0000}'..='\u{e007f}')
}

/// The first sign of a name that hides, and where it stands. Scripts that need joiners keep them between letters.
pub(crate) fn hidden(name: &str) -> Option<(usize, char)> {
    let joins = |at: usize, sign: char| {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && !c.is_ascii());
        matches!(sign, '\u{200c}' | '\u{200d}')
            && letter(name[..at].chars().next_back())
            && letter(name[at + sign.len_utf8()..].chars().next())
    };
    name.char_indices().find(|&(at, sign)| hides(sign) && !joins(at, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_cut_and_hidden_signs_are_written_out() {
        assert_eq!(cut("Côte d'Ivoire"), "Côte d'Ivoire");
        assert_eq!(cut(&"é".repeat(300)).chars().count(), MOST + 1);
        assert_eq!(cut("a\u{1b}[31m\u{202e}b"), "a\\u{1b}[31m\\u{202e}b");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(["", "1", "999", "1000", "19500000"].map(thousands), ["", "1", "999", "1,000", "19,500,000"]);
    }

    #[test]
    fn names_may_join_letters_and_hide_nothing() {
        assert_eq!(hidden("می‌روم"), None);
        assert_eq!(hidden("Алматы, Côte-d’Or 東京"), None);
        assert_eq!(hidden("North\u{202e}"), Some((5, '\u{202e}')));
        assert_eq!(hidden("No\u{200b}rth"), Some((2, '\u{200b}')));
        assert_eq!(hidden("a\tb"), Some((1, '\t')));
    }
}
