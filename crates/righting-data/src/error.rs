//! What can be wrong with a table, and where.

use std::fmt;
use std::ops::Range;

use crate::nearest::hint;

/// Something wrong in a file, with its place: file, line, and where known column and bytes.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub struct DataError {
    /// The file's name as the caller gave it.
    pub file: String,
    /// Line in the file, from 1; 1 also where the fault is the whole file's.
    pub line: usize,
    /// Column (CSV) or property (GeoJSON).
    pub column: Option<String>,
    /// Bytes of the file that are at fault.
    pub span: Option<Range<usize>>,
    /// What is wrong. Boxed, so that results stay small.
    pub problem: Box<Problem>,
}

impl DataError {
    /// What is wrong with the header of a file.
    pub(crate) fn of_header(file: &str, problem: Problem) -> Self {
        Self { file: file.to_owned(), line: 1, column: None, span: None, problem: Box::new(problem) }
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if let Some(column) = &self.column {
            write!(f, "column `{column}`: ")?;
        }
        write!(f, "{}", self.problem)
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Bytes that are not UTF-8.
    #[error(
        "the file is not UTF-8, it looks like {looks} (byte {byte:#04x}); save it as UTF-8, in a spreadsheet as `CSV UTF-8`"
    )]
    NotUtf8 {
        /// The first wrong byte.
        byte: u8,
        /// How many bytes stand before it.
        at: usize,
        /// What the file looks like.
        looks: &'static str,
    },
    /// No rows at all, or nothing but a header.
    #[error("the table has no rows")]
    Empty,
    /// Nothing but a header, where there must be more.
    #[error("the table has a header and no rows, expected {at_least}")]
    NoRows {
        /// What it must hold.
        at_least: &'static str,
    },
    /// A header that is split as well by one character as by another.
    #[error("the header `{found}` mixes commas, semicolons or tabs; use one of them throughout")]
    Delimiter {
        /// The header.
        found: String,
    },
    /// A quote that opens and never closes.
    #[error("a quote opens in this row and never closes")]
    OpenQuote,
    /// A character that cannot be seen.
    #[error("found the hidden character {}; remove it", character.escape_unicode())]
    Hidden {
        /// The character.
        character: char,
    },
    /// A table of another kind than the reader is for.
    #[error("this is {found}, expected {expected}")]
    OtherTable {
        /// What it is.
        found: &'static str,
        /// What is read.
        expected: &'static str,
    },
    /// A header that is that of no known data set.
    #[error("the columns {columns} are those of no data set that is known; say which column holds what")]
    Unrecognised {
        /// The first of them, in backticks.
        columns: String,
    },
    /// A column that must be there is not.
    #[error("column `{column}` is missing, expected {expected}")]
    MissingColumn {
        /// The missing one.
        column: String,
        /// All that the table needs.
        expected: String,
    },
    /// A column that nothing reads.
    #[error("unknown column `{found}`{}", hint(nearest, known))]
    UnknownColumn {
        /// As it stands in the header.
        found: String,
        /// The nearest known column.
        nearest: Option<String>,
        /// The columns that are read.
        known: Vec<String>,
    },
    /// A column without a name that holds something.
    #[error("column {number} has no name in the header")]
    UnnamedColumn {
        /// Its number, from 1.
        number: usize,
    },
    /// The same column twice.
    #[error("column `{found}` stands twice")]
    DuplicateColumn {
        /// As it stands in the header.
        found: String,
    },
    /// A row with too few or too many fields.
    #[error("{found} fields, expected {expected} as in the header{}", quotes(*found, *expected))]
    FieldCount {
        /// Fields of the row.
        found: usize,
        /// Fields of the header.
        expected: usize,
    },
    /// A value that is not of the kind or range the column holds.
    #[error("found `{found}`, expected {expected}")]
    Value {
        /// As it stands in the file.
        found: String,
        /// In words.
        expected: String,
    },
    /// A name that refers to nothing.
    #[error("unknown {what} `{found}`{}", hint(nearest, known))]
    Unknown {
        /// What the name should be of: region, place, quantity.
        what: &'static str,
        /// As it stands in the file.
        found: String,
        /// The nearest known name.
        nearest: Option<String>,
        /// The known names, where they are few.
        known: Vec<String>,
    },
    /// A value that says two things.
    #[error("`{found}` can be read as {first} or as {second}; {todo}")]
    Ambiguous {
        /// As it stands in the file.
        found: String,
        /// One reading.
        first: String,
        /// The other.
        second: String,
        /// What to do.
        todo: &'static str,
    },
    /// A name where an identifier should stand.
    #[error("found `{found}`, expected an identifier of lower-case letters, digits and hyphens{}", hint(proposed, &[]))]
    Identifier {
        /// As it stands in the file.
        found: String,
        /// An identifier made of it.
        proposed: Option<String>,
    },
    /// An identifier used twice.
    #[error("{what} `{found}` stands twice, first in line {first}")]
    Duplicate {
        /// What it identifies.
        what: &'static str,
        /// The identifier.
        found: String,
        /// Line of its first use.
        first: usize,
    },
    /// The places of a region do not hold its people.
    #[error("the places of region `{region}` hold {places} residents, the region has {population}")]
    PopulationSum {
        /// Region.
        region: String,
        /// Sum over its places.
        places: u64,
        /// The region's own figure.
        population: u64,
    },
    /// Something every region needs and one lacks.
    #[error("region `{region}` has no {what}")]
    Lacking {
        /// Region.
        region: String,
        /// Place, polygon, capital.
        what: &'static str,
    },
    /// Regions that no polygon covers.
    #[error("no polygon for the region {regions}{}", strangers(features))]
    NoPolygon {
        /// The regions, in backticks.
        regions: String,
        /// Features that match no region, in backticks; may be empty.
        features: String,
    },
    /// A place that lies in another region than the row says.
    #[error("place `{place}` lies in region `{actual}`, not in `{found}`")]
    OtherRegion {
        /// Place.
        place: String,
        /// Region of the place.
        actual: String,
        /// Region of the row.
        found: String,
    },
    /// An interval that is upside down.
    #[error("low {low} is above high {high}")]
    Order {
        /// Lower end.
        low: String,
        /// Upper end.
        high: String,
    },
    /// A CSV file that cannot be split into fields.
    #[error("not a CSV table: {0}")]
    Csv(String),
    /// A file that is not GeoJSON or not of the expected shape.
    #[error("not the expected GeoJSON: {0}")]
    GeoJson(String),
}

/// What may be behind a row of too many fields.
fn quotes(found: usize, expected: usize) -> &'static str {
    if found > expected { "; a field that holds the delimiter stands in quotes" } else { "" }
}

/// The features that were not used where a region lacks one.
fn strangers(features: &str) -> String {
    if features.is_empty() { String::new() } else { format!("; features that match no region: {features}") }
}
