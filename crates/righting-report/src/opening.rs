//! What a report says of its runs: facts are computed from its tables first, words are made of the facts.
//!
//! A sentence says only what its table bears: a share instead of "most", the region by region of marginal dates, every one of
//! several that are alike, and what is not there at all.

use jiff::civil::Date;
use righting_lab::Check as Checked;

use crate::place::Region;
use crate::record::FirstPlace;
use crate::report::{Provenance, Report};
use crate::series::{Quantity, Series};
use crate::words::{Calendar, about, counted, listed, percent_of, whole};

/// Names listed one by one; of more that are alike only the number is told.
const FEW: usize = 3;

/// Where protest starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Starts {
    /// The places where it starts first most often, alike in number.
    pub places: Vec<String>,
    /// Runs in which it does, for each of them.
    pub times: u64,
    /// Runs in which it starts nowhere.
    pub nowhere: u64,
    /// Runs in all.
    pub runs: u64,
}

impl Starts {
    /// Of places with the number of runs in which protest starts there first.
    pub fn of(first: &[FirstPlace], runs: u64) -> Self {
        let times = first.iter().map(|place| place.runs).max().unwrap_or(0);
        let places = first.iter().filter(|place| place.runs == times && times > 0).map(|place| place.name.clone());
        let anywhere: u64 = first.iter().map(|place| place.runs).sum();
        Self { places: places.collect(), times, nowhere: runs.saturating_sub(anywhere), runs }
    }

    /// Of a check.
    pub fn of_check(check: &Checked) -> Self {
        Self::of(&first_places(check), check.replicates)
    }

    /// In a sentence without its full stop.
    pub fn words(&self) -> String {
        let runs = |number: u64| format!("{} ({})", of_runs(number, self.runs), percent_of(number, self.runs));
        let names: Vec<&str> = self.places.iter().map(String::as_str).collect();
        let often = if 2 * self.times > self.runs { "" } else { "most often " };
        let starts = match names.as_slice() {
            [] => {
                let none = if self.runs == 1 {
                    "In the one run nowhere"
                } else {
                    &format!("In none of {}", counted(self.runs, "run", "runs"))
                };
                return format!("{none} do 50 people come out in one place at once");
            }
            [one] => format!("Protest starts first {often}in {one}, in {}", runs(self.times)),
            few if few.len() <= FEW => {
                format!("Protest starts first {often}in {}, in {} each", listed(few), runs(self.times))
            }
            many => {
                format!("Protest starts first in {} places equally often, in {} each", many.len(), runs(self.times))
            }
        };
        if self.nowhere == 0 { starts } else { format!("{starts}; in {} it starts nowhere", runs(self.nowhere)) }
    }
}

/// The first places of a check, most frequent first.
pub(crate) fn first_places(check: &Checked) -> Vec<FirstPlace> {
    check.first_places.iter().map(|(name, runs)| FirstPlace { name: name.clone(), runs: *runs }).collect()
}

/// `3 of 8 runs`, `the one run`.
fn of_runs(some: u64, all: u64) -> String {
    if all == 1 && some == 1 {
        "the one run".to_owned()
    } else {
        format!("{} of {}", whole(some), counted(all, "run", "runs"))
    }
}

/// How far protest reaches, region by region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Regions each of which is reached in at least half of the runs.
    pub reached: usize,
    /// Regions in all.
    pub regions: usize,
    /// Day by which each of them is; `None` where none is.
    pub by: Option<Date>,
}

impl Reach {
    /// Of the median days of the regions.
    pub fn of(regions: &[Region]) -> Self {
        let days: Vec<Date> = regions.iter().filter_map(|region| region.onset.p50.as_ref()?.parse().ok()).collect();
        Self { reached: days.len(), regions: regions.len(), by: days.into_iter().max() }
    }

    fn sentence(&self, calendar: Calendar) -> Option<String> {
        let half = "in at least half of the runs";
        match (self.by, self.regions) {
            (_, 0) => None,
            (None, 1) => Some("The one region is not reached in half of the runs.".to_owned()),
            (None, all) => Some(format!("None of the {all} regions is reached in half of the runs.")),
            (Some(day), 1) => Some(format!("By {} the one region is reached {half}.", calendar.long(day))),
            (Some(day), all) => {
                let which = match self.reached {
                    some if some == all => format!("each of the {all} regions"),
                    1 => format!("one of the {all} regions"),
                    some => format!("each of {some} of the {all} regions"),
                };
                Some(format!("By {} {which} is reached {half}.", calendar.long(day)))
            }
        }
    }
}

/// The course of one quantity in one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Course {
    /// The band stays at zero on every day.
    Nothing,
    /// The median is zero on every day, the band is not.
    OnlyBand {
        /// First day with the highest upper end.
        day: usize,
        /// That end.
        top: f64,
    },
    /// A quantity that passes.
    Peak {
        /// First day with the highest median.
        day: usize,
        /// Days with that median.
        days: usize,
        /// 5th percentile, median and 95th percentile of the day.
        band: [f64; 3],
    },
    /// A quantity that only grows, on the last day.
    End {
        /// The last day.
        day: usize,
        /// 5th percentile, median and 95th percentile.
        band: [f64; 3],
    },
}

impl Course {
    /// Of a series.
    pub fn of(series: &Series, cumulative: bool) -> Self {
        let first_highest =
            |values: &[f64]| (0..values.len()).fold(0, |best, day| if values[day] > values[best] { day } else { best });
        let (top, high) = (first_highest(&series.p95), first_highest(&series.p50));
        let Some(last) = series.p95.len().checked_sub(1).filter(|_| series.p95[top] > 0.0) else {
            return Self::Nothing;
        };
        let band = |day: usize| [series.p5[day], series.p50[day], series.p95[day]];
        if series.p50[high] <= 0.0 {
            Self::OnlyBand { day: top, top: series.p95[top] }
        } else if cumulative {
            Self::End { day: last, band: band(last) }
        } else {
            let days = series.p50.iter().filter(|&&median| median >= series.p50[high]).count();
            Self::Peak { day: high, days, band: band(high) }
        }
    }

    /// In a sentence about `what`, such as `the number active`.
    pub fn sentence(&self, what: &str, day: impl Fn(usize) -> String) -> String {
        match *self {
            Self::Nothing => format!("The 90 % band of {what} stays at 0 on every day."),
            Self::OnlyBand { day: at, top } => {
                format!("The median of {what} is 0 on every day; its 90 % band reaches {} on {}.", about(top), day(at))
            }
            Self::Peak { day: at, days: 1, band } => {
                format!("The median of {what} is highest on {}, at {}.", day(at), told(band))
            }
            Self::Peak { day: at, days, band } => {
                format!("The median of {what} is highest on {days} days, first on {}, at {}.", day(at), told(band))
            }
            Self::End { day: at, band } => format!("By {} the median of {what} is {}.", day(at), told(band)),
        }
    }

    /// The same under the heading of a chart.
    pub fn brief(&self, day: impl Fn(usize) -> String) -> String {
        match *self {
            Self::Nothing => "The 90 % band stays at 0 on every day.".to_owned(),
            Self::OnlyBand { day: at, top } => {
                format!("Median 0 on every day; the 90 % band reaches {} on {}.", about(top), day(at))
            }
            Self::Peak { day: at, days: 1, band } => format!("Highest median on {}: {}.", day(at), told(band)),
            Self::Peak { day: at, days, band } => {
                format!("Highest median on {days} days, first on {}: {}.", day(at), told(band))
            }
            Self::End { day: at, band } => format!("By {}: {}.", day(at), told(band)),
        }
    }
}

fn told([low, middle, high]: [f64; 3]) -> String {
    format!("{} (90 % band {} to {})", about(middle), about(low), about(high))
}

impl Report {
    /// Writes the words of the report from its tables: what the runs are and how protest starts and spreads in them, the
    /// courses too where no record stands beside them, and what stands above each chart. To be called when the tables are
    /// filled.
    pub fn tell(&mut self) {
        let calendar = Calendar::of_texts(&self.dates);
        let dates = self.dates.clone();
        let day = |at: usize| {
            dates.get(at).and_then(|date| date.parse().ok()).map_or_else(String::new, |date| calendar.long(date))
        };
        let grows = |quantities: &[Quantity], name: &str| quantities.iter().any(|q| q.name == name && q.cumulative);
        for series in &mut self.series {
            series.told = Course::of(series, grows(&self.quantities, &series.quantity)).brief(day);
        }
        let mut said = vec![runs(&self.provenance, self, calendar)];
        if self.check.runs > 0 {
            said.push(format!("{}.", Starts::of(&self.check.first_places, self.check.runs).words()));
            said.extend(Reach::of(&self.regions).sentence(calendar));
        }
        // Beside a record the page tells what happened from its targets, and each course above its own chart.
        if self.records.is_empty() {
            for quantity in &self.quantities {
                let of = |series: &&Series| series.place == "nation" && series.quantity == quantity.name;
                if let Some(series) = self.series.iter().find(of) {
                    let label = quantity.label.to_lowercase();
                    // "the number active", but "the number of deaths".
                    let what = format!("the number {}{label}", if label.ends_with('s') { "of " } else { "" });
                    said.push(Course::of(series, quantity.cumulative).sentence(&what, day));
                }
            }
            said.extend(targets(self.check.inside, self.check.total));
        }
        self.reading = said;
    }
}

fn runs(made: &Provenance, report: &Report, calendar: Calendar) -> String {
    let residents: u64 = report.regions.iter().map(|region| region.population).sum();
    let residents = if residents >= 1_000_000 {
        format!("{:.1} million", residents as f64 / 1e6).replace(".0 million", " million")
    } else {
        whole(residents)
    };
    let ends = report.dates.first().zip(report.dates.last());
    let ends = ends.and_then(|(first, last)| Some((first.parse::<Date>().ok()?, last.parse::<Date>().ok()?)));
    let when =
        ends.map_or_else(String::new, |ends| format!(" over {}", span(report.dates.len() as u64, ends, calendar)));
    let whom = format!("the {residents} residents of {}{when}", report.country);
    match (made.failed, made.succeeded) {
        (0, 1) => format!("1 run simulates {whom}."),
        (0, some) => format!("{} simulate {whom}.", counted(some, "run", "runs")),
        (failed, some) => format!(
            "{} of {} succeeded and {} failed; each simulates {whom}.",
            whole(some),
            counted(made.replicates, "run", "runs"),
            whole(failed)
        ),
    }
}

/// `14 days, 1 to 14 March 2030`.
fn span(days: u64, (first, last): (Date, Date), _: Calendar) -> String {
    let days = counted(days, "day", "days");
    let form = match (first.year() == last.year(), first.month() == last.month()) {
        (true, true) => "%-d",
        (true, false) => "%-d %B",
        (false, _) => "%-d %B %Y",
    };
    let end = last.strftime("%-d %B %Y");
    if first == last { format!("{days}, {end}") } else { format!("{days}, {} to {end}", first.strftime(form)) }
}

/// How many targets hold, in a sentence; nothing of none.
pub(crate) fn targets(inside: u64, total: u64) -> Option<String> {
    match (inside, total) {
        (_, 0) => None,
        (0, 1) => Some("The one target of the record lies outside the 90 % band.".to_owned()),
        (_, 1) => Some("The one target of the record lies inside the 90 % band.".to_owned()),
        (1, _) => {
            Some(format!("1 of {total} targets of the record ({}) lies inside the 90 % band.", percent_of(1, total)))
        }
        _ => Some(format!(
            "{inside} of {total} targets of the record ({}) lie inside the 90 % band.",
            percent_of(inside, total)
        )),
    }
}

#[cfg(test)]
#[path = "opening_tests.rs"]
mod tests;
