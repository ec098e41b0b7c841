//! What a study reads from a run: what the targets ask, and a few figures of the nation.

use righting_model::{Country, EventKind, Location, Quantity, Trace};
use righting_scenario::{Interval, Scenario};

use crate::measure::{Measure, Unmeasured, days_between, measured, onset_day};
use righting_infer::log1p;

/// Days after the latest recorded date that a "never" counts as.
pub const NEVER_AFTER: f64 = 5.0;

type Figure = fn(&Trace, &Country) -> f64;

/// National figures of a run, beside what the targets ask.
const FIGURES: [(&str, Figure); 8] = [
    ("peak_active", |trace, _| peak(trace, Quantity::ActivePeak)),
    ("peak_rioting", |trace, _| peak(trace, Quantity::RiotingPeak)),
    ("days_over_1000", |trace, _| days_over(trace, 1000.0)),
    ("detained_total", |trace, _| last(trace, Quantity::DetainedTotal)),
    ("deaths_total", |trace, _| last(trace, Quantity::Dead)),
    ("injured_total", |trace, _| last(trace, Quantity::InjuredTotal)),
    ("facilities_lost", |trace, _| peak(trace, Quantity::FacilitiesLost)),
    ("regions_reached", regions_reached),
];

/// One figure of a run.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Output {
    /// Its name: a national figure, or the id of a target.
    pub name: String,
    /// Lower and upper end of the record, on the scale of comparison; `None` for national figures.
    pub record: Option<[f64; 2]>,
    /// Whether it is a figure of the nation, or a target that counts among the national ones.
    pub national: bool,
    /// For an onset: the day as which "never" counts.
    never: Option<f64>,
    reading: Reading,
}

#[derive(Debug, Clone, PartialEq)]
enum Reading {
    Figure(usize),
    Target(Measure),
}

/// What a study reads from every run, in the order of the table's columns.
pub struct Outputs {
    outputs: Vec<Output>,
    country: Country,
    left_out: Vec<Unmeasured>,
}

impl Outputs {
    /// National figures, then one output per target inside the simulated days.
    pub fn of(scenario: &Scenario) -> Self {
        let (targets, left_out) = measured(scenario);
        let figures = FIGURES.iter().enumerate().map(|(index, (name, _))| Output {
            name: (*name).to_owned(),
            record: None,
            national: true,
            never: None,
            reading: Reading::Figure(index),
        });
        let targets = targets.into_iter().map(|(target, measure)| {
            let reading = Reading::Target(measure);
            let (record, never) = match target.interval {
                Interval::Values { low, high } => ([log1p(low), log1p(high)], None),
                Interval::Dates { low, high } => {
                    let [low, high] = [low, high].map(|date| f64::from(days_between(scenario.start, date)));
                    ([low, high], Some(high + NEVER_AFTER))
                }
            };
            Output { name: target.id.clone(), record: Some(record), national: target.national, never, reading }
        });
        Self { outputs: figures.chain(targets).collect(), country: scenario.setup.country.clone(), left_out }
    }

    /// The outputs in order.
    pub fn list(&self) -> &[Output] {
        &self.outputs
    }

    /// Targets that no run of this length can be held against, and why.
    pub fn left_out(&self) -> &[Unmeasured] {
        &self.left_out
    }

    /// How many figures of the nation stand before the targets.
    pub fn figures(&self) -> usize {
        FIGURES.len()
    }

    /// Their names.
    pub fn names(&self) -> Vec<String> {
        self.outputs.iter().map(|output| output.name.clone()).collect()
    }

    /// Indices of the outputs that the record speaks of.
    pub fn recorded(&self) -> Vec<usize> {
        (0..self.outputs.len()).filter(|&index| self.outputs[index].record.is_some()).collect()
    }

    /// Their values in a run: counts, and onsets in days after the start, infinite for "never".
    pub fn read(&self, trace: &Trace) -> Vec<f64> {
        let value = |output: &Output| match &output.reading {
            Reading::Figure(index) => FIGURES[*index].1(trace, &self.country),
            Reading::Target(measure) => measure.value(trace, &self.country),
        };
        self.outputs.iter().map(value).collect()
    }
}

impl Output {
    /// The value on the scale of comparison: ln(1 + x) for counts; days for onsets, where "never" is five days after
    /// the record. So one day is set against a factor e in a count.
    pub fn scaled(&self, value: f64) -> f64 {
        self.never.map_or_else(|| log1p(value), |never| value.min(never))
    }
}

fn peak(trace: &Trace, quantity: Quantity) -> f64 {
    (0..trace.days()).map(|day| trace.national(day, quantity)).fold(0.0, f64::max)
}

fn last(trace: &Trace, quantity: Quantity) -> f64 {
    trace.national(trace.days() - 1, quantity)
}

fn days_over(trace: &Trace, crowd: f64) -> f64 {
    (0..trace.days()).filter(|&day| trace.national(day, Quantity::ActivePeak) > crowd).count() as f64
}

fn regions_reached(trace: &Trace, country: &Country) -> f64 {
    let reached = |&region: &usize| onset_day(trace, EventKind::ProtestOnset, Location::Region(region)).is_finite();
    (0..country.regions.len()).filter(reached).count() as f64
}
