//! Risk of relapse: how large a spark still brings people into the streets, and how often one comes.
//!
//! A spark is a sudden rise x of the watched price everywhere, followed for ten days as in `spark.rs`. The smallest
//! x after which half of the crises have an onset, 50 people out in one place, is the rise that the country, or the
//! region, tolerates; which mean crowd stands for that is measured on the country at rest (`pilot.rs`). Sparks come at
//! a rate with exponential sizes, so the chance of a month is
//! 1 - exp(-rate e^(-x / size)).

use crate::country::INCOME_CLASSES;
use crate::draw::{Purpose, uniform};
use crate::engine::Kernel;
use crate::landscape::Landscape;
use crate::math;
use crate::mechanisms::hardship::HardshipParameters;
use crate::recovery::spark::Spark;
use crate::recovery::stage::Months;
use crate::recovery::tinder::{LARGEST, Tinder, leaving, ln_willing, risk_of_the_first};
use crate::setup::Setup;
use crate::world::World;

/// Smallest rise looked at but for none at all.
const SMALLEST: f64 = 0.005;

/// Rise looked at first.
pub(crate) const START: f64 = 0.3;

/// Factor from one rise looked at down to the next, squared each time, and up to the next.
const NEXT: f64 = 1.1;
const STRIDE: f64 = 1.25;

/// Months after which the will to act under a rise is looked at anew; at once, so often at most, where the answer is not
/// so near, relative, to the last.
const FRESH: u32 = 3;
const LOOKS: u32 = 6;
const NEAR: f64 = 0.1;

/// Times the crowd of an onset beyond which a region need not be followed.
const BEYOND: f32 = 7.0;

crate::parameters! {
    /// Parameters of relapse.
    RelapseParameters in "relapse" {
        /// Sparks a month: sudden rises of prices, whatever their size.
        sparks = 0.1 "per month", 0.0..=10.0, Assumed "41 countries had a fuel riot in 2005-2018 (McCulloch et al. 2022), most price rises passed; prior 0.03-0.3";
        /// Mean size of a spark, relative rise of the watched price.
        size = 0.15 "1", 0.005..=3.0, Assumed "exponential sizes, so one in 800 doubles the price; prior 0.05-0.3";
    }
}

/// Probability of an outbreak in a month in which rises up to `tolerated` bring nobody out.
pub(crate) fn chance(own: &RelapseParameters, tolerated: f64) -> f64 {
    if tolerated == 0.0 { 1.0 } else { math::one_minus_exp(own.sparks * math::exp(-tolerated / own.size)) }
}

/// Largest mean crowd of a place within the days of a spark that raises the price by `x` at rest.
pub(crate) fn mean_crowd(setup: &Setup, landscape: &Landscape, world: &World, x: f64) -> f32 {
    let risk = risk_of_the_first(setup, landscape, world);
    let tinder = Tinder {
        setup,
        landscape,
        kernel: Kernel::best(),
        world,
        hardship: &landscape.hardship,
        legitimacy: &landscape.legitimacy,
        risk: &risk,
        will: setup.parameters.section(),
        share: setup.parameters.section::<HardshipParameters>().basket_share,
    };
    let channels = &landscape.channels;
    let willing: Vec<f32> = channels.order.iter().map(|&place| ln_willing(tinder.temper(place, 0.0).willing)).collect();
    let month = tinder.month(&willing, &tinder.gains(&willing, x));
    let mut spark = Spark::new(channels, &leaving(setup, &risk));
    largest(&spark.crowds(tinder.kernel, setup, channels, &month, x, f32::INFINITY))
}

/// Looks for the rise that the nation and every region tolerate, from those of the month before.
pub(crate) fn relapse(months: &mut Months) {
    weigh_hardship(months);
    let tinder = tinder(months);
    months.at_rest = (0..months.living.len()).map(|place| tinder.temper(place, 0.0)).collect();
    let tolerated = tolerated(months);
    let own = &months.parameters::<RelapseParameters>();
    for (index, x) in tolerated.into_iter().enumerate() {
        months.tolerated[index] = x;
        months.chance[index] = chance(own, x);
        months.calm[index] *= 1.0 - months.chance[index];
    }
    let [a, b, ..] = months.draws.block(Purpose::Relapse, 0, 0);
    months.relapsed = 1.0 - months.calm[0] > uniform(a, b);
}

/// Hardship of every class by its present income.
fn weigh_hardship(months: &mut Months) {
    for (place, row) in months.setup.country.places.iter().enumerate() {
        for class in 0..INCOME_CLASSES {
            let before = row.income * months.spread.relative[class];
            let ratio = before / months.disposable[place][class].max(1e-9);
            months.hardship[place][class] = months.landscape.hardship[place][class] * ratio as f32;
        }
    }
}

/// What the present month brings to the question.
fn tinder<'m>(months: &'m Months) -> Tinder<'m> {
    Tinder {
        setup: months.setup,
        landscape: months.landscape,
        kernel: months.kernel,
        world: &months.world,
        hardship: &months.hardship,
        legitimacy: &months.legitimacy,
        risk: &months.risk,
        will: months.parameters(),
        share: months.parameters::<HardshipParameters>().basket_share,
    }
}

/// Rises looked at and the largest crowds they bring by region, in the order of the rises.
type Seen = Vec<(f64, Vec<f32>)>;

/// Tolerated rises: of the nation, then of every region.
fn tolerated(months: &mut Months) -> Vec<f64> {
    let mut spark = std::mem::take(&mut months.spark);
    let (setup, channels) = (months.setup, &months.landscape.channels);
    let willing: Vec<f32> = channels.order.iter().map(|&place| ln_willing(months.at_rest[place].willing)).collect();
    let mut node = if months.month == 1 { START } else { months.tolerated[0].clamp(SMALLEST, LARGEST) };
    let mut stale = (months.month - 1).is_multiple_of(FRESH);
    let tinder = tinder(months);
    let mut gain = std::mem::take(&mut spark.gain);
    let mut seen = Seen::new();
    let onset = months.onset;
    for _ in 0..LOOKS {
        if stale {
            gain = tinder.gains(&willing, node);
        }
        let month = tinder.month(&willing, &gain);
        let enough = BEYOND * onset;
        seen = search(node, onset, &mut |x| spark.crowds(tinder.kernel, setup, channels, &month, x, enough));
        let found = crossing(&seen, onset, largest).clamp(SMALLEST, LARGEST);
        if (found - node).abs() <= NEAR * node {
            break;
        }
        (node, stale) = (found, true);
    }
    spark.gain = gain;
    months.spark = spark;
    let regions = (0..setup.country.regions.len()).map(|region| crossing(&seen, onset, |crowds| crowds[region]));
    std::iter::once(crossing(&seen, onset, largest)).chain(regions).collect()
}

/// Brackets the rise at which the first region has an onset, from `start`, then goes up until all have one.
fn search(start: f64, onset: f32, look: &mut dyn FnMut(f64) -> Vec<f32>) -> Seen {
    let mut seen = vec![(start, look(start))];
    let mut step = NEXT;
    while largest(&seen[0].1) >= onset && seen[0].0 > 0.0 {
        let x = if seen[0].0 <= SMALLEST { 0.0 } else { (seen[0].0 / step).max(SMALLEST) };
        seen.insert(0, (x, look(x)));
        step *= step;
    }
    let all = |seen: &(f64, Vec<f32>)| seen.1.iter().all(|&crowd| crowd >= onset);
    while let Some(last) = seen.last().filter(|last| !all(last) && last.0 < LARGEST) {
        let x = (last.0 * STRIDE).min(LARGEST);
        seen.push((x, look(x)));
    }
    seen
}

/// Largest of the crowds.
fn largest(crowds: &[f32]) -> f32 {
    crowds.iter().copied().fold(0.0, f32::max)
}

/// Smallest rise with an onset in half of the crises, crowds taken to grow exponentially between those looked at.
fn crossing(seen: &Seen, onset: f32, crowd: impl Fn(&[f32]) -> f32) -> f64 {
    let size = |index: usize| f64::from(crowd(&seen[index].1).max(1e-3));
    let onset = f64::from(onset);
    match (0..seen.len()).find(|&index| size(index) >= onset) {
        None => LARGEST,
        Some(0) => seen[0].0,
        Some(index) => {
            let (below, above) = (math::ln(size(index - 1)), math::ln(size(index)));
            let share = (math::ln(onset) - below) / (above - below);
            seen[index - 1].0 + (seen[index].0 - seen[index - 1].0) * share
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_finds_where_crowds_cross_an_onset_by_region() {
        // Crowds of exp(x / 0.05) and of a region that needs twice the rise.
        const OUT: f32 = 280.0;
        let answer = 0.05 * math::ln(f64::from(OUT));
        for start in [0.005, 0.1, 0.19, 0.2, 1.0, 3.0] {
            let seen = search(start, OUT, &mut |x| [x, x / 2.0].map(|x| math::exp(x / 0.05) as f32).to_vec());
            assert!(seen.windows(2).all(|pair| pair[0].0 < pair[1].0));
            for (region, times) in [(0, 1.0), (1, 2.0)] {
                let found = crossing(&seen, OUT, |crowds| crowds[region]);
                assert!((found / answer / times - 1.0).abs() < 1e-3, "{found} from {start}");
            }
        }
        assert_eq!(crossing(&search(0.3, OUT, &mut |_| vec![800.0]), OUT, largest), 0.0, "out without a rise");
        assert_eq!(crossing(&search(0.3, OUT, &mut |_| vec![3.0]), OUT, largest), LARGEST, "never out");
    }

    #[test]
    fn the_chance_falls_with_what_is_tolerated_and_is_sure_at_nothing() {
        let own = RelapseParameters::default();
        assert_eq!(chance(&own, 0.0), 1.0);
        assert!((chance(&own, 0.15) - 0.1 / std::f64::consts::E).abs() < 1e-3);
        assert!(chance(&own, 0.3) < chance(&own, 0.2));
    }
}
