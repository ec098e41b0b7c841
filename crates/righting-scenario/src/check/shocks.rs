//! Changes of prices and incomes that no government ordered.

use std::ops::Range;

use righting_model::{Reach, Shock, ShockKind, When};

use super::timing::RawWhen;
use super::{Checked, Desk, Land};
use crate::error::ScenarioError;
use crate::raw::{Located, RawScenario, RawShock, ShockKindName};

/// Every shock that acts. One that the data contain already acts only when it is undone.
pub(crate) fn shocks(desk: &Desk<'_>, raw: &RawScenario, land: &Land) -> Checked<Vec<Shock>> {
    let mut shocks = Vec::new();
    for entry in &raw.shock {
        let shock = entry.get();
        let within = entry.span();
        let id = desk.id(desk.require(&shock.id, &within, "a shock", "id", "`id`, a short name")?, "id")?;
        let kind =
            desk.require(&shock.kind, &within, &format!("shock `{id}`"), "kind", "`kind`: price, income or affront")?;
        let owner = format!("shock `{id}` of kind {}", kind.get().name());
        let label = shock.label.as_ref().map_or(Ok(id), |label| desk.text(label, "label"))?;
        let reach = desk.reach(shock.reach.as_ref(), land)?;
        let in_data = shock.already_in_data.as_ref().is_some_and(|flag| *flag.get());
        let undone = shock.undone.as_ref().filter(|flag| *flag.get());
        if let (Some(undone), false) = (undone, in_data) {
            return Err(desk.stranger(
                undone.span(),
                "undone",
                &format!("{owner} without `already_in_data`"),
                *kind.get(),
            ));
        }
        if in_data {
            let factor = desk.in_data(shock, *kind.get(), &within, &owner)?;
            if undone.is_some() {
                let label = format!("Without: {label}");
                shocks.push(Shock {
                    id: id.to_owned(),
                    label,
                    when: When::At(0),
                    reach,
                    kind: ShockKind::Income { factor },
                });
            }
            continue;
        }
        let timing = RawWhen {
            at: &shock.at,
            when: &shock.when,
            not_before: &shock.not_before,
            random_per_day: &shock.random_per_day,
        };
        let when = desk.when(&timing, &within, &owner)?;
        let kind = desk.shock_kind(shock, *kind.get(), &within, &owner)?;
        shocks.push(Shock { id: id.to_owned(), label: label.to_owned(), when, reach, kind });
    }
    price_shocks_differ(desk, &shocks, raw, land)?;
    Ok(shocks)
}

impl Desk<'_> {
    fn shock_kind(
        &self,
        raw: &RawShock,
        kind: ShockKindName,
        within: &Range<usize>,
        owner: &str,
    ) -> Checked<ShockKind> {
        self.no_keys_of_other_kinds(raw, kind, owner)?;
        match kind {
            ShockKindName::Price => {
                let ratio = self.price_ratio(&raw.from, &raw.to, &raw.ratio, within, owner)?;
                Ok(ShockKind::Price { ratio })
            }
            ShockKindName::Income => Ok(ShockKind::Income { factor: self.income_factor(raw, within, owner)? }),
            ShockKindName::Affront => {
                let size = self.require(&raw.size, within, owner, "size", "`size` of the affront")?;
                Ok(ShockKind::Affront { size: self.number(size, "size", 0.0, 5.0)? })
            }
        }
    }

    fn no_keys_of_other_kinds(&self, raw: &RawShock, kind: ShockKindName, owner: &str) -> Checked<()> {
        let written = [
            ("factor", &raw.factor),
            ("change", &raw.change),
            ("from", &raw.from),
            ("to", &raw.to),
            ("ratio", &raw.ratio),
            ("size", &raw.size),
        ];
        let strange = written.into_iter().find(|(key, value)| value.is_some() && !kind.keys().contains(key));
        match strange {
            Some((key, Some(value))) => Err(self.stranger(value.span(), key, owner, kind)),
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
    let places = |reach: &Reach| match reach {
        Reach::Nation => (0..land.country.places.len()).collect(),
        Reach::Places(places) => places.clone(),
    };
    let same_kind = |a: &Shock, b: &Shock| std::mem::discriminant(&a.kind) == std::mem::discriminant(&b.kind);
    for (index, second) in shocks.iter().enumerate() {
        for first in &shocks[..index] {
            let (When::At(one), When::At(other)) = (&first.when, &second.when) else { continue };
            if one != other || !same_kind(first, second) {
                continue;
            }
            let shared = places(&first.reach).into_iter().find(|place| places(&second.reach).contains(place));
            if let Some(place) = shared {
                let span = |id: &str| {
                    let entry =
                        raw.shock.iter().find(|entry| entry.get().id.as_ref().is_some_and(|own| own.get() == id));
                    entry.map_or(0..0, Located::span)
                };
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
