//! The exact engine whose cost follows activity.
//!
//! People of a stratum are exchangeable, so the stratum is run by the construction of Sellke (1983):
//! person j joins when the stratum's cumulative hazard passes an exponential threshold. Only the
//! distance to the next threshold, the *slack*, is kept: with n quiet people it is Exp(1)/n. Whenever
//! the pool changes from n to m for another reason, the slack stretches by n/m; because exponentials
//! have no memory that is exact, and it needs no draw, so scenarios stay coupled.
//!
//! Crowds are lists of (home, stratum). Who leaves is found by geometric gaps along the list, so a
//! step costs the number of people who move, not the number present.

use crate::country::{RISK_CLASSES, STRATA};
use crate::draw::{Draws, Purpose, uniform_f32};
use crate::engine::kernel::advance;
use crate::engine::{Drive, Engine, Kernel, Motion, choose};
use crate::landscape::Landscape;
use crate::math::exponential_f32;
use crate::world::{People, exit};

/// A person away from home: where home is, and their stratum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Member {
    home: u16,
    stratum: u8,
}

pub(crate) struct Sellke {
    kernel: Kernel,
    hardship: Vec<[f32; crate::country::INCOME_CLASSES]>,
    quiet: Vec<[u32; STRATA]>,
    slack: Vec<[f32; STRATA]>,
    /// Thresholds drawn so far, by place and stratum: the address of the next.
    drawn: Vec<[u32; STRATA]>,
    protesting: Vec<Vec<Member>>,
    rioting: Vec<Vec<Member>>,
    withdrawn: Vec<Vec<Member>>,
    detained: Vec<Vec<Member>>,
    /// Scratch of a step: who goes home to withdraw, who is quiet again, who joins where.
    leaving: Vec<Member>,
    returning: Vec<Member>,
    arriving: Vec<(u16, Member)>,
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
            leaving: Vec::new(),
            returning: Vec::new(),
            arriving: Vec::new(),
        }
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
            let mut walk = Gaps::new(motion, Purpose::Release, key, hazard);
            let members = &mut self.detained[place];
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
            let rates = &motion.rates.withdrawn[home];
            let mut walk = Gaps::new(motion, Purpose::Withdrawn, key, (rates.iter().sum::<f64>() * motion.dt) as f32);
            let mut end = self.withdrawn[home].len();
            while let Some((index, word)) = walk.next_below(&mut end) {
                let member = self.withdrawn[home].swap_remove(index);
                match pick(rates, word) {
                    exit::READY => self.returning.push(member),
                    _ => self.detain(home, member, people),
                }
            }
        }
    }

    #[inline(always)]
    fn thin_crowds(&mut self, motion: &Motion, people: &mut People) {
        for (place, &key) in motion.keys.iter().enumerate() {
            let mut calmed = Vec::new();
            let rates = &motion.rates.rioters[place];
            let hazard = (rates.iter().sum::<f64>() * motion.dt) as f32;
            let mut walk = Gaps::new(motion, Purpose::Riot, key, hazard);
            let mut end = self.rioting[place].len();
            while let Some((index, word)) = walk.next_below(&mut end) {
                let member = self.rioting[place].swap_remove(index);
                match pick(rates, word) {
                    exit::HOME => self.leaving.push(member),
                    exit::TURN => calmed.push(member),
                    exit::DETAINED => self.detain(place, member, people),
                    _ => people.dead_civilians[place] += 1,
                }
            }
            let rates = &motion.rates.protesters[place];
            let hazard = (rates.iter().sum::<f64>() * motion.dt) as f32;
            let mut walk = Gaps::new(motion, Purpose::Protest, key, hazard);
            let mut end = self.protesting[place].len();
            while let Some((index, word)) = walk.next_below(&mut end) {
                let member = self.protesting[place].swap_remove(index);
                match pick(rates, word) {
                    exit::HOME => self.leaving.push(member),
                    exit::TURN => self.rioting[place].push(member),
                    exit::DETAINED => self.detain(place, member, people),
                    _ => people.dead_civilians[place] += 1,
                }
            }
            self.protesting[place].append(&mut calmed);
        }
    }

    fn detain(&mut self, place: usize, member: Member, people: &mut People) {
        self.detained[place].push(member);
        people.detained[place] += 1;
        people.detained_total[place] += 1;
    }

    #[inline(always)]
    fn join(&mut self, motion: &Motion, people: &mut People) {
        for (home, &key) in motion.keys.iter().enumerate() {
            let hazard = (motion.rates.joining[home] * motion.dt) as f32;
            if hazard <= 0.0 {
                continue;
            }
            let drive = &motion.drives[home];
            let mut reached = advance(&self.hardship[home], drive, hazard, &mut self.slack[home]);
            while reached != 0 {
                let class = reached.trailing_zeros() as usize;
                reached &= reached - 1;
                for stratum in class * RISK_CLASSES..(class + 1) * RISK_CLASSES {
                    if self.slack[home][stratum] <= 0.0 {
                        self.join_stratum(motion, home, key, stratum, people);
                    }
                }
            }
        }
    }

    /// Lets join everyone of a stratum whose threshold the step's hazard has passed.
    #[inline(always)]
    fn join_stratum(&mut self, motion: &Motion, home: usize, key: u32, stratum: usize, people: &mut People) {
        let choices = &motion.landscape.assembly[home];
        let member = Member { home: home as u16, stratum: stratum as u8 };
        let drawn = &mut self.drawn[home][stratum];
        let quiet = &mut self.quiet[home][stratum];
        let mut slack = self.slack[home][stratum];
        let mut words = StratumWords::new(motion.draws, key, stratum as u8);
        while slack <= 0.0 {
            let (threshold, assembly) = words.at(*drawn);
            let place = match choices.as_slice() {
                [only] => only.place,
                several => choose(several, uniform_f32(assembly)),
            };
            self.arriving.push((place as u16, member));
            *quiet -= 1;
            people.quiet[home] -= 1;
            slack = match *quiet {
                0 => f32::INFINITY,
                n => slack + threshold / n as f32,
            };
            *drawn += 1;
        }
        self.slack[home][stratum] = slack;
    }

    /// Joiners reach their crowd and those who leave their home, after all hazards of the step.
    #[inline(always)]
    fn settle(&mut self, motion: &Motion, people: &mut People) {
        for (place, member) in self.arriving.drain(..) {
            self.protesting[usize::from(place)].push(member);
            people.joined[usize::from(place)] += 1;
        }
        for member in self.returning.drain(..) {
            let (home, stratum) = (usize::from(member.home), usize::from(member.stratum));
            let quiet = &mut self.quiet[home][stratum];
            let slack = &mut self.slack[home][stratum];
            if *quiet == 0 {
                let drawn = &mut self.drawn[home][stratum];
                let (threshold, _) = StratumWords::new(motion.draws, motion.keys[home], member.stratum).at(*drawn);
                *slack = threshold;
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

    fn temper(&self, place: usize, drive: &Drive) -> (f64, f64) {
        self.kernel.temper(&self.hardship[place], drive, &self.quiet[place])
    }
}

/// The first threshold of each stratum; one block of words serves four strata.
fn first_slack(people: &[u32; STRATA], key: u32, draws: &Draws) -> [f32; STRATA] {
    let mut slack = [f32::INFINITY; STRATA];
    for (quarter, (slack, people)) in slack.chunks_exact_mut(4).zip(people.chunks_exact(4)).enumerate() {
        let words = draws.block(Purpose::FirstThreshold, key, 0, quarter as u32);
        for i in 0..4 {
            if people[i] > 0 {
                slack[i] = exponential_f32(words[i]) / people[i] as f32;
            }
        }
    }
    slack
}

/// Which of several competing exits, given that one happened.
fn pick(rates: &[f64], word: u32) -> usize {
    let mut left = f64::from(uniform_f32(word)) * rates.iter().sum::<f64>();
    for (column, rate) in rates.iter().enumerate() {
        if left < *rate {
            return column;
        }
        left -= rate;
    }
    exit::HOME
}

/// Words of a stratum by index, a block at a time: hazards to the next threshold, places of assembly.
struct StratumWords {
    draws: Draws,
    key: u32,
    lane: u8,
    block: u32,
    exponentials: [f32; 4],
    assembly: [u32; 4],
}

impl StratumWords {
    fn new(draws: Draws, key: u32, lane: u8) -> Self {
        Self { draws, key, lane, block: u32::MAX, exponentials: [0.0; 4], assembly: [0; 4] }
    }

    /// The exponential of a threshold and the word of its place of assembly.
    #[inline(always)]
    fn at(&mut self, index: u32) -> (f32, u32) {
        if self.block != index / 4 {
            self.block = index / 4;
            let purposes = [Purpose::Threshold, Purpose::Assembly];
            let [thresholds, assembly] = self.draws.block_pair(purposes, self.key, self.lane, self.block);
            exponentials(&thresholds, &mut self.exponentials);
            self.assembly = assembly;
        }
        let slot = (index % 4) as usize;
        (self.exponentials[slot], self.assembly[slot])
    }
}

/// Unit exponentials from words; a plain loop, so that it vectorises.
#[inline(always)]
fn exponentials<const N: usize>(words: &[u32; N], out: &mut [f32; N]) {
    for i in 0..N {
        out[i] = exponential_f32(words[i]);
    }
}

/// Blocks fetched at once where many exits are expected.
const BATCH: usize = 4;

/// Walks a list from its end by geometric gaps: each member is met with probability 1 - e^-hazard.
struct Gaps {
    draws: Draws,
    purpose: Purpose,
    key: u32,
    minute: u32,
    per_hazard: f32,
    /// Blocks fetched so far; each serves two exits.
    fetched: u32,
    left: usize,
    exponentials: [f32; 2 * BATCH],
    fates: [u32; 2 * BATCH],
}

impl Gaps {
    fn new(motion: &Motion, purpose: Purpose, key: u32, hazard: f32) -> Self {
        Self {
            draws: motion.draws,
            purpose,
            key,
            minute: motion.minute,
            per_hazard: 1.0 / hazard,
            fetched: 0,
            left: 0,
            exponentials: [0.0; 2 * BATCH],
            fates: [0; 2 * BATCH],
        }
    }

    /// The next member met below `end`, which moves down to it, and a word to decide its fate.
    #[inline(always)]
    fn next_below(&mut self, end: &mut usize) -> Option<(usize, u32)> {
        if *end == 0 || self.per_hazard == f32::INFINITY {
            return None;
        }
        if self.left == 0 {
            self.fetch(*end);
        }
        let slot = 2 * BATCH - self.left;
        self.left -= 1;
        let gap = self.exponentials[slot] * self.per_hazard;
        if gap >= *end as f32 {
            *end = 0;
            return None;
        }
        *end -= gap as usize + 1;
        Some((*end, self.fates[slot]))
    }

    /// Fetches one block, or a batch where the list is long enough to use it; the words are the same.
    #[inline(always)]
    fn fetch(&mut self, end: usize) {
        if end as f32 > 3.0 * self.per_hazard {
            let words: [[u32; 4]; BATCH] = self.draws.blocks_at(self.purpose, self.key, self.minute, self.fetched);
            let mut gaps = [0; 2 * BATCH];
            for (i, &[a, fate_a, b, fate_b]) in words.iter().enumerate() {
                (gaps[2 * i], gaps[2 * i + 1]) = (a, b);
                (self.fates[2 * i], self.fates[2 * i + 1]) = (fate_a, fate_b);
            }
            exponentials(&gaps, &mut self.exponentials);
            (self.fetched, self.left) = (self.fetched + BATCH as u32, 2 * BATCH);
        } else {
            let [a, fate_a, b, fate_b] = self.draws.block_at(self.purpose, self.key, 0, self.minute, self.fetched);
            let last = 2 * BATCH - 2;
            (self.exponentials[last], self.fates[last]) = (exponential_f32(a), fate_a);
            (self.exponentials[last + 1], self.fates[last + 1]) = (exponential_f32(b), fate_b);
            (self.fetched, self.left) = (self.fetched + 1, 2);
        }
    }
}
