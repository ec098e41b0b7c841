//! Prose with a heading before its first line.

use unicode_width::UnicodeWidthStr;

/// A text behind a heading, broken between words into lines of so many columns, all of which begin below one another.
pub fn hanging(heading: &str, text: &str, width: usize) -> String {
    let indent = heading.width();
    let mut told = heading.to_owned();
    let mut at = indent;
    for word in text.split_whitespace() {
        if at > indent && at + 1 + word.width() > width {
            told = format!("{told}\n{}", " ".repeat(indent));
            at = indent;
        } else if at > indent {
            told.push(' ');
            at += 1;
        }
        told.push_str(word);
        at += word.width();
    }
    told + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_begin_below_one_another() {
        assert_eq!(hanging("run  ", "many times over", 12), "run  many\n     times\n     over\n");
        assert_eq!(hanging("run  ", "many times over", 15), "run  many times\n     over\n");
        assert_eq!(hanging("", "incomprehensibilities", 5), "incomprehensibilities\n");
    }
}
