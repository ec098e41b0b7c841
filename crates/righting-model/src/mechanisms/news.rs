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
use crate::hours;
use crate::hours::DAY;
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

/// Growth from a step to the next above which a rise is the morning and no rate.
const MOST: f64 = 3.0;

/// Spreads the news.
pub(crate) fn news(stage: &mut Stage) -> Result<(), String> {
    let own = stage.parameters::<NewsParameters>();
    pass_on(stage, &own);
    let people = gather(stage, &own);
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
    let mut far = vec![0.0f32; landscape.cells.len()];
    for (cell, &place) in landscape.ground.place_of.iter().enumerate() {
        let place = place as usize;
        let around = landscape.per_around[cell];
        for smooth in &mut stage.smooth[cell] {
            *smooth *= around;
        }
        let [near, active, ..] = stage.smooth[cell];
        world.density[cell] = active;
        let [local, media] = open[place];
        world.news[cell] = near * local as f32;
        far[cell] = (shares[landscape.ground.polity_of[place]] * media) as f32;
    }
    let heard = &mut world.news;
    stage.kernel.run(
        #[inline(always)]
        || {
            for (news, far) in heard.iter_mut().zip(&far) {
                *news = equations::news(*news, *far, reference, power);
            }
        },
    );
    Ok(())
}

/// How people who joined pass into the news in some days.
struct Passage {
    pass: f64,
    fade: f64,
    /// Probability that who joins at an even rate has passed a stage by the end.
    soon: f64,
}

impl Passage {
    fn of(own: &NewsParameters, days: f64) -> Self {
        let passage = 2.0 * days / own.delay_days;
        let soon = 1.0 - math::one_minus_exp(passage) / passage;
        Self { pass: math::exp(-passage), fade: kept(days, own.fade_days), soon }
    }

    /// What is on its way, and news, after so many have joined.
    #[inline(always)]
    fn after(&self, Told { stages: [first, second, news] }: Told, joined: f64) -> Told {
        let on = first * (1.0 - self.pass) + joined * self.soon;
        let told = second * (1.0 - self.pass) + on * self.soon;
        Told { stages: [first + joined - on, second + on - told, news * self.fade + told] }
    }
}

/// Lets those who joined in the last step on their way into the news.
fn pass_on(stage: &mut Stage, own: &NewsParameters) {
    if stage.previous_length == 0 {
        return;
    }
    let passage = Passage::of(own, f64::from(stage.previous_length) / f64::from(DAY));
    for (told, &joined) in stage.world.told.iter_mut().zip(&stage.world.crowds.joined) {
        if joined > 0 || told.stages != [0.0; 3] {
            *told = passage.after(*told, f64::from(joined));
            if told.stages.iter().sum::<f64>() < NONE {
                *told = Told::default();
            }
        }
    }
}

/// How many are expected to join by the middle of the step, relative to those of the last.
fn ahead(stage: &Stage) -> f64 {
    if stage.previous_length == 0 {
        return 0.0;
    }
    let before = hours::going_out(stage.now - stage.previous_length, stage.previous_length);
    let now = hours::going_out(stage.now, stage.length);
    0.5 * f64::from(stage.length) / f64::from(stage.previous_length) * (now / before).min(MOST)
}

/// What is smoothed, by cell; and news by polity. News is that of the middle of the step, were people to go on joining as
/// they did, at this step's hours: hazards of the midpoint keep second-order accuracy.
fn gather(stage: &mut Stage, own: &NewsParameters) -> Vec<f64> {
    let forget = kept(f64::from(stage.previous_length) / f64::from(DAY), 1.0);
    let half = Passage::of(own, 0.5 * stage.dt());
    let more = ahead(stage);
    let world = &mut stage.world;
    let mut people = vec![0.0; world.polities.len()];
    let ground = &stage.landscape.ground;
    for (cell, source) in stage.sources.iter_mut().enumerate() {
        let mourned = &mut world.mourned[cell];
        *mourned = *mourned * forget + f64::from(world.crowds.killed[cell]);
        if *mourned < NONE {
            *mourned = 0.0;
        }
        let (active, rioting) = (world.crowds.active[cell] as f32, world.crowds.rioting[cell] as f32);
        let (told, joined) = (world.told[cell], world.crowds.joined[cell]);
        let heard = joined > 0 || told.stages != [0.0; 3];
        let news = if heard { half.after(told, more * f64::from(joined)).stages[2] } else { 0.0 };
        *source = [news as f32, active, rioting + 0.1 * active, *mourned as f32];
        people[ground.polity_of[ground.place_of[cell] as usize]] += news;
    }
    people
}
