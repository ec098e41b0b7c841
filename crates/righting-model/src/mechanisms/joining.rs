//! Joining: the hazard, per day, of everyone who could be mobilised and is ready.
//!
//! ```text
//! h = [iota 2e/(1+e) + kappa calls + organisers + beta (1 - e^-Lambda)] * undeterred
//!     * F1 F2 Z * hours * e^(weekend f) * curfew^emergency
//! undeterred = 1 - w (1 - e^(-c / max(a, 0.2 c)))
//! ```
//!
//! e the affront without calls, calls the share of a call in all that is felt, or 1 where a dated call stands; c and a
//! the densities of forces and of people in the streets; F1 a field of the episode, F2 one of the day and Z the mood of
//! the polity's day, all of mean one; f is 1 on free days and -0.4 on others. A saturating response to news is that of
//! Bonnasse-Gahot et al. 2018.

pub(crate) mod reasons;

use crate::equations::{contagion, ignition, undeterred};
use crate::hours;
use crate::math::{self, exp_f32};
use crate::mechanisms::calls::{CallsParameters, dated};
use crate::mechanisms::hypotheses::{self, seat_weight};
use crate::stage::Stage;
use crate::world::{Summons, World};

crate::parameters! {
    /// Parameters of joining.
    JoiningParameters in "joining" {
        /// Ignition iota: joining hazard at an affront of 1, unasked.
        ignition = 0.015 "per day", 0.0..=5.0, Interim "seven cases, prototype", Shape Log 1.0;
        /// Hazard kappa of those whom a call moves.
        call = 0.6 "per day", 0.0..=20.0, Interim "sixteen crises: decision 067", Level Log 0.6;
        /// Contagion beta: joining hazard when the news is everywhere.
        contagion = 0.9 "per day", 0.0..=20.0, Interim "seven cases, prototype", Shape Log 0.25;
        /// Share of those who would join whom many forces deter.
        deterrence = 0.3 "1", 0.0..=1.0, Assumed "prior 0.1-0.6; no strong sign of repression on later protest in 166 countries";
        /// Factor under an emergency with curfew.
        curfew = 0.25 "1", 0.0..=1.0, Interim "seven cases, prototype", Shape Log 0.6;
        /// Rise of the logarithm on days on which most people do not work.
        weekend = 0.25 "1", -3.0..=3.0, Interim "seven cases, prototype", Level Linear 0.5;
        /// Standard deviation of the logarithm of the field of the episode.
        episode = 0.85 "1", 0.0..=3.0, Assumed "spread of crowds within a country";
        /// Standard deviation of the logarithm of the field of the day.
        day = 0.85 "1", 0.0..=3.0, Assumed "spread of crowds within a country";
        /// Standard deviation of the logarithm of the mood of a polity's day.
        mood = 0.3 "1", 0.0..=2.0, Assumed "prior 0.1-0.5";
    }
}

/// Writes the joining hazard of every home.
pub(crate) fn joining(stage: &mut Stage) -> Result<(), String> {
    let own = stage.parameters::<JoiningParameters>();
    let calls = stage.parameters::<CallsParameters>();
    let organised = hypotheses::organised(stage);
    let country = &stage.setup.country;
    let (common, curfew) = (common(stage, &own), math::ln(own.curfew.max(1e-9)));
    // By place: affront, size of a dated call, what adds to the hazard and what multiplies it, as a logarithm.
    let places: Vec<[f32; 4]> = (0..stage.places())
        .map(|place| {
            let world = &stage.world;
            let call = dated(stage, &calls, place);
            let added = organised[stage.landscape.polity_of(place)] * seat_weight(country.places[place].seat);
            let ln =
                common[stage.landscape.polity_of(place)] + if world.orders[place].emergency { curfew } else { 0.0 };
            [world.felt[place], call, added, ln].map(|x| x as f32)
        })
        .collect();
    let (day, weights) = (stage.today(), stage.weights);
    let days = stage.fields.joining(stage.landscape, &stage.draws.nation, stage.kernel, day);
    let law = Law { own: &own, weights, places: &places, place_of: &stage.landscape.ground.place_of };
    let World { news, called, character, security, density, rates, .. } = &mut stage.world;
    stage.kernel.run(
        #[inline(always)]
        || law.write(&mut rates.joining, days, [news, called, security, density], character),
    );
    march(stage, &own, &places);
    Ok(())
}

/// Writes who marches: of those who join where a dated call leads elsewhere, those whom it moves.
fn march(stage: &mut Stage, own: &JoiningParameters, places: &[[f32; 4]]) {
    let (world, landscape) = (&mut stage.world, stage.landscape);
    let now = stage.now;
    let leads = |summons: &Summons| summons.to.filter(|_| summons.until > now);
    world.rates.marches.clear();
    if !world.summons.iter().any(|summons| leads(summons).is_some()) {
        return;
    }
    world.rates.marches.extend(landscape.cells.iter().enumerate().map(|(cell, row)| {
        let [e, _, added, _] = places[row.place];
        let moved = own.call as f32;
        let all = ignition(own.ignition as f32, e) + moved + added + contagion(own.contagion as f32, world.news[cell]);
        let to = leads(&world.summons[row.place]).filter(|&to| landscape.polity_of(to) == row.polity);
        to.map_or((0.0, 0), |to| (moved / all, landscape.cells_of(to).start as u32))
    }));
}

/// Cells worked on at once.
const LANES: usize = 16;

/// The law of joining in one step.
struct Law<'a> {
    own: &'a JoiningParameters,
    weights: [f32; 2],
    places: &'a [[f32; 4]],
    place_of: &'a [u32],
}

impl Law<'_> {
    /// The hazard of every cell, by fields of two days and by news, calls, forces and crowds.
    #[inline(always)]
    fn write(&self, hazards: &mut [f32], days: [&[f32]; 2], by_cell: [&[f32]; 4], character: &[[f32; 4]]) {
        let cells = hazards.len();
        let lane = |column: &[f32], from: usize| -> [f32; LANES] {
            std::array::from_fn(|i| column[(from + i).min(cells - 1)])
        };
        for from in (0..cells).step_by(LANES) {
            // What belongs to places is fetched first: the rest of the loop becomes vectors.
            let places: [[f32; 4]; LANES] =
                std::array::from_fn(|i| self.places[self.place_of[(from + i).min(cells - 1)] as usize]);
            let own: [f32; LANES] = std::array::from_fn(|i| character[(from + i).min(cells - 1)][1]);
            let [today, tomorrow] = days.map(|column| lane(column, from));
            let [news, called, security, density] = by_cell.map(|column| lane(column, from));
            let mut found = [0.0; LANES];
            for i in 0..LANES {
                let [e, dated, added, ln] = places[i];
                let share = if dated > 0.0 { 1.0 } else { called[i] / (e + called[i]) };
                let reasons = ignition(self.own.ignition as f32, e)
                    + self.own.call as f32 * share
                    + added
                    + contagion(self.own.contagion as f32, news[i]);
                let (field, sd) = (self.weights[0] * today[i] + self.weights[1] * tomorrow[i], self.own.day as f32);
                let chance = exp_f32(ln + own[i] + sd * field - 0.5 * sd * sd);
                found[i] = reasons * undeterred(self.own.deterrence as f32, security[i], density[i]) * chance;
            }
            let end = (from + LANES).min(cells);
            hazards[from..end].copy_from_slice(&found[..end - from]);
        }
    }
}

/// Logarithm of what multiplies the hazard in all of a polity, without an emergency.
fn common(stage: &Stage, own: &JoiningParameters) -> Vec<f64> {
    let [a, b] = stage.weights.map(f64::from);
    let hours = math::ln(hours::going_out(stage.now, stage.length));
    let free = stage.setup.calendar.is_free(stage.today());
    let same = hours + math::ln(weekday(own, free)) - 0.5 * own.mood * own.mood;
    stage.world.polities.iter().map(|polity| same + own.mood * (a * polity.moods[0] + b * polity.moods[1])).collect()
}

/// Factor of the day of the week.
pub(crate) fn weekday(own: &JoiningParameters, free: bool) -> f64 {
    math::exp(own.weekend * if free { 1.0 } else { -0.4 })
}
