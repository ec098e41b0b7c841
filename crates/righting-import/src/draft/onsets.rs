//! When gatherings began in a region, and how many regions they had reached by a day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use righting_data::Act;

use super::Maker;
use crate::sighting::Sighting;

/// The first day in a region: no earlier than one day, and no later than another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Onset {
    pub low: Date,
    pub high: Date,
}

/// What begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    Protest,
    Riot,
}

impl Begins {
    fn is(self, one: &Sighting) -> bool {
        one.may_be_onset() && (self == Self::Protest || one.act == Act::Riot)
    }
}

impl Maker<'_> {
    /// The onsets of regions that had one. Where the files begin after the scenario, it may have been before them.
    pub(super) fn onsets(&self, begins: Begins) -> BTreeMap<usize, Onset> {
        let mut onsets: BTreeMap<usize, Onset> = BTreeMap::new();
        for one in self.demonstrations().filter(|one| begins.is(one)) {
            let Some(region) = one.region else { continue };
            let onset = onsets.entry(region).or_insert(Onset { low: one.first, high: one.last });
            onset.low = onset.low.min(one.first);
            onset.high = onset.high.min(one.last);
        }
        // So may one whose region is not known.
        let missed = self.missed().filter(|one| begins == Begins::Protest || one.act == Act::Riot);
        let earliest = missed.map(|one| one.first).chain(self.counted().is_none().then_some(self.days.first)).min();
        for onset in onsets.values_mut() {
            onset.low = earliest.map_or(onset.low, |earliest| earliest.min(onset.low));
        }
        onsets
    }
}
