//! Parts that any study can put on a page: figures, tables and words, without a map or a run.

use serde::{Deserialize, Serialize};

use crate::section_map::SectionMap;

/// One part of the page: what was asked, what was found, in figures, tables and notes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct Section {
    /// Anchor of the section: small letters, digits and hyphens, used once on a page.
    pub id: String,
    /// Heading in sentence case; the page's contents list it.
    pub title: String,
    /// What was found, in a sentence or two.
    pub lead: String,
    /// Maps, above the charts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub maps: Vec<SectionMap>,
    /// Charts, in reading order.
    #[serde(default)]
    pub figures: Vec<Figure>,
    /// Tables, below the charts.
    #[serde(default)]
    pub tables: Vec<SectionTable>,
    /// Remarks below: definitions, doubts, what was left out.
    #[serde(default)]
    pub notes: Vec<String>,
}

impl Section {
    /// A section with a heading and a finding, and nothing in it yet.
    pub fn new(id: impl Into<String>, title: impl Into<String>, lead: impl Into<String>) -> Self {
        Self { id: id.into(), title: title.into(), lead: lead.into(), ..Self::default() }
    }
}

/// A chart of lines, bands and marks. Its numbers also stand below it as a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct Figure {
    /// Heading.
    pub title: String,
    /// What is seen, in words, for readers who do not see it.
    pub caption: String,
    /// Horizontal axis. An axis of names stands upright instead, with the values across.
    pub x: Axis,
    /// Axis of the values.
    pub y: Axis,
    /// What is drawn; told apart by dash, mark and name as well as by colour.
    pub lines: Vec<Line>,
    /// A value to compare with: a straight line across the chart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub reference: Option<f64>,
}

impl Figure {
    /// A chart with a heading, a caption and axes, and no line yet.
    pub fn new(title: impl Into<String>, caption: impl Into<String>, x: Axis, y: Axis) -> Self {
        Self { title: title.into(), caption: caption.into(), x, y, ..Self::default() }
    }
}

/// One axis of a [`Figure`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct Axis {
    /// Quantity and unit, for example `deaths` or `price shock, share of the price before`.
    pub label: String,
    /// How values lie along it.
    #[serde(default)]
    pub scale: Scale,
}

impl Axis {
    /// An axis of plain numbers.
    pub fn linear(label: impl Into<String>) -> Self {
        Self { label: label.into(), scale: Scale::Linear }
    }

    /// An axis of shares from 0 to 1, shown in per cent.
    pub fn share(label: impl Into<String>) -> Self {
        Self { label: label.into(), scale: Scale::Share }
    }

    /// A logarithmic axis that keeps zero.
    pub fn log(label: impl Into<String>) -> Self {
        Self { label: label.into(), scale: Scale::Log }
    }

    /// An axis of days: value 0 is `start`, an ISO date.
    pub fn dates(label: impl Into<String>, start: impl Into<String>) -> Self {
        Self { label: label.into(), scale: Scale::Dates { start: start.into() } }
    }

    /// An axis of names: value i is `names[i]`.
    pub fn names(label: impl Into<String>, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { label: label.into(), scale: Scale::Names { names: names.into_iter().map(Into::into).collect() } }
    }
}

/// How values lie along an [`Axis`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Scale {
    /// Evenly.
    #[default]
    Linear,
    /// Evenly from 0 to 1, shown in per cent.
    Share,
    /// By powers of ten, with zero kept.
    Log,
    /// Days after a date.
    Dates {
        /// ISO date of value 0.
        start: String,
    },
    /// Names side by side; for the horizontal axis only.
    Names {
        /// Name of value 0, 1, ...
        names: Vec<String>,
    },
}

/// A line, or marks, with an optional band or intervals around it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts", rename = "FigureLine"))]
pub struct Line {
    /// Name in the key.
    pub name: String,
    /// Positions along the horizontal axis, ascending for a line.
    pub x: Vec<f64>,
    /// Values; one that is not finite is a gap.
    #[serde(with = "gaps")]
    #[cfg_attr(test, ts(as = "Vec<Option<f64>>"))]
    pub y: Vec<f64>,
    /// Lower end of the band, or of the interval of each mark.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "optional_gaps")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<Option<f64>>>"))]
    pub low: Option<Vec<f64>>,
    /// Upper end.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "optional_gaps")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<Option<f64>>>"))]
    pub high: Option<Vec<f64>>,
    /// True: a mark with an interval at each value. False: a joined line with a band.
    #[serde(default)]
    pub marks: bool,
}

impl Line {
    /// A joined line.
    pub fn new(name: impl Into<String>, x: Vec<f64>, y: Vec<f64>) -> Self {
        Self { name: name.into(), x, y, ..Self::default() }
    }

    /// The same with a band, or with intervals, from `low` to `high`.
    #[must_use]
    pub fn between(mut self, low: Vec<f64>, high: Vec<f64>) -> Self {
        (self.low, self.high) = (Some(low), Some(high));
        self
    }

    /// The same as marks.
    #[must_use]
    pub fn marked(mut self) -> Self {
        self.marks = true;
        self
    }

    /// Its columns of values with their names.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (&'static str, &[f64])> {
        let ends = [("low", &self.low), ("high", &self.high)];
        let ends = ends.into_iter().filter_map(|(name, column)| Some((name, column.as_deref()?)));
        [("y", self.y.as_slice())].into_iter().chain(ends)
    }
}

/// A table of texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct SectionTable {
    /// Heading.
    pub title: String,
    /// Headings of the columns; the first column names its row.
    pub columns: Vec<String>,
    /// Rows, each with one cell per column. A column of numbers is set to the right.
    pub rows: Vec<Vec<String>>,
}

impl SectionTable {
    /// A table from its heading, columns and rows.
    pub fn new(
        title: impl Into<String>,
        columns: impl IntoIterator<Item = impl Into<String>>,
        rows: Vec<Vec<String>>,
    ) -> Self {
        Self { title: title.into(), columns: columns.into_iter().map(Into::into).collect(), rows }
    }
}

/// JSON has no NaN and no infinity: a gap is `null` there.
mod gaps {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(values: &[f64], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(values.iter().map(|value| value.is_finite().then_some(*value)))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<f64>, D::Error> {
        let values = Vec::<Option<f64>>::deserialize(from)?;
        Ok(values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect())
    }
}

mod optional_gaps {
    use serde::{Deserializer, Serializer};

    #[allow(clippy::ref_option, reason = "the shape that serde asks for")]
    pub fn serialize<S: Serializer>(values: &Option<Vec<f64>>, to: S) -> Result<S::Ok, S::Error> {
        crate::section::gaps::serialize(values.as_deref().unwrap_or_default(), to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<f64>>, D::Error> {
        crate::section::gaps::deserialize(from).map(Some)
    }
}
