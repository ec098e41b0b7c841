//! The story of a month.
//!
//! The world goes on as the crisis left it. Each month walks the [`MONTH`] table: people come home, reforms
//! and partners act, facilities are rebuilt, output and prices move, incomes follow and the books are
//! closed; legitimacy follows livelihood, and the chance of a relapse is read off the same equations that
//! began the crisis. Then a row is kept for the nation and every region.

use std::sync::LazyLock;

use crate::country::{Country, INCOME_CLASSES};
use crate::draw::Draws;
use crate::engine::{Kernel, Temper};
use crate::landscape::Landscape;
use crate::math;
use crate::recovery::books::Account;
use crate::recovery::incomes::{FIFTHS, Spread, fifths};
use crate::recovery::quantity::{RECOVERY_QUANTITY_COUNT, RecoveryQuantity};
use crate::recovery::relapse::{self, LARGEST, Tinder};
use crate::recovery::schedule::MONTH;
use crate::recovery::spark::Spark;
use crate::setup::Setup;
use crate::step::Run;
use crate::world::{FacilityState, World};

/// Days in a month: a twelfth of 365.
pub(crate) const MONTH_DAYS: f64 = 365.0 / 12.0;

/// One row of the recovery, in the order of [`RECOVERY_QUANTITIES`](crate::RECOVERY_QUANTITIES).
pub type RecoveryRow = [f64; RECOVERY_QUANTITY_COUNT];

/// What a recovery leaves behind: a row a month for the nation and for every region.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Recovery {
    regions: usize,
    rows: Vec<RecoveryRow>,
}

impl Recovery {
    /// A recovery read back: rows by month, the nation first, then the regions.
    ///
    /// # Panics
    /// When the number of rows is no multiple of the regions and the nation.
    pub fn from_rows(regions: usize, rows: Vec<RecoveryRow>) -> Self {
        assert!(rows.len().is_multiple_of(regions + 1), "a row for the nation and every region");
        Self { regions, rows }
    }

    /// Months recorded.
    pub fn months(&self) -> usize {
        self.rows.len() / (self.regions + 1)
    }

    /// Every row: by month, the nation first, then the regions.
    pub fn rows(&self) -> &[RecoveryRow] {
        &self.rows
    }

    /// The nation's row of a month, counted from 0.
    pub fn nation(&self, month: usize) -> &RecoveryRow {
        &self.rows[month * (self.regions + 1)]
    }

    /// A region's row of a month.
    pub fn region(&self, month: usize, region: usize) -> &RecoveryRow {
        &self.rows[month * (self.regions + 1) + 1 + region]
    }

    /// One value for the nation.
    pub fn national(&self, month: usize, quantity: RecoveryQuantity) -> f64 {
        self.nation(month)[quantity.column()]
    }
}

/// A recovery under way.
pub(crate) struct Months<'a> {
    pub setup: &'a Setup,
    pub landscape: &'a Landscape,
    pub spread: &'a Spread,
    pub draws: Draws,
    pub world: World,
    /// The month being told; 1 is the first.
    pub month: u32,
    /// Governance score.
    pub score: f64,
    /// Transfers as a share of household income before, levy as a share of the richest's, how far reforms keep promises.
    pub transfer: f64,
    pub levy: f64,
    pub kept: f64,
    /// Logarithm of what partners add to output.
    pub raised: f64,
    /// Billions of the month for projects, and the part given.
    pub projects: f64,
    pub grants: f64,
    /// Billions of the month for rebuilding, by place.
    pub rebuilding: Vec<f64>,
    /// Share of output missing through destroyed facilities, by place.
    pub damage: Vec<f64>,
    /// No output is lost to unrest in a month of recovery.
    pub nothing: Vec<f64>,
    /// Output without the crisis relative to before it; the same with all that happened, by place.
    pub path: f64,
    pub level: Vec<f64>,
    /// Billions a month before the crisis, by place.
    pub output_before: Vec<f64>,
    /// Watched price at the start of the recovery, by place.
    pub price_before: Vec<f64>,
    /// Logarithms: prices held back by a slump, wages that have caught up.
    pub slack: f64,
    pub wages: f64,
    pub price_level: f64,
    /// What earnings buy relative to before, by place.
    pub real: Vec<f64>,
    /// Disposable income by place and class.
    pub disposable: Vec<[f64; INCOME_CLASSES]>,
    pub accounts: Vec<Account>,
    /// Residents alive, by place.
    pub living: Vec<f64>,
    pub legitimacy: Vec<f64>,
    hardship: Vec<[f32; INCOME_CLASSES]>,
    risk: Vec<f64>,
    /// Share of a place's people who would act if reached, and their mean grievance, without a spark.
    pub at_rest: Vec<Temper>,
    pub spark: Spark,
    /// Tolerated rise, chance of the month and probability of no outbreak so far: nation, then regions.
    pub tolerated: Vec<f64>,
    pub chance: Vec<f64>,
    pub calm: Vec<f64>,
    pub relapsed: bool,
    kernel: Kernel,
}

/// Goes on in months from where a run has ended.
pub(crate) fn recover(run: &Run) -> Recovery {
    let (plan, regions) = (&run.setup.recovery, run.setup.country.regions.len());
    if plan.months == 0 {
        return Recovery::default();
    }
    let mut rows = Vec::with_capacity(plan.months as usize * (regions + 1));
    let mut months = Months::new(run);
    for month in 1..=plan.months {
        months.month = month;
        MONTH.iter().for_each(|mechanism| (mechanism.act)(&mut months));
        months.record(&mut rows);
    }
    Recovery { regions, rows }
}

impl<'a> Months<'a> {
    fn new(run: &Run<'a>) -> Self {
        let (setup, landscape, world) = (run.setup, run.landscape, run.world.clone());
        let (places, regions) = (setup.country.places.len(), setup.country.regions.len());
        let dead = |place: usize| world.people.dead_civilians[place] + world.people.dead_serving[place];
        let risk = risk_of_the_first(setup, landscape, &world);
        let spark = Spark::new(&landscape.channels, &relapse::leaving(setup, &risk));
        let living =
            setup.country.places.iter().enumerate().map(|(place, row)| f64::from(row.population - dead(place)));
        Self {
            living: living.collect(),
            output_before: output_before(&setup.country),
            price_before: world.price.clone(),
            risk,
            setup,
            landscape,
            spread: &landscape.spread,
            draws: run.draws.nation,
            world,
            month: 0,
            score: 0.0,
            transfer: 0.0,
            levy: 0.0,
            kept: 0.0,
            raised: 0.0,
            projects: 0.0,
            grants: 0.0,
            rebuilding: vec![0.0; places],
            damage: vec![0.0; places],
            nothing: vec![0.0; places],
            path: 1.0,
            level: vec![1.0; places],
            slack: 0.0,
            wages: 0.0,
            price_level: 1.0,
            real: vec![1.0; places],
            disposable: vec![[0.0; INCOME_CLASSES]; places],
            accounts: vec![Account::default(); places],
            legitimacy: vec![0.0; places],
            hardship: landscape.hardship.clone(),
            at_rest: vec![Temper { willing: 0.0, grievance: 0.0, opposed: 0.0 }; places],
            spark,
            tolerated: vec![LARGEST; regions + 1],
            chance: vec![0.0; regions + 1],
            calm: vec![1.0; regions + 1],
            relapsed: false,
            kernel: Kernel::best(),
        }
    }

    /// Hardship of every class by its present income.
    pub fn weigh_hardship(&mut self) {
        for (place, row) in self.setup.country.places.iter().enumerate() {
            for class in 0..INCOME_CLASSES {
                let before = row.income * self.spread.relative[class];
                let ratio = before / self.disposable[place][class].max(1e-9);
                self.hardship[place][class] = self.landscape.hardship[place][class] * ratio as f32;
            }
        }
    }

    /// What the present month brings to the question of a relapse.
    pub fn tinder(&self) -> Tinder<'_> {
        Tinder {
            setup: self.setup,
            landscape: self.landscape,
            kernel: self.kernel,
            world: &self.world,
            hardship: &self.hardship,
            legitimacy: &self.legitimacy,
            risk: &self.risk,
        }
    }

    /// Keeps the month.
    fn record(&self, rows: &mut Vec<RecoveryRow>) {
        let country = &self.setup.country;
        let mut sums = vec![Sum::default(); country.regions.len() + 1];
        for (place, row) in country.places.iter().enumerate() {
            let Temper { willing, grievance, .. } = self.at_rest[place];
            let row_of_place = self.place_row(place, willing, grievance);
            for index in [0, row.region + 1] {
                sums[index].add(&row_of_place, self.living[place], self.output_before[place]);
            }
        }
        for (index, sum) in sums.into_iter().enumerate() {
            let mut row = sum.row();
            let mut set = |quantity: RecoveryQuantity, value: f64| row[quantity.column()] = value;
            set(RecoveryQuantity::PriceLevel, self.price_level);
            set(RecoveryQuantity::Governance, self.score);
            set(RecoveryQuantity::ToleratedRise, self.tolerated[index]);
            set(RecoveryQuantity::RelapseChance, self.chance[index]);
            set(RecoveryQuantity::RelapseRisk, 1.0 - self.calm[index]);
            set(RecoveryQuantity::Relapsed, if self.relapsed && index == 0 { 1.0 } else { 0.0 });
            rows.push(row);
        }
    }

    fn place_row(&self, place: usize, willing: f64, grievance: f64) -> RecoveryRow {
        use RecoveryQuantity as Q;
        let mut row = [0.0; RECOVERY_QUANTITY_COUNT];
        let (world, account) = (&self.world, &self.accounts[place]);
        let billion = 1e9;
        let fifths = fifths(&self.disposable[place]);
        let rest = &self.spread;
        let burned = |&&facility: &&usize| world.facilities[facility] == FacilityState::Burned;
        let dead = world.people.dead_civilians[place] + world.people.dead_serving[place];
        for (quantity, value) in [
            (Q::Output, account.output / billion),
            (Q::OutputPath, account.path / billion),
            (Q::Uncertainty, world.uncertainty[place]),
            (Q::Price, world.price[place]),
            (Q::Income, fifths.iter().sum::<f64>() / FIFTHS as f64),
            (Q::Income1, fifths[0]),
            (Q::Income2, fifths[1]),
            (Q::Income3, fifths[2]),
            (Q::Income4, fifths[3]),
            (Q::Income5, fifths[4]),
            (Q::Poverty, rest.poverty(place, self.setup.country.places[place].income, &self.disposable[place])),
            (Q::HouseholdIncome, account.earned / billion),
            (Q::Profits, account.profits / billion),
            (Q::Taxes, account.taxes / billion),
            (Q::Levies, account.levied / billion),
            (Q::Transfers, account.received / billion),
            (Q::Rebuilding, self.rebuilding[place]),
            (Q::Projects, account.projects / billion),
            (Q::Grants, account.grants / billion),
            (Q::Debt, account.debt / billion),
            (Q::Residents, self.living[place]),
            (Q::Detained, f64::from(world.people.detained[place])),
            (Q::Dead, f64::from(dead)),
            (Q::FacilitiesDestroyed, self.landscape.facilities[place].iter().filter(burned).count() as f64),
            (Q::Legitimacy, self.legitimacy[place]),
            (Q::Grievance, grievance),
            (Q::Willing, willing),
        ] {
            row[quantity.column()] = value;
        }
        row
    }
}

/// How places count in a row of a region or the nation.
#[derive(Clone, Copy)]
enum Weighing {
    Equal,
    People,
    Output,
}

impl Weighing {
    fn of(self, people: f64, output: f64) -> f64 {
        match self {
            Self::Equal => 1.0,
            Self::People => people,
            Self::Output => output,
        }
    }
}

/// By column; asked once, as an answer compares texts.
static WEIGHING: LazyLock<[Weighing; RECOVERY_QUANTITY_COUNT]> = LazyLock::new(|| {
    std::array::from_fn(|column| match crate::RECOVERY_QUANTITIES[column].quantity {
        quantity if quantity.adds_up() => Weighing::Equal,
        RecoveryQuantity::Uncertainty => Weighing::Output,
        _ => Weighing::People,
    })
});

/// Rows of places on their way to a row of a region or the nation.
#[derive(Clone)]
struct Sum {
    row: RecoveryRow,
    people: f64,
    output: f64,
}

impl Default for Sum {
    fn default() -> Self {
        Self { row: [0.0; RECOVERY_QUANTITY_COUNT], people: 0.0, output: 0.0 }
    }
}

impl Sum {
    fn add(&mut self, place: &RecoveryRow, people: f64, output: f64) {
        for ((sum, value), weighing) in self.row.iter_mut().zip(place).zip(WEIGHING.iter()) {
            *sum += weighing.of(people, output) * value;
        }
        self.people += people;
        self.output += output;
    }

    /// Sums, and means over residents or over output.
    fn row(mut self) -> RecoveryRow {
        for (value, weighing) in self.row.iter_mut().zip(WEIGHING.iter()) {
            let weight = weighing.of(self.people, self.output);
            *value /= if weight > 0.0 { weight } else { 1.0 };
        }
        let value = |quantity: RecoveryQuantity| self.row[quantity.column()];
        let (output, path) = (value(RecoveryQuantity::Output), value(RecoveryQuantity::OutputPath));
        self.row[RecoveryQuantity::OutputGap.column()] = if path > 0.0 { 1.0 - output / path } else { 0.0 };
        self.row
    }
}

/// Output of a month before the crisis by place, billions: by the incomes earned there.
fn output_before(country: &Country) -> Vec<f64> {
    let weight = |place: &crate::country::Place| f64::from(place.population) * place.income;
    let all: f64 = country.places.iter().map(weight).sum();
    let month = country.output_per_day * MONTH_DAYS;
    country.places.iter().map(|place| if all > 0.0 { month * weight(place) / all } else { 0.0 }).collect()
}

/// Probability of arrest of who is first in the street where people of each home would assemble.
pub(crate) fn risk_of_the_first(setup: &Setup, landscape: &Landscape, world: &World) -> Vec<f64> {
    let parameters = &setup.parameters;
    let chance = |place: usize| {
        let ready = f64::from(world.people.serving[place]) * parameters.policing.deployable - world.guards[place];
        let reliable = ready.max(0.0) * world.reliability[place];
        math::one_minus_exp(parameters.grievance.arrest_constant * reliable)
    };
    landscape
        .assembly
        .iter()
        .map(|choices| choices.iter().map(|choice| choice.share * chance(choice.place)).sum())
        .collect()
}
