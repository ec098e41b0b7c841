//! The account of an import, for people.

use righting_import::{Account, FileAccount, Unmatched};
use righting_report::counted;

use crate::terminal::{count, table};
use crate::text::tame;
use righting_store::quoted;

/// Rows of a list that are printed; `--json` has them all.
const MOST: usize = 20;

/// What became of the rows, what was drafted, and what to do next.
pub(super) fn text(account: &Account, into: &str) -> String {
    let mut text = files(account);
    text += &list("note", &account.notes);
    text += &list("cannot be read", &account.unreadable);
    text += &list("no such place", &account.unmatched.iter().map(unmatched).collect::<Vec<_>>());
    text += &others(account);
    text += &coverage(account);
    text += &drafted(account);
    text + &next(account, into)
}

/// A line for each file, the counts that are not 0.
fn files(account: &Account) -> String {
    let line = |file: &FileAccount| {
        let counts = [
            (file.used, "used"),
            (file.repeated, "of events that stand in another row"),
            (file.outside_days, "of other days"),
            (file.outside_country, "of other countries"),
            (file.other_kinds, "of other kinds"),
            (file.unmatched, "of no place that is known"),
            (file.unreadable, "unreadable"),
        ];
        let told =
            counts.iter().filter(|(rows, _)| *rows > 0).map(|(rows, what)| format!("{} {what}", count(*rows as f64)));
        let told = told.collect::<Vec<_>>().join(", ");
        let told = if told.is_empty() { String::new() } else { format!(": {told}") };
        let rows = if file.read == 1 { "row" } else { "rows" };
        format!("{} ({}): {} {rows}{told}\n", tame(&file.file), file.form, count(file.read as f64))
    };
    account.files.iter().map(line).collect()
}

fn list(what: &str, lines: &[String]) -> String {
    let mut text: String = lines.iter().take(MOST).map(|line| format!("{what}: {}\n", tame(line))).collect();
    if let Some(more) = lines.len().checked_sub(MOST).filter(|more| *more > 0) {
        text += &format!("{what}: {} more, all of them with --json\n", count(more as f64));
    }
    text
}

fn unmatched(row: &Unmatched) -> String {
    let named: Vec<String> =
        [&row.region, &row.place].into_iter().filter(|name| !name.is_empty()).map(|name| format!("`{name}`")).collect();
    let more = match row.lines.len().saturating_sub(1) {
        0 => String::new(),
        more => format!(" and {} more", counted(more as u64, "row", "rows")),
    };
    let nearest = row.nearest.as_ref().map_or_else(String::new, |nearest| format!("; the nearest is {nearest}"));
    let named = if named.is_empty() { "nothing".to_owned() } else { named.join(", ") };
    format!("{}:{}{more}: {named}{nearest}", row.file, row.lines.first().copied().unwrap_or_default())
}

fn others(account: &Account) -> String {
    if account.other_countries.is_empty() {
        return String::new();
    }
    let all = &account.other_countries;
    let mut named: Vec<String> =
        all.iter().take(MOST).map(|(name, rows)| format!("{} {}", tame(name), count(*rows as f64))).collect();
    if let Some(more) = all.len().checked_sub(MOST).filter(|more| *more > 0) {
        named.push(format!("{more} more"));
    }
    let hint = if account.used() == 0 { "; --country NAME says which of them is that of the scenario" } else { "" };
    format!("rows of other countries: {}{hint}\n", named.join(", "))
}

fn coverage(account: &Account) -> String {
    account.covered.map_or_else(String::new, |(from, to)| {
        format!(
            "The files cover {from} to {to} of the scenario's days: there a day without a row is one without an event; \
             --covers says otherwise.\n"
        )
    })
}

fn drafted(account: &Account) -> String {
    if account.drafted.is_empty() {
        return String::new();
    }
    let number = |number: usize| if number == 0 { "-".to_owned() } else { count(number as f64) };
    let row = |file: &righting_import::Drafted| {
        let counts = [file.added, file.present, file.differing, file.updated, file.shared].map(number);
        std::iter::once(file.file.clone()).chain(counts).collect()
    };
    let headings =
        ["rows drafted into", ">new", ">there already", ">there and differ", ">updated", ">let into reports"];
    let mut text = table(&headings, account.drafted.iter().map(row));
    if account.drafted.iter().any(|file| file.differing > 0) {
        text += "Rows that stand there and differ were kept: --update writes over those that an import drafted.\n";
    }
    if !account.keys.is_empty() {
        text += &format!("[records] of the scenario gains: {}\n", account.keys.join(", "));
    }
    text
}

fn next(account: &Account, into: &str) -> String {
    let written: String = account.written.iter().map(|path| format!("{}\n", path.display())).collect();
    if account.dry_run {
        return if written.is_empty() {
            "Nothing would be written.\n".to_owned()
        } else {
            format!("Would be written, and was not:\n{written}")
        };
    }
    if written.is_empty() {
        return "Nothing to write: the folder is as it was.\n".to_owned();
    }
    let mut licences: Vec<String> =
        account.files.iter().map(|file| format!("{}: {}", file.source, file.licence)).collect();
    licences.sort();
    licences.dedup();
    let own = quoted(into);
    format!(
        "Written:\n{written}Licence of the rows: {}. They are drafts: look through them. Those marked `private` stay out of \
         reports and bundles.\nTry: righting validate {own}; righting run {own}; righting forecast {own} --as-of DATE --out \
         DIR\n",
        licences.join("; ")
    )
}
