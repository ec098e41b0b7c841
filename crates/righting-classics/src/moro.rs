//! After Moro (2016): citizens, armed revolutionaries and police on a torus.
//!
//! Only the outcomes and their parameters were at hand (n = 1.2; p, r = .4, .3; .9, .3; .9, .1), not
//! the full rules. This is a re-statement: citizens decide as in Epstein's model, with whole ratios;
//! once actives outnumber the police n times, the organisation rises and actives take up arms; police
//! in sight of an armed revolutionary kill it with probability p, else arrest an active; an armed
//! revolutionary in sight of police kills with probability r.

use rayon::prelude::*;

use crate::chance::Chance;
use crate::chart::{Series, Stroke, chart};
use crate::effort::Effort;
use crate::error::ClassicError;
use crate::options::Options;
use crate::outcome::{Claim, Mark, Outcome, Table};
use crate::torus::{Shape, Torus, Window};

/// Who overcomes whom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arms {
    /// Actives per officer at which the organisation rises.
    pub n: f64,
    /// Precision of the police.
    pub p: f64,
    /// Precision of the revolutionaries.
    pub r: f64,
}

/// How it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// All police are dead.
    Revolution,
    /// The rising failed, but over half of the police are dead.
    Anarchy,
    /// The rising failed, or never came.
    StatusQuo,
}

const ACTIVE: u8 = 0x01;
const QUIET: u8 = 0x02;
const ARMED: u8 = 0x04;
const POLICE: u8 = 0x10;
const SIDE: usize = 40;
const TICKS: u32 = 600;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Citizen,
    Active,
    Armed,
    Jailed(u32),
    Police,
    Dead,
}

#[derive(Debug, Clone, Copy)]
struct Person {
    x: u16,
    y: u16,
    hardship: f64,
    risk_aversion: f64,
    role: Role,
}

/// One run.
#[derive(Debug, Clone)]
pub struct Uprising {
    torus: Torus,
    sight: Window,
    people: Vec<Person>,
    who: Vec<u32>,
    chance: Chance,
    arms: Arms,
    risen: bool,
    /// (actives, armed, police) after each tick.
    pub series: Vec<(u32, u32, u32)>,
}

impl Uprising {
    /// 70 % citizens and 4 % police on 40 x 40 cells, vision 7, legitimacy 0.75.
    pub fn new(arms: Arms, mut chance: Chance) -> Self {
        let torus = Torus::new(SIDE, SIDE, 7);
        let mut cells: Vec<u32> = (0..torus.size() as u32).collect();
        chance.shuffle(&mut cells);
        let sight = Window::new(&torus, Shape::Euclid, 7.0);
        let who = vec![0; torus.size()];
        let mut run = Self { torus, sight, people: vec![], who, chance, arms, risen: false, series: vec![] };
        for (index, &cell) in cells.iter().take(1_120 + 64).enumerate() {
            let (x, y) = run.torus.cell(cell as usize);
            let role = if index < 1_120 { Role::Citizen } else { Role::Police };
            let (hardship, risk_aversion) = (run.chance.unit(), run.chance.unit());
            run.people.push(Person { x, y, hardship, risk_aversion, role });
            run.put(index);
        }
        run
    }

    fn put(&mut self, who: usize) {
        let Person { x, y, role, .. } = self.people[who];
        let byte = match role {
            Role::Citizen => QUIET,
            Role::Active => ACTIVE,
            // An armed revolutionary counts as an active for those who look around.
            Role::Armed => ARMED | ACTIVE,
            Role::Police => POLICE,
            Role::Jailed(_) | Role::Dead => 0,
        };
        self.torus.set(x, y, byte);
        let number = self.torus.number(x, y);
        self.who[number] = who as u32;
    }

    fn remove(&mut self, who: usize, role: Role) {
        self.people[who].role = role;
        self.torus.set(self.people[who].x, self.people[who].y, 0);
    }

    fn walk(&mut self, who: usize) {
        let Person { x, y, .. } = self.people[who];
        if let Some((nx, ny)) = self.sight.free_cell(&self.torus, x, y, &mut self.chance) {
            self.torus.set(x, y, 0);
            (self.people[who].x, self.people[who].y) = (nx, ny);
            self.put(who);
        }
    }

    /// A random person in sight whose byte `wanted` accepts.
    fn target(&mut self, who: usize, wanted: impl Fn(u8) -> bool + Copy) -> Option<usize> {
        let Person { x, y, .. } = self.people[who];
        let cells = self.sight.cells(&self.torus, x, y);
        let seen = cells.filter(|&(cx, cy)| wanted(self.torus.get(cx, cy))).count() as u32;
        if seen == 0 {
            return None;
        }
        let nth = self.chance.below(seen);
        let (cx, cy) = self.sight.nth(&self.torus, x, y, nth, wanted)?;
        Some(self.who[self.torus.number(cx, cy)] as usize)
    }

    fn turn(&mut self, who: usize) {
        match self.people[who].role {
            Role::Dead => {}
            Role::Jailed(left) if left > 0 => self.people[who].role = Role::Jailed(left - 1),
            Role::Jailed(_) => {
                let size = self.torus.size() as u32;
                for _ in 0..200 {
                    let (x, y) = self.torus.cell(self.chance.below(size) as usize);
                    if self.torus.get(x, y) == 0 {
                        self.people[who].role = Role::Citizen;
                        (self.people[who].x, self.people[who].y) = (x, y);
                        self.put(who);
                        return;
                    }
                }
            }
            Role::Police => {
                self.walk(who);
                if let Some(enemy) = self.target(who, |byte| byte & ARMED != 0) {
                    if self.chance.happens(self.arms.p) {
                        self.remove(enemy, Role::Dead);
                    }
                } else if let Some(active) = self.target(who, |byte| byte == ACTIVE) {
                    let term = self.chance.below(31);
                    self.remove(active, Role::Jailed(term));
                }
            }
            Role::Armed => {
                self.walk(who);
                if self.chance.happens(self.arms.r)
                    && let Some(officer) = self.target(who, |byte| byte == POLICE)
                {
                    self.remove(officer, Role::Dead);
                }
            }
            Role::Citizen | Role::Active => {
                self.walk(who);
                let Person { x, y, hardship, risk_aversion, .. } = self.people[who];
                let (actives, police) = self.sight.count(&self.torus, x, y);
                let risk = 1.0 - libm::exp(-2.3 * f64::from(police / (actives + 1)));
                let acts = hardship * 0.25 - risk_aversion * risk > 0.1;
                let armed = acts && self.risen;
                self.people[who].role = match (acts, armed) {
                    (_, true) if self.chance.happens(0.02) => Role::Armed,
                    (true, _) => Role::Active,
                    (false, _) => Role::Citizen,
                };
                self.put(who);
            }
        }
    }

    fn count(&self, role: Role) -> u32 {
        self.people.iter().filter(|p| p.role == role).count() as u32
    }

    /// Runs to the end.
    pub fn run(mut self) -> (End, Self) {
        let first = self.count(Role::Police);
        let mut order: Vec<u32> = (0..self.people.len() as u32).collect();
        for _ in 0..TICKS {
            self.chance.shuffle(&mut order);
            for &who in &order {
                self.turn(who as usize);
            }
            let (active, armed, police) = (self.count(Role::Active), self.count(Role::Armed), self.count(Role::Police));
            self.series.push((active, armed, police));
            if police == 0 {
                return (End::Revolution, self);
            }
            let rises = f64::from(active) > self.arms.n * f64::from(police);
            // The rising is over when no armed revolutionary is left and the street is calm.
            self.risen = rises || (self.risen && armed > 0);
        }
        let left = self.count(Role::Police);
        (if left * 2 < first { End::Anarchy } else { End::StatusQuo }, self)
    }
}

/// The classic as the command line runs it.
pub fn moro(options: &Options) -> Result<Outcome, ClassicError> {
    run(options.seed(), options.replicates.unwrap_or(20))
}

/// All claims.
pub fn replicate(effort: Effort, seed: u64) -> Result<Outcome, ClassicError> {
    run(seed, effort.pick(40, 6))
}

fn run(seed: u64, replicates: u32) -> Result<Outcome, ClassicError> {
    let mut outcome = Outcome::new("moro", "After Moro 2016: violent political revolutions");
    outcome.set("seed", seed);
    outcome.set("replicates", replicates);
    let cases = [
        ("successful revolution", Arms { n: 1.2, p: 0.4, r: 0.3 }, End::Revolution),
        ("failed revolution, anarchy", Arms { n: 1.2, p: 0.9, r: 0.3 }, End::Anarchy),
        ("failed revolution, status quo", Arms { n: 1.2, p: 0.9, r: 0.1 }, End::StatusQuo),
    ];
    let mut series = Vec::new();
    let (mut names, mut ends, mut losses) = (vec![], vec![], vec![]);
    let mut mean_losses = Vec::new();
    for (name, arms, expected) in cases {
        let runs: Vec<(End, Uprising)> = (0..u64::from(replicates))
            .into_par_iter()
            .map(|i| Uprising::new(arms, Chance::new(seed, i)).run())
            .collect();
        let same = runs.iter().filter(|(end, _)| *end == expected).count();
        let lost: Vec<f64> =
            runs.iter().map(|(_, run)| 64.0 - run.series.last().map_or(64.0, |s| f64::from(s.2))).collect();
        mean_losses.push(crate::stats::mean(&lost));
        outcome.claims.push(Claim {
            id: "moro-outcome",
            what: format!("n = {}, p = {}, r = {}: {name}", arms.n, arms.p, arms.r),
            published: name.into(),
            mark: Mark::Published,
            obtained: format!("in {same} of {} runs; police killed {:.1} of 64", runs.len(), crate::stats::mean(&lost)),
            rule: "in over half of the runs".into(),
            hit: same * 2 > runs.len(),
            note: "A re-statement: the paper's full rules were not at hand. That p is the precision of the police \
                   and r that of the revolutionaries follows from the outcomes."
                .into(),
        });
        if let Some((_, first)) = runs.first() {
            let points = first.series.iter().enumerate().map(|(t, s)| (t as f64, f64::from(s.2))).collect();
            series.push(Series { name: format!("p {} r {}", arms.p, arms.r), points, stroke: Stroke::Line });
        }
        for ((end, _), lost) in runs.iter().zip(&lost) {
            names.push(name.to_owned());
            ends.push(format!("{end:?}"));
            losses.push(*lost);
        }
    }
    let ordered = mean_losses.windows(2).all(|pair| pair[0] > pair[1]);
    outcome.claims.push(Claim {
        id: "moro-order",
        what: "police killed: revolution over anarchy over status quo".into(),
        published: "all; a large number; only a few".into(),
        mark: Mark::Published,
        obtained: mean_losses.iter().map(|l| format!("{l:.1}")).collect::<Vec<_>>().join("; "),
        rule: "in that order".into(),
        hit: ordered,
        note: String::new(),
    });
    outcome.tables.push(Table::new("endings").text("case", names).text("end", ends).real("police_killed", losses));
    outcome.charts.push(chart("moro", "Police alive in the first run of each case", "tick", "police", &series));
    Ok(outcome)
}
