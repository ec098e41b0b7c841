//! The survey: what a setup fixes once for all replicates, worked out by the laws of the mechanisms.

use std::sync::Arc;

use crate::country::{Country, INCOME_CLASSES};
use crate::equations;
use crate::landscape::{Ground, Landscape, class_middle};
use crate::math;
use crate::mechanisms::hardship::{self, HardshipParameters};
use crate::mechanisms::legitimacy::{self, LegitimacyParameters};
use crate::mechanisms::news::NewsParameters;
use crate::mechanisms::policing::PolicingParameters;
use crate::mechanisms::pool::PoolParameters;
use crate::recovery::incomes::IncomesParameters;
use crate::setup::Setup;
use crate::space::assembly::Assembly;
use crate::space::cells::{self, Cell};
use crate::space::lattice::{LOCAL, REGIONAL, Site};
use crate::space::pyramid::{CHANNELS, Nodes, Pyramid};
use crate::spread::Spread;
use crate::uncertainty;

/// Incomes relative to their mean are rounded to this part, so that the unit of money changes no bit.
const GRAIN: f64 = 1e-6;

/// What the country alone fixes.
pub(crate) fn ground(country: &Country) -> Ground {
    let (cells, of_place) = cells::cut(country);
    let sites = |spacing| cells.iter().map(|cell| Site::new(&cell.point, spacing)).collect();
    Ground {
        local: sites(LOCAL),
        regional: sites(REGIONAL),
        income: relative_incomes(country, &cells),
        place_of: cells.iter().map(|cell| cell.place as u32).collect(),
        region_of: cells.iter().map(|cell| country.places[cell.place].region as u32).collect(),
        part_of: cells.iter().map(|cell| part(country, cell)).collect(),
        output: uncertainty::Output::of(
            country,
            country.places.iter().map(|place| polity_of(country, place.region)).collect(),
        ),
        polity_of: country.places.iter().map(|place| polity_of(country, place.region)).collect(),
        of_place,
        polities: cells::polities(country),
        quantiles: income_quantiles(),
        lines: country.places.iter().map(hardship::line).collect(),
        cells,
    }
}

/// Share of the people of its place who live in a cell.
fn part(country: &Country, cell: &Cell) -> f64 {
    f64::from(cell.residents) / f64::from(country.places[cell.place].population.max(1))
}

/// Index of the polity of a region.
fn polity_of(country: &Country, region: usize) -> usize {
    cells::polities(country).binary_search(&country.regions[region].polity).unwrap_or_default()
}

/// ln(income of a place / mean of its polity).
fn relative_incomes(country: &Country, cells: &[Cell]) -> Vec<f64> {
    let means = means(cells, |place| country.places[place].income);
    let mut relative = vec![0.0; country.places.len()];
    for cell in cells {
        let ratio = country.places[cell.place].income / means[cell.polity];
        relative[cell.place] = if ratio > 0.0 { (math::ln(ratio) / GRAIN).round() * GRAIN } else { 0.0 };
    }
    relative
}

/// Mean over the people of each polity of what belongs to places; summed in the order of cells.
fn means(cells: &[Cell], of_place: impl Fn(usize) -> f64) -> Vec<f64> {
    let polities = cells.iter().map(|cell| cell.polity + 1).max().unwrap_or_default();
    let (mut sums, mut people) = (vec![0.0; polities], vec![0.0; polities]);
    for cell in cells {
        sums[cell.polity] += f64::from(cell.residents) * of_place(cell.place);
        people[cell.polity] += f64::from(cell.residents);
    }
    sums.iter().zip(people).map(|(sum, people)| sum / f64::max(people, 1.0)).collect()
}

/// The landscape of a setup on the ground of its country.
pub(crate) fn landscape(ground: Arc<Ground>, setup: &Setup) -> Landscape {
    let (country, parameters) = (&setup.country, &setup.parameters);
    let hardship = parameters.section::<HardshipParameters>();
    let legitimacy = parameters.section::<LegitimacyParameters>();
    let policing = parameters.section::<PolicingParameters>();
    let (cells, polities) = (ground.cells.clone(), ground.polities.len());
    let pyramid = Pyramid::new(&cells, polities, parameters.section::<NewsParameters>().range);
    let serving = serving(policing.per_thousand, country, &cells, polities);
    let mut exposure: Vec<f64> = country.places.iter().map(|place| hardship::exposure(&hardship, place)).collect();
    let usual = means(&cells, |place| exposure[place]);
    let rest: Vec<f64> = country.places.iter().map(|place| legitimacy::at_rest(&legitimacy, country, place)).collect();
    for (place, exposure) in exposure.iter_mut().enumerate() {
        *exposure /= usual[ground.polity_of[place]].max(1e-9);
    }
    let around = around(&cells, &pyramid);
    Landscape {
        people: people(&cells, polities),
        civilians: cells.iter().zip(&serving).map(|(cell, serving)| cell.residents - serving).collect(),
        serving,
        exposure,
        usual_legitimacy: means(&cells, |place| rest[place]),
        legitimacy: rest,
        per_around: around.iter().map(|around| 1.0 / around).collect(),
        around,
        pyramid,
        assembly: Assembly::new(&cells, polities, &parameters.section()),
        strata: equations::strata(parameters.section::<PoolParameters>().spread),
        facilities: (0..country.places.len())
            .map(|place| (0..country.facilities.len()).filter(|&i| country.facilities[i].place == place).collect())
            .collect(),
        spread: spread(setup, &ground),
        cells,
        polities: ground.polities.clone(),
        ground,
    }
}

fn people(cells: &[Cell], polities: usize) -> Vec<f64> {
    let mut people = vec![0.0; polities];
    cells.iter().for_each(|cell| people[cell.polity] += f64::from(cell.residents));
    people
}

/// Residents around every cell, smoothed.
fn around(cells: &[Cell], pyramid: &Pyramid) -> Vec<f32> {
    let residents: Vec<[f32; CHANNELS]> = cells.iter().map(|cell| [cell.residents as f32, 0.0, 0.0, 0.0]).collect();
    let mut smooth = vec![[0.0; CHANNELS]; cells.len()];
    pyramid.smooth(&mut Nodes::default(), &residents, &mut smooth);
    smooth.iter().map(|around| around[0].max(1e-3)).collect()
}

/// Residents of every cell who serve in the security forces; what rounding leaves goes to the next cell of the polity.
fn serving(per_thousand: f64, country: &Country, cells: &[Cell], polities: usize) -> Vec<u32> {
    let mut left = vec![0.5; polities];
    let serve = |cell: &Cell| {
        let per_resident = per_thousand / 1000.0 * country.places[cell.place].security_weight;
        let left = &mut left[cell.polity];
        *left += f64::from(cell.residents) * per_resident;
        let serving = (left.floor().max(0.0) as u32).min(cell.residents);
        *left -= f64::from(serving);
        serving
    };
    cells.iter().map(serve).collect()
}

/// Standard normal quantile at the middle of each income class.
fn income_quantiles() -> [f64; INCOME_CLASSES] {
    std::array::from_fn(|class| math::normal_quantile(class_middle(class, INCOME_CLASSES)))
}

/// How income and need are spread over the classes of a place.
fn spread(setup: &Setup, ground: &Ground) -> Spread {
    let own = setup.parameters.section::<IncomesParameters>();
    let sigma = hardship::spread_of_income(&setup.country);
    let raw = ground.quantiles.map(|z| math::exp(sigma * z));
    let mean = raw.iter().sum::<f64>() / INCOME_CLASSES as f64;
    let relative = raw.map(|income| income / mean);
    let rank = |class: usize| 2.0 * class_middle(class, INCOME_CLASSES) - 1.0;
    let centre = (0..INCOME_CLASSES).map(|class| relative[class] * rank(class)).sum::<f64>() / INCOME_CLASSES as f64;
    let covered = |class: usize, share: f64| (share * INCOME_CLASSES as f64 - class as f64).clamp(0.0, 1.0);
    Spread {
        relative,
        sigma,
        skew: std::array::from_fn(|class| own.skew * (rank(class) - centre)),
        receives: std::array::from_fn(|class| covered(class, own.poorest)),
        pays: std::array::from_fn(|class| covered(INCOME_CLASSES - 1 - class, own.richest)),
        quantiles: ground.quantiles,
        lines: ground.lines.clone(),
    }
}
