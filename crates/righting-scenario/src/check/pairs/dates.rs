//! Dates of the record against the days simulated.

use jiff::civil::Date;

use super::pair::Pair;
use crate::check::desk::Desk;
use crate::check::records::Sheets;
use crate::location::Location;
use crate::record::{Interval, Record, Statistic};

pub(super) const TARGET: Pair = Pair {
    kind: "target_outside_days",
    first: "`date` and `date_end` of a target",
    second: "the days simulated, `time.start` and `time.days`",
    rule: "warning: no day of the target is simulated, so it is left out",
};
pub(super) const EVENT: Pair = Pair {
    kind: "event_outside_days",
    first: "`date` of an event of the record",
    second: "the days simulated",
    rule: "warning where the event lies outside",
};
pub(super) const FACTS: Pair = Pair {
    kind: "facts_outside_days",
    first: "`date` of the facts",
    second: "the days simulated",
    rule: "warning where not one fact lies within; facts of the years before are background",
};

const HELP: &str = "correct the date, or `time.start` and `time.days`";

/// Targets, events and facts that no simulated day can meet.
pub(super) fn record(desk: &Desk<'_>, record: &Record, sheets: &Sheets) {
    let last = desk.start.saturating_add(jiff::Span::new().days(i64::from(desk.written_days) - 1));
    let days = format!("the days simulated, {} to {last}", desk.start);
    let within = |date: Date| (desk.start..=last).contains(&date);
    if let Some(sheet) = &sheets.targets {
        let outside = |(index, target): (usize, &crate::record::Target)| {
            let (from, to) = match target.interval {
                Interval::Dates { low, high } if target.statistic == Statistic::Onset => (low, high),
                _ => (target.date, target.date_end),
            };
            let message = format!("target `{}` of {from} lies outside {days}", target.id);
            (to < desk.start || from > last).then(|| (sheet.field(index, "date"), message))
        };
        let found = record.targets.iter().enumerate().filter_map(outside).collect();
        let all = record.targets.len();
        desk.doubt(&TARGET, found, HELP, |count| format!("{count} of {all} targets lie outside {days}"));
    }
    if let Some(sheet) = &sheets.events {
        let found: Vec<(Location, String)> = sheets
            .event_rows
            .iter()
            .enumerate()
            .filter(|(_, event)| !within(event.date))
            .map(|(index, event)| {
                (sheet.field(index, "date"), format!("an event of {} lies outside {days}", event.date))
            })
            .collect();
        let all = sheets.event_rows.len();
        desk.doubt(&EVENT, found, HELP, |count| format!("{count} of {all} events lie outside {days}"));
    }
    if let Some(sheet) = &sheets.facts
        && !record.facts.is_empty()
        && record.facts.iter().all(|fact| !within(fact.date))
    {
        let message = format!("not one of {} facts lies within {days}", record.facts.len());
        desk.doubt(&FACTS, vec![(sheet.field(0, "date"), message)], HELP, |_| String::new());
    }
}
