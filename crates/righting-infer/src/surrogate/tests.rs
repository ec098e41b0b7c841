use super::*;
use crate::sobol_points;
use crate::stream::{Use, normals, stream};

/// Two outputs of three inputs: one with a bend that no quadratic has, one whose noise grows a hundredfold.
fn runs(count: usize, seed: u64) -> Design {
    let inputs: Vec<Vec<f64>> = sobol_points(count, 3, seed)
        .into_iter()
        .map(|point| point.into_iter().map(math::normal_quantile).collect())
        .collect();
    let simulated = |(run, x): (usize, &Vec<f64>)| {
        let z = normals(&mut stream(seed, Use::Effects, run as u32), 2);
        vec![bend(x) + 0.3 * z[0], 2.0 - x[1] + x[0] * x[2] + math::exp(x[1]) * z[1]]
    };
    let outputs = inputs.iter().enumerate().map(simulated).collect();
    Design::new(inputs, outputs)
}

fn bend(x: &[f64]) -> f64 {
    let rise = math::exp(3.0 * x[0]);
    6.0 * rise / (1.0 + rise) + 0.5 * x[1]
}

#[test]
fn means_and_noise_are_learned_and_hold_on_new_runs() {
    let fit = |directions| {
        let settings = SurrogateSettings { directions, most_freedom: f64::INFINITY, ..SurrogateSettings::default() };
        Surrogate::fit(&runs(1500, 1), &settings).unwrap()
    };
    let [plain, whole] = [0, 80].map(fit);
    let new = runs(1000, 77);
    let found = whole.held_out(&new).unwrap();
    // Variances about the mean: 0.09 of about 5.6, and e^2 of about 9.4 (1 + 1 + e^2).
    assert!(found[0].r2 > 0.975, "{found:?}");
    assert!((found[1].r2 - 0.21).abs() < 0.1, "{found:?}");
    assert!(plain.held_out(&new).unwrap()[0].r2 < 0.96, "a quadratic cannot bend so");
    for check in found.iter().chain(whole.checks()) {
        // Of 1,000 runs, four standard errors; the smallest bends of the mean are not learned.
        assert!((check.covered_50 - 0.5).abs() < 0.08 && (check.covered_90 - 0.9).abs() < 0.04, "{check:?}");
        assert!(check.gap < 0.06, "{check:?}");
    }
    for x in [[0.0, -1.0, 0.0], [0.4, 0.0, 1.0], [-1.0, 1.2, 0.3]] {
        let said = whole.predict(&x);
        assert!((said.means[0] - bend(&x)).abs() < 0.2, "{x:?}: {} is not {}", said.means[0], bend(&x));
        let ratio = said.scales[1] / math::exp(x[1]);
        assert!((0.75..1.33).contains(&ratio), "{x:?}: {ratio}");
    }
}

#[test]
fn heavy_tails_and_what_outputs_share_are_told() {
    let inputs = runs(2000, 3).inputs;
    let noise = |run: usize| {
        let z = normals(&mut stream(5, Use::Effects, run as u32), 7);
        let [first, second] = [1, 2].map(|own| math::sqrt(0.5) * (z[0] + z[own]));
        // Student's t with 3 degrees of freedom.
        let heavy = z[3] / math::sqrt((z[4] * z[4] + z[5] * z[5] + z[6] * z[6]) / 3.0);
        vec![first, 3.0 * second, heavy]
    };
    let design = Design::new(inputs, (0..2000).map(noise).collect());
    let fit = |most_freedom| {
        let settings = SurrogateSettings { directions: 0, most_freedom, ..SurrogateSettings::default() };
        Surrogate::fit(&design, &settings).unwrap()
    };
    let [free, capped] = [f64::INFINITY, 7.0].map(fit);
    let freedoms = free.freedoms();
    assert!(freedoms[0] >= 20.0 && freedoms[1] >= 20.0 && freedoms[2] <= 4.0, "{freedoms:?}");
    assert_eq!(capped.freedoms()[..2], [7.0, 7.0]);
    assert_eq!(free.noise().factors(), 1);
    let loading = |output: usize| free.noise().loadings(output)[0];
    // A correlation over 2,000 runs has a standard error of 0.02.
    assert!((loading(0) * loading(1) - 0.5).abs() < 0.08, "{} {}", loading(0), loading(1));
    assert!(loading(2).abs() < 0.12, "{}", loading(2));
}

#[test]
fn an_output_without_noise_is_followed() {
    let inputs = runs(200, 9).inputs;
    let outputs = inputs.iter().map(|x| vec![1.0 + 2.0 * x[0] - x[1] * x[1]]).collect();
    let surrogate = Surrogate::fit(&Design::new(inputs, outputs), &SurrogateSettings::default()).unwrap();
    let said = surrogate.predict(&[0.5, 1.0, 0.0]);
    assert!((said.means[0] - 1.0).abs() < 0.02 && said.scales[0] < 0.02, "{said:?}");
}

#[test]
fn what_nothing_can_be_learned_from_is_refused() {
    let fit = |change: fn(&mut Design)| {
        let mut design = runs(60, 1);
        change(&mut design);
        Surrogate::fit(&design, &SurrogateSettings::default()).unwrap_err().to_string()
    };
    assert_eq!(fit(|d| d.inputs.truncate(20)), "20 runs are too few for a surrogate of 3 inputs: at least 30");
    assert_eq!(fit(|d| d.outputs.truncate(59)), "run 59 has 0 outputs, expected 1");
    assert_eq!(fit(|d| d.inputs[7].push(0.0)), "run 7 has 4 inputs, expected 3");
    assert_eq!(fit(|d| d.outputs[3][1] = f64::NAN), "output 1 of run 3 is NaN, expected a finite number");
    assert_eq!(fit(|d| d.weights[2] = 0.0), "weight 0 of run 2 is 0, expected a number above 0");
    assert_eq!(fit(|d| d.outputs.iter_mut().for_each(|row| row[1] = 0.5)), "output 1 is 0.5 in every run");
    let no_outputs = fit(|d| d.outputs.iter_mut().for_each(Vec::clear));
    assert_eq!(no_outputs, "runs without outputs");
    let surrogate = Surrogate::fit(&runs(60, 1), &SurrogateSettings::default()).unwrap();
    let other = Design::new(vec![vec![0.0; 2]], vec![vec![0.0; 2]]);
    assert_eq!(surrogate.held_out(&other).unwrap_err().to_string(), "run 0 has 2 inputs, expected 3");
}
