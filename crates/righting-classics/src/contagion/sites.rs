//! Many sites: d lambda_k/dt = -omega lambda_k + sigma_k beta Lambda_k,
//! d sigma_k/dt = -sigma_k beta Lambda_k, with Lambda_k = sum_j W(d_kj) lambda_j.
//!
//! lambda: expected events a day; sigma: susceptibility in events; sigma_k(0) = zeta0 N_k. The
//! equations are recalled, not verified against the paper.

use crate::chance::Chance;

/// How influence falls with distance: W = (1 + d/d0)^(-delta), 1 on the spot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kernel {
    /// Distance of half-influence at delta = 1, km.
    pub d0: f64,
    /// Exponent.
    pub delta: f64,
}

/// Places and the parameters of contagion among them.
#[derive(Debug, Clone, PartialEq)]
pub struct Sites {
    /// Coordinates, km.
    pub places: Vec<(f64, f64)>,
    /// N_k relative to the mean: the young without a diploma, in the paper.
    pub sizes: Vec<f64>,
    /// Where it starts.
    pub trigger: usize,
    /// Events a day at the trigger on day 0.
    pub kick: f64,
    /// Departures a day.
    pub omega: f64,
    /// Contagion per event and susceptibility.
    pub beta: f64,
    /// Susceptibility of a site of mean size, events.
    pub zeta0: f64,
    /// Kernel.
    pub kernel: Kernel,
}

/// Steps a day.
const STEPS: u32 = 4;

impl Sites {
    /// `count` sites in a square of side `side` km, with sizes of unit mean, and with beta such that
    /// an average site passes on `reproduction` events per event in a fresh country.
    pub fn scattered(count: usize, side: f64, reproduction: f64, chance: &mut Chance) -> Self {
        let places: Vec<(f64, f64)> = (0..count).map(|_| (side * chance.unit(), side * chance.unit())).collect();
        let raw: Vec<f64> = (0..count).map(|_| libm::exp(0.6 * chance.normal())).collect();
        let total: f64 = raw.iter().sum();
        let sizes: Vec<f64> = raw.iter().map(|v| v * count as f64 / total).collect();
        let mut sites = Self {
            places,
            sizes,
            trigger: 0,
            kick: 40.0,
            omega: 0.25,
            beta: 1.0,
            zeta0: 12.0,
            kernel: Kernel { d0: 40.0, delta: 3.0 },
        };
        let weights = sites.weights();
        let reach: f64 = weights.iter().sum::<f64>() / count as f64;
        sites.beta = reproduction * sites.omega / (sites.zeta0 * reach);
        sites
    }

    /// Kilometres from the trigger.
    pub fn distance(&self, site: usize) -> f64 {
        self.between(site, self.trigger)
    }

    fn between(&self, a: usize, b: usize) -> f64 {
        let ((ax, ay), (bx, by)) = (self.places[a], self.places[b]);
        libm::sqrt((ax - bx) * (ax - bx) + (ay - by) * (ay - by))
    }

    /// The matrix W by rows.
    pub fn weights(&self) -> Vec<f64> {
        let n = self.places.len();
        let mut weights = vec![1.0; n * n];
        for a in 0..n {
            for b in 0..a {
                let w = libm::pow(1.0 + self.between(a, b) / self.kernel.d0, -self.kernel.delta);
                weights[a * n + b] = w;
                weights[b * n + a] = w;
            }
        }
        weights
    }

    /// Expected events by day (rows) and site.
    pub fn expected(&self, days: u32) -> Vec<Vec<f64>> {
        let n = self.places.len();
        let weights = self.weights();
        let mut lambda = vec![0.0; n];
        lambda[self.trigger] = self.kick;
        let mut sigma: Vec<f64> = self.sizes.iter().map(|v| self.zeta0 * v).collect();
        let dt = 1.0 / f64::from(STEPS);
        let mut felt = vec![0.0; n];
        (0..days)
            .map(|_| {
                let today = lambda.clone();
                for _ in 0..STEPS {
                    felt.fill(0.0);
                    // By columns: the sum over j runs along contiguous rows of the symmetric matrix.
                    for (row, &source) in weights.chunks_exact(n).zip(&lambda) {
                        if source > 1e-12 {
                            for (sum, w) in felt.iter_mut().zip(row) {
                                *sum += w * source;
                            }
                        }
                    }
                    for k in 0..n {
                        // Exact over the step for frozen Lambda, so sigma stays positive.
                        let joins = sigma[k] * (1.0 - libm::exp(-self.beta * felt[k] * dt));
                        sigma[k] -= joins;
                        lambda[k] = lambda[k] * libm::exp(-self.omega * dt) + joins;
                    }
                }
                today
            })
            .collect()
    }
}
