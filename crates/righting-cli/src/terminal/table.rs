//! Tables for people.
//!
//! A column is never narrower than its longest word, so no name, id or number is broken; columns of words wrap between
//! words. Where the words do not fit side by side, rows stand below one another instead, a line for each cell.

use comfy_table::{CellAlignment, ColumnConstraint, LineStyle, Table, TableStyle, Width};
use unicode_width::UnicodeWidthStr;

use crate::text::one_line;

/// Blanks before the cells of a column.
const AROUND: u16 = 1;
/// Blanks between two columns, beside those.
const BETWEEN: usize = 1;
/// Longer words, which are addresses, may be broken.
const WORD: usize = 48;

/// A table as wide as the terminal at most; the columns whose heading begins with `>` are set to the right.
pub fn table(headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    table_of(headings, rows, super::width())
}

/// The same for a terminal of so many columns.
fn table_of(headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>, width: usize) -> String {
    let names: Vec<&str> = headings.iter().map(|heading| heading.trim_start_matches('>')).collect();
    let rows: Vec<Vec<String>> = rows.into_iter().map(|row| row.iter().map(|cell| one_line(cell)).collect()).collect();
    // Names in the first column and numbers with their bands stay on one line if there is room for that.
    let number: Vec<bool> = headings.iter().map(|heading| heading.starts_with('>')).collect();
    let first: Vec<bool> = (0..headings.len()).map(|at| at == 0).collect();
    let both: Vec<bool> = number.iter().zip(&first).map(|(number, first)| *number || *first).collect();
    let none = vec![false; headings.len()];
    match [both, first, none].iter().find_map(|whole| widths(&names, &rows, width, whole)) {
        Some(widths) => side_by_side(headings, &names, &rows, &widths),
        None => one_below_the_other(&names, &rows),
    }
}

fn side_by_side(headings: &[&str], names: &[&str], rows: &[Vec<String>], widths: &[usize]) -> String {
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    table.set_header(names);
    table.add_rows(rows);
    for (index, (heading, width)) in headings.iter().zip(widths).enumerate() {
        if let Some(column) = table.column_mut(index) {
            let width = u16::try_from(*width).unwrap_or(u16::MAX).saturating_add(AROUND);
            column.set_padding((AROUND, 0));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
            if heading.starts_with('>') {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
    }
    // Blanks up to the end of a line are noise in a file.
    format!("{table}").lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Cells below one another under the names of their columns, rows apart.
fn one_below_the_other(names: &[&str], rows: &[Vec<String>]) -> String {
    let wide = names.iter().map(|name| name.width()).max().unwrap_or(0);
    let cell = |(name, cell): (&&str, &String)| {
        let gap = " ".repeat(wide - name.width());
        format!(" {name}{gap}  {cell}").trim_end().to_owned() + "\n"
    };
    let row =
        |row: &Vec<String>| names.iter().zip(row).filter(|(_, cell)| !cell.is_empty()).map(cell).collect::<String>();
    rows.iter().map(row).collect::<Vec<String>>().join("\n")
}

/// The widths of columns of which every word fits, or every cell of those that are to stay whole; `None` where they are
/// wider than the terminal together.
fn widths(names: &[&str], rows: &[Vec<String>], width: usize, whole: &[bool]) -> Option<Vec<usize>> {
    let cells = |at: usize| rows.iter().filter_map(move |row| row.get(at).map(String::as_str));
    let heads = |at: usize| longest_word(names[at]);
    let least = |at: usize| {
        let measure: fn(&str) -> usize = if whole[at] { UnicodeWidthStr::width } else { longest_word };
        cells(at).map(measure).max().unwrap_or(0).max(heads(at))
    };
    let mut least: Vec<usize> = (0..names.len()).map(least).collect();
    let most = |at: usize| cells(at).map(UnicodeWidthStr::width).max().unwrap_or(0).max(names[at].width());
    let most: Vec<usize> = (0..names.len()).map(most).collect();
    let room = width.checked_sub(usize::from(AROUND) * names.len() + BETWEEN * names.len().saturating_sub(1))?;
    let mut left = room.checked_sub(least.iter().sum())?;
    // What is left goes to the columns that lack it, evenly: the narrowest of them are whole first.
    while left > 0 {
        let lacking: Vec<usize> = (0..least.len()).filter(|&at| least[at] < most[at]).collect();
        if lacking.is_empty() {
            break;
        }
        let each = (left / lacking.len()).max(1);
        for at in lacking {
            let more = each.min(most[at] - least[at]).min(left);
            least[at] += more;
            left -= more;
        }
    }
    Some(least)
}

fn longest_word(text: &str) -> usize {
    text.split(' ').map(UnicodeWidthStr::width).filter(|&width| width <= WORD).max().unwrap_or(0).max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn owned(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn words_wrap_and_ids_do_not() {
        let rows =
            owned(&[&["escalation.overwhelmed_share", "0.25", "a share of those who are in the streets at once"]]);
        let shown = table_of(&["path", ">value", "what"], rows.clone(), 60);
        let lines: Vec<&str> = shown.lines().map(str::trim_end).collect();
        assert!(lines[0].starts_with(" path") && lines[1].starts_with('─') && lines[1].width() <= 60, "{shown}");
        assert!(lines[2].starts_with(" escalation.overwhelmed_share ") && lines.len() > 3, "{shown}");
        assert!(table_of(&["path", ">value", "what"], rows.clone(), 200).lines().count() == 3);
        let narrow = table_of(&["path", ">value", "what"], rows, 40);
        assert_eq!(
            narrow,
            " path   escalation.overwhelmed_share\n value  0.25\n what   a share of those who are in the streets at once\n"
        );
    }

    proptest! {
        /// Whatever the width, every word of every cell stands whole on one line, and no line is wider than the
        /// terminal while columns stand side by side.
        #[test]
        fn no_word_is_broken(
            rows in prop::collection::vec(prop::collection::vec("[a-zäж東]{1,20}( [a-z0-9._-]{1,30}){0,4}", 3), 0..60),
            width in 20_usize..240,
        ) {
            let shown = table_of(&["id", ">number of it", "what"], rows.clone(), width);
            let words: std::collections::BTreeSet<&str> = shown.split_whitespace().collect();
            for word in rows.iter().flatten().flat_map(|cell| cell.split(' ')) {
                prop_assert!(words.contains(word), "{} is broken in\n{}", word, shown);
            }
            if shown.contains('─') {
                prop_assert!(shown.lines().all(|line| line.width() <= width), "{}", shown);
            }
        }
    }
}
