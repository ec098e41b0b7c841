//! What a record would show, and the daily row of the trace.
//!
//! The crowd of a unit's day is the largest sum over it from 6 to 24 h: what is left of the night before counts to the day
//! before. Estimates err by one field over the country, log-normal, so that a unit and its parts err alike, and are thinned
//! under a shutdown. Counts of detentions and deaths are over-dispersed around their daily increments, all of a day
//! alike: one ministry counts. What is reported of a region or the nation is the sum over its places. Fitting compares
//! these reports with the records, never the hidden states. A day is dated by a report with probability
//! `dated` n/(n + `half`), n the unit's crowd; one uniform a day and region decides for the region and for every place in
//! it, so that no place is dated before its region.

use crate::draw::{Purpose, uniform};
use crate::equations::{dated, legitimacy};
use crate::hours::DAY;
use crate::hours::MORNING;
use crate::math;
use crate::mechanisms::elites;
use crate::mechanisms::legitimacy::LegitimacyParameters;
use crate::quantity::{Pooling, QUANTITY_COUNT, Quantity};
use crate::space::lattice::Lane;
use crate::stage::Stage;
use crate::tally::ONSET;
use crate::trace::{EventKind, Location};
use crate::world::FacilityState;

crate::parameters! {
    /// Parameters of observation.
    ObservationParameters in "observation" {
        /// Standard deviation of the log of the estimate of a crowd.
        crowd_error = 0.5 "1", 0.0..=3.0, Assumed "sources of 2022 differ by factors of 1.5 to 10 on one crowd; prior 0.35-0.7";
        /// Coefficient of variation of a day's count of detentions or deaths, beyond chance, common to all places.
        count_error = 0.15 "1", 0.0..=3.0, Assumed "official national counts of one day differ by 5,135 to 5,969";
        /// Probability that a report dates the day of a very large crowd.
        dated = 0.9 "1", 0.0..=1.0, Interim "press dates of eight onsets of 2022 follow the officials' by a day on average";
        /// Crowd whose day is dated with half of that probability.
        half = 300.0 "people", 0.0..=100000.0, Interim "seven cases, prototype";
        /// Share of a crowd that estimates miss under a full shutdown.
        thinning = 0.1 "1", 0.0..=1.0, Assumed "official counts go on; prior 0-0.3";
    }
}

/// Watches the crowds; at midnight writes the day.
pub(crate) fn observation(stage: &mut Stage) -> Result<(), String> {
    watch(stage);
    if stage.end().is_multiple_of(DAY) {
        write_day(stage);
    }
    Ok(())
}

fn watch(stage: &mut Stage) {
    if (1..=MORNING).contains(&(stage.end() % DAY)) {
        return;
    }
    let (people, day) = (&stage.world.people, &mut stage.day);
    let mut sums = vec![[0; 2]; day.region_peaks.len()];
    let mut nation = [0; 2];
    for (place, row) in stage.setup.country.places.iter().enumerate() {
        let now = [people.active(place), people.rioting[place]];
        day.active_peak[place] = day.active_peak[place].max(now[0]);
        day.rioting_peak[place] = day.rioting_peak[place].max(now[1]);
        for sum in [&mut sums[row.region], &mut nation] {
            *sum = [sum[0] + now[0], sum[1] + now[1]];
        }
    }
    for (peak, sum) in day.region_peaks.iter_mut().zip(sums) {
        *peak = [peak[0].max(sum[0]), peak[1].max(sum[1])];
    }
    day.national_active_peak = day.national_active_peak.max(nation[0]);
    day.national_rioting_peak = day.national_rioting_peak.max(nation[1]);
}

fn write_day(stage: &mut Stage) {
    let mut rows = std::mem::take(&mut stage.trace.by_place);
    let today = rows.len();
    let mut nation = [0.0; QUANTITY_COUNT];
    let own = stage.parameters::<ObservationParameters>();
    let counting = errors_of_counting(stage);
    let means = means(stage);
    for (place, mean) in means.iter().enumerate() {
        let mut row = [0.0; QUANTITY_COUNT];
        write_place(stage, place, mean, &mut row);
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
    stage.day.region_peaks.fill([0; 2]);
    (stage.day.national_active_peak, stage.day.national_rioting_peak) = (0, 0);
    stage.day.joined.copy_from_slice(&stage.world.people.joined);
}

/// What belongs to cells, added up or averaged over the people of a place.
#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    pool: f64,
    ready: f64,
    news: f64,
    security: f64,
    reliability: f64,
    legitimacy: f64,
}

fn means(stage: &Stage) -> Vec<Mean> {
    let (world, landscape) = (&stage.world, stage.landscape);
    let promise = stage.parameters::<LegitimacyParameters>().concession;
    let mut means = vec![Mean::default(); stage.places()];
    for (cell, row) in landscape.cells.iter().enumerate() {
        let part = landscape.ground.part_of[cell];
        let residents = f64::from(stage.setup.country.places[row.place].population.max(1));
        let promised = promise * world.concession[row.place];
        let rest = landscape.legitimacy[row.place];
        let mean = &mut means[row.place];
        mean.pool += f64::from(world.crowds.pool[cell]) / residents;
        mean.ready += f64::from(world.crowds.ready[cell]) / residents;
        mean.news += part * f64::from(world.news[cell]);
        mean.security += f64::from(world.security[cell]) * f64::from(row.residents);
        mean.reliability += part * world.reliability[cell];
        mean.legitimacy += part * legitimacy(rest, 0.0, world.legitimacy_shift[cell], promised);
    }
    means
}

fn write_place(stage: &Stage, place: usize, mean: &Mean, row: &mut [f64; QUANTITY_COUNT]) {
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
    set(Quantity::Security, mean.security);
    set(Quantity::Reliability, mean.reliability.min(1.0));
    set(Quantity::Cohesion, elites::cohesion(stage, place));
    set(Quantity::Affront, world.affront[place]);
    set(Quantity::Legitimacy, mean.legitimacy.min(1.0));
    set(Quantity::Grievance, world.felt[place] / (1.0 + world.felt[place]));
    set(Quantity::Opposed, mean.pool);
    set(Quantity::Willing, mean.ready);
    set(Quantity::News, mean.news);
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

/// Dates the onsets of which the day brings the first report.
fn date_onsets(stage: &mut Stage) {
    let own = stage.parameters::<ObservationParameters>();
    let mut noted = std::mem::take(&mut stage.day.dated);
    let places = stage.places();
    for region in 0..stage.setup.country.regions.len() {
        let peaks = stage.day.region_peaks[region];
        if peaks[0] < ONSET {
            continue;
        }
        let luck = luck(stage, region);
        date(stage, &own, &mut noted[places + region], peaks, luck, Location::Region(region));
        for place in stage.setup.country.places_of(region) {
            let peaks = [stage.day.active_peak[place], stage.day.rioting_peak[place]];
            date(stage, &own, &mut noted[place], peaks, luck, Location::Place(place));
        }
    }
    stage.day.dated = noted;
}

/// The uniforms that decide whether today is dated in a region and its places, for protest and for violence: those of the
/// place with the smallest key, so that the order of rows changes nothing.
fn luck(stage: &Stage, region: usize) -> [f64; 2] {
    let country = &stage.setup.country;
    let first = country.places_of(region).min_by_key(|&place| country.places[place].key);
    let [a, b, c, d] = stage.draws.reports[first.unwrap_or_default()].block(Purpose::Observation, 2, stage.end() / DAY);
    [uniform(a, b), uniform(c, d)]
}

fn date(
    stage: &mut Stage,
    own: &ObservationParameters,
    noted: &mut [bool; 2],
    peaks: [u32; 2],
    luck: [f64; 2],
    location: Location,
) {
    for (index, kind) in [EventKind::ProtestReported, EventKind::ViolenceReported].into_iter().enumerate() {
        let probable = dated(own.dated, own.half, f64::from(peaks[index]));
        if !noted[index] && peaks[index] >= ONSET && luck[index] < probable {
            noted[index] = true;
            stage.note(kind, location, "");
        }
    }
}

/// By which factors the day's increments of detentions and deaths are counted wrongly, in all places alike.
fn errors_of_counting(stage: &Stage) -> [f64; 2] {
    let spread = stage.parameters::<ObservationParameters>().count_error;
    let deviation = math::sqrt(math::ln(1.0 + spread * spread));
    let z = stage.draws.reports[stage.places()].normals(Purpose::Observation, 1, stage.end() / DAY);
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
        let seen = 1.0 - own.thinning * stage.world.orders[place].shutdown;
        let site = &stage.landscape.ground.local[stage.landscape.cells_of(place).start];
        let nation = &stage.draws.reports[stage.places()];
        let errors = site.middle(nation, Lane::Reports, stage.end() / DAY);
        let errors = errors.map(|z| math::exp(own.crowd_error * f64::from(z)));
        for (index, quantity) in [Quantity::ReportedActive, Quantity::ReportedRioting].into_iter().enumerate() {
            let estimate = f64::from(peaks[index]) * seen * errors[index];
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
