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
    #[error("byte {byte:#04x} is not UTF-8; save the file as UTF-8")]
    NotUtf8 {
        /// The first wrong byte.
        byte: u8,
    },
    /// Nothing but a header, or nothing at all.
    #[error("the table has no rows")]
    Empty,
    /// A column that must be there is not.
    #[error("column `{column}` is missing, expected {expected}")]
    MissingColumn {
        /// The missing one.
        column: String,
        /// All that the table needs.
        expected: String,
    },
    /// A column that nothing reads.
    #[error("unknown column `{found}`{}", hint(nearest))]
    UnknownColumn {
        /// As it stands in the header.
        found: String,
        /// The nearest known column.
        nearest: Option<String>,
    },
    /// The same column twice.
    #[error("column `{found}` stands twice")]
    DuplicateColumn {
        /// As it stands in the header.
        found: String,
    },
    /// A row with too few or too many fields.
    #[error("{found} fields, expected {expected} as in the header")]
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
    #[error("unknown {what} `{found}`{}", hint(nearest))]
    Unknown {
        /// What the name should be of: region, place, quantity.
        what: &'static str,
        /// As it stands in the file.
        found: String,
        /// The nearest known name.
        nearest: Option<String>,
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
