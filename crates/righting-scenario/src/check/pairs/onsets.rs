//! Recorded onsets against the dates that they are sought in, and against quiet days.

use righting_model::Location as Where;

use super::pair::Pair;
use crate::check::country::Land;
use crate::check::desk::{Checked, Desk};
use crate::check::records::Sheets;
use crate::error::ScenarioError;
use crate::record::{Interval, Record, Statistic, Target};
use crate::warning::Warning;

pub(super) const WINDOW: Pair = Pair {
    kind: "onset_outside_window",
    first: "`low` and `high` of an onset",
    second: "`date` and `date_end` of the target, within which the onset of a run is sought",
    rule: "error where no day is in both; warning where some days are not",
};
pub(super) const QUIET: Pair = Pair {
    kind: "quiet_beside_onset",
    first: "`high` of a `peak` target below 50 people",
    second: "an onset there within its days, which is the first day with 50",
    rule: "warning: no run can meet both",
};

/// People who make an onset.
const CROWD: f64 = 50.0;

/// Refuses an onset that no run can have; warns of those that others contradict.
pub(super) fn record(desk: &Desk<'_>, land: &Land, record: &Record, sheets: &Sheets) -> Checked<()> {
    let Some(sheet) = &sheets.targets else { return Ok(()) };
    for (index, target) in record.targets.iter().enumerate() {
        let Some((low, high)) = onset(target) else { continue };
        let message = format!(
            "target `{}` has an onset of {low}{}, its `date` and `date_end` are {} to {}",
            target.id,
            if low == high { String::new() } else { format!(" to {high}") },
            target.date,
            target.date_end
        );
        let (at, other) = (sheet.field(index, "low"), sheet.field(index, "date"));
        let expected = "correct the onset, or widen `date` and `date_end`: these are the days that are looked through";
        if high < target.date || low > target.date_end {
            return Err(Box::new(ScenarioError::Inconsistent {
                at,
                message,
                expected: expected.to_owned(),
                other: Some(other),
            }));
        }
        if low < target.date || high > target.date_end {
            desk.warn(Warning::new(WINDOW.kind, at, message).against(other).help(expected));
        }
    }
    let quiet = record.targets.iter().enumerate().filter_map(|(index, target)| Some((index, target, calm(target)?)));
    for (index, target, most) in quiet {
        let within = |other: &Target, (low, high)| {
            other.quantity == target.quantity
                && covers(land, target.place, other.place)
                && target.date <= low
                && high <= target.date_end
        };
        let begun = |other: &&(usize, &Target)| onset(other.1).is_some_and(|days| within(other.1, days));
        let Some((other_at, other)) = record.targets.iter().enumerate().find(|other| begun(&other)) else { continue };
        let message = format!(
            "target `{}` has at most {most} {} from {} to {}, target `{}` an onset there within these days, a day with \
             {CROWD}",
            target.id,
            target.quantity.name(),
            target.date,
            target.date_end,
            other.id
        );
        let warning = Warning::new(QUIET.kind, sheet.field(index, "high"), message);
        desk.warn(warning.against(sheet.field(other_at, "low")).help("correct one of the two: no run can meet both"));
    }
    Ok(())
}

fn onset(target: &Target) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
    match target.interval {
        Interval::Dates { low, high } if target.statistic == Statistic::Onset => Some((low, high)),
        _ => None,
    }
}

/// The most people that a target of the largest crowd allows, if that is no crowd.
fn calm(target: &Target) -> Option<f64> {
    match target.interval {
        Interval::Values { high, .. } if target.statistic == Statistic::Peak && high < CROWD => Some(high),
        _ => None,
    }
}

/// Whether a place lies in another, or is it.
fn covers(land: &Land, whole: Where, part: Where) -> bool {
    match (whole, part) {
        (Where::Nation, _) => true,
        (Where::Region(region), Where::Place(place)) => land.country.places[place].region == region,
        _ => whole == part,
    }
}
