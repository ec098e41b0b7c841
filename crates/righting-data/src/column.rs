//! The declaration of a table: its columns, their units, bounds and words. The readers read by it, and the
//! book prints it, so that the two cannot differ.

/// A table that people write or hand over.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Form {
    /// Its usual file.
    pub file: &'static str,
    /// What it holds, one sentence.
    pub about: &'static str,
    /// Its columns, in their usual order.
    pub columns: &'static [Column],
    /// What it must hold at least, where a header without rows is an error.
    pub at_least: Option<&'static str>,
}

/// A column of a [`Form`].
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// Names that it has in other years or releases.
    pub also: &'static [&'static str],
    /// What its fields hold.
    pub holds: Holds,
    /// Whether the column must stand in the header.
    pub required: bool,
    /// Whether a field may be empty.
    pub may_be_empty: bool,
    /// Unit; empty where there is none.
    pub unit: &'static str,
    /// What it means, one line.
    pub meaning: &'static str,
}

/// What the fields of a column hold.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Holds {
    /// Words.
    Text,
    /// An identifier of lower-case letters, digits and hyphens.
    Identifier,
    /// One of these words.
    Words(&'static [&'static str]),
    /// An identifier; these are the usual ones, others are kept as they are.
    UsualWords(&'static [&'static str]),
    /// 0 or 1.
    Flag,
    /// A number in a closed range; `f64::MIN_POSITIVE` as its lower end means "above 0".
    Number {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// A whole number in a closed range.
    Whole {
        /// Lower end.
        low: u32,
        /// Upper end.
        high: u32,
    },
    /// A date, year-month-day.
    Date,
    /// A time of day, such as 17:20.
    Time,
    /// A date where the row counts onsets, else a number in this range.
    NumberOrDate {
        /// Lower end of the number.
        low: f64,
        /// Upper end of the number.
        high: f64,
    },
    /// The `id` of a region.
    Region,
    /// The `id` of a place.
    Place,
    /// `nation`, the `id` of a region, or the `id` of a place.
    Anywhere,
}

impl Form {
    /// A table of which every part may be left out.
    pub(crate) const fn new(file: &'static str, about: &'static str, columns: &'static [Column]) -> Form {
        Form { file, about, columns, at_least: None }
    }

    /// The same, where a header without rows is an error: it needs this at least.
    pub(crate) const fn at_least(mut self, what: &'static str) -> Form {
        self.at_least = Some(what);
        self
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Names of all columns, those of other years among them.
    pub(crate) fn every_name(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().flat_map(|column| std::iter::once(column.name).chain(column.also.iter().copied()))
    }

    /// Names of the columns that must be there.
    pub(crate) fn required(&self) -> Vec<&'static str> {
        self.columns.iter().filter(|column| column.required).map(|column| column.name).collect()
    }

    /// Names of those that need not.
    pub(crate) fn optional(&self) -> Vec<&'static str> {
        self.columns.iter().filter(|column| !column.required).map(|column| column.name).collect()
    }
}

/// A column that must be there, each field of it filled in.
pub(crate) const fn column(name: &'static str, holds: Holds, meaning: &'static str) -> Column {
    Column { name, also: &[], holds, required: true, may_be_empty: false, unit: "", meaning }
}

impl Column {
    pub(crate) const fn unit(mut self, unit: &'static str) -> Column {
        self.unit = unit;
        self
    }

    /// The same under other names, of other years or releases.
    pub(crate) const fn also(mut self, names: &'static [&'static str]) -> Column {
        self.also = names;
        self
    }

    /// Fields may be empty.
    pub(crate) const fn or_empty(mut self) -> Column {
        self.may_be_empty = true;
        self
    }

    /// The column may be missing, and its fields empty.
    pub(crate) const fn optional(mut self) -> Column {
        self.required = false;
        self.may_be_empty = true;
        self
    }

    /// What a field may hold, in words.
    pub fn allowed(&self) -> String {
        let what = match self.holds {
            Holds::Text if self.may_be_empty => return "text, or nothing".to_owned(),
            Holds::Text => "text".to_owned(),
            Holds::Identifier => "lower-case letters, digits, hyphens".to_owned(),
            Holds::Words(words) => quoted(words),
            Holds::UsualWords(words) => format!("an identifier, usually {}", quoted(words)),
            Holds::Flag => "`0` or `1`".to_owned(),
            Holds::Number { low, high } => numbers(low, high),
            Holds::Whole { low, high: u32::MAX } => format!("whole number from {low}"),
            Holds::Whole { low, high } => format!("whole number from {low} to {high}"),
            Holds::Date => "date, `2022-01-05`".to_owned(),
            Holds::Time => "time, `17:20`".to_owned(),
            Holds::NumberOrDate { low, high } => format!("{}; for the statistic `onset` a date", numbers(low, high)),
            Holds::Region => "`id` of a region".to_owned(),
            Holds::Place => "`id` of a place".to_owned(),
            Holds::Anywhere => "`nation`, `id` of a region or of a place".to_owned(),
        };
        if self.may_be_empty { format!("{what}; or nothing") } else { what }
    }
}

fn numbers(low: f64, high: f64) -> String {
    if low == f64::MIN_POSITIVE {
        format!("number above 0, at most {high}")
    } else {
        format!("number from {low} to {high}")
    }
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// The words of a list of words and what they stand for.
pub(crate) const fn words<T: Copy, const N: usize>(pairs: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut words = [""; N];
    let mut at = 0;
    while at < N {
        words[at] = pairs[at].0;
        at += 1;
    }
    words
}
