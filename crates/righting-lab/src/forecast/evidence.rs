//! The statements known at a date as evidence: how well a run agrees with them.

use righting_model::{Country, Location, Trace};
use righting_scenario::{Fact, Imported, Interval, Statistic, Target, TargetQuantity};
use serde::Serialize;

use super::as_of::AsOf;
use crate::measure::{Measure, days_between};
use crate::study::NEVER_AFTER;
use righting_infer::log1p;

/// Standard deviation of the log of a count that model and record may differ by: a factor of two,
/// ASSUMED. Press counts of one crowd of January 2022 differ by 1.5 to 10.
pub const COUNT_ERROR: f64 = std::f64::consts::LN_2;
/// Standard deviation of a date, days, ASSUMED: press and prosecutor differ by one.
pub const DATE_ERROR: f64 = 1.0;

/// The largest crowd of a day without a reported event, people: 50 are an onset.
const UNREPORTED: f64 = 49.0;

/// What known statements say of one quantity in one place: both ends where they differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// Name of the quantity.
    pub quantity: &'static str,
    /// `peak`, `cumulative` or `onset`.
    pub statistic: &'static str,
    /// Where, for people.
    pub place: String,
    /// Day it speaks of; for an onset the latest day named.
    pub date: String,
    /// Lower end: people, or days after the start.
    pub low: f64,
    /// Upper end; `None`: at least `low`.
    pub high: Option<f64>,
    /// Sources.
    pub sources: Vec<String>,
    /// Whether every statement in it may be shown.
    #[serde(skip)]
    pub(super) is_public: bool,
    #[serde(skip)]
    key: Key,
    #[serde(skip)]
    measure: Measure,
}

/// A count that was known: what baselines may use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct KnownCount {
    pub quantity: TargetQuantity,
    pub place: Location,
    /// Days after the start.
    pub day: i32,
    /// Middle of what was said.
    pub value: f64,
}

type Key = (TargetQuantity, Statistic, Location, Option<jiff::civil::Date>);

/// What one statement says, if a run can be held against it.
struct Said {
    quantity: TargetQuantity,
    statistic: Statistic,
    low: f64,
    high: f64,
}

/// A statement that was known and that no run can be held against.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Unused {
    /// File that it stands in.
    pub file: String,
    /// Line of the file.
    pub line: usize,
    /// Day it speaks of.
    pub date: String,
    /// Where, as the source names it.
    pub place: String,
    /// Kind of fact.
    pub kind: String,
    /// Value as written.
    pub value: String,
    /// Why it is no evidence.
    pub why: &'static str,
    /// Whether it may be shown.
    #[serde(skip)]
    pub(super) is_public: bool,
}

/// The evidence in the statements that a view knows.
pub fn evidence(view: &AsOf) -> Vec<Evidence> {
    weighed(view).0
}

/// The evidence in the statements that a view knows, and the statements that are none.
pub(super) fn weighed(view: &AsOf) -> (Vec<Evidence>, Vec<Unused>) {
    let (mut all, mut unused): (Vec<Evidence>, Vec<Unused>) = (Vec::new(), Vec::new());
    for fact in view.facts() {
        if let Err(why) = weigh(view, fact, &mut all) {
            unused.push(Unused {
                file: view.facts_file().to_owned(),
                line: fact.line,
                date: fact.date.to_string(),
                place: fact.place.clone(),
                kind: fact.kind.clone(),
                value: fact.value.clone(),
                why,
                is_public: fact.imported.is_public(),
            });
        }
    }
    (all, unused)
}

/// Adds a statement to what is known, or says why it is no evidence.
fn weigh(view: &AsOf, fact: &Fact, all: &mut Vec<Evidence>) -> Result<(), &'static str> {
    let said = said(view, fact)?;
    // A statement about the nation has no location.
    let nation = fact.place == "National";
    let location = fact.location.or(nation.then_some(Location::Nation)).ok_or("it names no place of the scenario")?;
    let dated = (said.statistic != Statistic::Onset).then_some(fact.date);
    let key = (said.quantity, said.statistic, location, dated);
    match all.iter_mut().find(|known| known.key == key) {
        Some(known) => known.join(&said, fact),
        None => all.push(Evidence::first(view, key, &said, fact).ok_or("its day is not simulated")?),
    }
    Ok(())
}

fn said(view: &AsOf, fact: &Fact) -> Result<Said, &'static str> {
    let day = f64::from(days_between(view.start(), fact.date));
    if day < 0.0 {
        return Err("its day is before the first simulated day");
    }
    let number = || numbers(&fact.value).ok_or("its value is no number");
    let counted = |quantity, statistic| {
        let (low, high) = number()?;
        Ok(Said { quantity, statistic, low, high })
    };
    let began = |quantity, low| Ok(Said { quantity, statistic: Statistic::Onset, low, high: day });
    match fact.kind.as_str() {
        "crowd_size" => counted(TargetQuantity::Active, Statistic::Peak),
        "rioters" => counted(TargetQuantity::Rioting, Statistic::Peak),
        "detained" if fact.unit == "people" => counted(TargetQuantity::DetainedTotal, Statistic::Cumulative),
        "regions_with_protest" => counted(TargetQuantity::RegionsReached, Statistic::Cumulative),
        "regions_with_violence" => counted(TargetQuantity::RegionsViolent, Statistic::Cumulative),
        "deaths_total" => counted(TargetQuantity::DeathsTotal, Statistic::Cumulative),
        // A part of the dead is a lower end of the whole.
        "deaths_security" | "deaths_rioters" | "deaths_civilian" => {
            let (low, _) = number()?;
            let (quantity, statistic) = (TargetQuantity::DeathsTotal, Statistic::Cumulative);
            Ok(Said { quantity, statistic, low, high: f64::INFINITY })
        }
        "protest_onset" => began(TargetQuantity::Active, day),
        // Seen on a day: begun by then.
        "protest" => began(TargetQuantity::Active, 0.0),
        "demonstrations" => match number()? {
            // A day without an event that was reported: no crowd of the size that counts as an onset.
            (_, high) if high < 1.0 => {
                let (quantity, statistic) = (TargetQuantity::Active, Statistic::Peak);
                Ok(Said { quantity, statistic, low: 0.0, high: UNREPORTED })
            }
            _ => began(TargetQuantity::Active, 0.0),
        },
        "violence_onset" => began(TargetQuantity::Rioting, day),
        "violence" | "building_stormed" | "building_burned" | "building_seized" => began(TargetQuantity::Rioting, 0.0),
        _ => Err("no run shows what facts of this kind say"),
    }
}

/// A count as sources write it: a number, two ends, a lower end such as `200+`, or a word.
fn numbers(value: &str) -> Option<(f64, f64)> {
    let number = |text: &str| text.trim().parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0);
    match value {
        "tens" => Some((10.0, 99.0)),
        "hundreds" => Some((100.0, 999.0)),
        "thousands" => Some((1_000.0, 9_999.0)),
        _ => match (value.split_once('-'), value.strip_suffix('+')) {
            (Some((low, high)), _) => Some((number(low)?, number(high)?)),
            (None, Some(low)) => Some((number(low)?, f64::INFINITY)),
            (None, None) => number(value).map(|value| (value, value)),
        },
    }
}

impl Evidence {
    /// The count and the day it is of, if it is a count.
    pub(crate) fn count(&self, view: &AsOf) -> Option<KnownCount> {
        let (quantity, _, place, date) = self.key;
        let value = 0.5 * (self.low + self.high.unwrap_or(self.low));
        date.map(|date| KnownCount { quantity, place, day: days_between(view.start(), date), value })
    }

    /// Whose protest or riot is said to have begun.
    pub(crate) fn onset(&self) -> Option<(TargetQuantity, Location)> {
        let (quantity, statistic, place, _) = self.key;
        (statistic == Statistic::Onset).then_some((quantity, place))
    }

    fn first(view: &AsOf, key: Key, said: &Said, fact: &Fact) -> Option<Self> {
        let (quantity, statistic, place, _) = key;
        let target = Target {
            id: String::new(),
            line: fact.line,
            quantity,
            statistic,
            place,
            date: if statistic == Statistic::Onset { view.start() } else { fact.date },
            date_end: fact.date,
            interval: Interval::Values { low: said.low, high: said.high },
            national: place == Location::Nation,
            source: String::new(),
            note: String::new(),
            imported: Imported::No,
        };
        Some(Self {
            quantity: quantity.name(),
            statistic: statistic.name(),
            place: view.name(place).to_owned(),
            date: fact.date.to_string(),
            low: said.low,
            high: said.high.is_finite().then_some(said.high),
            sources: vec![fact.source.clone()],
            is_public: fact.imported.is_public(),
            key,
            measure: Measure::of(&target, view.start(), view.past() as usize).ok()?,
        })
    }

    fn join(&mut self, said: &Said, fact: &Fact) {
        self.low = self.low.min(said.low);
        self.high = match self.high {
            Some(high) if said.high.is_finite() => Some(high.max(said.high)),
            _ => None,
        };
        self.date = self.date.clone().max(fact.date.to_string());
        self.is_public &= fact.imported.is_public();
        if !self.sources.contains(&fact.source) {
            self.sources.push(fact.source.clone());
        }
    }

    /// Log-likelihood of a run, up to a constant: normal in ln(1 + count) or in days, flat between the
    /// ends (a kernel of model error, Wilkinson 2013, doi:10.1515/sagmb-2013-0010). A "never" counts as
    /// [`NEVER_AFTER`] days too late.
    pub fn log_likelihood(&self, trace: &Trace, country: &Country) -> f64 {
        let value = self.measure.value(trace, country);
        let high = self.high.unwrap_or(f64::INFINITY);
        let error = if self.statistic == Statistic::Onset.name() {
            let late = if value.is_finite() { value - high } else { NEVER_AFTER };
            (self.low - value).max(late).max(0.0) / DATE_ERROR
        } else {
            (log1p(self.low) - log1p(value)).max(log1p(value) - log1p(high)).max(0.0) / COUNT_ERROR
        };
        -0.5 * error * error
    }
}

/// Log-likelihood of a run under all the evidence.
pub fn log_likelihood(evidence: &[Evidence], trace: &Trace, country: &Country) -> f64 {
    evidence.iter().map(|one| one.log_likelihood(trace, country)).sum()
}
