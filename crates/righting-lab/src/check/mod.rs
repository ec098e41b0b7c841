//! Holds an ensemble against the record of its scenario.

mod onset;
mod table;

use std::collections::BTreeMap;

use jiff::civil::Date;
use righting_model::{Country, EventKind, Location, Trace};
use righting_scenario::{Interval, Scenario, Target};
use righting_store::StoredRun;

pub(crate) use onset::recorded_onset;
pub use onset::{OnsetDay, OnsetError};
pub use table::{Check, CheckRow, Reading};

use crate::error::LabError;
use crate::measure::judges_sharpness;
use crate::measure::{Measure, READ, Unmeasured, days_between, first_place, measured, onset_day};
use righting_infer::sharpness;
use righting_infer::{ascending, quantile, quantile_of_dates};

/// Collects what the targets ask of every replicate; traces may then be forgotten.
pub struct Checker<'a> {
    country: &'a Country,
    start: Date,
    targets: Vec<(&'a Target, Measure)>,
    left_out: Vec<Unmeasured>,
    read_in_part: Vec<Unmeasured>,
    /// One column per target.
    values: Vec<Vec<f64>>,
    /// Days of onset, one column per region.
    onsets: Vec<Vec<f64>>,
    first: BTreeMap<usize, u64>,
    replicates: u64,
}

impl<'a> Checker<'a> {
    /// A checker of the scenario's targets. Those that a run cannot be held against are left out and named.
    pub fn new(scenario: &'a Scenario) -> Self {
        let (targets, left_out) = measured(scenario);
        let in_part =
            |(target, measure): &(&Target, Measure)| Some(Unmeasured::of(target, scenario, measure.cut()?.to_owned()));
        let country = &scenario.setup.country;
        Self {
            country,
            start: scenario.start,
            values: vec![Vec::new(); targets.len()],
            read_in_part: targets.iter().filter_map(in_part).collect(),
            onsets: vec![Vec::new(); country.regions.len()],
            targets,
            left_out,
            first: BTreeMap::new(),
            replicates: 0,
        }
    }

    /// Takes in one replicate.
    pub fn observe(&mut self, trace: &Trace) {
        for ((_, measure), column) in self.targets.iter().zip(&mut self.values) {
            column.push(measure.value(trace, self.country));
        }
        for (region, column) in self.onsets.iter_mut().enumerate() {
            column.push(onset_day(trace, EventKind::ProtestReported, Location::Region(region)));
        }
        if let Some(place) = first_place(trace) {
            *self.first.entry(place).or_default() += 1;
        }
        self.replicates += 1;
    }

    /// The ensemble against the record.
    ///
    /// # Errors
    /// When no replicate was taken in.
    pub fn finish(self) -> Result<Check, LabError> {
        if self.replicates == 0 {
            return Err(LabError::NoReplicates);
        }
        let rows: Vec<CheckRow> =
            self.targets.iter().zip(&self.values).map(|((target, _), values)| self.row(target, values)).collect();
        // The most frequent first, those alike in the order of places.
        let mut firsts: Vec<(usize, u64)> = self.first.iter().map(|(&place, &runs)| (place, runs)).collect();
        firsts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let name = |place: usize| self.country.places[place].name.clone();
        let first = firsts.first();
        Ok(Check {
            inside: rows.iter().filter(|row| row.inside).count() as u64,
            total: rows.len() as u64,
            sharpness: self.sharpness(),
            first_place: first.map(|&(place, _)| name(place)),
            first_place_share: first.map(|&(_, runs)| runs as f64 / self.replicates as f64),
            first_places: firsts.iter().map(|&(place, runs)| (name(place), runs)).collect(),
            onset_days: onset::days(self.country, self.start, &self.targets, &self.onsets),
            onset_error: onset::error(self.country, self.start, &self.targets, &self.onsets),
            replicates: self.replicates,
            left_out: self.left_out,
            read_in_part: self.read_in_part,
            rows,
        })
    }

    fn row(&self, target: &Target, values: &[f64]) -> CheckRow {
        let sorted = ascending(values);
        let (low, high, band) = match target.interval {
            Interval::Values { low, high } => (low, high, [0.05, 0.5, 0.95].map(|p| quantile(&sorted, p))),
            Interval::Dates { low, high } => {
                let day = |date| f64::from(days_between(self.start, date));
                (day(low), day(high), [0.05, 0.5, 0.95].map(|p| quantile_of_dates(&sorted, p)))
            }
        };
        let dates = matches!(target.interval, Interval::Dates { .. });
        let reading = |value| if dates { Reading::of_day(self.start, value) } else { Reading::Number(value) };
        CheckRow {
            id: target.id.clone(),
            quantity: target.quantity.name(),
            statistic: target.statistic.name(),
            place: place_id(self.country, target.place),
            place_name: place_name(self.country, target.place),
            date: target.date,
            date_end: Some(target.date_end),
            national: target.national,
            record: [reading(low), reading(high)],
            p5: reading(band[0]),
            p50: reading(band[1]),
            p95: reading(band[2]),
            inside: band[0] <= high && low <= band[2],
            source: target.source.clone(),
        }
    }

    /// [`sharpness`] of the national targets whose record is at least 100.
    fn sharpness(&self) -> Option<f64> {
        let judged = self.targets.iter().zip(&self.values).filter(|((target, _), _)| judges_sharpness(target));
        sharpness(judged.map(|(_, values)| values.as_slice()))
    }
}

/// Holds a stored run against the targets of its scenario; `None` where it has none.
///
/// # Errors
/// As [`check_run`].
pub fn check_if_recorded(run: &StoredRun, scenario: &Scenario) -> Result<Option<Check>, LabError> {
    (!scenario.record.targets.is_empty()).then(|| check_run(run, scenario)).transpose()
}

/// Holds a stored run against the targets of its scenario.
///
/// # Errors
/// When the run has other days, regions or places than the scenario, a table cannot be read, or no replicate succeeded.
pub fn check_run(run: &StoredRun, scenario: &Scenario) -> Result<Check, LabError> {
    let shape = |days: u32, regions: usize, places: usize| format!("{days} days, {regions} regions, {places} places");
    let (manifest, setup) = (run.manifest(), &scenario.setup);
    let found = shape(manifest.days, manifest.regions.len(), manifest.places.len());
    let expected = shape(setup.days, setup.country.regions.len(), setup.country.places.len());
    if found != expected {
        return Err(LabError::OtherShape {
            path: run.path().to_owned(),
            found,
            scenario: scenario.id.clone(),
            expected,
        });
    }
    let mut checker = Checker::new(scenario);
    for replicate in run.replicates_of(&READ, true)? {
        checker.observe(&replicate?.1);
    }
    checker.finish()
}

/// `nation`, the id of a region, or the key of a place.
pub(crate) fn place_id(country: &Country, place: Location) -> String {
    match place {
        Location::Nation => "nation".to_owned(),
        Location::Region(region) => country.regions[region].id.clone(),
        Location::Place(place) => country.places[place].key.to_string(),
    }
}

fn place_name(country: &Country, place: Location) -> String {
    match place {
        Location::Nation => country.name.clone(),
        Location::Region(region) => country.regions[region].name.clone(),
        Location::Place(place) => country.places[place].name.clone(),
    }
}
