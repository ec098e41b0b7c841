//! Arms in which nothing but names, units or a stranger has changed: the same bytes, or where they first differ.

use std::sync::Arc;

use righting_model::{EngineKind, QUANTITIES, Redrawing, Redrawn, Setup, Simulation, Trace};
use righting_scenario::Cel;
use serde::Serialize;

use crate::arms::Arms;
use crate::error::LabError;

/// An arm that has to be the same byte for byte.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ExactArm {
    /// The arm.
    pub arm: String,
    /// Replicates compared.
    pub replicates: u32,
    /// Of those, how many differ.
    pub differing: u32,
    /// The first difference, if there is one.
    pub first: Option<FirstDifference>,
}

/// Where two runs first differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FirstDifference {
    /// Number of the replicate.
    pub replicate: u32,
    /// Days after the start.
    pub day: u32,
    /// Name of the place.
    pub place: String,
    /// Name of the quantity.
    pub quantity: &'static str,
    /// Its value as it is, and in the arm.
    pub values: [f64; 2],
}

/// Runs both and compares every row of every place.
pub(super) fn compare(
    setup: &Setup,
    redrawing: Redrawing,
    redrawn: &Redrawn,
    seed: u64,
    arms: &mut Arms<'_, '_, '_>,
) -> Result<ExactArm, LabError> {
    let [base, other] = [setup, &redrawn.setup].map(|setup| Simulation::new(setup.clone()).reading(Arc::new(Cel)));
    let found = arms.each(|replicate| {
        let [base, other] = [&base, &other].map(|one| one.run(EngineKind::default(), seed, replicate));
        Ok(difference(&base?, &other?, redrawn).map(|(day, place, column, values)| FirstDifference {
            replicate,
            day: day as u32,
            place: setup.country.places[place].name.clone(),
            quantity: QUANTITIES[column].name,
            values,
        }))
    })?;
    let differing = found.iter().flatten().count() as u32;
    let replicates = found.len() as u32;
    Ok(ExactArm { arm: redrawing.name(), replicates, differing, first: found.into_iter().flatten().next() })
}

/// First day, place, column and values that differ.
fn difference(base: &Trace, other: &Trace, redrawn: &Redrawn) -> Option<(usize, usize, usize, [f64; 2])> {
    for day in 0..base.days() {
        for (old, now) in redrawn.places.iter().enumerate() {
            let (before, after) = (base.place(day, old), other.place(day, now[0]));
            let column = before.iter().zip(after).position(|(a, b)| a.to_bits() != b.to_bits());
            if let Some(column) = column {
                return Some((day, old, column, [before[column], after[column]]));
            }
        }
    }
    None
}
