//! The stage of the months after a crisis: what their mechanisms see and change.

use crate::country::{Country, INCOME_CLASSES, Place};
use crate::draw::Draws;
use crate::engine::{Kernel, Temper};
use crate::landscape::Landscape;
use crate::parameters::Section;
use crate::recovery::spark::Spark;
use crate::recovery::tinder::{self, LARGEST};
use crate::setup::Setup;
use crate::spread::Spread;
use crate::stage::Stage;
use crate::world::World;

/// Days in a month: a twelfth of 365.
pub(crate) const MONTH_DAYS: f64 = 365.0 / 12.0;

/// A place's part of a month's flows, units of national currency.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Account {
    /// Income of households from output.
    pub earned: f64,
    /// What the levy takes.
    pub levied: f64,
    /// What transfers pay.
    pub received: f64,
    /// What firms keep.
    pub profits: f64,
    /// Taxes on output, and the budget's share of a freed price.
    pub taxes: f64,
    /// Output.
    pub output: f64,
    /// Output without crisis, reform or partner.
    pub path: f64,
    /// Spending on projects and the part of it that is given.
    pub projects: f64,
    pub grants: f64,
    /// Debt added since the crisis.
    pub debt: f64,
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
    /// Hardship of every class by its present income, by place.
    pub hardship: Vec<[f32; INCOME_CLASSES]>,
    /// Probability of arrest of who is first in the street, by home.
    pub risk: Vec<f64>,
    /// Share of a place's people who would act if reached, and their mean grievance, without a spark.
    pub at_rest: Vec<Temper>,
    pub spark: Spark,
    /// Tolerated rise, chance of the month and probability of no outbreak so far: nation, then regions.
    pub tolerated: Vec<f64>,
    pub chance: Vec<f64>,
    pub calm: Vec<f64>,
    pub relapsed: bool,
    /// Mean crowd that stands for an onset in half of the crises (`pilot.rs`).
    pub onset: f32,
    pub kernel: Kernel,
}

impl<'a> Months<'a> {
    /// At the end of the crisis; `onset` is the mean crowd that stands for an onset.
    pub fn new(stage: &Stage<'a>, onset: f32) -> Self {
        let (setup, landscape, world) = (stage.setup, stage.landscape, stage.world.clone());
        let (places, regions) = (setup.country.places.len(), setup.country.regions.len());
        let risk = tinder::risk_of_the_first(setup, landscape, &world);
        let spark = Spark::new(&landscape.channels, &tinder::leaving(setup, &risk));
        let living = setup
            .country
            .places
            .iter()
            .enumerate()
            .map(|(place, row)| f64::from(row.population - world.people.dead(place)));
        Self {
            living: living.collect(),
            output_before: output_before(&setup.country),
            price_before: world.price.clone(),
            risk,
            setup,
            landscape,
            spread: &landscape.spread,
            draws: stage.draws.nation,
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
            onset,
            kernel: Kernel::best(),
        }
    }

    /// A mechanism's parameters.
    pub fn parameters<S: Section>(&self) -> S {
        self.setup.parameters.section()
    }
}

/// Output of a month before the crisis by place, billions: by the incomes earned there.
fn output_before(country: &Country) -> Vec<f64> {
    let weight = |place: &Place| f64::from(place.population) * place.income;
    let all: f64 = country.places.iter().map(weight).sum();
    let month = country.output_per_day * MONTH_DAYS;
    country.places.iter().map(|place| if all > 0.0 { month * weight(place) / all } else { 0.0 }).collect()
}
