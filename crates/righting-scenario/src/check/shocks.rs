//! Changes of prices and incomes that no government ordered.

use std::ops::Range;

use righting_model::{Reach, Shock, ShockKind, When};

use super::country::Land;
use super::desk::{Checked, Desk};
use super::timing::RawWhen;
use crate::error::ScenarioError;
use crate::raw::{Located, RawScenario, RawShock, ShockKindName};

/// Every shock that acts. One that the data contain already acts only when it is undone. Prices are put in later, by
/// [`settle`](super::settle).
pub(crate) fn shocks(desk: &Desk<'_>, raw: &RawScenario, land: &Land) -> Vec<Shock> {
    let shocks: Vec<Shock> = desk.each(&raw.shock, |entry| desk.shock(entry, land)).into_iter().flatten().collect();
    desk.note(price_shocks_differ(desk, &shocks, raw, land));
    shocks
}

impl Desk<'_> {
    /// A shock; `None` where the data contain it already.
    fn shock(&self, entry: &Located<RawShock>, land: &Land) -> Checked<Option<Shock>> {
        let shock = entry.get();
        let within = entry.span();
        let id = self.id(self.require(&shock.id, &within, "a shock", "id", "`id`, a short name")?, "id")?;
        let kind = self.require(
            &shock.kind,
            &within,
            &format!("shock `{id}`"),
            "kind",
            "`kind`: price, income, affront or call",
        )?;
        let owner = format!("shock `{id}` of kind {}", kind.get().name());
        let label = shock.label.as_ref().map_or(Ok(id), |label| self.text(label, "label"))?;
        let reach = self.reach(shock.reach.as_ref(), land)?;
        let in_data = shock.already_in_data.as_ref().is_some_and(|flag| *flag.get());
        let undone = shock.undone.as_ref().filter(|flag| *flag.get());
        if let (Some(undone), false) = (undone, in_data) {
            let owner = format!("{owner} without `already_in_data`");
            return Err(self.stranger(undone.span(), "undone", &owner, *kind.get()));
        }
        if in_data {
            let kind = ShockKind::Income { factor: self.in_data(shock, *kind.get(), &within, &owner)? };
            let label = format!("Without: {label}");
            return Ok(undone.map(|_| Shock { id: id.to_owned(), label, when: When::At(0), reach, kind }));
        }
        let timing = RawWhen {
            at: &shock.at,
            when: &shock.when,
            not_before: &shock.not_before,
            random_per_day: &shock.random_per_day,
        };
        let when = self.when(&timing, &within, &owner)?;
        let kind = self.shock_kind(shock, *kind.get(), &within, &owner, land)?;
        Ok(Some(Shock { id: id.to_owned(), label: label.to_owned(), when, reach, kind }))
    }

    fn shock_kind(
        &self,
        raw: &RawShock,
        kind: ShockKindName,
        within: &Range<usize>,
        owner: &str,
        land: &Land,
    ) -> Checked<ShockKind> {
        self.no_keys_of_other_kinds(raw, kind, owner)?;
        match kind {
            // What it is relative to before the crisis is found once all changes of prices are known.
            ShockKindName::Price => Ok(ShockKind::Price { ratio: 1.0 }),
            ShockKindName::Income => Ok(ShockKind::Income { factor: self.income_factor(raw, within, owner)? }),
            ShockKindName::Affront => {
                let size = self.require(&raw.size, within, owner, "size", "`size` of the affront")?;
                Ok(ShockKind::Affront { size: self.number(size, "size", 0.0, 100.0)? })
            }
            ShockKindName::Call => {
                let size = raw.size.as_ref().map_or(Ok(1.0), |size| self.number(size, "size", 0.0, 1000.0))?;
                let to = raw.leads_to.as_ref().map(|to| self.place(to, land)).transpose()?;
                Ok(ShockKind::Call { size, to })
            }
        }
    }

    fn no_keys_of_other_kinds(&self, raw: &RawShock, kind: ShockKindName, owner: &str) -> Checked<()> {
        let written = [
            ("factor", raw.factor.as_ref().map(Located::span)),
            ("change", raw.change.as_ref().map(Located::span)),
            ("from", raw.from.as_ref().map(Located::span)),
            ("to", raw.to.as_ref().map(Located::span)),
            ("ratio", raw.ratio.as_ref().map(Located::span)),
            ("rise", raw.rise.as_ref().map(Located::span)),
            ("commodity", raw.commodity.as_ref().map(Located::span)),
            ("size", raw.size.as_ref().map(Located::span)),
            ("leads_to", raw.leads_to.as_ref().map(Located::span)),
        ];
        let strange = written.into_iter().find(|(key, span)| span.is_some() && !kind.keys().contains(key));
        match strange {
            Some((key, Some(span))) => Err(self.stranger(span, key, owner, kind)),
            _ => Ok(()),
        }
    }

    fn income_factor(&self, raw: &RawShock, within: &Range<usize>, owner: &str) -> Checked<f64> {
        match (&raw.factor, &raw.change) {
            (Some(_), Some(change)) => Err(Box::new(ScenarioError::Contradiction {
                at: self.at(change.span()),
                what: owner.to_owned(),
                first: "factor".to_owned(),
                second: "change".to_owned(),
                expected: "keep one of them".to_owned(),
            })),
            (None, Some(change)) => Ok(1.0 + self.number(change, "change", -0.99, 99.0)?),
            (factor, None) => {
                let factor = self.require(factor, within, owner, "factor", "`factor` or `change` of incomes")?;
                self.number(factor, "factor", 0.01, 100.0)
            }
        }
    }

    /// Factor that takes a shock back out of the data.
    fn in_data(&self, raw: &RawShock, kind: ShockKindName, within: &Range<usize>, owner: &str) -> Checked<f64> {
        let timing = [raw.at.as_ref().map(Located::span), raw.not_before.as_ref().map(Located::span)];
        let timing = timing.into_iter().flatten().chain(raw.when.as_ref().map(Located::span));
        if let Some(span) = timing.chain(raw.random_per_day.as_ref().map(Located::span)).next() {
            return Err(self.stranger(span, "at", &format!("{owner} that the data contain already"), kind));
        }
        if kind != ShockKindName::Income {
            let flag = raw.already_in_data.as_ref().map_or(within.clone(), Located::span);
            return Err(self.stranger(flag, "already_in_data", owner, kind));
        }
        self.no_keys_of_other_kinds(raw, kind, owner)?;
        Ok(1.0 / self.income_factor(raw, within, owner)?)
    }

    fn stranger(&self, span: Range<usize>, key: &str, owner: &str, kind: ShockKindName) -> Box<ScenarioError> {
        let common = ["id", "label", "kind", "at", "when", "not_before", "random_per_day", "where"];
        Box::new(ScenarioError::Misplaced {
            at: self.at(span),
            what: owner.to_owned(),
            key: key.to_owned(),
            expected: common.iter().chain(kind.keys()).map(|&key| key.to_owned()).collect(),
        })
    }
}

/// Two dated shocks of one kind at one minute in one place contradict each other.
fn price_shocks_differ(desk: &Desk<'_>, shocks: &[Shock], raw: &RawScenario, land: &Land) -> Checked<()> {
    let entry = |id: &str| raw.shock.iter().find(|entry| entry.get().id.as_ref().is_some_and(|own| own.get() == id));
    let good = |shock: &Shock| entry(&shock.id).and_then(|entry| entry.get().commodity.as_ref()).map(Located::get);
    let same_kind = |a: &Shock, b: &Shock| std::mem::discriminant(&a.kind) == std::mem::discriminant(&b.kind);
    for (index, second) in shocks.iter().enumerate() {
        for first in &shocks[..index] {
            let (When::At(one), When::At(other)) = (&first.when, &second.when) else { continue };
            if one != other || !same_kind(first, second) || good(first) != good(second) {
                continue;
            }
            if let Some(place) = shared(&first.reach, &second.reach, land.country.places.len()) {
                let span = |id: &str| entry(id).map_or(0..0, Located::span);
                return Err(Box::new(ScenarioError::Overlap {
                    at: desk.at(span(&second.id)),
                    second: second.id.clone(),
                    first: first.id.clone(),
                    first_at: desk.at(span(&first.id)),
                    place: land.country.places[place].name.clone(),
                    expected: "move one of them in time or place".to_owned(),
                }));
            }
        }
    }
    Ok(())
}

/// The first place that both reach. Lists of places are in ascending order.
fn shared(one: &Reach, other: &Reach, places: usize) -> Option<usize> {
    match (one, other) {
        (Reach::Nation, Reach::Nation) => (places > 0).then_some(0),
        (Reach::Nation, Reach::Places(list)) | (Reach::Places(list), Reach::Nation) => list.first().copied(),
        (Reach::Places(one), Reach::Places(other)) => {
            one.iter().copied().find(|place| other.binary_search(place).is_ok())
        }
    }
}
