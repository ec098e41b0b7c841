//! People go: the engine applies the rates that the other mechanisms have written, some of the crowds riot, and onsets are
//! noted.

use crate::draw::{Purpose, uniform};
use crate::engine::{Engine, Motion};
use crate::hours::DAY;
use crate::math::binomial_quantile;
use crate::stage::{QUIET, Stage};
use crate::tally::ONSET;
use crate::trace::{EventKind, Location};

/// Lets people leave the crowds by the rates that the mechanisms have written, and counts.
pub(crate) fn people(stage: &mut Stage) -> Result<(), String> {
    let dt = stage.dt();
    let before = stage.active_before;
    let crowds = &mut stage.world.crowds;
    let motion = Motion {
        landscape: stage.landscape,
        draws: &stage.draws.cells,
        minute: stage.now,
        dt,
        rates: &stage.world.rates,
    };
    stage.engine.disperse(&motion, crowds);
    riot_among(stage);
    count(stage);
    let people = &stage.world.people;
    debug_assert_eq!(people.everyone(), stage.setup.country.population(), "people are conserved");
    let active = f64::from(people.all_active());
    stage.change = (active - before) / dt / (before + QUIET);
    stage.active_before = active;
    stage.rioting_before = people.rioting.iter().map(|&rioting| f64::from(rioting)).sum();
    note_onsets(stage);
    Ok(())
}

/// Who of every crowd riots: as many as a binomial quantile says, by a uniform of the cell's day, so that a riot does not
/// flicker from step to step.
fn riot_among(stage: &mut Stage) {
    let crowds = &mut stage.world.crowds;
    crowds.rioting.fill(0);
    for &cell in &stage.busy {
        let cell = cell as usize;
        let (active, share) = (crowds.active[cell], stage.world.violent[cell]);
        if active > 0 && share > 0.0 {
            let [a, b, ..] = stage.draws.cells[cell].block(Purpose::Rioters, 0, stage.now / DAY);
            crowds.rioting[cell] = binomial_quantile(active, share, uniform(a, b));
        }
    }
}

/// Adds the cells up to their places.
fn count(stage: &mut Stage) {
    let (people, crowds) = (&mut stage.world.people, &stage.world.crowds);
    for counts in
        [&mut people.quiet, &mut people.protesting, &mut people.rioting, &mut people.withdrawn, &mut people.detained]
    {
        counts.fill(0);
    }
    for (cell, &place) in stage.landscape.ground.place_of.iter().enumerate() {
        let place = place as usize;
        people.quiet[place] += stage.landscape.civilians[cell] - crowds.gone[cell];
        people.protesting[place] += crowds.active[cell] - crowds.rioting[cell];
        people.rioting[place] += crowds.rioting[cell];
        people.withdrawn[place] += crowds.resting[cell];
        people.detained[place] += crowds.detained[cell];
        people.dead_civilians[place] += crowds.killed[cell];
        people.joined[place] += crowds.joined[cell];
        people.detained_total[place] += crowds.arrested[cell];
    }
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
