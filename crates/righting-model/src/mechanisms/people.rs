//! People move: the engine applies the rates that the other mechanisms have written, and onsets are noted.

use crate::engine::{Engine, Motion};
use crate::stage::{QUIET, Stage};
use crate::tally::ONSET;
use crate::trace::{EventKind, Location};

/// Moves the people by the rates that the mechanisms have written.
pub(crate) fn people(stage: &mut Stage) -> Result<(), String> {
    let dt = stage.dt();
    let people = &mut stage.world.people;
    stage.last.killed.clone_from(&people.dead_civilians);
    stage.last.arrested.clone_from(&people.detained_total);
    let motion = Motion {
        landscape: stage.landscape,
        draws: &stage.draws.places,
        minute: stage.now,
        dt,
        rates: &stage.world.rates,
        drives: &stage.drives,
    };
    stage.engine.move_people(&motion, people);
    debug_assert_eq!(people.everyone(), stage.setup.country.population(), "people are conserved");

    let subtract =
        |before: &mut [u32], now: &[u32]| before.iter_mut().zip(now).for_each(|(before, now)| *before = now - *before);
    subtract(&mut stage.last.killed, &people.dead_civilians);
    subtract(&mut stage.last.arrested, &people.detained_total);
    let active = f64::from(people.all_active());
    stage.change = (active - stage.active_before) / dt / (stage.active_before + QUIET);
    note_onsets(stage);
    Ok(())
}

/// Notes the first time a crowd or a riot reaches the size of an onset.
fn note_onsets(stage: &mut Stage) {
    let mut onsets = std::mem::take(&mut stage.onsets);
    onsets.sums.fill([0; 2]);
    for place in 0..stage.places() {
        let crowd = [stage.world.people.active(place), stage.world.people.rioting[place]];
        let sums = &mut onsets.sums[stage.setup.country.places[place].region];
        *sums = [sums[0] + crowd[0], sums[1] + crowd[1]];
        note_onset(stage, &mut onsets.places[place], crowd, Location::Place(place));
    }
    for region in 0..onsets.sums.len() {
        let crowd = onsets.sums[region];
        note_onset(stage, &mut onsets.regions[region], crowd, Location::Region(region));
    }
    stage.onsets = onsets;
}

fn note_onset(stage: &mut Stage, seen: &mut [bool; 2], crowd: [u32; 2], location: Location) {
    for (index, kind) in [EventKind::ProtestOnset, EventKind::ViolenceOnset].into_iter().enumerate() {
        if !seen[index] && crowd[index] >= ONSET {
            seen[index] = true;
            stage.note(kind, location, "");
        }
    }
}
