//! What the kinds of actions order, and which keys each kind takes.

use std::ops::Range;

use righting_model::{Order, Posture};

use super::desk::{Checked, Desk};
use crate::error::ScenarioError;
use crate::raw::{ActionKind, Located, PostureName, RawAction};

/// Keys that every action takes.
const COMMON: &[&str] = &["id", "label", "kind", "at", "when", "not_before", "random_per_day"];

/// Keys that a kind takes beyond the common ones.
const fn own_keys(kind: ActionKind) -> &'static [&'static str] {
    match kind {
        ActionKind::Price => &["where", "commodity", "to", "from", "rise", "ratio"],
        ActionKind::Concession => &["where", "size"],
        ActionKind::Emergency | ActionKind::LethalForce | ActionKind::Sweep => &["where", "until", "until_when"],
        ActionKind::Posture => &["where", "until", "until_when", "posture"],
        ActionKind::Shutdown => &["where", "until", "until_when", "cut"],
        ActionKind::Reinforce => &["where", "units", "travel_hours"],
        ActionKind::Reshuffle | ActionKind::RequestAlliance | ActionKind::WithdrawAlliance => &[],
    }
}

/// The order that ends one of these.
pub(super) const fn end_of(kind: ActionKind) -> Option<Order> {
    match kind {
        ActionKind::Emergency => Some(Order::Emergency { on: false }),
        ActionKind::LethalForce => Some(Order::LethalForce { on: false }),
        ActionKind::Sweep => Some(Order::Sweep { on: false }),
        ActionKind::Posture => Some(Order::Posture { posture: Posture::Contain }),
        ActionKind::Shutdown => Some(Order::Shutdown { cut: 0.0 }),
        _ => None,
    }
}

const fn posture_of(name: PostureName) -> Posture {
    match name {
        PostureName::Aside => Posture::Aside,
        PostureName::Contain => Posture::Contain,
        PostureName::Disperse => Posture::Disperse,
    }
}

impl Desk<'_> {
    /// What an action orders.
    pub(super) fn order(
        &self,
        raw: &RawAction,
        kind: ActionKind,
        within: &Range<usize>,
        owner: &str,
    ) -> Checked<Order> {
        self.no_strangers(raw, kind, owner)?;
        Ok(match kind {
            // What it is relative to before the crisis is found once all changes of prices are known.
            ActionKind::Price => Order::Price { ratio: 1.0 },
            ActionKind::Concession => {
                let size = self.require(&raw.size, within, owner, "size", "`size`, from 0 to 1")?;
                Order::Concession { size: self.number(size, "size", 0.0, 1.0)? }
            }
            ActionKind::Emergency => Order::Emergency { on: true },
            ActionKind::LethalForce => Order::LethalForce { on: true },
            ActionKind::Sweep => Order::Sweep { on: true },
            ActionKind::Posture => {
                let expected = "`posture`: aside, contain or disperse";
                let posture = self.require(&raw.posture, within, owner, "posture", expected)?;
                Order::Posture { posture: posture_of(*posture.get()) }
            }
            ActionKind::Shutdown => {
                let cut = self.require(&raw.cut, within, owner, "cut", "`cut`, the share of news cut, from 0 to 1")?;
                Order::Shutdown { cut: self.number(cut, "cut", 0.0, 1.0)? }
            }
            ActionKind::Reinforce => {
                let units = self.require(&raw.units, within, owner, "units", "`units`, the personnel sent")?;
                let hours = self.require(&raw.travel_hours, within, owner, "travel_hours", "`travel_hours`")?;
                Order::Reinforce {
                    units: self.number(units, "units", 0.0, 1e7)?,
                    travel_hours: self.number(hours, "travel_hours", 0.0, 1000.0)?,
                }
            }
            ActionKind::Reshuffle => Order::Reshuffle,
            ActionKind::RequestAlliance => Order::RequestAlliance,
            ActionKind::WithdrawAlliance => Order::WithdrawAlliance,
        })
    }

    fn no_strangers(&self, raw: &RawAction, kind: ActionKind, owner: &str) -> Checked<()> {
        let given = [
            ("where", raw.reach.as_ref().map(Located::span)),
            ("from", raw.from.as_ref().map(Located::span)),
            ("to", raw.to.as_ref().map(Located::span)),
            ("ratio", raw.ratio.as_ref().map(Located::span)),
            ("rise", raw.rise.as_ref().map(Located::span)),
            ("commodity", raw.commodity.as_ref().map(Located::span)),
            ("size", raw.size.as_ref().map(Located::span)),
            ("posture", raw.posture.as_ref().map(Located::span)),
            ("cut", raw.cut.as_ref().map(Located::span)),
            ("units", raw.units.as_ref().map(Located::span)),
            ("travel_hours", raw.travel_hours.as_ref().map(Located::span)),
            ("until", raw.until.as_ref().map(Located::span)),
            ("until_when", raw.until_when.as_ref().map(Located::span)),
        ];
        let takes = own_keys(kind);
        for (key, span) in given {
            if let (Some(span), false) = (span, takes.contains(&key)) {
                return Err(Box::new(ScenarioError::Misplaced {
                    at: self.at(span),
                    what: owner.to_owned(),
                    key: key.to_owned(),
                    expected: COMMON.iter().chain(takes).map(|&key| key.to_owned()).collect(),
                }));
            }
        }
        Ok(())
    }
}
