//! What a step's hazard of joining is made of, cell by cell: for asking why, never for running.
//!
//! ```text
//! h = (affront + call + organisers + news) * hours * weekday * place * day * mood * undeterred * curfew
//! ```
//!
//! the same law as that of joining, taken apart; a test holds the two together.

use super::{CallsParameters, JoiningParameters, dated, weekday};
use crate::equations::{contagion, factor, ignition, pool_share, undeterred};
use crate::hours;
use crate::math;
use crate::mechanisms::affront;
use crate::mechanisms::hypotheses::{self, seat_weight};
use crate::mechanisms::pool::PoolParameters;
use crate::stage::Stage;

/// Why those of a cell who are ready join, and what keeps them: four hazards per day and person, and factors on their sum.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Reasons {
    /// Unasked, by the affront.
    pub affront: f64,
    /// By a call, dated or chance.
    pub call: f64,
    /// By organisers with outside support, where that structure is on.
    pub organisers: f64,
    /// By news of others who joined.
    pub news: f64,
    /// Factor of the hour.
    pub hours: f64,
    /// Factor of the day of the week.
    pub weekday: f64,
    /// Factor of the place, for the whole run: what no data show.
    pub place: f64,
    /// Factor of the place's day.
    pub day: f64,
    /// Factor of the polity's day.
    pub mood: f64,
    /// Share of those who would join whom forces do not deter.
    pub undeterred: f64,
    /// Factor of an emergency with curfew; 1 without.
    pub curfew: f64,
    /// Share of the people who could be mobilised.
    pub pool: f64,
    /// The same, were the affront at rest and nobody called.
    pub pool_at_rest: f64,
}

impl Reasons {
    /// Sum of the four hazards, per day and person who is ready.
    pub fn sum(&self) -> f64 {
        self.affront + self.call + self.organisers + self.news
    }

    /// Factor of what no data show: of the place, of its day and of the polity's.
    pub fn fields(&self) -> f64 {
        self.place * self.day * self.mood
    }

    /// The hazard of joining, per day and person who is ready.
    pub fn hazard(&self) -> f64 {
        self.sum() * self.hours * self.weekday * self.fields() * self.undeterred * self.curfew
    }
}

impl Stage<'_> {
    /// Why people of every cell join in this step: to be asked behind `joining` and before people gather.
    pub fn reasons(&mut self) -> Vec<Reasons> {
        let own = self.parameters::<JoiningParameters>();
        let calls = self.parameters::<CallsParameters>();
        let pools = Pools::of(self);
        let organised = hypotheses::organised(self);
        let today = self.today();
        let free = self.setup.calendar.is_free(today);
        let days = self.fields.joining(self.landscape, &self.draws.nation, self.kernel, today).map(<[f32]>::to_vec);
        let [a, b] = self.weights;
        let cell = |cell: usize| {
            let (world, row) = (&self.world, &self.landscape.cells[cell]);
            let (felt, call) = (world.felt[row.place], dated(self, &calls, row.place));
            let heard = f64::from(world.called[cell]);
            let share = if call > 0.0 { 1.0 } else { heard / (felt + heard).max(f64::MIN_POSITIVE) };
            let [x, y] = world.polities[row.polity].moods;
            let mood = own.mood * (f64::from(a) * x + f64::from(b) * y) - 0.5 * own.mood * own.mood;
            let day = factor(own.day as f32, a * days[0][cell] + b * days[1][cell]);
            let kept = undeterred(own.deterrence as f32, world.security[cell], world.density[cell]);
            let pool = 1.0 - math::exp(-f64::from(world.rates.pool[cell]));
            Reasons {
                affront: ignition(own.ignition as f32, felt as f32).into(),
                call: own.call * share,
                organisers: organised[row.polity] * seat_weight(self.setup.country.places[row.place].seat),
                news: contagion(own.contagion as f32, world.news[cell]).into(),
                hours: hours::going_out(self.now, self.length),
                weekday: weekday(&own, free),
                place: math::exp(world.character[cell][1].into()),
                day: day.into(),
                mood: math::exp(mood),
                undeterred: kept.into(),
                curfew: if world.orders[row.place].emergency { own.curfew.max(1e-9) } else { 1.0 },
                pool,
                pool_at_rest: pools.at_rest(pool, felt + call + heard),
            }
        };
        (0..self.cells()).map(cell).collect()
    }
}

/// What a pool would be at rest.
struct Pools<'a> {
    strata: &'a [f32; crate::country::STRATA],
    rest: f64,
    power: f64,
}

impl<'a> Pools<'a> {
    fn of(stage: &Stage<'a>) -> Self {
        let power = stage.parameters::<PoolParameters>().affront;
        Self { strata: &stage.landscape.strata, rest: affront::at_rest(stage), power }
    }

    /// The share of a pool at rest from that at an affront: the logit is found by halving, as the share has no inverse.
    fn at_rest(&self, share: f64, affront: f64) -> f64 {
        let (mut low, mut high) = (-60.0f32, 60.0f32);
        for _ in 0..40 {
            let middle = 0.5 * (low + high);
            if f64::from(pool_share(middle, self.strata)) < share { low = middle } else { high = middle }
        }
        let calmer = self.power * math::ln(affront.max(f64::MIN_POSITIVE) / self.rest.max(f64::MIN_POSITIVE));
        pool_share(0.5 * (low + high) - calmer as f32, self.strata).into()
    }
}
