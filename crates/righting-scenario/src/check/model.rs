//! Parameters and the clock.

use std::collections::BTreeMap;

use jiff::civil::Date;
use righting_model::{Calendar, ClockRule, Levels, ParameterError, Parameters};

use super::desk::{Checked, Desk, shown};
use crate::error::ScenarioError;
use crate::names::nearest;
use crate::raw::{LevelsName, Located, RawScenario};

/// The model's parameters: the defaults, with what the scenario sets.
pub(crate) fn parameters(desk: &Desk<'_>, raw: &RawScenario) -> Checked<Parameters> {
    let registry = desk.registry.infos();
    let sections: Vec<&str> = desk.registry.sections().iter().map(|section| section.name).collect();
    let mut parameters = Parameters::of(desk.registry.clone());
    for (section, values) in &raw.parameters {
        let replaced = values.keys().find_map(|name| {
            match parameters.set(&format!("{}.{}", section.get(), name.get()), f64::NAN) {
                Err(ParameterError::Replaced { path, by }) => Some((name.span(), path.to_owned(), by)),
                _ => None,
            }
        });
        if let Some((span, found, by)) = replaced {
            return Err(Box::new(ScenarioError::Replaced { at: desk.at(span), found, by }));
        }
        if !sections.contains(&section.get().as_str()) {
            return Err(desk.unknown(section.span(), "section of parameters", section.get(), sections.into_iter()));
        }
        for (name, value) in values {
            let path = format!("{}.{}", section.get(), name.get());
            match parameters.set(&path, *value.get()) {
                Ok(()) => {}
                Err(ParameterError::Unknown { .. } | ParameterError::Replaced { .. }) => {
                    let own = registry.iter().filter_map(|info| info.path.split_once('.'));
                    let own = own.filter(|(of, _)| *of == section.get()).map(|(_, name)| name);
                    let near = nearest(name.get(), own.clone()).map(|near| format!("{}.{near}", section.get()));
                    let near = near.or_else(|| nearest(&path, registry.iter().map(|info| info.path)));
                    // A section is a long list: it is shown only where no name is near.
                    let known = if near.is_none() { own.map(str::to_owned).collect() } else { Vec::new() };
                    return Err(Box::new(ScenarioError::UnknownName {
                        at: desk.at(name.span()),
                        what: "parameter",
                        found: path,
                        known,
                        nearest: near,
                    }));
                }
                Err(ParameterError::Range { low, high, .. }) => {
                    return Err(Box::new(ScenarioError::OutOfRange {
                        at: desk.at(value.span()),
                        what: format!("`{path}`"),
                        found: shown(*value.get()),
                        expected: format!("a number from {low} to {high}"),
                    }));
                }
            }
        }
    }
    Ok(parameters)
}

/// Which levels and shapes runs draw: what the scenario sets keeps its value.
pub(crate) fn levels(raw: &RawScenario) -> Levels {
    if raw.levels.as_ref().is_some_and(|levels| *levels.get() == LevelsName::Fixed) {
        return Levels::Fixed;
    }
    let paths = |(section, values): (&Located<String>, &BTreeMap<Located<String>, Located<f64>>)| {
        values.keys().map(|name| format!("{}.{}", section.get(), name.get())).collect::<Vec<_>>()
    };
    Levels::Drawn { held: raw.parameters.iter().flat_map(paths).collect() }
}

/// Days of the week.
pub(crate) fn calendar(raw: &RawScenario, start: Date) -> Calendar {
    let first = start.weekday().to_monday_zero_offset() as u8;
    let free = raw.country.as_ref().and_then(|country| country.get().free_days.as_ref());
    let free = free.map_or(Calendar::default().free, |days| days.get().map(|day| day as u8));
    Calendar { first, free }
}

/// How steps divide a day.
pub(crate) fn clock(desk: &Desk<'_>, raw: &RawScenario) -> Checked<ClockRule> {
    let mut clock = ClockRule::default();
    let step = |value: &Located<i64>, key: &str| {
        let minutes = desk.integer(value, key, 5, 1440)?;
        if 1440 % minutes == 0 {
            return Ok(minutes as u32);
        }
        Err(Box::new(ScenarioError::OutOfRange {
            at: desk.at(value.span()),
            what: format!("`{key}`"),
            found: minutes.to_string(),
            expected: "a divisor of 1440, the minutes of a day".to_owned(),
        }))
    };
    let raw = &raw.clock;
    if let Some(value) = &raw.shortest {
        clock.shortest = step(value, "shortest")?;
    }
    if let Some(value) = &raw.longest {
        clock.longest = step(value, "longest")?;
    }
    if let Some(value) = &raw.tolerance {
        clock.tolerance = desk.number(value, "tolerance", 1e-4, 1e6)?;
    }
    let written = raw.shortest.as_ref().or(raw.longest.as_ref());
    if let Some(value) = written.filter(|_| clock.longest % clock.shortest != 0) {
        return Err(Box::new(ScenarioError::Inconsistent {
            at: desk.at(value.span()),
            message: format!(
                "a longest step of {} minutes is no multiple of the shortest, {}",
                clock.longest, clock.shortest
            ),
            expected: "choose steps of which one divides the other".to_owned(),
            other: None,
        }));
    }
    Ok(clock)
}
