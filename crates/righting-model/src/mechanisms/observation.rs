//! What a record would show, and the daily row of the trace.
//!
//! Every crowd's estimate carries a log-normal error of its own, and is thinned under a shutdown. Counts of
//! detentions and deaths are over-dispersed around their daily increments, all of a day alike: one ministry
//! counts. What is reported of a region or the nation is the sum over its places. Fitting compares these
//! reports with the records, never the hidden states. Not every day on which a crowd is out is dated by a
//! report: an onset comes into the record with the first that is.

use crate::draw::{Purpose, uniform};
use crate::math;
use crate::mechanisms::elites;
use crate::parameters::parameters;
use crate::quantity::{QUANTITY_COUNT, Quantity};
use crate::step::{ONSET, Run};
use crate::trace::{EventKind, Location};
use crate::world::FacilityState;

parameters! {
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

/// Crowds at their largest in the day, and cumulative counts at its start.
#[derive(Clone, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Day {
    pub active_peak: Vec<u32>,
    pub rioting_peak: Vec<u32>,
    pub national_active_peak: u32,
    pub national_rioting_peak: u32,
    joined: Vec<u32>,
    /// Detentions and deaths at the day's start: true, then reported, the latter with their fractions; by place.
    counted: Vec<[f64; 2]>,
    reported: Vec<[f64; 2]>,
    /// Which onsets, of protest and of violence, a report has dated; by place, then by region.
    dated: Vec<[bool; 2]>,
}

impl Day {
    pub fn new(places: usize, regions: usize) -> Self {
        Self {
            active_peak: vec![0; places],
            rioting_peak: vec![0; places],
            joined: vec![0; places],
            counted: vec![[0.0; 2]; places],
            reported: vec![[0.0; 2]; places],
            dated: vec![[false; 2]; places + regions],
            ..Self::default()
        }
    }
}

/// Watches the crowds; at midnight writes the day.
pub(crate) fn observation(run: &mut Run) -> Result<(), String> {
    watch(run);
    if run.end().is_multiple_of(1440) {
        write_day(run);
    }
    Ok(())
}

fn watch(run: &mut Run) {
    let people = &run.world.people;
    let (mut active_sum, mut rioting_sum) = (0, 0);
    for place in 0..run.places() {
        let (active, rioting) = (people.active(place), people.rioting[place]);
        run.day.active_peak[place] = run.day.active_peak[place].max(active);
        run.day.rioting_peak[place] = run.day.rioting_peak[place].max(rioting);
        active_sum += active;
        rioting_sum += rioting;
    }
    run.day.national_active_peak = run.day.national_active_peak.max(active_sum);
    run.day.national_rioting_peak = run.day.national_rioting_peak.max(rioting_sum);
}

fn write_day(run: &mut Run) {
    let places = run.places();
    let mut rows = std::mem::take(&mut run.trace.by_place);
    let today = rows.len();
    let mut nation = [0.0; QUANTITY_COUNT];
    let counting = errors_of_counting(run);
    for place in 0..places {
        let mut row = [0.0; QUANTITY_COUNT];
        write_place(run, place, counting, &mut row);
        for (sum, value) in nation.iter_mut().zip(&row) {
            *sum += value;
        }
        rows.push(row);
    }
    average(run, &rows[today..], &mut nation);
    let mut set = |quantity: Quantity, value: f64| nation[quantity.column()] = value;
    set(Quantity::ActivePeak, f64::from(run.day.national_active_peak));
    set(Quantity::RiotingPeak, f64::from(run.day.national_rioting_peak));
    set(Quantity::Allied, run.world.allied);
    set(Quantity::OutputLost, run.world.output_lost);
    run.trace.by_place = rows;
    date_onsets(run);
    run.trace.nation.push(nation);

    run.readings.values = nation;
    run.day.active_peak.fill(0);
    run.day.rioting_peak.fill(0);
    (run.day.national_active_peak, run.day.national_rioting_peak) = (0, 0);
    run.day.joined.copy_from_slice(&run.world.people.joined);
    watch(run);
}

fn write_place(run: &mut Run, place: usize, counting: [f64; 2], row: &mut [f64; QUANTITY_COUNT]) {
    let temper = run.engine.temper(run.landscape, place, &run.drives[place]);
    let world = &run.world;
    let people = &world.people;
    let mut set = |quantity: Quantity, value: f64| row[quantity.column()] = value;
    let mut count = |quantity: Quantity, value: u32| set(quantity, f64::from(value));
    count(Quantity::Quiet, people.quiet[place]);
    count(Quantity::Serving, people.serving[place]);
    count(Quantity::Protesting, people.protesting[place]);
    count(Quantity::Rioting, people.rioting[place]);
    count(Quantity::Active, people.active(place));
    count(Quantity::ActivePeak, run.day.active_peak[place]);
    count(Quantity::RiotingPeak, run.day.rioting_peak[place]);
    count(Quantity::Joined, people.joined[place] - run.day.joined[place]);
    count(Quantity::Withdrawn, people.withdrawn[place]);
    count(Quantity::Detained, people.detained[place]);
    count(Quantity::DetainedTotal, people.detained_total[place]);
    count(Quantity::Dead, people.dead_civilians[place] + people.dead_serving[place]);
    count(Quantity::DeathsSecurity, people.dead_serving[place]);
    count(Quantity::InjuredTotal, world.injured[place]);
    set(Quantity::Security, world.security[place]);
    set(Quantity::Reliability, world.reliability[place]);
    set(Quantity::Cohesion, elites::cohesion(run, place));
    set(Quantity::Affront, world.affront[place]);
    set(Quantity::Legitimacy, 1.0 - f64::from(run.drives[place].discontent));
    set(Quantity::Grievance, temper.grievance);
    set(Quantity::Opposed, temper.opposed);
    set(Quantity::Willing, temper.willing);
    set(Quantity::News, world.news[place]);
    let lost = run.landscape.facilities[place].iter();
    let lost = lost.filter(|&&facility| world.facilities[facility] != FacilityState::Held).count();
    set(Quantity::FacilitiesLost, lost as f64);
    report(run, place, counting, row);
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
fn average(run: &Run, rows: &[[f64; QUANTITY_COUNT]], nation: &mut [f64; QUANTITY_COUNT]) {
    let mut sums = [0.0; AVERAGED.len()];
    for (place, row) in run.setup.country.places.iter().zip(rows) {
        for (sum, quantity) in sums.iter_mut().zip(AVERAGED) {
            *sum += f64::from(place.population) * row[quantity.column()];
        }
    }
    let residents = run.setup.country.population().max(1) as f64;
    for (sum, quantity) in sums.into_iter().zip(AVERAGED) {
        nation[quantity.column()] = sum / residents;
    }
}

/// Dates the onsets of which the day brings the first report; a region's is the first in any of its places.
fn date_onsets(run: &mut Run) {
    let undated = run.setup.parameters.observation.undated;
    let mut dated = std::mem::take(&mut run.day.dated);
    for place in 0..run.places() {
        let peaks = [run.day.active_peak[place], run.day.rioting_peak[place]];
        if peaks[0] < ONSET || dated[place] == [true; 2] {
            continue;
        }
        let [a, b, c, d] = run.draws.reports[place].block(Purpose::Observation, 2, run.end() / 1440);
        let luck = [uniform(a, b), uniform(c, d)];
        let region = run.setup.country.places[place].region;
        for (index, kind) in [EventKind::ProtestReported, EventKind::ViolenceReported].into_iter().enumerate() {
            if peaks[index] < ONSET || luck[index] < undated {
                continue;
            }
            for (slot, location) in [(place, Location::Place(place)), (run.places() + region, Location::Region(region))]
            {
                if !std::mem::replace(&mut dated[slot][index], true) {
                    run.note(kind, location, "");
                }
            }
        }
    }
    run.day.dated = dated;
}

/// By which factors the day's increments of detentions and deaths are counted wrongly, in all places alike.
fn errors_of_counting(run: &Run) -> [f64; 2] {
    let spread = run.setup.parameters.observation.count_error;
    let deviation = math::sqrt(math::ln(1.0 + spread * spread));
    let z = run.draws.reports[run.places()].normals(Purpose::Observation, 1, run.end() / 1440);
    z.map(|z| math::exp(deviation * z))
}

/// Fills in what a record would show of a place.
fn report(run: &mut Run, place: usize, counting: [f64; 2], row: &mut [f64; QUANTITY_COUNT]) {
    let parameters = &run.setup.parameters.observation;
    let peaks = [run.day.active_peak[place], run.day.rioting_peak[place]];
    if peaks[0] > 0 {
        let seen = 1.0 - parameters.thinning * run.world.shutdown[place];
        let z = run.draws.reports[place].normals(Purpose::Observation, 0, run.end() / 1440);
        for (index, quantity) in [Quantity::ReportedActive, Quantity::ReportedRioting].into_iter().enumerate() {
            let estimate = f64::from(peaks[index]) * seen * math::exp(parameters.crowd_error * z[index]);
            row[quantity.column()] = estimate.round();
        }
    }
    let (counted, reported) = (&mut run.day.counted[place], &mut run.day.reported[place]);
    let truth = [row[Quantity::DetainedTotal.column()], row[Quantity::Dead.column()]];
    for (index, quantity) in [Quantity::ReportedDetainedTotal, Quantity::ReportedDeathsTotal].into_iter().enumerate() {
        reported[index] += (truth[index] - counted[index]) * counting[index];
        row[quantity.column()] = reported[index].round();
    }
    *counted = truth;
}
