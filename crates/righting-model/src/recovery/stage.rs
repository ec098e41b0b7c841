//! The stage of the months after a crisis: what their mechanisms see and change.

use crate::country::{Country, INCOME_CLASSES, Place};
use crate::draw::Draws;
use crate::landscape::Landscape;
use crate::mechanisms::affront;
use crate::parameters::{Parameters, Section};
use crate::recovery::relapse::LARGEST;
use crate::recovery::spark::Spark;
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
    /// Departure of legitimacy from its value at rest, by place.
    pub shift: Vec<f64>,
    /// Forces per resident at the end of the crisis, by cell.
    pub forces: Vec<f64>,
    /// Affront at rest.
    pub rest: f64,
    /// Share of a place's people who could be mobilised, and how far affront presses, without a spark.
    pub mood: Vec<[f64; 2]>,
    pub spark: Spark,
    /// Tolerated rise, chance of the month and probability of no outbreak so far: nation, then regions.
    pub tolerated: Vec<f64>,
    pub chance: Vec<f64>,
    pub calm: Vec<f64>,
    pub relapsed: bool,
    parameters: Parameters,
}

impl<'a> Months<'a> {
    /// At the end of the crisis.
    pub fn new(stage: &Stage<'a>) -> Self {
        let (setup, landscape, world) = (stage.setup, stage.landscape, stage.world.clone());
        let (places, regions) = (setup.country.places.len(), setup.country.regions.len());
        let rest = affront::at_rest(stage);
        let spark = Spark::new(&stage.parameters, landscape.strata, rest);
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
            shift: by_place(stage, &world.legitimacy_shift),
            forces: world.security.iter().map(|&forces| f64::from(forces)).collect(),
            rest,
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
            mood: vec![[0.0; 2]; places],
            spark,
            tolerated: vec![LARGEST; regions + 1],
            chance: vec![0.0; regions + 1],
            calm: vec![1.0; regions + 1],
            relapsed: false,
            parameters: stage.parameters.clone(),
        }
    }

    /// A mechanism's parameters.
    pub fn parameters<S: Section>(&self) -> S {
        self.parameters.section()
    }
}

/// Means over the people of places of what belongs to cells.
fn by_place(stage: &Stage, of_cell: &[f64]) -> Vec<f64> {
    let mut means = vec![0.0; stage.places()];
    for (cell, value) in of_cell.iter().enumerate() {
        means[stage.landscape.cells[cell].place] += stage.landscape.ground.part_of[cell] * value;
    }
    means
}

/// Output of a month before the crisis by place, billions: by the incomes earned there.
fn output_before(country: &Country) -> Vec<f64> {
    let weight = |place: &Place| f64::from(place.population) * place.income;
    let all: f64 = country.places.iter().map(weight).sum();
    let month = country.output_per_day * MONTH_DAYS;
    country.places.iter().map(|place| if all > 0.0 { month * weight(place) / all } else { 0.0 }).collect()
}
