//! Davies, Fry, Wilson and Bishop (2013): who joins a riot, where, and who is arrested.
//!
//! Residents of zone i join with a logistic propensity in the appeal of all sites, choose site j by
//! the entropy-maximising retail model with W_ij = Z_j^a exp(-b c_ij) exp(-floor(Q_j/(g D_j))), and
//! are arrested at the rate tau Q_j (1 - exp(-D_j/Q_j)). Police go where rioters were a delay ago.
//! The form is recalled, not verified; the paper's London data and parameter table were not at hand,
//! so zones, sites and deprivation are drawn at random. Time is in hours, distance in km.

use rayon::prelude::*;

use crate::chance::Chance;
use crate::chart::{Series, Stroke, chart};
use crate::effort::Effort;
use crate::error::ClassicError;
use crate::figure::figure;
use crate::options::Options;
use crate::outcome::{Claim, Mark, Outcome, Table};
use crate::stats::mean;

/// A city.
#[derive(Debug, Clone, PartialEq)]
pub struct City {
    /// Residents at risk of joining, by zone.
    pub residents: Vec<f64>,
    /// Deprivation by zone, uniform ranks in (0, 1); 1 is the most deprived.
    pub deprivation: Vec<f64>,
    /// Floor space by site, mean 1.
    pub floor: Vec<f64>,
    /// Kilometres from zone (row) to site (column).
    pub cost: Vec<Vec<f64>>,
}

/// Police and behaviour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// Officers.
    pub officers: f64,
    /// Hours until officers follow rioters.
    pub delay: f64,
    /// Returns to floor space (a).
    pub size_power: f64,
    /// Decay with distance per km (b).
    pub distance_decay: f64,
    /// Officers per rioter at which deterrence begins (g).
    pub deterrence: f64,
    /// Joinings per resident and hour at full propensity.
    pub joining: f64,
    /// Arrests per officer and hour at most (tau).
    pub arrests: f64,
    /// Hours after which a rioter goes home on average.
    pub stay: f64,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            officers: 1_000.0,
            delay: 6.0,
            size_power: 0.6,
            distance_decay: 0.35,
            deterrence: 1.0,
            joining: 0.03,
            arrests: 0.4,
            stay: 10.0,
        }
    }
}

/// What a riot came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Riot {
    /// Rioter-hours.
    pub severity: f64,
    /// Arrests.
    pub arrests: f64,
    /// Rioters on the streets by step of [`STEP`] hours.
    pub rioters: Vec<f64>,
    /// Joinings by zone.
    pub joined: Vec<f64>,
}

/// Hours of a step.
pub const STEP: f64 = 0.1;
const HOURS: f64 = 96.0;

impl City {
    /// Zones and sites at random in a square of 30 km.
    pub fn random(zones: usize, sites: usize, chance: &mut Chance) -> Self {
        let point = |chance: &mut Chance| (30.0 * chance.unit(), 30.0 * chance.unit());
        let homes: Vec<_> = (0..zones).map(|_| point(chance)).collect();
        let shops: Vec<_> = (0..sites).map(|_| point(chance)).collect();
        let mut deprivation: Vec<f64> = (0..zones).map(|i| (i as f64 + 0.5) / zones as f64).collect();
        chance.shuffle(&mut deprivation);
        let raw: Vec<f64> = (0..sites).map(|_| libm::exp(0.8 * chance.normal())).collect();
        let centre = mean(&raw);
        let cost = homes
            .iter()
            .map(|h| {
                let apart = |s: &(f64, f64)| libm::sqrt((h.0 - s.0) * (h.0 - s.0) + (h.1 - s.1) * (h.1 - s.1));
                shops.iter().map(apart).collect()
            })
            .collect();
        Self {
            residents: (0..zones).map(|_| 500.0 + 1_000.0 * chance.unit()).collect(),
            deprivation,
            floor: raw.iter().map(|v| v / centre).collect(),
            cost,
        }
    }

    /// Runs four days from a first crowd at the largest site and small groups elsewhere.
    pub fn riot(&self, setting: &Setting) -> Riot {
        let (zones, sites) = (self.residents.len(), self.floor.len());
        let mut quiet = self.residents.clone();
        let mut crowd = vec![vec![0.0; sites]; zones];
        let biggest = (0..sites).fold(0, |a, b| if self.floor[b] > self.floor[a] { b } else { a });
        for row in &mut crowd {
            for (site, rioters) in row.iter_mut().enumerate() {
                *rioters = if site == biggest { 200.0 } else { 2.0 } / zones as f64;
            }
        }
        let lag = libm::round(setting.delay / STEP) as usize;
        let mut history: Vec<Vec<f64>> = Vec::new();
        let mut joined = vec![0.0; zones];
        let (mut severity, mut arrests, mut rioters) = (0.0, 0.0, Vec::new());
        let mut appeal = vec![0.0; sites];
        for step in 0..libm::round(HOURS / STEP) as usize {
            let present: Vec<f64> = (0..sites).map(|j| crowd.iter().map(|row| row[j]).sum::<f64>()).collect();
            let total: f64 = present.iter().sum();
            severity += total * STEP;
            rioters.push(total);
            history.push(present.clone());
            let known = if step < lag { None } else { history.get(step - lag) };
            let all: f64 = known.map_or(0.0, |k| k.iter().sum());
            let police: Vec<f64> = (0..sites)
                .map(|j| match known {
                    Some(known) if all > 0.0 => setting.officers * known[j] / all,
                    _ => 0.0,
                })
                .collect();
            for j in 0..sites {
                let per_rioter = police[j] / (setting.deterrence * present[j].max(1e-9));
                let deterred = libm::exp(-libm::floor(per_rioter).min(60.0));
                appeal[j] = libm::pow(self.floor[j], setting.size_power) * deterred;
            }
            for i in 0..zones {
                let pull: Vec<f64> =
                    (0..sites).map(|j| appeal[j] * libm::exp(-setting.distance_decay * self.cost[i][j])).collect();
                let sum: f64 = pull.iter().sum();
                // Contagion: what pulls is the disorder seen, present rioters against all residents.
                let seen: f64 = pull.iter().zip(&present).map(|(w, d)| w * d / (d + 50.0)).sum();
                let propensity = seen / (1.0 + seen) * self.deprivation[i];
                let out = quiet[i] * (1.0 - libm::exp(-setting.joining * propensity * STEP));
                if sum > 0.0 {
                    quiet[i] -= out;
                    joined[i] += out;
                    for j in 0..sites {
                        crowd[i][j] += out * pull[j] / sum;
                    }
                }
            }
            for j in 0..sites {
                let d = present[j];
                if d <= 0.0 {
                    continue;
                }
                let q = police[j].max(1e-12);
                let taken = (setting.arrests * q * (1.0 - libm::exp(-d / q)) * STEP).min(d);
                arrests += taken;
                let keep = (1.0 - taken / d) * libm::exp(-STEP / setting.stay);
                crowd.iter_mut().for_each(|row| row[j] *= keep);
            }
        }
        Riot { severity, arrests, rioters, joined }
    }

    /// Share of those who joined that live in the most deprived fifth of zones.
    pub fn deprived_fifth(&self, riot: &Riot) -> f64 {
        let all: f64 = riot.joined.iter().sum();
        let poor: f64 = riot.joined.iter().zip(&self.deprivation).filter(|(_, d)| **d > 0.8).map(|(j, _)| j).sum();
        poor / all
    }
}

/// The classic as the command line runs it.
pub fn davies(options: &Options) -> Result<Outcome, ClassicError> {
    run(options.seed(), options.replicates.unwrap_or(3))
}

/// All claims.
pub fn replicate(effort: Effort, seed: u64) -> Result<Outcome, ClassicError> {
    run(seed, effort.pick(5, 1))
}

fn run(seed: u64, replicates: u32) -> Result<Outcome, ClassicError> {
    let mut outcome = Outcome::new("davies", "Davies et al. 2013: riots and policing of a city");
    outcome.set("seed", seed);
    outcome.set("replicates", replicates);
    let cities: Vec<City> =
        (0..u64::from(replicates)).map(|i| City::random(60, 24, &mut Chance::new(seed, i))).collect();
    let severities = |settings: &[Setting]| -> Vec<f64> {
        settings.par_iter().map(|s| mean(&cities.iter().map(|c| c.riot(s).severity).collect::<Vec<_>>())).collect()
    };
    let numbers: Vec<f64> = (0..=16).map(|i| 250.0 * f64::from(i)).collect();
    let delays: Vec<f64> = (0..=12).map(|i| 2.0 * f64::from(i)).collect();
    let base = Setting::default();
    let by_number = severities(&numbers.iter().map(|&officers| Setting { officers, ..base }).collect::<Vec<_>>());
    let by_delay =
        severities(&delays.iter().map(|&delay| Setting { delay, officers: 4_000.0, ..base }).collect::<Vec<_>>());
    let falls = by_number.windows(2).all(|pair| pair[1] <= pair[0] * 1.001);
    let rises = by_delay.windows(2).all(|pair| pair[1] >= pair[0] * 0.999);
    let drops: Vec<f64> = by_number.windows(2).map(|pair| pair[0] - pair[1]).collect();
    let steepest = drops.iter().copied().fold(0.0, f64::max);
    let total = by_number[0] - by_number[numbers.len() - 1];
    let ends = |v: &[f64]| format!("{} to {} rioter-hours", figure(v[0]), figure(v[v.len() - 1]));
    let claim = |id, what: &str, published: &str, obtained: String, rule: &str, hit, note: &str| Claim {
        id,
        what: what.into(),
        published: published.into(),
        mark: Mark::Recalled,
        obtained,
        rule: rule.into(),
        hit,
        note: note.into(),
    };
    outcome.claims.push(claim(
        "davies-numbers",
        "severity falls with the number of officers (0 to 4,000)",
        "the effect of police numbers is examined",
        ends(&by_number),
        "at every step",
        falls,
        "",
    ));
    outcome.claims.push(claim(
        "davies-delay",
        "severity rises with the delay of the police (0 to 24 h)",
        "the effect of reaction time is examined",
        ends(&by_delay),
        "at every step",
        rises,
        "",
    ));
    outcome.claims.push(claim(
        "davies-threshold",
        "the fall is sudden: a threshold in police numbers",
        "a threshold",
        format!("the steepest of {} steps is {:.0} % of the whole fall", drops.len(), 100.0 * steepest / total),
        "over a quarter of the fall in one step of sixteen",
        steepest > 0.25 * total,
        "",
    ));
    let share = mean(&cities.iter().map(|c| c.deprived_fifth(&c.riot(&base))).collect::<Vec<_>>());
    outcome.note("deprived_fifth", share, "share of those who joined");
    outcome.claims.push(claim(
        "davies-deprivation",
        "rioters who live in the most deprived fifth of zones",
        "about 50 % of offences in the 20 % most deprived areas",
        format!("{:.0} %", 100.0 * share),
        "in 40-60 %",
        (0.4..=0.6).contains(&share),
        "The share depends on how London's deprivation, homes and shops lie together; the cities here are drawn \
         at random with joining proportional to the rank of deprivation, which alone gives 36 %.",
    ));
    let table =
        |name, first, a: &[f64], b: &[f64]| Table::new(name).real(first, a.to_vec()).real("rioter_hours", b.to_vec());
    outcome.tables.push(table("numbers", "officers", &numbers, &by_number));
    outcome.tables.push(table("delays", "hours", &delays, &by_delay));
    let points = numbers.into_iter().zip(by_number).collect();
    let series = [Series { name: "severity".into(), points, stroke: Stroke::Line }];
    let title = "Severity of a riot by number of officers (delay 6 h)";
    outcome.charts.push(chart("davies", title, "officers", "rioter-hours", &series));
    Ok(outcome)
}
