//! Two orders of one kind cannot stand in one place at one time.

use std::ops::Range;

use righting_model::Reach;

use super::country::Land;
use super::desk::{Checked, Desk};
use crate::error::ScenarioError;
use crate::raw::ActionKind;

/// A dated order and how long it stands.
pub(super) struct Standing {
    pub id: String,
    pub at: Range<usize>,
    pub kind: ActionKind,
    /// Minutes after the start.
    pub from: u32,
    /// Minutes after the start; `None`: it stands until another replaces it.
    pub until: Option<u32>,
    pub reach: Reach,
}

/// Refuses an emergency or a lethal-force order that begins while one stands, and a shutdown that begins before
/// one with an end has ended, because that end would lift both.
pub(super) fn no_overlap(desk: &Desk<'_>, mut standing: Vec<Standing>, land: &Land) -> Checked<()> {
    standing.sort_by_key(|order| (order.kind, order.from));
    for kind in [ActionKind::Emergency, ActionKind::LethalForce, ActionKind::Shutdown] {
        let replaced = kind == ActionKind::Shutdown;
        let mut last: Vec<Option<&Standing>> = vec![None; land.country.places.len()];
        for order in standing.iter().filter(|order| order.kind == kind) {
            let places: Vec<usize> = match &order.reach {
                Reach::Nation => (0..last.len()).collect(),
                Reach::Places(places) => places.clone(),
            };
            for place in places {
                if let Some(first) = last[place] {
                    let clash = first.until.map_or(!replaced, |until| order.from < until);
                    if clash {
                        return Err(Box::new(ScenarioError::Overlap {
                            at: desk.at(order.at.clone()),
                            second: order.id.clone(),
                            first: first.id.clone(),
                            first_at: desk.at(first.at.clone()),
                            place: land.country.places[place].name.clone(),
                            expected: "end the first with `until` before the second begins, or change `where`"
                                .to_owned(),
                        }));
                    }
                }
                last[place] = Some(order);
            }
        }
    }
    Ok(())
}
