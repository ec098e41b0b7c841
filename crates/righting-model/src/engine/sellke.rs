//! The exact engine whose cost follows activity.
//!
//! People of a stratum are exchangeable, so the stratum is run by the construction of Sellke (1983):
//! person j joins when the stratum's cumulative hazard passes an exponential threshold. Only the
//! distance to the next threshold, the *slack*, is kept: with n quiet people it is Exp(1)/n. Whenever
//! the pool changes from n to m for another reason, the slack stretches by n/m; because exponentials
//! have no memory that is exact, and it needs no draw, so scenarios stay coupled.
//!
//! Crowds are lists of (home, stratum). Who leaves is found by gaps along the list (`gaps`), so a step
//! costs the number of people who move, not the number present.

use serde::{Deserialize, Serialize};

use crate::country::{RISK_CLASSES, STRATA};
use crate::draw::{Draws, Purpose, uniform_f32};
use crate::engine::gaps::{Gaps, Walk};
use crate::engine::kernel::advance;
use crate::engine::{Drive, Engine, EngineState, Kernel, Motion, choose};
use crate::landscape::Landscape;
use crate::math::exponential_f32;
use crate::world::{People, exit};

/// Blocks of words computed at once.
const LANES: usize = 8;

/// A person away from home: where home is, and their stratum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Member {
    home: u16,
    stratum: u8,
}

#[derive(Clone, Copy)]
enum Crowd {
    Protest,
    Riot,
}

/// Whether someone was in a crowd before the step or came in it.
#[derive(Clone, Copy, PartialEq)]
enum Since {
    Before,
    Now,
}

/// The gaps in which the lists of a place stand.
#[derive(Clone, Serialize, Deserialize)]
struct PlaceGaps {
    protest: Gaps,
    joiner: Gaps,
    riot: Gaps,
    turned: Gaps,
    withdrawn: Gaps,
    release: Gaps,
}

impl PlaceGaps {
    fn first(draws: &Draws, key: u32) -> Self {
        let first = |purpose| Gaps::first(draws, purpose, key);
        Self {
            protest: first(Purpose::Protest),
            joiner: first(Purpose::Joiner),
            riot: first(Purpose::Riot),
            turned: first(Purpose::Turned),
            withdrawn: first(Purpose::Withdrawn),
            release: first(Purpose::Release),
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Sellke {
    #[serde(skip, default = "Kernel::best")]
    kernel: Kernel,
    #[serde(skip)]
    hardship: Vec<[f32; crate::country::INCOME_CLASSES]>,
    #[serde(with = "crate::arrays")]
    quiet: Vec<[u32; STRATA]>,
    #[serde(with = "crate::arrays")]
    slack: Vec<[f32; STRATA]>,
    /// Thresholds drawn so far, by place and stratum: the address of the next.
    #[serde(with = "crate::arrays")]
    drawn: Vec<[u32; STRATA]>,
    protesting: Vec<Vec<Member>>,
    rioting: Vec<Vec<Member>>,
    withdrawn: Vec<Vec<Member>>,
    detained: Vec<Vec<Member>>,
    gaps: Vec<PlaceGaps>,
    /// Scratch of a step: who goes home to withdraw, who is quiet again.
    #[serde(skip)]
    leaving: Vec<Member>,
    #[serde(skip)]
    returning: Vec<Member>,
    /// Scratch: who turned from one crowd to the other in one pass.
    #[serde(skip)]
    turned: Vec<Member>,
    /// Scratch: protesters and rioters of each place who were there before the step and stayed.
    #[serde(skip)]
    stayed: Vec<[usize; 2]>,
}

impl Sellke {
    pub fn new(landscape: &Landscape, keys: &[u32], draws: &Draws, kernel: Kernel) -> Self {
        let places = keys.len();
        let slack =
            landscape.civilians.iter().zip(keys).map(|(people, &key)| first_slack(people, key, draws)).collect();
        Self {
            kernel,
            hardship: landscape.hardship.clone(),
            quiet: landscape.civilians.clone(),
            slack,
            drawn: vec![[1; STRATA]; places],
            protesting: vec![Vec::new(); places],
            rioting: vec![Vec::new(); places],
            withdrawn: vec![Vec::new(); places],
            detained: vec![Vec::new(); places],
            gaps: keys.iter().map(|&key| PlaceGaps::first(draws, key)).collect(),
            leaving: Vec::new(),
            returning: Vec::new(),
            turned: Vec::new(),
            stayed: vec![[0; 2]; places],
        }
    }

    /// A stored engine, going on.
    pub fn awake(self, landscape: &Landscape, kernel: Kernel) -> Self {
        let stayed = vec![[0; 2]; self.quiet.len()];
        Self { kernel, hardship: landscape.hardship.clone(), stayed, ..self }
    }

    /// One step, compiled once per processor level; everything below is inlined into it.
    #[inline(always)]
    fn step(&mut self, motion: &Motion, people: &mut People) {
        self.release(motion, people);
        self.thin_withdrawn(motion, people);
        self.thin_crowds(motion, people);
        self.join(motion, people);
        self.settle(motion, people);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    unsafe fn step_avx2(&mut self, motion: &Motion, people: &mut People) {
        self.step(motion, people);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f")]
    unsafe fn step_avx512(&mut self, motion: &Motion, people: &mut People) {
        self.step(motion, people);
    }

    #[inline(always)]
    fn release(&mut self, motion: &Motion, people: &mut People) {
        let hazard = (motion.rates.release * motion.dt) as f32;
        for (place, &key) in motion.keys.iter().enumerate() {
            let gaps = &mut self.gaps[place].release;
            let members = &mut self.detained[place];
            people.detained[place] = members.len() as u32;
            if gaps.spans(hazard, members.len()) {
                continue;
            }
            let mut walk = Walk::new(motion.draws, Purpose::Release, key, hazard, gaps);
            let mut end = members.len();
            while let Some((index, _)) = walk.next_below(&mut end) {
                self.returning.push(members.swap_remove(index));
            }
            people.detained[place] = members.len() as u32;
        }
    }

    #[inline(always)]
    fn thin_withdrawn(&mut self, motion: &Motion, people: &mut People) {
        for (home, &key) in motion.keys.iter().enumerate() {
            if self.withdrawn[home].is_empty() {
                continue;
            }
            let [ready, raided] = motion.rates.withdrawn[home];
            let hazard = hazard_of(&[ready, raided], motion.dt);
            let gaps = &mut self.gaps[home].withdrawn;
            let members = &mut self.withdrawn[home];
            if gaps.spans(hazard, members.len()) {
                continue;
            }
            let fates = Fates::new(&[ready, raided, 0.0, 0.0]);
            let mut walk = Walk::new(motion.draws, Purpose::Withdrawn, key, hazard, gaps);
            let mut end = members.len();
            while let Some((index, word)) = walk.next_below(&mut end) {
                let member = members.swap_remove(index);
                match fates.pick(word) {
                    exit::READY => self.returning.push(member),
                    _ => {
                        self.detained[home].push(member);
                        count_detention(home, people);
                    }
                }
            }
        }
    }

    #[inline(always)]
    fn thin_crowds(&mut self, motion: &Motion, people: &mut People) {
        for place in 0..motion.keys.len() {
            self.thin(motion, place, Crowd::Riot, Since::Before, people);
            let mut calmed = std::mem::take(&mut self.turned);
            self.thin(motion, place, Crowd::Protest, Since::Before, people);
            self.stayed[place] = [self.protesting[place].len(), self.rioting[place].len()];
            self.protesting[place].append(&mut calmed);
            self.rioting[place].append(&mut self.turned);
            self.turned = calmed;
        }
    }

    /// Exits of a crowd: of those who were there before the step, or of those who came in it, who are at
    /// risk for half of it on average. Who turns to the other crowd is left in `turned`.
    #[inline(always)]
    fn thin(&mut self, motion: &Motion, place: usize, crowd: Crowd, since: Since, people: &mut People) {
        let own = &mut self.gaps[place];
        let [stayed_protesting, stayed_rioting] = self.stayed[place];
        let (rates, members, from, gaps, purpose) = match (crowd, since) {
            (Crowd::Protest, Since::Before) => {
                (&motion.rates.protesters, &mut self.protesting, 0, &mut own.protest, Purpose::Protest)
            }
            (Crowd::Protest, Since::Now) => {
                (&motion.rates.protesters, &mut self.protesting, stayed_protesting, &mut own.joiner, Purpose::Joiner)
            }
            (Crowd::Riot, Since::Before) => (&motion.rates.rioters, &mut self.rioting, 0, &mut own.riot, Purpose::Riot),
            (Crowd::Riot, Since::Now) => {
                (&motion.rates.rioters, &mut self.rioting, stayed_rioting, &mut own.turned, Purpose::Turned)
            }
        };
        let members = &mut members[place];
        if members.len() == from {
            return;
        }
        let share = if since == Since::Now { 0.5 } else { 1.0 };
        let hazard = hazard_of(&rates[place], motion.dt * share);
        if gaps.spans(hazard, members.len() - from) {
            return;
        }
        let fates = Fates::new(&rates[place]);
        let mut walk = Walk::new(motion.draws, purpose, motion.keys[place], hazard, gaps);
        let mut end = members.len() - from;
        while let Some((index, word)) = walk.next_below(&mut end) {
            let member = members.swap_remove(from + index);
            match fates.pick(word) {
                exit::HOME => self.leaving.push(member),
                exit::TURN => self.turned.push(member),
                exit::DETAINED => {
                    self.detained[place].push(member);
                    count_detention(place, people);
                }
                _ => people.dead_civilians[place] += 1,
            }
        }
    }

    #[inline(always)]
    fn join(&mut self, motion: &Motion, people: &mut People) {
        for (home, &key) in motion.keys.iter().enumerate() {
            let hazard = (motion.rates.joining[home] * motion.dt) as f32;
            if hazard <= 0.0 {
                continue;
            }
            let reached = advance(&self.hardship[home], &motion.drives[home], hazard, &mut self.slack[home]);
            if reached != 0 {
                self.join_home(motion, home, key, reached, people);
            }
        }
    }

    /// Lets join everyone of a home whose threshold the step's hazard has passed, eight strata at a time.
    #[inline(always)]
    fn join_home(&mut self, motion: &Motion, home: usize, key: u32, mut reached: u32, people: &mut People) {
        let mut strata = [0; STRATA];
        let mut count = 0;
        while reached != 0 {
            let class = reached.trailing_zeros() as usize;
            reached &= reached - 1;
            for stratum in class * RISK_CLASSES..(class + 1) * RISK_CLASSES {
                strata[count] = stratum as u8;
                count += usize::from(self.slack[home][stratum] <= 0.0);
            }
        }
        for chunk in strata[..count].chunks(LANES) {
            let mut at = [(0, 0); LANES];
            for (at, &stratum) in at.iter_mut().zip(chunk) {
                *at = (stratum, self.drawn[home][usize::from(stratum)] / 2);
            }
            let blocks = motion.draws.lanes(Purpose::Threshold, key, at);
            // All at once, so that they vectorise.
            let mut thresholds = [[0.0; 2]; LANES];
            for (thresholds, block) in thresholds.iter_mut().zip(&blocks) {
                *thresholds = [exponential_f32(block[0]), exponential_f32(block[2])];
            }
            for ((&stratum, thresholds), block) in chunk.iter().zip(thresholds).zip(blocks) {
                self.join_stratum(motion, home, key, stratum, thresholds, [block[1], block[3]], people);
            }
        }
    }

    /// Lets join everyone of a stratum whose threshold has been passed. The next two draws are given: how far
    /// the threshold after this one lies, and where who joins assembles.
    #[inline(always)]
    #[allow(clippy::too_many_arguments, reason = "the inner loop of a joining")]
    fn join_stratum(
        &mut self,
        motion: &Motion,
        home: usize,
        key: u32,
        stratum: u8,
        mut thresholds: [f32; 2],
        mut assembly: [u32; 2],
        people: &mut People,
    ) {
        let choices = &motion.landscape.assembly[home];
        let member = Member { home: home as u16, stratum };
        let drawn = &mut self.drawn[home][usize::from(stratum)];
        let quiet = &mut self.quiet[home][usize::from(stratum)];
        let slack = &mut self.slack[home][usize::from(stratum)];
        while *slack <= 0.0 {
            let which = (*drawn % 2) as usize;
            let place = match choices.as_slice() {
                [only] => only.place,
                several => choose(several, uniform_f32(assembly[which])),
            };
            self.protesting[place].push(member);
            people.joined[place] += 1;
            *quiet -= 1;
            people.quiet[home] -= 1;
            *slack = match *quiet {
                0 => f32::INFINITY,
                n => *slack + thresholds[which] / n as f32,
            };
            *drawn += 1;
            if which == 1 && *slack <= 0.0 {
                let block = motion.draws.block(Purpose::Threshold, key, stratum, *drawn / 2);
                (thresholds, assembly) = ([exponential_f32(block[0]), exponential_f32(block[2])], [block[1], block[3]]);
            }
        }
    }

    /// Exits of the newcomers; those who leave reach their home, after all hazards of the step.
    #[inline(always)]
    fn settle(&mut self, motion: &Motion, people: &mut People) {
        for place in 0..motion.keys.len() {
            self.thin(motion, place, Crowd::Protest, Since::Now, people);
            let mut rioters = std::mem::take(&mut self.turned);
            self.thin(motion, place, Crowd::Riot, Since::Now, people);
            self.rioting[place].append(&mut rioters);
            self.protesting[place].append(&mut self.turned);
            self.turned = rioters;
        }
        for member in self.returning.drain(..) {
            let (home, stratum) = (usize::from(member.home), usize::from(member.stratum));
            let quiet = &mut self.quiet[home][stratum];
            let slack = &mut self.slack[home][stratum];
            if *quiet == 0 {
                let drawn = &mut self.drawn[home][stratum];
                let block = motion.draws.block(Purpose::Threshold, motion.keys[home], member.stratum, *drawn / 2);
                *slack = exponential_f32(block[2 * (*drawn % 2) as usize]);
                *drawn += 1;
            } else {
                *slack *= *quiet as f32 / (*quiet + 1) as f32;
            }
            *quiet += 1;
            people.quiet[home] += 1;
        }
        for member in self.leaving.drain(..) {
            self.withdrawn[usize::from(member.home)].push(member);
        }
        for place in 0..motion.keys.len() {
            people.withdrawn[place] = self.withdrawn[place].len() as u32;
            people.protesting[place] = self.protesting[place].len() as u32;
            people.rioting[place] = self.rioting[place].len() as u32;
        }
    }
}

impl Engine for Sellke {
    fn move_people(&mut self, motion: &Motion, people: &mut People) {
        #[cfg(target_arch = "x86_64")]
        match self.kernel {
            Kernel::Baseline => self.step(motion, people),
            // SAFETY: a level is only chosen where `available` has found it.
            Kernel::Avx2 => unsafe { self.step_avx2(motion, people) },
            // SAFETY: as above.
            Kernel::Avx512 => unsafe { self.step_avx512(motion, people) },
        }
        #[cfg(not(target_arch = "x86_64"))]
        self.step(motion, people);
    }

    fn state(&self) -> EngineState {
        EngineState::Sellke(Box::new(self.clone()))
    }

    fn renew(&mut self, draws: &Draws, keys: &[u32]) {
        self.slack = self.quiet.iter().zip(keys).map(|(people, &key)| first_slack(people, key, draws)).collect();
        self.drawn.fill([1; STRATA]);
        self.gaps = keys.iter().map(|&key| PlaceGaps::first(draws, key)).collect();
    }

    fn temper(&self, place: usize, drive: &Drive) -> (f64, f64) {
        self.kernel.temper(&self.hardship[place], drive, &self.quiet[place])
    }
}

fn count_detention(place: usize, people: &mut People) {
    people.detained[place] += 1;
    people.detained_total[place] += 1;
}

/// The first threshold of each stratum; one block of words serves four strata.
fn first_slack(people: &[u32; STRATA], key: u32, draws: &Draws) -> [f32; STRATA] {
    let mut slack = [f32::INFINITY; STRATA];
    let chunks = slack.chunks_exact_mut(4 * LANES).zip(people.chunks_exact(4 * LANES)).enumerate();
    for (chunk, (slack, people)) in chunks {
        let blocks = draws.blocks::<LANES>(Purpose::FirstThreshold, key, (chunk * LANES) as u32);
        for ((slack, &people), &word) in slack.iter_mut().zip(people).zip(blocks.as_flattened()) {
            let threshold = exponential_f32(word) / people as f32;
            *slack = if people > 0 { threshold } else { f32::INFINITY };
        }
    }
    slack
}

/// Hazard of any of several exits within a time.
#[inline(always)]
fn hazard_of(rates: &[f64], dt: f64) -> f32 {
    (rates.iter().sum::<f64>() * dt) as f32
}

/// Competing exits of one list in one step.
struct Fates {
    /// Words below `ends[i]` and not below an earlier one mean exit `i`; after the last possible exit, any word.
    ends: [u64; 3],
}

impl Fates {
    #[inline(always)]
    fn new(rates: &[f64; 4]) -> Self {
        let total: f64 = rates.iter().sum();
        let mut ends = [u64::MAX; 3];
        let mut sum = 0.0;
        for (end, rate) in ends.iter_mut().zip(rates) {
            sum += rate;
            *end = if sum < total { (sum / total * 4_294_967_296.0) as u64 } else { u64::MAX };
        }
        Self { ends }
    }

    /// Which exit, given that one happened.
    #[inline(always)]
    fn pick(&self, word: u32) -> usize {
        let word = u64::from(word);
        usize::from(word >= self.ends[0]) + usize::from(word >= self.ends[1]) + usize::from(word >= self.ends[2])
    }
}
