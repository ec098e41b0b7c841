//! What a target asks of a trace, as a number.

use jiff::civil::Date;
use righting_model::{Country, EventKind, Location, Quantity, Trace};
use righting_scenario::{Interval, Scenario, Statistic, Target, TargetQuantity};
use serde::Serialize;

const MINUTES_PER_DAY: u32 = 1440;

/// Quantities that measures read.
pub(crate) const READ: [Quantity; 5] = [
    Quantity::ReportedActive,
    Quantity::ReportedRioting,
    Quantity::ReportedDetainedTotal,
    Quantity::ReportedDeathsTotal,
    Quantity::FacilitiesLost,
];

/// One statistic of one quantity somewhere, over days of a run.
///
/// A target speaks of what a record would show, so crowds, riots, detentions and deaths are read in
/// the reported columns, and onsets are those of the first report: days after the start, and `+inf`
/// for "never". A region's value is the sum over its places; the nation's row has its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    reading: Reading,
    place: Location,
    first_day: usize,
    last_day: usize,
    /// What of its window is not simulated, as a part of a sentence.
    cut: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Reading {
    Peak(Quantity),
    Cumulative(Quantity),
    /// First day of which 50 people are reported active, or rioting.
    Onset(EventKind),
    /// Regions whose onset came by the end of the last day.
    Regions(EventKind),
}

/// A target that a run cannot be held against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Unmeasured {
    /// Identifier of the target.
    pub target: String,
    /// File that it stands in; empty where it was made by a program.
    pub file: String,
    /// Line of the file.
    pub line: usize,
    /// Why not, as a part of a sentence.
    pub why: String,
}

impl Unmeasured {
    pub(crate) fn of(target: &Target, scenario: &Scenario, why: String) -> Self {
        let file = file_of(scenario, &scenario.record.targets_file);
        Self { target: target.id.clone(), file, line: target.line, why }
    }
}

/// A file of a scenario by its scenario and its path inside it, wherever it was read from: a stored run is restored
/// elsewhere, and says the same.
pub(crate) fn file_of(scenario: &Scenario, shown: &str) -> String {
    let inside = |path: &&String| path.split_once('/').is_some_and(|(_, inside)| shown.ends_with(inside));
    scenario.files.iter().map(|file| &file.path).find(inside).map_or_else(|| shown.to_owned(), Clone::clone)
}

impl std::fmt::Display for Unmeasured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { target, file, line, why } = self;
        if file.is_empty() { write!(f, "{target}: {why}") } else { write!(f, "{target} ({file}:{line}): {why}") }
    }
}

/// The targets of a scenario that its runs can be held against, each with its measure, and those that they cannot: every
/// check, score and search takes the record from here.
pub(crate) fn measured(scenario: &Scenario) -> (Vec<(&Target, Measure)>, Vec<Unmeasured>) {
    let (mut targets, mut left_out) = (Vec::new(), Vec::new());
    for target in &scenario.record.targets {
        match Measure::of(target, scenario.start, scenario.setup.days as usize) {
            Ok(measure) => targets.push((target, measure)),
            Err(why) => left_out.push(Unmeasured::of(target, scenario, why)),
        }
    }
    (targets, left_out)
}

impl Measure {
    /// The measure of a target in a run of `days` days from `start`.
    ///
    /// # Errors
    /// Why there is none, as a part of a sentence: a day that the target speaks of, or that its record names, is not
    /// simulated. The window of a peak that outlasts the run is read as far as the run goes, which [`Measure::cut`] says.
    pub fn of(target: &Target, start: Date, days: usize) -> Result<Self, String> {
        let last = start.saturating_add(jiff::Span::new().days(days as i64 - 1));
        let day_of = |date: Date| match usize::try_from(days_between(start, date)) {
            Ok(day) if day < days => Ok(day),
            Ok(_) => Err(format!("{date} is after the last simulated day, {last}")),
            Err(_) => Err(format!("{date} is before the first simulated day, {start}")),
        };
        let first_day = day_of(target.date)?;
        let (last_day, cut) = match (day_of(target.date_end), target.statistic) {
            (Ok(day), _) => (day, None),
            // The first day of a crowd is read in the whole run, whatever the window.
            (Err(_), Statistic::Onset) => (days - 1, None),
            (Err(why), Statistic::Peak) => (days - 1, Some(format!("read in part: {why}"))),
            (Err(why), Statistic::Cumulative) => return Err(why),
        };
        if let Interval::Dates { low, high } = target.interval {
            day_of(low)?;
            day_of(high)?;
        }
        let column = |quantity: TargetQuantity| {
            column(quantity).ok_or_else(|| format!("`{}` has no {}", quantity.name(), target.statistic.name()))
        };
        let reading = match (target.quantity, target.statistic) {
            (TargetQuantity::Active, Statistic::Onset) => Reading::Onset(EventKind::ProtestReported),
            (TargetQuantity::Rioting, Statistic::Onset) => Reading::Onset(EventKind::ViolenceReported),
            (TargetQuantity::RegionsReached, _) => Reading::Regions(EventKind::ProtestReported),
            (TargetQuantity::RegionsViolent, _) => Reading::Regions(EventKind::ViolenceReported),
            (quantity, Statistic::Peak) => Reading::Peak(column(quantity)?),
            (quantity, Statistic::Cumulative) => Reading::Cumulative(column(quantity)?),
            (quantity, Statistic::Onset) => return Err(format!("`{}` has no onset", quantity.name())),
        };
        Ok(Self { reading, place: target.place, first_day, last_day, cut })
    }

    /// What of its window is not simulated, if it is not read whole.
    pub fn cut(&self) -> Option<&str> {
        self.cut.as_deref()
    }

    /// Its value in a trace.
    ///
    /// # Panics
    /// When the trace ends before the target does.
    pub fn value(&self, trace: &Trace, country: &Country) -> f64 {
        let on = |day, quantity| value_on(trace, country, self.place, day, quantity);
        match self.reading {
            Reading::Peak(quantity) => {
                (self.first_day..=self.last_day).map(|day| on(day, quantity)).fold(0.0, f64::max)
            }
            Reading::Cumulative(quantity) => on(self.last_day, quantity),
            Reading::Onset(kind) => onset_day(trace, kind, self.place),
            Reading::Regions(kind) => {
                let reached =
                    |&region: &usize| onset_day(trace, kind, Location::Region(region)) <= self.last_day as f64;
                (0..country.regions.len()).filter(reached).count() as f64
            }
        }
    }
}

/// Day of the first event of a kind somewhere, days after the start; `+inf` when there is none. An
/// onset of the nation is the first in any place.
pub fn onset_day(trace: &Trace, kind: EventKind, place: Location) -> f64 {
    let minute = match place {
        Location::Nation => trace
            .events
            .iter()
            .filter(|event| event.kind == kind && matches!(event.location, Location::Place(_)))
            .map(|event| event.minute)
            .min(),
        _ => trace.first(kind, place),
    };
    minute.map_or(f64::INFINITY, |minute| f64::from(minute / MINUTES_PER_DAY))
}

/// Where protest begins: the place of the first onset. Among several at the same minute it is the
/// one with the largest reported crowd that day.
pub fn first_place(trace: &Trace) -> Option<usize> {
    let onsets = || {
        trace.events.iter().filter_map(|event| match (event.kind, event.location) {
            (EventKind::ProtestOnset, Location::Place(place)) => Some((event.minute, place)),
            _ => None,
        })
    };
    let minute = onsets().map(|(minute, _)| minute).min()?;
    let day = ((minute / MINUTES_PER_DAY) as usize).min(trace.days().checked_sub(1)?);
    let crowd = |place: usize| trace.place(day, place)[Quantity::ReportedActive.column()];
    let first = onsets().filter(|&(at, _)| at == minute).map(|(_, place)| place);
    first.max_by(|&a, &b| crowd(a).total_cmp(&crowd(b)).then(b.cmp(&a)))
}

/// The value of a quantity on a day somewhere.
///
/// # Panics
/// When the trace has no such day: nothing is read beyond the end of a run.
pub(crate) fn value_on(trace: &Trace, country: &Country, place: Location, day: usize, quantity: Quantity) -> f64 {
    match place {
        Location::Nation => trace.national(day, quantity),
        Location::Place(place) => trace.place(day, place)[quantity.column()],
        Location::Region(region) => {
            country.places_of(region).map(|place| trace.place(day, place)[quantity.column()]).sum()
        }
    }
}

fn column(quantity: TargetQuantity) -> Option<Quantity> {
    match quantity {
        TargetQuantity::Active => Some(Quantity::ReportedActive),
        TargetQuantity::Rioting => Some(Quantity::ReportedRioting),
        TargetQuantity::DetainedTotal => Some(Quantity::ReportedDetainedTotal),
        TargetQuantity::DeathsTotal => Some(Quantity::ReportedDeathsTotal),
        TargetQuantity::FacilitiesLost => Some(Quantity::FacilitiesLost),
        _ => None,
    }
}

/// Whether the band of a target counts for the sharpness of an ensemble: a national count of at least 100.
pub(crate) fn judges_sharpness(target: &Target) -> bool {
    target.national && matches!(target.interval, Interval::Values { low, .. } if low >= 100.0)
}

/// Whole days from one date to another; negative when the second is earlier.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
