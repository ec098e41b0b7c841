//! What is asked of an import.

use jiff::civil::Date;
use righting_data::{DateOrder, ForeignForm, Mapping};

/// How files are read and what becomes of their rows.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The form of the files; found from their headers if not given.
    pub form: Option<ForeignForm>,
    /// The columns of files of another form.
    pub mapping: Option<Mapping>,
    /// Order of day, month and year in dates of numbers alone.
    pub order: Option<DateOrder>,
    /// Names by which the files call the country of the scenario, beside its own.
    pub countries: Vec<String>,
    /// Number of the country in tables of VIEWS, which number countries in their own way.
    pub unit: Option<u32>,
    /// Days that the files cover; from their first to their last row if not given.
    pub covers: Option<(Date, Date)>,
    /// Day on which rows were published that do not say so themselves.
    pub published: Option<Date>,
    /// Kinds of events to take, in the words of the files; all if empty.
    pub kinds: Vec<String>,
    /// Source to name in place of the form's.
    pub source: Option<String>,
    /// Licence of the rows in place of the form's.
    pub licence: Option<String>,
    /// Keeps the classes of actors in the labels of events.
    pub keep_classes: bool,
    /// Lets the rows into reports and bundles.
    pub share: bool,
    /// Writes over drafted rows that the files say otherwise now.
    pub update: bool,
}
