//! Whether the parts of a report fit together.

use std::collections::BTreeSet;

use crate::error::ReportError;
use crate::report::Report;
use crate::study::validate_sections;

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

    fn validate_columns(&self, series: &crate::series::Series) -> Result<(), ReportError> {
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
