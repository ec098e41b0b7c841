//! What struck the countries and what their governments did.

use std::collections::BTreeSet;

use jiff::ToSpan;
use righting_model::{AllianceDecision, EventKind, Order, Posture, ShockKind, When};
use righting_scenario::Scenario;
use righting_store::StoreError;

use super::Side;
use crate::section::{Section, SectionTable};
use crate::words::percent_of;

pub fn shocks(sides: &[Side<'_>]) -> Section {
    let mut rows = Vec::new();
    for side in sides {
        for shock in &side.scenario.setup.shocks {
            let what = match shock.kind {
                ShockKind::Price { ratio } | ShockKind::Commodity { ratio, .. } => format!("price × {ratio:.2}"),
                ShockKind::Income { factor } => format!("incomes × {factor:.2}"),
                ShockKind::Affront { size } => format!("affront + {size:.2}"),
                ShockKind::Call { size, .. } => format!("call × {size:.2}"),
            };
            rows.push(vec![side.name().to_owned(), shock.label.clone(), when(side.scenario, &shock.when), what]);
        }
    }
    let mut section = Section::new("shock", "The shock", "What befell each country in its scenario.");
    section.tables.push(SectionTable::new("Shocks", ["country", "shock", "when", "what"], rows));
    section
}

/// Countries whose days are counted from the first day of the run, as no shock of theirs has a date.
pub fn undated(sides: &[Side<'_>]) -> Option<String> {
    let names: Vec<&str> = sides.iter().filter(|side| side.shock_day().is_none()).map(Side::name).collect();
    (!names.is_empty()).then(|| {
        format!("No shock of {} has a date: there days are counted from the first day of the run.", names.join(", "))
    })
}

type IsKind = fn(&Order) -> bool;

/// Kinds of orders that begin something, in the order of the table.
const KINDS: [(&str, IsKind); 9] = [
    ("Price order", |order| matches!(order, Order::Price { .. } | Order::Commodity { .. })),
    ("Concession", |order| matches!(order, Order::Concession { .. })),
    ("Internet cut", |order| matches!(order, Order::Shutdown { cut } if *cut > 0.0)),
    ("Emergency", |order| matches!(order, Order::Emergency { on: true })),
    ("Crowds dispersed", |order| matches!(order, Order::Posture { posture: Posture::Disperse })),
    ("Raids ordered", |order| matches!(order, Order::Sweep { on: true })),
    ("Lethal force permitted", |order| matches!(order, Order::LethalForce { on: true })),
    ("Reinforcement", |order| matches!(order, Order::Reinforce { .. })),
    ("Request to allies", |order| matches!(order, Order::RequestAlliance)),
];

pub fn response(sides: &[Side<'_>]) -> Result<Section, StoreError> {
    let mut columns = vec!["response".to_owned()];
    columns.extend(sides.iter().map(|side| side.name().to_owned()));
    let mut rows = Vec::new();
    for (label, of_kind) in KINDS {
        let mut row = vec![label.to_owned()];
        row.extend(sides.iter().map(|side| first_of(side, of_kind)));
        rows.push(row);
    }
    let mut help = vec!["Help from allies".to_owned()];
    for side in sides {
        help.push(help_of(side)?);
    }
    rows.push(help);
    let mut section = Section::new(
        "response",
        "The response",
        "The first act of each kind, in days after the first shock, and how often the kind was ordered.",
    );
    section.tables.push(SectionTable::new("Response", columns, rows));
    section.notes =
        vec!["Acts that a scenario triggers by a condition, instead of a date, have no day here.".to_owned()];
    section.notes.extend(undated(sides));
    Ok(section)
}

fn first_of(side: &Side<'_>, of_kind: fn(&Order) -> bool) -> String {
    let acts: Vec<_> = side.scenario.setup.actions.iter().filter(|act| of_kind(&act.order)).collect();
    let minutes = acts.iter().filter_map(|act| match act.when {
        When::At(minute) => Some(minute),
        _ => None,
    });
    match (minutes.min(), acts.len()) {
        (_, 0) => "none".to_owned(),
        (None, count) => format!("by a condition ({count})"),
        (Some(minute), count) => {
            let days = f64::from(minute) / 1440.0 - f64::from(side.first_shock_day());
            format!("day {days:.1} ({count})")
        }
    }
}

/// Who was asked, and in what share of the runs help was agreed and came.
fn help_of(side: &Side<'_>) -> Result<String, StoreError> {
    let Some(alliance) = &side.scenario.setup.alliance else { return Ok("nobody to ask".to_owned()) };
    // Runs, not events: help may be agreed and come more than once in one.
    let (mut accepted, mut arrived) = (BTreeSet::new(), BTreeSet::new());
    for event in side.run.events()? {
        let (replicate, event) = event?;
        match event.kind {
            EventKind::AllianceAccepted => accepted.insert(replicate),
            EventKind::AllianceArrived => arrived.insert(replicate),
            _ => false,
        };
    }
    let share = |runs: BTreeSet<u32>| percent_of(runs.len() as u64, side.run.succeeded() as u64);
    let decides = match alliance.decision {
        AllianceDecision::AsHappened => "as it happened",
        AllianceDecision::Simulated => "by its members' utilities",
    };
    Ok(format!("{}, {decides}: agreed in {}, came in {} of the runs", alliance.name, share(accepted), share(arrived)))
}

fn when(scenario: &Scenario, when: &When) -> String {
    match when {
        When::At(minute) => {
            let at = scenario.start.at(0, 0, 0, 0).checked_add(i64::from(*minute).minutes());
            at.map_or_else(|_| format!("minute {minute}"), |at| at.strftime("%Y-%m-%d %H:%M").to_string())
        }
        When::Random { per_day } => format!("at random, {per_day} a day"),
        When::Triggered { trigger, .. } => format!("when {}", trigger.text),
    }
}
