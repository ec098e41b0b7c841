//! Whether the parts of a report fit together.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::Report;
use crate::study::validate_sections;

/// Why a report cannot be shown.
#[derive(Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum ReportError {
    /// A column of a series does not have one value per day.
    #[error("series {quantity} of {place}: {column} has {found} values for {days} days")]
    SeriesLength {
        /// Place of the series.
        place: String,
        /// Quantity of the series.
        quantity: String,
        /// Column of the band.
        column: &'static str,
        /// Values found.
        found: usize,
        /// Days of the report.
        days: usize,
    },
    /// A value of a series is not finite; JSON cannot carry it.
    #[error("series {quantity} of {place}: {column} is {value} on {date}")]
    NotFinite {
        /// Place of the series.
        place: String,
        /// Quantity of the series.
        quantity: String,
        /// Column of the band.
        column: &'static str,
        /// Day of the value.
        date: String,
        /// The value.
        value: f64,
    },
    /// Something names a region that the report does not list.
    #[error("{by} names region {region}, which the report does not list")]
    UnknownRegion {
        /// What names it.
        by: String,
        /// The id that was not found.
        region: String,
    },
    /// A series has a quantity that the report does not list.
    #[error("series of {place}: quantity {quantity} is not listed in the report")]
    UnknownQuantity {
        /// Place of the series.
        place: String,
        /// The name that was not found.
        quantity: String,
    },
    /// The id of a section cannot be an anchor, or another part of the page has it.
    #[error("section `{id}`: an id is of small letters, digits and hyphens, and no other part of the page has it")]
    BadSection {
        /// The id.
        id: String,
    },
    /// A column of a line does not have one value per position.
    #[error("figure {figure}: {column} of line {line} has {found} values for {expected} positions")]
    LineLength {
        /// Title of the figure.
        figure: String,
        /// Name of the line.
        line: String,
        /// Column of the line.
        column: &'static str,
        /// Values found.
        found: usize,
        /// Positions.
        expected: usize,
    },
    /// A row of a table does not have one cell per column.
    #[error("table {table}: a row has {found} cells for {expected} columns")]
    RowLength {
        /// Title of the table.
        table: String,
        /// Cells found.
        found: usize,
        /// Columns.
        expected: usize,
    },
    /// A date is not an ISO date.
    #[error("{by}: date {found} is not of the form 2022-01-05")]
    BadDate {
        /// What carries the date.
        by: String,
        /// The text found.
        found: String,
    },
}

impl Report {
    /// Checks that series have one finite value per day, that places and quantities are listed,
    /// and that dates are ISO dates; the first fault is returned.
    pub fn validate(&self) -> Result<(), ReportError> {
        let regions: BTreeSet<&str> = self.regions.iter().map(|r| r.id.as_str()).collect();
        let quantities: BTreeSet<&str> = self.quantities.iter().map(|q| q.name.as_str()).collect();
        let known = |by: String, region: &str| {
            let unknown = ReportError::UnknownRegion { by, region: region.into() };
            regions.contains(region).then_some(()).ok_or(unknown)
        };

        for series in &self.series {
            let (place, quantity) = (&series.place, &series.quantity);
            if place != "nation" {
                known(format!("series {quantity}"), place)?;
            }
            if !quantities.contains(quantity.as_str()) {
                let (place, quantity) = (place.clone(), quantity.clone());
                return Err(ReportError::UnknownQuantity { place, quantity });
            }
            self.validate_columns(series)?;
        }
        for marker in &self.places {
            known(format!("place {}", marker.name), &marker.region)?;
        }
        for feature in self.map["features"].as_array().into_iter().flatten() {
            let properties = &feature["properties"];
            for region in properties["regions"].as_array().into_iter().flatten() {
                let name = properties["name"].as_str().unwrap_or("without a name");
                known(format!("map feature {name}"), region.as_str().unwrap_or_default())?;
            }
        }
        validate_sections(&self.sections)?;
        self.validate_dates()
    }

    fn validate_columns(&self, series: &crate::Series) -> Result<(), ReportError> {
        let (place, quantity) = (series.place.clone(), series.quantity.clone());
        for (column, values) in series.columns() {
            let (found, days) = (values.len(), self.dates.len());
            if found != days {
                return Err(ReportError::SeriesLength { place, quantity, column, found, days });
            }
            if let Some((day, &value)) = values.iter().enumerate().find(|(_, v)| !v.is_finite()) {
                let date = self.dates[day].clone();
                return Err(ReportError::NotFinite { place, quantity, column, date, value });
            }
        }
        Ok(())
    }

    fn validate_dates(&self) -> Result<(), ReportError> {
        let days = self.dates.iter().map(|date| ("days".to_owned(), date));
        let events = self.events.iter().map(|e| (format!("event {}", e.label), &e.date));
        let records = self.records.iter().map(|r| (format!("record {}", r.id), &r.date));
        let onsets = self.regions.iter().flat_map(|region| {
            let dates = [&region.onset.record, &region.onset.record_end].into_iter().flatten();
            dates.map(|date| (format!("onset of {}", region.name), date))
        });
        for (by, date) in days.chain(events).chain(records).chain(onsets) {
            if !is_iso_date(date) {
                return Err(ReportError::BadDate { by, found: date.clone() });
            }
        }
        Ok(())
    }
}

fn is_iso_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        })
}

#[cfg(test)]
#[path = "validate_tests.rs"]
mod tests;
