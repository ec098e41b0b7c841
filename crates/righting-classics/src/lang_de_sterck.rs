//! Lang and De Sterck (2014): dr/dt = c1 v(r) (1 - r) - c2 p(r) r.
//!
//! r is the share in revolt; it is visible (v = 1) above 1 - alpha, for censorship hides less; and
//! the police hold (p = 1) below beta. With r* = c1/(c1 + c2), four regimes follow in closed form.

use crate::chart::{Series, Stroke, chart};
use crate::effort::Effort;
use crate::error::ClassicError;
use crate::figure::figure;
use crate::options::Options;
use crate::outcome::{Claim, Mark, Outcome, Table};

/// Parameters; rates are per unit of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Regime {
    /// Rate at which the rest join a visible revolt.
    pub c1: f64,
    /// Rate at which the police end participation.
    pub c2: f64,
    /// How much censorship leaves visible.
    pub alpha: f64,
    /// Share above which the police are overwhelmed.
    pub beta: f64,
}

/// What becomes of a revolt, by parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Censorship outlasts the police (1 - alpha >= beta): a revolt must reach 1 - alpha to grow,
    /// one under beta dies, and between them it stands still.
    StablePolice,
    /// r* <= 1 - alpha < beta: what the police still hold goes back to nothing; only above beta it wins.
    MetaStablePolice,
    /// 1 - alpha < beta <= r*: once seen, a revolt grows through the police to all.
    UnstablePolice,
    /// 1 - alpha < r* < beta: once seen, it settles at r*, neither beaten nor won.
    FailedState,
}

impl Regime {
    /// The balance of joining and policing.
    pub fn balance(&self) -> f64 {
        self.c1 / (self.c1 + self.c2)
    }

    /// The regime in closed form.
    pub fn kind(&self) -> Kind {
        let (seen, held, balance) = (1.0 - self.alpha, self.beta, self.balance());
        if seen >= held {
            Kind::StablePolice
        } else if balance <= seen {
            Kind::MetaStablePolice
        } else if balance >= held {
            Kind::UnstablePolice
        } else {
            Kind::FailedState
        }
    }

    fn rate(&self, r: f64) -> f64 {
        let grows = if r > 1.0 - self.alpha { self.c1 * (1.0 - r) } else { 0.0 };
        let falls = if r < self.beta { self.c2 * r } else { 0.0 };
        grows - falls
    }

    /// Where the share goes from `start`, by small steps of the equation.
    pub fn path(&self, start: f64, time: f64, step: f64) -> Vec<(f64, f64)> {
        let steps = libm::round(time / step) as u32;
        let mut r = start;
        let mut path = vec![(0.0, r)];
        for i in 1..=steps {
            // Euler: the right side jumps, so a higher order would gain nothing at the jumps.
            r = (r + step * self.rate(r)).clamp(0.0, 1.0);
            path.push((f64::from(i) * step, r));
        }
        path
    }

    /// The limit from `start` in closed form.
    pub fn limit(&self, start: f64) -> f64 {
        let (seen, held) = (1.0 - self.alpha, self.beta);
        if start > seen && start >= held {
            return 1.0;
        }
        if start <= seen && start < held {
            return 0.0;
        }
        match self.kind() {
            Kind::StablePolice => start,
            Kind::MetaStablePolice => 0.0,
            Kind::UnstablePolice => 1.0,
            Kind::FailedState => self.balance(),
        }
    }
}

/// The classic as the command line runs it.
pub fn lang_de_sterck(_: &Options) -> Result<Outcome, ClassicError> {
    replicate(Effort::Full, 1)
}

/// All claims; the model has no chance in it.
pub fn replicate(_: Effort, _: u64) -> Result<Outcome, ClassicError> {
    let mut outcome = Outcome::new("lang-de-sterck", "Lang and De Sterck 2014: revolt under censorship and police");
    let cases = [
        ("stable police state", Kind::StablePolice, Regime { c1: 1.0, c2: 1.0, alpha: 0.4, beta: 0.5 }),
        ("meta-stable police state", Kind::MetaStablePolice, Regime { c1: 1.0, c2: 3.0, alpha: 0.6, beta: 0.7 }),
        ("unstable police state", Kind::UnstablePolice, Regime { c1: 3.0, c2: 1.0, alpha: 0.6, beta: 0.6 }),
        ("failed state", Kind::FailedState, Regime { c1: 1.0, c2: 1.0, alpha: 0.7, beta: 0.7 }),
    ];
    let mut series = Vec::new();
    let (mut names, mut times, mut shares) = (vec![], vec![], vec![]);
    for (name, kind, regime) in cases {
        let starts: Vec<f64> = (0..=40).map(|i| f64::from(i) / 40.0 + 0.003).filter(|s| *s <= 1.0).collect();
        let worst = starts
            .iter()
            .map(|&start| {
                let end = regime.path(start, 60.0, 0.001).last().map_or(start, |p| p.1);
                (end - regime.limit(start)).abs()
            })
            .fold(0.0, f64::max);
        let visible = 1.0 - regime.alpha + 0.02;
        let path = regime.path(visible, 8.0, 0.002);
        for point in path.iter().step_by(20) {
            names.push(name.to_owned());
            times.push(point.0);
            shares.push(point.1);
        }
        let points = path.into_iter().step_by(20).collect();
        series.push(Series { name: name.into(), points, stroke: Stroke::Line });
        outcome.claims.push(Claim {
            id: "lang-regime",
            what: format!("{name} (c1 {}, c2 {}, alpha {}, beta {})", regime.c1, regime.c2, regime.alpha, regime.beta),
            published: "one of the four regimes".into(),
            mark: Mark::Published,
            obtained: format!(
                "{:?}; paths from {} starts end within {worst:.1e} of the closed form",
                regime.kind(),
                starts.len()
            ),
            rule: "regime as named; paths within 0.002 of the limits".into(),
            hit: regime.kind() == kind && worst < 0.002,
            note: "The names are the paper's; which inequality carries which name is our reading of its \
                   equation with step functions, not checked against its table."
                .into(),
        });
    }
    let failed = cases[3].2;
    let end = failed.path(0.35, 60.0, 0.0005).last().map_or(0.0, |p| p.1);
    outcome.note("fixed_point", end, "share");
    outcome.claims.push(Claim {
        id: "lang-fixed-point",
        what: "the balance between joining and policing".into(),
        published: "r* = c1/(c1 + c2)".into(),
        mark: Mark::Derived,
        obtained: format!("{end:.5} for {}", figure(failed.balance())),
        rule: "within 0.0005".into(),
        hit: (end - failed.balance()).abs() < 0.0005,
        note: String::new(),
    });
    // A shutdown lowers alpha, police lose beta: the same state changes regime.
    let before = Regime { c1: 3.0, c2: 1.0, alpha: 0.35, beta: 0.6 };
    let after = Regime { alpha: 0.6, ..before };
    outcome.claims.push(Claim {
        id: "lang-visibility",
        what: "new media (alpha from 0.35 to 0.6) turn a stable police state into an unstable one".into(),
        published: "discontinuous change of regime with visibility".into(),
        mark: Mark::Published,
        obtained: format!("{:?} to {:?}", before.kind(), after.kind()),
        rule: "StablePolice to UnstablePolice".into(),
        hit: before.kind() == Kind::StablePolice && after.kind() == Kind::UnstablePolice,
        note: String::new(),
    });
    outcome.tables.push(Table::new("paths").text("regime", names).real("time", times).real("share", shares));
    let title = "A revolt just large enough to be seen, in four regimes";
    outcome.charts.push(chart("lang-de-sterck", title, "time", "share in revolt", &series));
    Ok(outcome)
}
