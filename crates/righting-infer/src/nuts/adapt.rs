//! What a chain learns during its warm-up: step and metric.

use rand_chacha::ChaCha8Rng;
use righting_model::math;

use super::density::Density;
use super::tree::State;
use crate::stream::normals;

/// A diagonal metric: the inverse masses are the variances of the coordinates.
#[derive(Debug, Clone)]
pub(super) struct Metric {
    variances: Vec<f64>,
    /// Running mean and sum of squares about it (Welford 1962) of the window under way.
    count: f64,
    mean: Vec<f64>,
    squares: Vec<f64>,
}

impl Metric {
    pub fn new(dimensions: usize) -> Self {
        let zero = vec![0.0; dimensions];
        Self { variances: vec![1.0; dimensions], count: 0.0, mean: zero.clone(), squares: zero }
    }

    /// Momenta from their normal distribution.
    pub fn momentum(&self, rng: &mut ChaCha8Rng) -> Vec<f64> {
        normals(rng, self.variances.len()).into_iter().zip(&self.variances).map(|(z, v)| z / math::sqrt(*v)).collect()
    }

    pub fn velocity(&self, momentum: &[f64]) -> Vec<f64> {
        momentum.iter().zip(&self.variances).map(|(p, v)| p * v).collect()
    }

    pub fn kinetic(&self, momentum: &[f64]) -> f64 {
        0.5 * momentum.iter().zip(&self.variances).map(|(p, v)| p * p * v).sum::<f64>()
    }

    /// Counts a position for the window under way.
    pub fn see(&mut self, position: &[f64]) {
        self.count += 1.0;
        for ((mean, squares), x) in self.mean.iter_mut().zip(&mut self.squares).zip(position) {
            let away = x - *mean;
            *mean += away / self.count;
            *squares += away * (x - *mean);
        }
    }

    /// Takes the variances of the window, drawn towards a small number as Stan does, and begins the next.
    pub fn renew(&mut self) {
        let n = self.count;
        for (variance, squares) in self.variances.iter_mut().zip(&self.squares) {
            *variance = n / (n + 5.0) * squares / (n - 1.0).max(1.0) + 1e-3 * 5.0 / (n + 5.0);
        }
        let variances = std::mem::take(&mut self.variances);
        *self = Self { variances, ..Self::new(self.mean.len()) };
    }
}

/// The step by dual averaging (Hoffman and Gelman 2014, equation 6; their constants).
pub(super) struct StepSize {
    target: f64,
    centre: f64,
    count: f64,
    error: f64,
    log: f64,
    averaged: f64,
}

impl StepSize {
    pub fn new(first: f64, target: f64) -> Self {
        let log = math::ln(first);
        Self { target, centre: math::ln(10.0) + log, count: 0.0, error: 0.0, log, averaged: 0.0 }
    }

    pub fn restart(&mut self, first: f64) {
        *self = Self::new(first, self.target);
    }

    pub fn learn(&mut self, acceptance: f64) {
        self.count += 1.0;
        let share = 1.0 / (self.count + 10.0);
        self.error += share * (self.target - acceptance - self.error);
        self.log = self.centre - self.error * math::sqrt(self.count) / 0.05;
        let keep = math::pow(self.count, -0.75);
        self.averaged += keep * (self.log - self.averaged);
    }

    pub fn now(&self) -> f64 {
        math::exp(self.log)
    }

    /// The step for all draws after the warm-up.
    pub fn settled(&self) -> f64 {
        math::exp(self.averaged)
    }
}

/// A step at which one leap is accepted with a probability of about 0.8, by doubling or halving.
pub(super) fn reasonable_step(
    density: &impl Density,
    from: &State,
    metric: &Metric,
    rng: &mut ChaCha8Rng,
) -> Option<f64> {
    let at = State { momentum: metric.momentum(rng), ..from.clone() };
    let change = |step: f64| at.leap(density, metric, step).log_joint(metric) - at.log_joint(metric);
    let well = |step: f64| change(step) > math::ln(0.8);
    let mut step = 0.1;
    let up = well(step);
    for _ in 0..60 {
        let next = if up { 2.0 * step } else { 0.5 * step };
        if well(next) != up {
            return Some(if up { step } else { next });
        }
        step = next;
    }
    // A flat density accepts every step.
    up.then_some(step)
}

/// The windows of a warm-up in which the metric is learned.
pub(super) struct Windows {
    /// First draw of the first window.
    pub first: usize,
    /// The draw after the last window.
    pub last: usize,
    ends: Vec<usize>,
}

impl Windows {
    /// Whether a window closes with this draw.
    pub fn closes(&self, draw: usize) -> bool {
        self.ends.contains(&(draw + 1))
    }
}

/// Stan's windows: 15 % for the step, then windows that double, from a twentieth of the whole, then 10 % for the step.
pub(super) fn windows(warmup: usize) -> Windows {
    let (first, last) = (warmup * 15 / 100, warmup - warmup / 10);
    let (mut ends, mut size, mut at) = (Vec::new(), (warmup / 20).max(5), first);
    while at < last {
        // What is left after this window must hold another of twice its size.
        at = if at + 3 * size > last { last } else { at + size };
        ends.push(at);
        size *= 2;
    }
    Windows { first, last, ends }
}
