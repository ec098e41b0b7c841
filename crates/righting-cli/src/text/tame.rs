//! Texts of others on the terminal: cut to a length, and without letters that would drive it.

/// Letters of one text within a message; what a file holds may be megabytes.
const MOST: usize = 600;
/// Letters of one printed line.
const LINE: usize = 400;
/// Lines of one printed error.
const LINES: usize = 60;

/// A text that is safe to print, cut in its middle.
pub fn tame(text: &str) -> String {
    cut(&plain(text), MOST)
}

/// A text of one line, for a cell of a table.
pub fn one_line(text: &str) -> String {
    plain(text).replace(['\n', '\t'], " ")
}

/// Letters that drive a terminal as `�`.
fn plain(text: &str) -> String {
    let drives = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    text.chars().map(|letter| if drives(letter) { '\u{fffd}' } else { letter }).collect()
}

/// At most `most` letters: the beginning and the end of a longer text, and how much is left out.
fn cut(text: &str, most: usize) -> String {
    let letters = text.chars().count();
    if letters <= most {
        return text.to_owned();
    }
    let tail = most / 4;
    let head: String = text.chars().take(most - tail).collect();
    let end: String = text.chars().skip(letters - tail).collect();
    format!("{head} … {} letters left out … {end}", letters - most)
}

/// An error as it was laid out, with no line longer and no more lines than anybody reads. Its colours stay.
pub fn cut_lines(laid_out: &str) -> String {
    let line = |line: &str| {
        let (coloured, bare) = (plain_but_colours(line, true), plain_but_colours(line, false));
        if bare.chars().count() <= LINE { coloured } else { cut(&bare, LINE) }
    };
    let lines: Vec<String> = laid_out.lines().map(line).collect();
    if lines.len() <= LINES {
        return lines.join("\n");
    }
    let tail = LINES / 4;
    let (head, end) = (&lines[..LINES - tail], &lines[lines.len() - tail..]);
    format!("{}\n… {} lines left out …\n{}", head.join("\n"), lines.len() - LINES, end.join("\n"))
}

/// A line whose only sequences of control are those that set colours, or none.
fn plain_but_colours(line: &str, colours: bool) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("\u{1b}[") {
        text += &plain(&rest[..at]);
        let sequence = &rest[at + 2..];
        let end = sequence.find(|letter: char| !(letter.is_ascii_digit() || letter == ';')).unwrap_or(sequence.len());
        if sequence[end..].starts_with('m') {
            if colours {
                text += &rest[at..at + 3 + end];
            }
            rest = &sequence[end + 1..];
        } else {
            text.push('\u{fffd}');
            rest = &rest[at + 1..];
        }
    }
    text + &plain(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_and_say_so() {
        assert_eq!(tame("short"), "short");
        let long = format!("begin{}end", "x".repeat(1_000_000));
        let said = tame(&long);
        assert!(said.chars().count() < MOST + 40 && said.starts_with("begin") && said.ends_with("end"), "{said}");
        assert!(said.contains("letters left out"), "{said}");
        let lines = cut_lines(&"line\n".repeat(5000));
        assert_eq!(lines.lines().count(), LINES + 1);
        assert!(cut_lines(&"é".repeat(10_000)).chars().count() < LINE + 40);
    }

    #[test]
    fn nothing_drives_the_terminal_but_colours() {
        assert_eq!(tame("a\u{1b}[2Jb\u{9b}2Jc\u{7}\r"), "a\u{fffd}[2Jb\u{fffd}2Jc\u{fffd}\u{fffd}");
        assert_eq!(one_line("two\nlines"), "two lines");
        assert_eq!(
            cut_lines("\u{1b}[31;1mred\u{1b}[0m \u{1b}[2J\u{1b}"),
            "\u{1b}[31;1mred\u{1b}[0m \u{fffd}[2J\u{fffd}"
        );
        let long = format!("\u{1b}[31m{}\u{1b}[0m", "x".repeat(1000));
        assert!(!cut_lines(&long).contains('\u{1b}'));
    }
}
