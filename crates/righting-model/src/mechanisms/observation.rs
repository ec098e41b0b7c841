//! What a record would show, and the daily row of the trace.
//!
//! Every crowd's estimate carries a log-normal error of its own, and is thinned under a shutdown. Counts of
//! detentions and deaths are over-dispersed around their daily increments, all of a day alike: one ministry
//! counts. What is reported of a region or the nation is the sum over its places. Fitting compares these
//! reports with the records, never the hidden states. Not every day on which a crowd is out is dated by a
//! report: an onset comes into the record with the first that is.

use crate::draw::{Purpose, uniform};
use crate::engine::Engine;
use crate::math;
use crate::mechanisms::elites;
use crate::quantity::{Pooling, QUANTITY_COUNT, Quantity};
use crate::stage::Stage;
use crate::tally::ONSET;
use crate::trace::{EventKind, Location};
use crate::world::FacilityState;

crate::parameters! {
    /// Parameters of observation.
    ObservationParameters in "observation" {
        /// Standard deviation of the log of the estimate of one place's crowd.
        crowd_error = 0.35 "1", 0.0..=3.0, Assumed "sources of 2022 differ by factors of 1.5 to 10 on one crowd";
        /// Coefficient of variation of a day's count of detentions or deaths, beyond chance, common to all places.
        count_error = 0.15 "1", 0.0..=3.0, Assumed "official national counts of one day differ by 5,135 to 5,969";
        /// Probability that no report dates a crowd of 50 on a day on which it is out.
        undated = 0.5 "1", 0.0..=0.99, Assumed "press dates of eight onsets of 2022 follow the officials' by 0 to 2 days, by 1.0 on average, which is undated/(1 - undated); prior 0.2-0.7";
        /// Share of a crowd that estimates miss under a full shutdown.
        thinning = 0.1 "1", 0.0..=1.0, Assumed "official counts go on; prior 0-0.3";
    }
}

/// Watches the crowds; at midnight writes the day.
pub(crate) fn observation(stage: &mut Stage) -> Result<(), String> {
    watch(stage);
    if stage.end().is_multiple_of(1440) {
        write_day(stage);
    }
    Ok(())
}

fn watch(stage: &mut Stage) {
    let people = &stage.world.people;
    let (mut active_sum, mut rioting_sum) = (0, 0);
    for place in 0..stage.places() {
        let (active, rioting) = (people.active(place), people.rioting[place]);
        stage.day.active_peak[place] = stage.day.active_peak[place].max(active);
        stage.day.rioting_peak[place] = stage.day.rioting_peak[place].max(rioting);
        active_sum += active;
        rioting_sum += rioting;
    }
    stage.day.national_active_peak = stage.day.national_active_peak.max(active_sum);
    stage.day.national_rioting_peak = stage.day.national_rioting_peak.max(rioting_sum);
}

fn write_day(stage: &mut Stage) {
    let places = stage.places();
    let mut rows = std::mem::take(&mut stage.trace.by_place);
    let today = rows.len();
    let mut nation = [0.0; QUANTITY_COUNT];
    let own = stage.parameters::<ObservationParameters>();
    let counting = errors_of_counting(stage);
    for place in 0..places {
        let mut row = [0.0; QUANTITY_COUNT];
        write_place(stage, place, &mut row);
        report(stage, &own, place, counting, &mut row);
        for (sum, value) in nation.iter_mut().zip(&row) {
            *sum += value;
        }
        rows.push(row);
    }
    average(stage, &rows[today..], &mut nation);
    let mut set = |quantity: Quantity, value: f64| nation[quantity.column()] = value;
    set(Quantity::ActivePeak, f64::from(stage.day.national_active_peak));
    set(Quantity::RiotingPeak, f64::from(stage.day.national_rioting_peak));
    set(Quantity::Allied, stage.world.allied);
    set(Quantity::OutputLost, stage.world.output_lost);
    stage.trace.by_place = rows;
    date_onsets(stage);
    stage.trace.nation.push(nation);
    keep_added(stage);

    stage.readings.values = nation;
    stage.day.active_peak.fill(0);
    stage.day.rioting_peak.fill(0);
    (stage.day.national_active_peak, stage.day.national_rioting_peak) = (0, 0);
    stage.day.joined.copy_from_slice(&stage.world.people.joined);
    watch(stage);
}

fn write_place(stage: &Stage, place: usize, row: &mut [f64; QUANTITY_COUNT]) {
    let temper = stage.engine.temper(stage.landscape, place, &stage.drives[place]);
    let world = &stage.world;
    let people = &world.people;
    let mut set = |quantity: Quantity, value: f64| row[quantity.column()] = value;
    let mut count = |quantity: Quantity, value: u32| set(quantity, f64::from(value));
    count(Quantity::Quiet, people.quiet[place]);
    count(Quantity::Serving, people.serving[place]);
    count(Quantity::Protesting, people.protesting[place]);
    count(Quantity::Rioting, people.rioting[place]);
    count(Quantity::Active, people.active(place));
    count(Quantity::ActivePeak, stage.day.active_peak[place]);
    count(Quantity::RiotingPeak, stage.day.rioting_peak[place]);
    count(Quantity::Joined, people.joined[place] - stage.day.joined[place]);
    count(Quantity::Withdrawn, people.withdrawn[place]);
    count(Quantity::Detained, people.detained[place]);
    count(Quantity::DetainedTotal, people.detained_total[place]);
    count(Quantity::Dead, people.dead(place));
    count(Quantity::DeathsSecurity, people.dead_serving[place]);
    count(Quantity::InjuredTotal, world.injured[place]);
    set(Quantity::Security, world.security[place]);
    set(Quantity::Reliability, world.reliability[place]);
    set(Quantity::Cohesion, elites::cohesion(stage, place));
    set(Quantity::Affront, world.affront[place]);
    set(Quantity::Legitimacy, 1.0 - f64::from(stage.drives[place].discontent));
    set(Quantity::Grievance, temper.grievance);
    set(Quantity::Opposed, temper.opposed);
    set(Quantity::Willing, temper.willing);
    set(Quantity::News, world.news[place]);
    let lost = stage.landscape.facilities[place].iter();
    let lost = lost.filter(|&&facility| world.facilities[facility] != FacilityState::Held).count();
    set(Quantity::FacilitiesLost, lost as f64);
}

/// Quantities of which the nation has the mean over its residents.
const AVERAGED: [Quantity; 8] = [
    Quantity::Reliability,
    Quantity::Cohesion,
    Quantity::Affront,
    Quantity::Legitimacy,
    Quantity::Grievance,
    Quantity::Opposed,
    Quantity::Willing,
    Quantity::News,
];

/// Shares and levels of the nation are means over residents.
fn average(stage: &Stage, rows: &[[f64; QUANTITY_COUNT]], nation: &mut [f64; QUANTITY_COUNT]) {
    let mut sums = [0.0; AVERAGED.len()];
    for (place, row) in stage.setup.country.places.iter().zip(rows) {
        for (sum, quantity) in sums.iter_mut().zip(AVERAGED) {
            *sum += f64::from(place.population) * row[quantity.column()];
        }
    }
    let residents = stage.setup.country.population().max(1) as f64;
    for (sum, quantity) in sums.into_iter().zip(AVERAGED) {
        nation[quantity.column()] = sum / residents;
    }
}

/// Keeps the quantities that a user's mechanisms brought.
fn keep_added(stage: &mut Stage) {
    let places = &stage.setup.country.places;
    let residents = stage.setup.country.population().max(1) as f64;
    for ((rows, quantity), column) in stage.trace.added.iter_mut().zip(stage.added).zip(&stage.world.added) {
        rows.by_place.extend_from_slice(column);
        rows.nation.push(match quantity.pooling {
            Pooling::Sum => column.iter().sum(),
            Pooling::Mean => {
                places.iter().zip(column).map(|(place, value)| f64::from(place.population) * value).sum::<f64>()
                    / residents
            }
        });
    }
}

/// Dates the onsets of which the day brings the first report; a region's is the first in any of its places.
fn date_onsets(stage: &mut Stage) {
    let undated = stage.parameters::<ObservationParameters>().undated;
    let mut dated = std::mem::take(&mut stage.day.dated);
    for place in 0..stage.places() {
        let peaks = [stage.day.active_peak[place], stage.day.rioting_peak[place]];
        if peaks[0] < ONSET || dated[place] == [true; 2] {
            continue;
        }
        let [a, b, c, d] = stage.draws.reports[place].block(Purpose::Observation, 2, stage.end() / 1440);
        let luck = [uniform(a, b), uniform(c, d)];
        let region = stage.setup.country.places[place].region;
        for (index, kind) in [EventKind::ProtestReported, EventKind::ViolenceReported].into_iter().enumerate() {
            if peaks[index] < ONSET || luck[index] < undated {
                continue;
            }
            for (slot, location) in
                [(place, Location::Place(place)), (stage.places() + region, Location::Region(region))]
            {
                if !std::mem::replace(&mut dated[slot][index], true) {
                    stage.note(kind, location, "");
                }
            }
        }
    }
    stage.day.dated = dated;
}

/// By which factors the day's increments of detentions and deaths are counted wrongly, in all places alike.
fn errors_of_counting(stage: &Stage) -> [f64; 2] {
    let spread = stage.parameters::<ObservationParameters>().count_error;
    let deviation = math::sqrt(math::ln(1.0 + spread * spread));
    let z = stage.draws.reports[stage.places()].normals(Purpose::Observation, 1, stage.end() / 1440);
    z.map(|z| math::exp(deviation * z))
}

/// Fills in what a record would show of a place.
fn report(
    stage: &mut Stage,
    own: &ObservationParameters,
    place: usize,
    counting: [f64; 2],
    row: &mut [f64; QUANTITY_COUNT],
) {
    let peaks = [stage.day.active_peak[place], stage.day.rioting_peak[place]];
    if peaks[0] > 0 {
        let seen = 1.0 - own.thinning * stage.world.shutdown[place];
        let z = stage.draws.reports[place].normals(Purpose::Observation, 0, stage.end() / 1440);
        for (index, quantity) in [Quantity::ReportedActive, Quantity::ReportedRioting].into_iter().enumerate() {
            let estimate = f64::from(peaks[index]) * seen * math::exp(own.crowd_error * z[index]);
            row[quantity.column()] = estimate.round();
        }
    }
    let (counted, reported) = (&mut stage.day.counted[place], &mut stage.day.reported[place]);
    let truth = [row[Quantity::DetainedTotal.column()], row[Quantity::Dead.column()]];
    for (index, quantity) in [Quantity::ReportedDetainedTotal, Quantity::ReportedDeathsTotal].into_iter().enumerate() {
        reported[index] += (truth[index] - counted[index]) * counting[index];
        row[quantity.column()] = reported[index].round();
    }
    *counted = truth;
}
