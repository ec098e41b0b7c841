//! News of unrest, in shares of people and never in counts.
//!
//! ```text
//! joins -> q1 -> q2 -> n,  each stage at rate 2 / delay, dn/dt = ... - n / fade
//! Lambda = {[(1 - local_cut cut) sum W n / sum W N + media (1 - cut) n_polity / N_polity] / reference}^power
//! ```
//!
//! with W about e^(-d / range) (`space/pyramid.rs`), N residents, and a shutdown that cuts the share `cut` of what is not
//! local. The power comes after the sum and the sum is linear in people, so that Lambda does not depend on how places are
//! drawn. A power of 0.7 keeps the gain of news below one: crowds follow their causes and no cliff is near. Above 1,
//! as of contagion that needs several sources (Centola & Macy 2007), it stays a contested structure. Without the
//! delay the length of the step would be a hidden generation.

use crate::equations::{self, kept};
use crate::math;
use crate::stage::Stage;
use crate::world::Told;

crate::parameters! {
    /// Parameters of news.
    NewsParameters in "news" {
        /// Distance over which the weight of news falls by a factor e.
        range = 25.0 "km", 5.0..=500.0, Assumed "a county; prior 15-60";
        /// Weight of the nation through media, relative to what is near.
        media = 1.0 "1", 0.0..=20.0, Interim "seven cases, prototype", Shape Log 0.5;
        /// Share of people, in days of joining, at which news is 1.
        reference = 0.005 "days", 0.00001..=1.0, Interim "seven cases, prototype", Shape Log 0.4;
        /// Power of shares in news: what keeps the gain below one.
        power = 0.7 "1", 0.3..=3.0, Assumed "gain budget; above 1 a contested structure";
        /// Time from joining to news.
        delay_days = 1.0 "days", 0.05..=10.0, Interim "second prototype: first day of Kazakhstan 2022", Shape Log 0.3;
        /// Time over which news fades by a factor e.
        fade_days = 2.0 "days", 0.1..=30.0, Interim "seven cases, prototype", Shape Log 0.3;
        /// Share of local news that a full shutdown cuts.
        local_cut = 0.3 "1", 0.0..=1.0, Assumed "people see and call each other";
    }
}

/// News of fewer people than this is none.
const NONE: f64 = 1e-4;

/// Spreads the news.
pub(crate) fn news(stage: &mut Stage) -> Result<(), String> {
    let own = stage.parameters::<NewsParameters>();
    pass_on(stage, &own);
    let people = gather(stage);
    if stage.sources.iter().all(|source| *source == [0.0; 4]) {
        stage.smooth.fill([0.0; 4]);
        stage.world.news.fill(0.0);
        stage.world.density.fill(0.0);
        return Ok(());
    }
    stage.landscape.pyramid.smooth(&mut stage.nodes, &stage.sources, &mut stage.smooth);
    let (world, landscape) = (&mut stage.world, stage.landscape);
    let (reference, power) = (own.reference as f32, own.power as f32);
    let shares: Vec<f64> = people.iter().zip(&landscape.people).map(|(n, people)| n / people.max(1.0)).collect();
    // What a shutdown lets through, of near and of far.
    let open: Vec<[f64; 2]> = world
        .orders
        .iter()
        .map(|orders| [1.0 - own.local_cut * orders.shutdown, own.media * (1.0 - orders.shutdown)])
        .collect();
    for (cell, row) in landscape.cells.iter().enumerate() {
        let around = landscape.around[cell];
        for smooth in &mut stage.smooth[cell] {
            *smooth /= around;
        }
        let [near, active, ..] = stage.smooth[cell];
        world.density[cell] = active;
        let [local, far] = open[row.place];
        world.news[cell] =
            equations::news(near * local as f32, (shares[row.polity] * far) as f32, reference, power);
    }
    Ok(())
}

/// Lets those who joined in the last step on their way into the news.
fn pass_on(stage: &mut Stage, own: &NewsParameters) {
    let days = f64::from(stage.previous_length) / 1440.0;
    if days == 0.0 {
        return;
    }
    let passage = 2.0 * days / own.delay_days;
    let (pass, fade) = (math::exp(-passage), kept(days, own.fade_days));
    // Who joins at an even rate through the step has passed a stage with this probability by its end.
    let soon = 1.0 - math::one_minus_exp(passage) / passage;
    let joined = &stage.world.crowds.joined;
    for (Told { stages: [first, second, news] }, &joined) in stage.world.told.iter_mut().zip(joined) {
        let joined = f64::from(joined);
        if joined == 0.0 && *first == 0.0 && *news == 0.0 {
            continue;
        }
        let on = *first * (1.0 - pass) + joined * soon;
        let told = *second * (1.0 - pass) + on * soon;
        *first += joined - on;
        *second += on - told;
        *news = *news * fade + told;
        if *first + *second + *news < NONE {
            (*first, *second, *news) = (0.0, 0.0, 0.0);
        }
    }
}

/// What is smoothed, by cell; and news by polity.
fn gather(stage: &mut Stage) -> Vec<f64> {
    let forget = kept(f64::from(stage.previous_length) / 1440.0, 1.0);
    let world = &mut stage.world;
    let mut people = vec![0.0; world.polities.len()];
    for (cell, source) in stage.sources.iter_mut().enumerate() {
        let mourned = &mut world.mourned[cell];
        *mourned = *mourned * forget + f64::from(world.crowds.killed[cell]);
        if *mourned < NONE {
            *mourned = 0.0;
        }
        let (active, rioting) = (world.crowds.active[cell] as f32, world.crowds.rioting[cell] as f32);
        let news = world.told[cell].stages[2];
        *source = [news as f32, active, rioting + 0.1 * active, *mourned as f32];
        people[stage.landscape.cells[cell].polity] += news;
    }
    people
}
