//! Goods whose prices a scenario watches, each with its weight in the basket.

use std::collections::BTreeMap;
use std::ops::Range;

use righting_model::Parameters;

use super::desk::{Checked, Desk};
use crate::error::ScenarioError;
use crate::raw::{Located, RawScenario};

/// Most goods: far more than households watch.
const MOST: usize = 100;

/// A good.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Commodity {
    /// Identifier.
    pub id: String,
    /// Price before the crisis, national currency, if the scenario states it.
    pub price: Option<f64>,
    /// Weight in the basket relative to `hardship.basket_share`, if the scenario states a weight.
    weight: Option<f64>,
}

impl Commodity {
    /// The good of a scenario that names none.
    fn watched() -> Self {
        Self { id: "watched price".to_owned(), price: None, weight: None }
    }

    /// Weight of this good among `count`; `None` where it is the only one and has the weight of the parameters.
    pub fn part(&self, count: usize) -> Option<f64> {
        if count == 1 { self.weight } else { Some(self.weight.unwrap_or(1.0)) }
    }

    /// The good that a change of a price means: the one it names, or the only one.
    pub fn meant(
        desk: &Desk<'_>,
        all: &[Self],
        named: &Option<Located<String>>,
        within: &Range<usize>,
        id: &str,
    ) -> Checked<usize> {
        match named {
            None if all.len() == 1 => Ok(0),
            None => {
                let names: Vec<String> = all.iter().map(|one| format!("`{}`", one.id)).collect();
                let expected = format!("`commodity`, one of {}", names.join(", "));
                desk.require::<()>(&None, within, &format!("`{id}`"), "commodity", &expected).map(|()| 0)
            }
            Some(name) => all.iter().position(|one| one.id == *name.get()).ok_or_else(|| {
                desk.unknown(name.span(), "commodity", name.get(), all.iter().map(|one| one.id.as_str()))
            }),
        }
    }
}

/// The goods of a scenario; one without a name where it lists none.
pub(crate) fn commodities(desk: &Desk<'_>, raw: &RawScenario, parameters: &Parameters) -> Checked<Vec<Commodity>> {
    let mut found: Vec<Commodity> = Vec::new();
    let mut seen: BTreeMap<&str, Range<usize>> = BTreeMap::new();
    let several = raw.commodity.len() > 1;
    for entry in raw.commodity.iter().take(MOST + 1) {
        let (one, within) = (entry.get(), entry.span());
        let written = desk.require(&one.id, &within, "`[[commodity]]`", "id", "`id`, a short name")?;
        let id = desk.id(written, "id")?;
        if let Some(first) = seen.insert(id, written.span()) {
            return Err(desk.duplicate("commodity", id, written.span(), first));
        }
        one.label.as_ref().map(|label| desk.text(label, "label")).transpose()?;
        let price = one.price.as_ref().map(|price| desk.number(price, "price", 1e-6, 1e9)).transpose()?;
        if several {
            let expected = "`weight`, the share of household spending, from 0 to 1, as there are several commodities";
            desk.require(&one.weight, &within, &format!("commodity `{id}`"), "weight", expected)?;
        }
        let weight = one.weight.as_ref().map(|weight| relative(desk, weight, parameters)).transpose()?;
        found.push(Commodity { id: id.to_owned(), price, weight });
    }
    if found.len() > MOST {
        return Err(Box::new(ScenarioError::OutOfRange {
            at: desk.at(raw.commodity[MOST].span()),
            what: "the number of commodities".to_owned(),
            found: raw.commodity.len().to_string(),
            expected: format!("at most {MOST}"),
        }));
    }
    weights_fit(desk, raw, &found)?;
    if found.is_empty() {
        found.push(Commodity::watched());
    }
    Ok(found)
}

fn relative(desk: &Desk<'_>, weight: &Located<f64>, parameters: &Parameters) -> Checked<f64> {
    let share = desk.number(weight, "weight", 0.0, 1.0)?;
    let whole = parameters.get("hardship.basket_share").expect("the model's own");
    if whole > 0.0 {
        return Ok(share / whole);
    }
    Err(Box::new(ScenarioError::Inconsistent {
        at: desk.at(weight.span()),
        message: format!(
            "a commodity has the weight {share}, but `hardship.basket_share` is 0: no price reaches the basket"
        ),
        expected: "set `hardship.basket_share` above 0, or leave `weight` out".to_owned(),
        other: None,
    }))
}

/// Shares of one basket cannot be more than the basket.
fn weights_fit(desk: &Desk<'_>, raw: &RawScenario, found: &[Commodity]) -> Checked<()> {
    let written = raw.commodity.iter().take(found.len()).filter_map(|entry| entry.get().weight.as_ref());
    let (mut sum, mut last) = (0.0, None);
    written.for_each(|weight| {
        sum += *weight.get();
        last = Some(weight.span());
    });
    match last {
        Some(span) if sum > 1.0 => Err(Box::new(ScenarioError::Inconsistent {
            at: desk.at(span),
            message: format!("the weights of the commodities sum to {sum:.3}, more than the whole basket, 1"),
            expected: "write shares of household spending".to_owned(),
            other: None,
        })),
        _ => Ok(()),
    }
}
