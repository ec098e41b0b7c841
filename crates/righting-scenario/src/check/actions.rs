//! Acts of government.

use std::collections::BTreeMap;
use std::ops::Range;

use righting_model::{Action, Reach, When};

use super::country::Land;
use super::desk::{Checked, Desk};
use super::orders::end_of;
use super::overlap::{Standing, no_overlap};
use super::timing::RawWhen;
use crate::error::ScenarioError;
use crate::raw::{ActionKind, Located, RawAction, RawScenario, RawWhere, WhereTable, top_level};

/// Every action of the scenario, with the ends that `until` makes. Prices are put in later, by
/// [`settle`](super::settle).
pub(crate) fn actions(desk: &Desk<'_>, raw: &RawScenario, land: &Land) -> Vec<Action> {
    let mut standing = Vec::new();
    let orders = desk.each(&raw.action, |entry| desk.action(entry, raw, land, &mut standing));
    desk.note(no_overlap(desk, standing, land));
    orders.into_iter().flat_map(|(order, end)| std::iter::once(order).chain(end)).collect()
}

/// Names of shocks and actions must differ from each other and from what `--set` and `--without` read otherwise.
pub(crate) fn unique_ids(desk: &Desk<'_>, raw: &RawScenario) -> Checked<()> {
    let shocks = raw.shock.iter().filter_map(|shock| shock.get().id.as_ref());
    let actions = raw.action.iter().filter_map(|action| action.get().id.as_ref());
    let mut seen: BTreeMap<&str, Range<usize>> = BTreeMap::new();
    for id in shocks.chain(actions) {
        if top_level().contains(id.get()) {
            return Err(Box::new(ScenarioError::OutOfRange {
                at: desk.at(id.span()),
                what: "`id`".to_owned(),
                found: format!("`{}`, the name of a part of every scenario", id.get()),
                expected: "another name".to_owned(),
            }));
        }
        if let Some(first) = seen.insert(id.get(), id.span()) {
            return Err(desk.duplicate("shock or action", id.get(), id.span(), first));
        }
    }
    for action in &raw.action {
        let ends = action.get().until.is_some() || action.get().until_when.is_some();
        let Some(id) = action.get().id.as_ref().filter(|_| ends) else { continue };
        if let Some(other) = seen.get(format!("{}-end", id.get()).as_str()) {
            return Err(desk.duplicate("action", &format!("{}-end", id.get()), other.clone(), id.span()));
        }
    }
    Ok(())
}

impl Desk<'_> {
    /// An action, and the one that ends it if it says when; a dated one is put among those that stand.
    fn action(
        &self,
        entry: &Located<RawAction>,
        raw: &RawScenario,
        land: &Land,
        standing: &mut Vec<Standing>,
    ) -> Checked<(Action, Option<Action>)> {
        let action = entry.get();
        let within = entry.span();
        let id = self.id(self.require(&action.id, &within, "an action", "id", "`id`, a short name")?, "id")?;
        let kinds = "`kind`: price, concession, emergency, shutdown, lethal_force, reinforce, reshuffle, \
                     request_alliance or withdraw_alliance";
        let kind = self.require(&action.kind, &within, &format!("action `{id}`"), "kind", kinds)?;
        let kind_at = kind.span();
        let kind = *kind.get();
        let owner = format!("action `{id}` of kind {}", kind.name());
        let label = action.label.as_ref().map_or(Ok(id), |label| self.text(label, "label"))?;
        let order = self.order(action, kind, &within, &owner)?;
        let timing = RawWhen {
            at: &action.at,
            when: &action.when,
            not_before: &action.not_before,
            random_per_day: &action.random_per_day,
        };
        let when = self.when(&timing, &within, &owner)?;
        let reach = self.reach(action.reach.as_ref(), land)?;
        if kind == ActionKind::RequestAlliance && raw.alliance.is_none() {
            return Err(Box::new(ScenarioError::Missing {
                at: self.at(kind_at),
                what: "a scenario that asks an alliance for help".to_owned(),
                key: "[alliance]".to_owned(),
                expected: "describe the alliance in a table `[alliance]`, or remove this action".to_owned(),
            }));
        }
        let end = self.end(action, &when, &owner)?;
        if let When::At(from) = when {
            let until = match &end {
                Some(When::At(until)) => Some(*until),
                Some(_) => Some(from),
                None => None,
            };
            standing.push(Standing { id: id.to_owned(), at: within.clone(), kind, from, until, reach: reach.clone() });
        }
        let end = end.zip(end_of(kind)).map(|(when, order)| {
            let (id, label) = (format!("{id}-end"), format!("{label}: end"));
            Action { id, label, when, reach: reach.clone(), order }
        });
        Ok((Action { id: id.to_owned(), label: label.to_owned(), when, reach, order }, end))
    }

    /// When an order ends, if it says so.
    fn end(&self, raw: &RawAction, begin: &When, owner: &str) -> Checked<Option<When>> {
        if let (Some(_), Some(second)) = (&raw.until, &raw.until_when) {
            return Err(Box::new(ScenarioError::Contradiction {
                at: self.at(second.span()),
                what: owner.to_owned(),
                first: "until".to_owned(),
                second: "until_when".to_owned(),
                expected: "keep one of them".to_owned(),
            }));
        }
        let earliest = match begin {
            When::At(minute) | When::Triggered { not_before: minute, .. } => *minute,
            When::Random { .. } => 0,
        };
        if let Some(until) = &raw.until {
            let minute = self.minute(until, "until", true)?;
            if minute <= earliest {
                return Err(Box::new(ScenarioError::OutOfRange {
                    at: self.at(until.span()),
                    what: "`until`".to_owned(),
                    found: until.get().0.to_string(),
                    expected: "a time after the order begins".to_owned(),
                }));
            }
            return Ok(Some(When::At(minute)));
        }
        let Some(condition) = &raw.until_when else { return Ok(None) };
        Ok(Some(When::Triggered { trigger: self.trigger(condition)?, not_before: earliest }))
    }

    /// Where a shock or action works.
    pub(super) fn reach(&self, raw: Option<&Located<RawWhere>>, land: &Land) -> Checked<Reach> {
        let Some(raw) = raw else { return Ok(Reach::Nation) };
        match raw.get() {
            RawWhere::Word(word) if word == "nation" => Ok(Reach::Nation),
            RawWhere::Word(word) => Err(Box::new(ScenarioError::WrongType {
                at: self.at(raw.span()),
                found: format!("`{word}`"),
                expected: "`\"nation\"`, `{ regions = [...] }`, `{ places = [...] }` or `{ except = [...] }`"
                    .to_owned(),
            })),
            RawWhere::Table(table) => self.places(table, raw.span(), land),
        }
    }

    /// The place of a number.
    pub(super) fn place(&self, key: &Located<i64>, land: &Land) -> Checked<usize> {
        let index = u32::try_from(*key.get()).ok().and_then(|key| land.place(key));
        index.ok_or_else(|| {
            // Numbers that look alike name places that have nothing in common: no nearest one.
            Box::new(ScenarioError::UnknownName {
                at: self.at(key.span()),
                what: "place",
                found: key.get().to_string(),
                known: land.country.places.iter().map(|place| place.key.to_string()).collect(),
                nearest: None,
            })
        })
    }

    fn places(&self, table: &WhereTable, within: Range<usize>, land: &Land) -> Checked<Reach> {
        let region = |id: &Located<String>| {
            land.region(id.get()).ok_or_else(|| {
                self.unknown(id.span(), "region", id.get(), land.regions.iter().map(|region| region.id.as_str()))
            })
        };
        let mut inside = vec![false; land.country.places.len()];
        for id in table.regions.iter().flatten() {
            let region = region(id)?;
            land.country.places_of(region).for_each(|place| inside[place] = true);
        }
        for key in table.places.iter().flatten() {
            inside[self.place(key, land)?] = true;
        }
        if let Some(except) = &table.except {
            if table.regions.is_some() || table.places.is_some() {
                return Err(Box::new(ScenarioError::Contradiction {
                    at: self.at(within),
                    what: "`where`".to_owned(),
                    first: if table.regions.is_some() { "regions" } else { "places" }.to_owned(),
                    second: "except".to_owned(),
                    expected: "list what is in, or what is out".to_owned(),
                }));
            }
            inside.fill(true);
            for id in except {
                let region = region(id)?;
                land.country.places_of(region).for_each(|place| inside[place] = false);
            }
        }
        let places: Vec<usize> = (0..inside.len()).filter(|&place| inside[place]).collect();
        if places.is_empty() {
            return Err(Box::new(ScenarioError::OutOfRange {
                at: self.at(within),
                what: "`where`".to_owned(),
                found: "nowhere".to_owned(),
                expected: "at least one place".to_owned(),
            }));
        }
        Ok(Reach::Places(places))
    }
}
