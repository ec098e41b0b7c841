//! What a whole run comes to, in one number each: the quantities that studies compare.

use std::collections::BTreeSet;

use righting_model::{EventKind, Quantity, Trace};

use crate::order::order_day;

/// A number that a run ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Endpoint {
    /// People killed, of all sides.
    Deaths,
    /// Detentions.
    Detentions,
    /// Sum over days of the people active at the day's end.
    ActivePersonDays,
    /// Facilities seized or burned at least once.
    FacilitiesLost,
    /// Days from the start until order has returned (see [`order_day`]); infinite where it does not return within the run.
    DaysToOrder,
    /// Output lost, billions of the scenario's currency.
    OutputLost,
}

impl Endpoint {
    /// Every endpoint, in the order of tables.
    pub const ALL: [Self; 6] = [
        Self::Deaths,
        Self::Detentions,
        Self::ActivePersonDays,
        Self::FacilitiesLost,
        Self::DaysToOrder,
        Self::OutputLost,
    ];

    /// Name in files and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deaths => "deaths",
            Self::Detentions => "detentions",
            Self::ActivePersonDays => "active_person_days",
            Self::FacilitiesLost => "facilities_lost",
            Self::DaysToOrder => "days_to_order",
            Self::OutputLost => "output_lost",
        }
    }

    /// Name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Deaths => "deaths",
            Self::Detentions => "detentions",
            Self::ActivePersonDays => "active person-days",
            Self::FacilitiesLost => "facilities lost",
            Self::DaysToOrder => "days to order",
            Self::OutputLost => "output lost, billions",
        }
    }

    /// Its place in [`Endpoint::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Quantities that have to be read to tell every endpoint.
    pub const READ: [Quantity; 5] =
        [Quantity::Dead, Quantity::DetainedTotal, Quantity::Active, Quantity::ActivePeak, Quantity::OutputLost];
}

/// Every endpoint of a run, in the order of [`Endpoint::ALL`].
pub type Endpoints = [f64; Endpoint::ALL.len()];

/// The endpoints of a trace; `limit` is that of order.
pub fn endpoints(trace: &Trace, limit: f64) -> Endpoints {
    let last = trace.days() - 1;
    let lost = |kind| matches!(kind, EventKind::FacilitySeized | EventKind::FacilityBurned);
    let facilities: BTreeSet<(righting_model::Location, &str)> = trace
        .events
        .iter()
        .filter(|event| lost(event.kind))
        .map(|event| (event.location, event.subject.as_str()))
        .collect();
    Endpoint::ALL.map(|endpoint| match endpoint {
        Endpoint::Deaths => trace.national(last, Quantity::Dead),
        Endpoint::Detentions => trace.national(last, Quantity::DetainedTotal),
        Endpoint::ActivePersonDays => (0..=last).map(|day| trace.national(day, Quantity::Active)).sum(),
        Endpoint::FacilitiesLost => facilities.len() as f64,
        Endpoint::DaysToOrder => order_day(trace, limit).map_or(f64::INFINITY, f64::from),
        Endpoint::OutputLost => trace.national(last, Quantity::OutputLost),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_stand_in_the_order_of_their_list() {
        for (index, endpoint) in Endpoint::ALL.into_iter().enumerate() {
            assert_eq!(endpoint.index(), index);
        }
    }
}
