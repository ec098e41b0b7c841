//! The pool: who could be mobilised, a finite share psi of every cell's people.
//!
//! ```text
//! psi = mean over strata q of logistic(u + spread q)
//! u = ln share - scale ln(N / 10^7) - 0.3 spread^2 + fields + b_H z - b_Y ln(y / y0) - b_L (L - L0) + b_E ln e
//! ```
//!
//! with N the people of the polity, z how far a place's income is below its mean, y / y0 the change of real income since
//! the data, L legitimacy and L0 the nation's at rest, e the affront, calls included. Private opposition is this pool,
//! public act those of it in the streets (Kuran 1991). The form is ours, chosen for what it does not do: there is no
//! threshold that a nation can pass, and nothing in it depends on how places are drawn.

use crate::equations::{basket, legitimacy, pool_axis, pool_of_nation, pool_share};
use crate::math::{self, ln_f32};
use crate::mechanisms::calls::{CallsParameters, dated};
use crate::mechanisms::hardship::HardshipParameters;
use crate::mechanisms::legitimacy::LegitimacyParameters;
use crate::stage::Stage;

crate::parameters! {
    /// Parameters of the pool.
    PoolParameters in "pool" {
        /// Share of people who could be mobilised in a country of ten million at an affront of 1.
        share = 0.025 "1", 0.00001..=0.5, Interim "sixteen crises: decision 067; spread from seven cases, prototype", Level Log 1.5;
        /// Power by which the share falls with the people of the nation.
        scale = 0.5 "1", -0.5..=1.5, Interim "crowds of 166 countries rise with the root of their people", Shape Linear 0.2;
        /// Standard deviation of people's readiness, on the logit.
        spread = 1.5 "1", 0.1..=5.0, Assumed "wide enough that no small change moves most";
        /// Standard deviation of the local field on the logit.
        local = 0.7 "1", 0.0..=3.0, Assumed "sizes within a country spread by sd 2.15 of their logarithm, most of it calls";
        /// Standard deviation of the regional field on the logit.
        regional = 0.7 "1", 0.0..=3.0, Assumed "as the local field";
        /// Rise of the logit with poverty of a place, per logarithm of income.
        hardship = 0.1 "1", -2.0..=2.0, Interim "seven cases, prototype; its sign is free", Shape Linear 0.2;
        /// Fall of the logit per logarithm of real income.
        income = 1.5 "1", 0.0..=10.0, Assumed "income shocks of 10 % move few indicators of 166 countries by more than a fifth";
        /// Fall of the logit per unit of legitimacy above the nation's at rest.
        legitimacy = 0.0 "1", -5.0..=5.0, Interim "macro indicators hardly rank countries", Shape Linear 0.5;
        /// Power of the affront in the odds of being in the pool.
        affront = 0.95 "1", 0.2..=2.0, Interim "seven cases, prototype", Shape Log 0.15;
        /// Probability that someone who went home rests before being ready again.
        resting = 0.5987 "1", 0.0..=1.0, Interim "seven cases, prototype", Level Logit 0.6;
        /// Time that they rest.
        rest_days = 8.0 "days", 0.5..=60.0, Interim "seven cases, prototype", Level Log 0.3;
    }
}

/// Writes where the pool of every cell ends.
pub(crate) fn pool(stage: &mut Stage) -> Result<(), String> {
    let own = stage.parameters::<PoolParameters>();
    let nations: Vec<f64> =
        stage.landscape.people.iter().map(|people| pool_of_nation(own.share, own.scale, *people)).collect();
    let places = by_place(stage, &own, &nations);
    let promise = stage.parameters::<LegitimacyParameters>().concession;
    let calls = stage.parameters::<CallsParameters>();
    let felt: Vec<f32> =
        (0..stage.places()).map(|place| (stage.world.felt[place] + dated(stage, &calls, place)) as f32).collect();
    let (world, landscape) = (&mut stage.world, stage.landscape);
    let (power, cells) = (own.affront as f32, landscape.cells.len());
    let mut affront = vec![0.0; cells];
    let mut logits = vec![0.0; cells];
    for cell in 0..cells {
        let place = landscape.ground.place_of[cell] as usize;
        affront[cell] = (felt[place] + world.called[cell]).max(f32::MIN_POSITIVE);
        logits[cell] = places[place] + world.character[cell][0];
        if own.legitimacy != 0.0 {
            let usual = landscape.usual_legitimacy[landscape.cells[cell].polity];
            let promised = promise * world.concession[place];
            let now = legitimacy(landscape.legitimacy[place], 0.0, world.legitimacy_shift[cell], promised);
            logits[cell] -= (own.legitimacy * (now - usual)) as f32;
        }
    }
    let ends = &mut world.rates.pool;
    stage.kernel.run(
        #[inline(always)]
        || {
            for ((end, logit), affront) in ends.iter_mut().zip(&logits).zip(&affront) {
                *end = pool_axis(pool_share(logit + power * ln_f32(*affront), &landscape.strata));
            }
        },
    );
    Ok(())
}

/// The part of the logit that a place has in common.
fn by_place(stage: &Stage, own: &PoolParameters, nations: &[f64]) -> Vec<f32> {
    let share = stage.parameters::<HardshipParameters>().basket_share;
    let (world, landscape) = (&stage.world, stage.landscape);
    // Most places have the same price as the one before.
    let mut last = (1.0, 0.0);
    let one = |place: usize| {
        let real = world.income[place] / basket(share, world.price[place]);
        if real != last.0 {
            last = (real, own.income * math::ln(real.max(1e-6)));
        }
        let changed = last.1;
        let poorer = -own.hardship * landscape.ground.income[place];
        (nations[landscape.polity_of(place)] - 0.3 * own.spread * own.spread + poorer - changed) as f32
    };
    (0..stage.places()).map(one).collect()
}
