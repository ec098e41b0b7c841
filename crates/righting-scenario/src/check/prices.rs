//! Prices as an author thinks of them: a rise in percent, a new price, or a ratio, commodity by commodity; the model
//! takes the price relative to before the crisis.
//!
//! A price of day 1 need not be the price of day 3: `rise` is relative to the price in force where and when it
//! begins, `to` is a price in currency, `ratio` is relative to the price before the first change. `from` is not needed
//! where the price before is known, and checks what it says: it must be the price before or the price in force.

use std::ops::Range;

use righting_model::{Action, Order, Reach, Shock, ShockKind, When};
use serde::{Deserialize, Serialize};

use super::commodities::Commodity;
use super::country::Land;
use super::desk::{Checked, Desk, shown};
use crate::error::ScenarioError;
use crate::raw::{Located, Percent, PriceKeys, RawScenario};

/// Lowest and highest price relative to before the crisis.
const LIMITS: (f64, f64) = (0.001, 1000.0);
/// Two prices are one if they differ by less, relative: authors round.
const ROUNDING: f64 = 0.005;

/// A change of one commodity's price.
struct Change<'r> {
    id: String,
    within: Range<usize>,
    /// Minute, or the earliest one of a change that waits for a condition or for chance.
    earliest: u32,
    dated: bool,
    commodity: usize,
    places: Vec<usize>,
    keys: PriceKeys<'r>,
    /// New price relative to before, once known.
    ratio: Option<f64>,
}

/// A step of the path of a price: what sets it, and to what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PriceStep {
    /// Minutes after the start; `None` where a condition or chance sets the time.
    pub minute: Option<u32>,
    /// Price relative to before the first change.
    pub ratio: f64,
    /// Price in national currency, if the price before is known.
    pub price: Option<f64>,
    /// The shock or action.
    pub by: String,
}

/// The path of a commodity's price in places where it is the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PricePath {
    /// Identifier of the commodity; `watched price` where the scenario names none.
    pub commodity: String,
    /// Indices of the places.
    pub places: Vec<usize>,
    /// Price before, national currency, if known.
    pub before: Option<f64>,
    /// Changes, those with a date first, in the order of time.
    pub steps: Vec<PriceStep>,
}

/// Puts the new prices into shocks and actions, and gives the paths that follow.
pub(crate) fn settle(
    desk: &Desk<'_>,
    raw: &RawScenario,
    land: &Land,
    commodities: &[Commodity],
    shocks: &mut [Shock],
    actions: &mut [Action],
) -> Checked<Vec<PricePath>> {
    let mut changes = changes(desk, raw, land, commodities, shocks, actions)?;
    let before = before(&changes, commodities, land.country.places.len());
    resolve(desk, &mut changes, &before, land)?;
    let of = |id: &str| changes.iter().find(|change| change.id == id).and_then(|c| Some((c.commodity, c.ratio?)));
    for shock in shocks.iter_mut() {
        if let (ShockKind::Price { .. }, Some((commodity, ratio))) = (shock.kind, of(&shock.id)) {
            shock.kind = match commodities[commodity].part(commodities.len()) {
                None => ShockKind::Price { ratio },
                Some(weight) => ShockKind::Commodity { commodity: commodity as u16, weight, ratio },
            };
        }
    }
    for action in actions.iter_mut() {
        if let (Order::Price { .. }, Some((commodity, ratio))) = (action.order, of(&action.id)) {
            action.order = match commodities[commodity].part(commodities.len()) {
                None => Order::Price { ratio },
                Some(weight) => Order::Commodity { commodity: commodity as u16, weight, ratio },
            };
        }
    }
    Ok(paths(&changes, &before, commodities))
}

/// Every change of a price: in the order of time, shocks before orders of the same minute, as the model takes them.
fn changes<'r>(
    desk: &Desk<'_>,
    raw: &'r RawScenario,
    land: &Land,
    commodities: &[Commodity],
    shocks: &[Shock],
    actions: &[Action],
) -> Checked<Vec<Change<'r>>> {
    let mut found = Vec::new();
    for shock in shocks.iter().filter(|shock| matches!(shock.kind, ShockKind::Price { .. })) {
        let entry = raw.shock.iter().find(|entry| entry.get().id.as_ref().is_some_and(|id| *id.get() == shock.id));
        let Some(entry) = entry else { continue };
        let keys = entry.get().price_keys();
        found.push(change(desk, land, commodities, &shock.id, entry.span(), &shock.when, &shock.reach, keys)?);
    }
    for action in actions.iter().filter(|action| matches!(action.order, Order::Price { .. })) {
        let entry = raw.action.iter().find(|entry| entry.get().id.as_ref().is_some_and(|id| *id.get() == action.id));
        let Some(entry) = entry else { continue };
        let keys = entry.get().price_keys();
        found.push(change(desk, land, commodities, &action.id, entry.span(), &action.when, &action.reach, keys)?);
    }
    found.sort_by_key(|change| (!change.dated, change.earliest));
    Ok(found)
}

#[allow(clippy::too_many_arguments, reason = "a shock and an action have no type in common")]
fn change<'r>(
    desk: &Desk<'_>,
    land: &Land,
    commodities: &[Commodity],
    id: &str,
    within: Range<usize>,
    when: &When,
    reach: &Reach,
    keys: PriceKeys<'r>,
) -> Checked<Change<'r>> {
    let (earliest, dated) = match when {
        When::At(minute) => (*minute, true),
        When::Triggered { not_before, .. } => (*not_before, false),
        When::Random { .. } => (0, false),
    };
    let places = match reach {
        Reach::Nation => (0..land.country.places.len()).collect(),
        Reach::Places(places) => places.clone(),
    };
    let commodity = Commodity::meant(desk, commodities, keys.commodity, &within, id)?;
    one_way(desk, keys, &within, id)?;
    let ratio = keys.ratio.as_ref().map(|ratio| desk.number(ratio, "ratio", LIMITS.0, LIMITS.1)).transpose()?;
    Ok(Change { id: id.to_owned(), within, earliest, dated, commodity, places, keys, ratio })
}

/// Exactly one of `ratio`, `rise` and `to`, and `from` only beside `to`.
fn one_way(desk: &Desk<'_>, keys: PriceKeys<'_>, within: &Range<usize>, id: &str) -> Checked<()> {
    let spans = [
        ("ratio", keys.ratio.as_ref().map(Located::span)),
        ("rise", keys.rise.as_ref().map(Located::span)),
        ("to", keys.to.as_ref().map(Located::span)),
        ("from", keys.from.as_ref().map(Located::span)),
    ];
    let given: Vec<_> = spans.into_iter().filter_map(|(key, span)| Some((key, span?))).collect();
    match given.as_slice() {
        [("from", _)] | [] => {
            let expected =
                "`to`, the new price, `rise`, such as \"43 %\", or `ratio`, new price / price before the crisis";
            desk.require(keys.to, within, &format!("`{id}`"), "to", expected).map(drop)
        }
        [("to", _), ("from", _)] | [_] => Ok(()),
        [(first, _), (second, span), ..] => Err(Box::new(ScenarioError::Contradiction {
            at: desk.at(span.clone()),
            what: format!("`{id}`"),
            first: (*first).to_owned(),
            second: (*second).to_owned(),
            expected: "keep `to` (with `from`, if you like), `rise` or `ratio`".to_owned(),
        })),
    }
}

/// Price before the first change, by commodity and place: what the commodity says, else the `from` of the first
/// change that reaches the place, else the `from` that several changes have in common.
fn before(changes: &[Change<'_>], commodities: &[Commodity], places: usize) -> Vec<Vec<Option<f64>>> {
    let mut before: Vec<Vec<Option<f64>>> = commodities.iter().map(|one| vec![one.price; places]).collect();
    let mut touched: Vec<Vec<bool>> = commodities.iter().map(|_| vec![false; places]).collect();
    for change in changes {
        let own = &mut before[change.commodity];
        for &place in &change.places {
            if let (false, Some(from)) = (touched[change.commodity][place], change.keys.from) {
                own[place] = own[place].or(Some(*from.get()));
            }
            touched[change.commodity][place] = true;
        }
    }
    for (index, change) in changes.iter().enumerate() {
        let Some(from) = change.keys.from.as_ref().map(|from| *from.get()) else { continue };
        let again = |other: &&Change<'_>| other.keys.from.as_ref().is_some_and(|other| *other.get() == from);
        let others: Vec<&Change<'_>> =
            changes[..index].iter().filter(|other| other.commodity == change.commodity).filter(again).collect();
        for &place in change.places.iter().filter(|place| others.iter().any(|other| other.reaches(**place))) {
            let own = &mut before[change.commodity][place];
            *own = own.or(Some(from));
        }
    }
    before
}

/// Finds the ratio of every change.
fn resolve(desk: &Desk<'_>, changes: &mut [Change<'_>], before: &[Vec<Option<f64>>], land: &Land) -> Checked<()> {
    for index in 0..changes.len() {
        let keys = changes[index].keys;
        if keys.to.is_some() {
            changes[index].ratio = Some(from_to(desk, changes, index, before, land)?);
        } else if let Some(rise) = keys.rise {
            changes[index].ratio = Some(risen(desk, changes, index, rise, land)?);
        }
    }
    Ok(())
}

/// Ratio of a change that writes `to`: relative to the price before the first change.
fn from_to(
    desk: &Desk<'_>,
    changes: &[Change<'_>],
    index: usize,
    before: &[Vec<Option<f64>>],
    land: &Land,
) -> Checked<f64> {
    let change = &changes[index];
    let to = desk.require(change.keys.to, &change.within, &format!("`{}`", change.id), "to", "`to`, the new price")?;
    let now = desk.number(to, "to", 1e-6, 1e9)?;
    let from = change.keys.from.as_ref().map(|from| desk.number(from, "from", 1e-6, 1e9)).transpose()?;
    let mut ratio: Option<f64> = None;
    for &place in &change.places {
        let Some(base) = before[change.commodity][place] else {
            return Err(unknown_before(desk, change, &land.country.places[place].name));
        };
        if let (Some(value), Some(written)) = (from, change.keys.from) {
            from_fits(desk, changes, index, place, (base, value), written, land)?;
        }
        let own = now / base;
        if ratio.is_some_and(|known| (known - own).abs() > ROUNDING * own) {
            return Err(differs(desk, change, land, place, "the price before the crisis"));
        }
        ratio = ratio.or(Some(own));
    }
    let ratio = ratio.unwrap_or(1.0);
    if (LIMITS.0..=LIMITS.1).contains(&ratio) {
        return Ok(ratio);
    }
    Err(Box::new(ScenarioError::OutOfRange {
        at: desk.at(to.span()),
        what: "`to` / the price before".to_owned(),
        found: shown(ratio),
        expected: format!("a number from {} to {}", LIMITS.0, LIMITS.1),
    }))
}

/// `from` must be the price before the crisis or one that can be in force when the change begins.
fn from_fits(
    desk: &Desk<'_>,
    changes: &[Change<'_>],
    index: usize,
    place: usize,
    (base, from): (f64, f64),
    written: &Located<f64>,
    land: &Land,
) -> Checked<()> {
    let near = |price: f64| (price - from).abs() <= ROUNDING * price.abs().max(from.abs());
    let possible = in_force(changes, index, place);
    if near(base) || possible.iter().any(|(ratio, _)| near(ratio * base)) {
        return Ok(());
    }
    let change = &changes[index];
    let (ratio, by) = possible.first().copied().unwrap_or((1.0, None));
    let set_by = by.map_or_else(|| "before the first change".to_owned(), |by| format!("set by `{}`", changes[by].id));
    let other = by.map(|by| desk.at(changes[by].within.clone()));
    Err(Box::new(ScenarioError::Inconsistent {
        at: desk.at(written.span()),
        message: format!(
            "`from` of `{}` is {}, but the price in force in {} is {}, {set_by}, and that before the crisis {}",
            change.id,
            shown(from),
            land.country.places[place].name,
            shown(ratio * base),
            shown(base),
        ),
        expected: "leave `from` out: `to` is the new price, `rise = \"10 %\"` is relative to the price in force"
            .to_owned(),
        other,
    }))
}

/// Ratio after a rise of the price in force.
fn risen(desk: &Desk<'_>, changes: &[Change<'_>], index: usize, rise: &Located<Percent>, land: &Land) -> Checked<f64> {
    let change = &changes[index];
    let factor = 1.0 + percent(desk, rise)? / 100.0;
    let mut ratio: Option<f64> = None;
    for &place in &change.places {
        let possible = in_force(changes, index, place);
        let name = &land.country.places[place].name;
        let [(now, _)] = possible.as_slice() else {
            return Err(Box::new(ScenarioError::Inconsistent {
                at: desk.at(rise.span()),
                message: format!(
                    "`rise` of `{}` is relative to the price in force, and in {name} that is not known: other changes \
                     of it wait for a condition or for chance",
                    change.id
                ),
                expected: "write `to`, the new price, or `ratio`, new price / price before the crisis".to_owned(),
                other: None,
            }));
        };
        if ratio.is_some_and(|known| known != now * factor) {
            return Err(differs(desk, change, land, place, "the price in force"));
        }
        ratio = Some(now * factor);
    }
    let ratio = ratio.unwrap_or(factor);
    if (LIMITS.0..=LIMITS.1).contains(&ratio) {
        return Ok(ratio);
    }
    Err(Box::new(ScenarioError::OutOfRange {
        at: desk.at(rise.span()),
        what: "the price after `rise`, relative to before the crisis,".to_owned(),
        found: shown(ratio),
        expected: format!("a number from {} to {}", LIMITS.0, LIMITS.1),
    }))
}

/// Prices, relative to before, that can be in force in a place when a change begins, and what set them: the last dated
/// change before it, and every one whose time is not known.
fn in_force(changes: &[Change<'_>], index: usize, place: usize) -> Vec<(f64, Option<usize>)> {
    let change = &changes[index];
    let reaches = |other: &Change<'_>| other.commodity == change.commodity && other.reaches(place);
    let mut last = (1.0, None);
    let mut others = Vec::new();
    for (at, other) in changes.iter().enumerate().filter(|(at, other)| *at != index && reaches(other)) {
        let Some(ratio) = other.ratio else { continue };
        match (other.dated, change.dated) {
            (true, true) if at < index => last = (ratio, Some(at)),
            (true, true) => {}
            (true, false) if other.earliest <= change.earliest => last = (ratio, Some(at)),
            (false, true) if other.earliest > change.earliest => {}
            _ => others.push((ratio, Some(at))),
        }
    }
    others.insert(0, last);
    others.dedup_by(|a, b| a.0 == b.0);
    others
}

/// A rise in percent.
fn percent(desk: &Desk<'_>, rise: &Located<Percent>) -> Checked<f64> {
    let text = rise.get().0.trim();
    let number = text.strip_suffix('%').map(|number| number.trim().replace(',', ".").replace('−', "-"));
    let parsed = number.and_then(|number| number.parse::<f64>().ok()).filter(|n| (-99.9..=99_900.0).contains(n));
    parsed.ok_or_else(|| {
        Box::new(ScenarioError::OutOfRange {
            at: desk.at(rise.span()),
            what: "`rise`".to_owned(),
            found: format!("`{}`", crate::words::cut(text)),
            expected: "percent of the price in force, from -99.9 % to 99900 %, such as \"43 %\"".to_owned(),
        })
    })
}

fn unknown_before(desk: &Desk<'_>, change: &Change<'_>, place: &str) -> Box<ScenarioError> {
    let expected = "state the price before the crisis as `price` in a `[[commodity]]`, or write `rise`, relative to the \
                    price in force, or `ratio`, relative to that before the crisis";
    let Some(from) = change.keys.from else {
        return Box::new(ScenarioError::Missing {
            at: desk.at(change.within.clone()),
            what: format!("`{}` sets a new price, and for {place} the scenario", change.id),
            key: "price".to_owned(),
            expected: expected.to_owned(),
        });
    };
    Box::new(ScenarioError::Inconsistent {
        at: desk.at(from.span()),
        message: format!(
            "`from` of `{}`, {}, may be the price before the crisis or the one in force in {place}, which an earlier \
             change has set: nothing says which",
            change.id,
            shown(*from.get())
        ),
        expected: expected.to_owned(),
        other: None,
    })
}

fn differs(desk: &Desk<'_>, change: &Change<'_>, land: &Land, place: usize, what: &str) -> Box<ScenarioError> {
    let first = change.places.first().map_or("", |&first| land.country.places[first].name.as_str());
    Box::new(ScenarioError::Inconsistent {
        at: desk.at(change.within.clone()),
        message: format!(
            "`{}` reaches {first} and {}, where {what} differs",
            change.id, land.country.places[place].name
        ),
        expected: "write one change for each with its own `where`, or `ratio`".to_owned(),
        other: None,
    })
}

/// Paths of prices: places in which the same changes set the same prices stand together.
fn paths(changes: &[Change<'_>], before: &[Vec<Option<f64>>], commodities: &[Commodity]) -> Vec<PricePath> {
    let mut paths: Vec<PricePath> = Vec::new();
    for (number, (one, known)) in commodities.iter().zip(before).enumerate() {
        for (place, base) in known.iter().enumerate() {
            let own = changes.iter().filter(|change| change.commodity == number && change.reaches(place));
            let steps: Vec<PriceStep> = own.filter_map(|change| change.step(*base)).collect();
            let same = |path: &&mut PricePath| path.commodity == one.id && path.before == *base && path.steps == steps;
            match paths.iter_mut().find(same) {
                Some(path) => path.places.push(place),
                None if steps.is_empty() => {}
                None => paths.push(PricePath { commodity: one.id.clone(), places: vec![place], before: *base, steps }),
            }
        }
    }
    paths
}

impl Change<'_> {
    /// Lists of places are in ascending order.
    fn reaches(&self, place: usize) -> bool {
        self.places.binary_search(&place).is_ok()
    }

    fn step(&self, base: Option<f64>) -> Option<PriceStep> {
        let ratio = self.ratio?;
        let minute = self.dated.then_some(self.earliest);
        Some(PriceStep { minute, ratio, price: base.map(|base| base * ratio), by: self.id.clone() })
    }
}
