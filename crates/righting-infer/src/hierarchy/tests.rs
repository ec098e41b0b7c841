use super::*;
use crate::diagnostics::bulk_effective;
use crate::likelihood::Likelihood;
use crate::linear::{cholesky, dot, forward, solve};
use crate::nuts::{Density, NutsPlan, sample};

/// A normal reading of a sum of the inputs (and of a latent value, with its loading).
struct Linear {
    by: Vec<f64>,
    loading: Option<f64>,
    read: f64,
    sd: f64,
}

impl Likelihood for Linear {
    fn inputs(&self) -> usize {
        self.by.len()
    }

    fn latents(&self) -> usize {
        usize::from(self.loading.is_some())
    }

    fn log_density(&self, inputs: &[f64], latents: &[f64], by_inputs: &mut [f64], by_latents: &mut [f64]) -> f64 {
        let common = self.loading.map_or(0.0, |loading| loading * latents[0]);
        let away = (self.read - dot(&self.by, inputs) - common) / self.sd;
        by_inputs.iter_mut().zip(&self.by).for_each(|(slope, by)| *slope = away * by / self.sd);
        by_latents.iter_mut().for_each(|slope| *slope = away * self.loading.unwrap_or(0.0) / self.sd);
        -0.5 * away * away
    }
}

fn level(name: &str, countries: SpreadPrior, cases: SpreadPrior) -> Level {
    let centre = NormalPrior { mean: 1.0, sd: 2.0 };
    Level { name: name.to_owned(), centre, slopes: vec![0.7], countries, cases }
}

fn hierarchy(countries: SpreadPrior, cases: SpreadPrior) -> Hierarchy {
    let prior = NormalPrior { mean: -0.5, sd: 0.8 };
    Hierarchy {
        covariates: vec!["governance".to_owned()],
        shapes: vec![Shape { name: "relief".to_owned(), prior }],
        levels: vec![level("pool", countries, cases)],
    }
}

/// Five cases in three countries.
fn cases() -> Vec<(Place, Linear)> {
    let countries = ["KAZ", "KAZ", "KGZ", "BLR", "KGZ"];
    let case = |(index, country): (usize, &&str)| {
        let (x, read) = ([0.4, 0.9, -1.2, 0.1, -0.8][index], [2.1, 3.0, -1.5, 0.3, 0.8][index]);
        let place = Place { case: format!("case {index}"), country: (*country).to_owned(), covariates: vec![x] };
        let loading = (index == 3).then_some(0.6);
        (place, Linear { by: vec![0.5 + 0.1 * index as f64, 1.0], loading, read, sd: 0.4 + 0.1 * index as f64 })
    };
    countries.iter().enumerate().map(case).collect()
}

#[test]
fn slopes_are_those_of_differences() {
    let priors = [
        SpreadPrior::Known(0.0),
        SpreadPrior::Known(0.6),
        SpreadPrior::HalfNormal { scale: 0.9 },
        SpreadPrior::HalfT { freedom: 4.0, scale: 0.5 },
    ];
    for (index, &countries) in priors.iter().enumerate() {
        let joint = Joint::new(hierarchy(countries, priors[3 - index]), cases()).unwrap();
        let n = joint.dimensions();
        let at: Vec<f64> = (0..n).map(|i| libm::sin(1.7 * i as f64)).collect();
        let mut gradient = vec![0.0; n];
        joint.log_density(&at, &mut gradient);
        for j in 0..n {
            let moved = |by: f64| {
                let mut there = at.clone();
                there[j] += by;
                joint.log_density(&there, &mut vec![0.0; n])
            };
            let slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
            assert!((slope - gradient[j]).abs() < 1e-6 * (1.0 + slope.abs()), "{index}, {j}: {slope} {gradient:?}");
        }
    }
}

/// Posterior mean and covariance of (shape, five levels) with known spreads, and the log of the probability of the
/// readings: everything is normal.
fn closed_form(between_countries: f64, between_cases: f64) -> (Vec<f64>, Vec<Vec<f64>>, f64) {
    let cases = cases();
    let prior_covariance = |i: usize, j: usize| {
        if i == 0 || j == 0 {
            return if i == j { 0.8 * 0.8 } else { 0.0 };
        }
        let [a, b] = [i, j].map(|index| &cases[index - 1].0);
        let same = |holds: bool, spread: f64| if holds { spread * spread } else { 0.0 };
        4.0 + 0.49 * a.covariates[0] * b.covariates[0]
            + same(a.country == b.country, between_countries)
            + same(i == j, between_cases)
    };
    let mean = [-0.5, 1.0, 1.0, 1.0, 1.0, 1.0];
    let rows: Vec<Vec<f64>> = (0..5)
        .map(|case| {
            let mut row = vec![0.0; 6];
            (row[0], row[1 + case]) = (cases[case].1.by[0], cases[case].1.by[1]);
            row
        })
        .collect();
    let covariance: Vec<Vec<f64>> = (0..6).map(|i| (0..6).map(|j| prior_covariance(i, j)).collect()).collect();
    let across: Vec<Vec<f64>> = rows.iter().map(|row| covariance.iter().map(|line| dot(line, row)).collect()).collect();
    let noise = |case: usize| cases[case].1.sd * cases[case].1.sd + cases[case].1.loading.map_or(0.0, |l| l * l);
    let of_readings: Vec<Vec<f64>> = (0..5)
        .map(|i| (0..5).map(|j| dot(&across[i], &rows[j]) + if i == j { noise(i) } else { 0.0 }).collect())
        .collect();
    let lower = cholesky(&of_readings);
    let away: Vec<f64> = (0..5).map(|case| cases[case].1.read - dot(&rows[case], &mean)).collect();
    let pull = solve(&lower, &away);
    let column = |i: usize| across.iter().map(|line| line[i]).collect::<Vec<f64>>();
    let found = (0..6).map(|i| mean[i] + dot(&column(i), &pull)).collect();
    let left = |i: usize, j: usize| covariance[i][j] - dot(&column(i), &solve(&lower, &column(j)));
    let z = forward(&lower, &away);
    let evidence = -0.5 * dot(&z, &z) - (0..5).map(|i| math::ln(lower[i][i])).sum::<f64>();
    (found, (0..6).map(|i| (0..6).map(|j| left(i, j)).collect()).collect(), evidence)
}

/// Height of the posterior at a spread, the means there, and the spread.
type Node = (f64, Vec<f64>, f64);

fn sampled(countries: SpreadPrior, seed: u64) -> (Joint<Linear>, Vec<Vec<Vec<f64>>>) {
    let joint = Joint::new(hierarchy(countries, SpreadPrior::Known(0.3)), cases()).unwrap();
    let plan = NutsPlan { draws: 1500, seed, acceptance: 0.95, threads: 2, ..NutsPlan::default() };
    let chains = sample(&joint, &plan).unwrap();
    let draws = chains.iter().map(|chain| chain.draws.iter().map(|at| joint.monitored(&joint.draw(at))).collect());
    let draws = draws.collect();
    (joint, draws)
}

fn column(draws: &[Vec<Vec<f64>>], index: usize) -> Vec<Vec<f64>> {
    draws.iter().map(|chain| chain.iter().map(|draw| draw[index]).collect()).collect()
}

/// Where shape and levels stand among what is monitored.
fn columns(joint: &Joint<Linear>) -> Vec<usize> {
    let names = joint.names();
    let at = |name: String| names.iter().position(|known| *known == name).unwrap();
    std::iter::once(at("relief".to_owned())).chain((0..5).map(|case| at(format!("pool@case {case}")))).collect()
}

/// Whether the mean of draws lies within four standard errors.
fn mean_is(draws: &[Vec<f64>], mean: f64, sd: f64) -> bool {
    let all: Vec<f64> = draws.concat();
    let found = all.iter().sum::<f64>() / all.len() as f64;
    (found - mean).abs() < 4.0 * sd / math::sqrt(bulk_effective(draws))
}

#[test]
fn a_linear_hierarchy_with_known_spreads_has_its_closed_form() {
    let (joint, draws) = sampled(SpreadPrior::Known(0.9), 3);
    let (mean, covariance, _) = closed_form(0.9, 0.3);
    for (index, at) in columns(&joint).into_iter().enumerate() {
        let of = column(&draws, at);
        let sd = math::sqrt(covariance[index][index]);
        assert!(mean_is(&of, mean[index], sd), "mean {index}");
        let squares: Vec<Vec<f64>> =
            of.iter().map(|chain| chain.iter().map(|x| (x - mean[index]) * (x - mean[index])).collect()).collect();
        assert!(mean_is(&squares, sd * sd, sd * sd * math::sqrt(2.0)), "variance {index}");
    }
    let both = columns(&joint);
    let product: Vec<Vec<f64>> = column(&draws, both[1])
        .iter()
        .zip(column(&draws, both[2]))
        .map(|(a, b)| a.iter().zip(b).map(|(x, y)| (x - mean[1]) * (y - mean[2])).collect())
        .collect();
    let size = math::sqrt(covariance[1][1] * covariance[2][2] + covariance[1][2] * covariance[1][2]);
    assert!(mean_is(&product, covariance[1][2], size), "two cases of one country");
}

#[test]
fn an_unknown_spread_has_its_closed_form_by_quadrature() {
    for prior in [SpreadPrior::HalfNormal { scale: 1.0 }, SpreadPrior::HalfT { freedom: 4.0, scale: 0.7 }] {
        let (joint, draws) = sampled(prior, 5);
        // Over the log of the spread, whose prior the density has with its Jacobian.
        let nodes: Vec<f64> = (0..400).map(|i| -7.0 + 0.025 * f64::from(i)).collect();
        let heights: Vec<Node> = nodes
            .iter()
            .map(|&log| {
                let (mean, _, evidence) = closed_form(math::exp(log), 0.3);
                (math::exp(prior.of_log(log).0 + evidence), mean, math::exp(log))
            })
            .collect();
        let total: f64 = heights.iter().map(|(height, ..)| height).sum();
        let over = |of: &dyn Fn(&Node) -> f64| heights.iter().map(|h| h.0 * of(h)).sum::<f64>() / total;
        let spread = over(&|(_, _, spread)| *spread);
        let square = over(&|(_, _, spread)| spread * spread);
        let at = joint.names().iter().position(|name| name == "countries:pool").unwrap();
        assert!(mean_is(&column(&draws, at), spread, math::sqrt(square - spread * spread)), "{prior:?}: {spread}");
        for (index, at) in columns(&joint).into_iter().enumerate() {
            let mean = over(&|(_, mean, _)| mean[index]);
            assert!(mean_is(&column(&draws, at), mean, 1.0), "{prior:?}, {index}: {mean}");
        }
    }
}

#[test]
fn a_case_that_was_not_fitted_lies_around_what_its_covariates_say() {
    let hierarchy = hierarchy(SpreadPrior::Known(0.9), SpreadPrior::Known(0.3));
    let draw = Draw {
        shapes: vec![0.2],
        centres: vec![1.5],
        slopes: vec![vec![-0.4]],
        between_countries: vec![0.9],
        between_cases: vec![0.3],
        levels: vec![],
        by_country: vec![vec![0.7]],
        latents: vec![],
    };
    let levels = |country| {
        let all: Vec<f64> = (0..4000).map(|number| hierarchy.new_case(&draw, &[2.0], country, 9, number)[1]).collect();
        let mean = all.iter().sum::<f64>() / 4000.0;
        (mean, math::sqrt(all.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 4000.0))
    };
    let wide = math::sqrt(0.9);
    // Four standard errors of 4,000 draws.
    let (new, known) = (levels(None), levels(Some(0)));
    assert!((new.0 - 0.7).abs() < 0.06 && (new.1 - wide).abs() < 0.05, "{new:?}");
    assert!((known.0 - 1.4).abs() < 0.02 && (known.1 - 0.3).abs() < 0.02, "{known:?}");
    assert_eq!(hierarchy.new_case(&draw, &[2.0], None, 9, 3)[0], 0.2);
    let place = Place { case: "new".to_owned(), country: "UZB".to_owned(), covariates: vec![2.0] };
    let prior = hierarchy.prior(&place);
    assert!((prior[1].sd - math::sqrt(4.0 + 1.96 + 0.81 + 0.09)).abs() < 1e-12, "{prior:?}");
}

#[test]
fn a_hierarchy_that_cannot_be_is_refused() {
    let said = |change: fn(&mut Hierarchy, &mut Vec<(Place, Linear)>)| {
        let (mut hierarchy, mut cases) = (hierarchy(SpreadPrior::Known(1.0), SpreadPrior::Known(0.0)), cases());
        change(&mut hierarchy, &mut cases);
        Joint::new(hierarchy, cases).err().unwrap().to_string()
    };
    assert_eq!(
        said(|h, _| h.shapes[0].prior.sd = 0.0),
        "`relief`: the spread of its prior is 0, expected a finite number above 0"
    );
    assert_eq!(said(|h, _| h.levels[0].slopes.clear()), "`pool` has 0 slopes, expected 1");
    assert_eq!(
        said(|h, _| h.levels[0].countries = SpreadPrior::HalfT { freedom: 2.0, scale: 1.0 }),
        "`pool`: the freedom of a spread is 2, expected a number above 2"
    );
    assert_eq!(said(|h, _| h.levels[0].name = "relief".to_owned()), "two parameters have the name `relief`");
    assert_eq!(said(|_, c| c.clear()), "a hierarchy without cases");
    assert_eq!(said(|_, c| c[1].0.covariates.push(1.0)), "`case 1` has 2 covariates, expected 1");
    assert_eq!(said(|_, c| c[2].1.by.push(1.0)), "`case 2` has 3 inputs, expected 2");
    assert_eq!(said(|_, c| c[2].0.case = "case 0".to_owned()), "two cases have the name `case 0`");
}
