//! Targets of the record against each other.

use righting_model::Location as Where;

use super::pair::Pair;
use crate::check::desk::{Checked, Desk};
use crate::check::records::Sheets;
use crate::error::ScenarioError;
use crate::record::{Interval, Record, Statistic, Target, TargetQuantity};
use crate::warning::Warning;

pub(super) const FALLING: Pair = Pair {
    kind: "cumulative_falls",
    first: "a target with statistic `cumulative`",
    second: "an earlier one of the same quantity and place",
    rule: "error where the later one ends below where the earlier one begins: a sum does not fall",
};
pub(super) const APART: Pair = Pair {
    kind: "targets_apart",
    first: "a target",
    second: "another of the same quantity, statistic, place and dates",
    rule: "warning where their intervals have nothing in common: no run can meet both",
};
pub(super) const PART: Pair = Pair {
    kind: "part_above_nation",
    first: "a `cumulative` or `peak` target of a place or region",
    second: "the nation's of the same quantity, statistic and dates",
    rule: "warning where the part begins above the end of the whole",
};
pub(super) const HARM: Pair = Pair {
    kind: "harm_above_crowd",
    first: "a target of deaths or detentions of the nation",
    second: "the largest crowd of the record",
    rule: "warning where more died than were ever active, or ten times as many were detained",
};

/// What a target says as two numbers.
fn ends(target: &Target) -> Option<(f64, f64)> {
    match target.interval {
        Interval::Values { low, high } => Some((low, high)),
        Interval::Dates { .. } => None,
    }
}

/// Refuses a sum that falls; warns of targets that no run can meet together.
pub(super) fn record(desk: &Desk<'_>, record: &Record, sheets: &Sheets) -> Checked<()> {
    let Some(sheet) = &sheets.targets else { return Ok(()) };
    let targets: Vec<(usize, &Target, (f64, f64))> =
        record.targets.iter().enumerate().filter_map(|(at, target)| Some((at, target, ends(target)?))).collect();
    let mut order: Vec<usize> = (0..targets.len()).collect();
    order.sort_by_key(|&at| {
        let target = targets[at].1;
        (target.quantity, target.statistic, place_key(target.place), target.date, target.date_end)
    });
    for pair in order.windows(2) {
        let ((at, one, first), (other_at, other, second)) = (targets[pair[0]], targets[pair[1]]);
        let alike = (one.quantity, one.statistic, one.place) == (other.quantity, other.statistic, other.place);
        if alike && one.statistic == Statistic::Cumulative && second.1 < first.0 && one.date < other.date {
            return Err(Box::new(ScenarioError::Inconsistent {
                at: sheet.field(other_at, "high"),
                message: format!(
                    "target `{}` has {} of at most {} on {}, target `{}` of at least {} on {} before: a sum does not fall",
                    other.id,
                    other.quantity.name(),
                    second.1,
                    other.date,
                    one.id,
                    first.0,
                    one.date
                ),
                expected: "correct one of the two".to_owned(),
                other: Some(sheet.field(at, "low")),
            }));
        }
        let same_days = (one.date, one.date_end) == (other.date, other.date_end);
        if alike && same_days && (second.0 > first.1 || second.1 < first.0) {
            let message = format!(
                "target `{}` says {} to {}, target `{}` of the same {} on the same days {} to {}: no run can meet both",
                one.id,
                first.0,
                first.1,
                other.id,
                other.quantity.name(),
                second.0,
                second.1
            );
            let warning = Warning::new(APART.kind, sheet.field(other_at, "low"), message);
            desk.warn(
                warning.against(sheet.field(at, "low")).help("where sources disagree, write one interval over both"),
            );
        }
    }
    parts(desk, sheet, &targets);
    harm(desk, sheet, &targets);
    Ok(())
}

fn place_key(place: Where) -> (u8, usize) {
    match place {
        Where::Nation => (0, 0),
        Where::Region(index) => (1, index),
        Where::Place(index) => (2, index),
    }
}

/// A part cannot hold more than the whole.
fn parts(desk: &Desk<'_>, sheet: &crate::check::sheet::Sheet, targets: &[(usize, &Target, (f64, f64))]) {
    let counts = |target: &Target| {
        matches!(
            target.quantity,
            TargetQuantity::DetainedTotal
                | TargetQuantity::DeathsTotal
                | TargetQuantity::Active
                | TargetQuantity::Rioting
        )
    };
    for &(at, part, (low, _)) in targets.iter().filter(|(_, target, _)| target.place != Where::Nation && counts(target))
    {
        let whole = targets.iter().find(|(_, whole, (_, high))| {
            whole.place == Where::Nation
                && (whole.quantity, whole.statistic, whole.date, whole.date_end)
                    == (part.quantity, part.statistic, part.date, part.date_end)
                && low > *high
        });
        if let Some((other, whole, (_, high))) = whole {
            let message = format!(
                "target `{}` of a part of the country is at least {low}, target `{}` of the nation on the same days at \
                 most {high}",
                part.id, whole.id
            );
            let warning = Warning::new(PART.kind, sheet.field(at, "low"), message);
            desk.warn(warning.against(sheet.field(*other, "high")).help("correct one of the two"));
        }
    }
}

/// Deaths and detentions of the nation against its largest crowd.
fn harm(desk: &Desk<'_>, sheet: &crate::check::sheet::Sheet, targets: &[(usize, &Target, (f64, f64))]) {
    let crowd = targets
        .iter()
        .filter(|(_, target, _)| target.quantity == TargetQuantity::Active && target.statistic == Statistic::Peak)
        .max_by(|a, b| a.2.1.total_cmp(&b.2.1));
    let Some(&(crowd_at, crowd, (_, largest))) = crowd else { return };
    for &(at, target, (low, _)) in targets {
        let most = match target.quantity {
            TargetQuantity::DeathsTotal => largest,
            TargetQuantity::DetainedTotal => 10.0 * largest,
            _ => continue,
        };
        if low > most {
            let message = format!(
                "target `{}` has {} of at least {low}, the largest crowd of the record, target `{}`, is at most {largest}",
                target.id,
                target.quantity.name(),
                crowd.id
            );
            let warning = Warning::new(HARM.kind, sheet.field(at, "low"), message);
            desk.warn(warning.against(sheet.field(crowd_at, "high")).help("correct one of the two"));
        }
    }
}
