//! A spark, followed in the mean: what a sudden rise of the watched price would bring out in ten days.
//!
//! The equations of the crisis at rest, with mean crowds in the place of chance, in steps of a day: affront that
//! fades, the will to act, ignition, trips to centres, news of every place, contagion, leaving, arrests. Riot, orders
//! of the government and the few who have already gone are left out: they matter after an onset. Three steps
//! make it cheap:
//! * ln willing is linear between the country without the rise and with the rise last looked at;
//! * news from another region is that of its crowds where its people live on average;
//! * a mean crowd m gives the news of f(m) = m / sqrt(m + 1/4 + 3/(4 + 4m)), which is the mean of the root of a
//!   Poisson number within 3 %: m for a few, the root of m for many.

use crate::channels::Channels;
use crate::engine::Kernel;
use crate::equations::{self, Signals, kept, reached};
use crate::math::{self, exp_f32};
use crate::mechanisms::hardship::HardshipParameters;
use crate::mechanisms::joining::JoiningParameters;
use crate::mechanisms::news::NewsParameters;
use crate::setup::Setup;

/// Days over which a spark is followed.
pub(crate) const DAYS: usize = 10;

/// What a month brings to the question, by slot.
#[derive(Default)]
pub(crate) struct Month {
    /// Logarithm of the willing without a rise, and its gain per unit of the rise.
    pub willing: Vec<f32>,
    pub gain: Vec<f32>,
    /// Quiet residents.
    pub quiet: Vec<f32>,
    /// Affront left of before.
    pub affront: Vec<f32>,
    /// Share of the news from elsewhere that gets through.
    pub open: Vec<f32>,
}

/// The parameters of the laws that a spark follows.
struct Laws {
    hardship: HardshipParameters,
    news: NewsParameters,
    joining: JoiningParameters,
}

impl Laws {
    fn of(setup: &Setup) -> Self {
        let parameters = &setup.parameters;
        Self { hardship: parameters.section(), news: parameters.section(), joining: parameters.section() }
    }
}

/// What a replicate fixes, and scratch.
#[derive(Default)]
pub(crate) struct Spark {
    /// What a unit of a rise adds to ln willing, as last looked at, by slot.
    pub gain: Vec<f32>,
    /// Share of a crowd that is still there after a day, and of those who come in it, by slot.
    staying: Vec<f32>,
    arrived: Vec<f32>,
    crowd: Vec<f32>,
    before: Vec<f32>,
    signal: Vec<f32>,
    heard: Vec<f32>,
    arriving: Vec<f32>,
}

impl Spark {
    /// For crowds that leave at these rates a day, by place.
    pub fn new(channels: &Channels, leaving: &[f64]) -> Self {
        let column = |of: &dyn Fn(f64) -> f64| channels.order.iter().map(|&place| of(leaving[place]) as f32).collect();
        let arrived = column(&|rate| if rate > 0.0 { math::one_minus_exp(rate) / rate } else { 1.0 });
        Self { staying: column(&|rate| math::exp(-rate)), arrived, ..Self::default() }
    }

    /// Largest mean crowd of a place within the days, by region, after a rise by `x`; ends once all have passed
    /// `enough`. Every level of the processor gives the same bits.
    pub fn crowds(
        &mut self,
        kernel: Kernel,
        setup: &Setup,
        channels: &Channels,
        month: &Month,
        x: f64,
        enough: f32,
    ) -> Vec<f32> {
        #[cfg(target_arch = "x86_64")]
        if kernel != Kernel::Baseline {
            // SAFETY: a level is only chosen where `available` has found it; AVX-512F includes AVX2.
            return unsafe { self.follow_avx2(setup, channels, month, x, enough) };
        }
        let _ = kernel;
        self.follow(setup, channels, month, x, enough)
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    unsafe fn follow_avx2(
        &mut self,
        setup: &Setup,
        channels: &Channels,
        month: &Month,
        x: f64,
        enough: f32,
    ) -> Vec<f32> {
        self.follow(setup, channels, month, x, enough)
    }

    #[inline(always)]
    fn follow(&mut self, setup: &Setup, channels: &Channels, month: &Month, x: f64, enough: f32) -> Vec<f32> {
        let slots = channels.order.len();
        for column in [&mut self.crowd, &mut self.before, &mut self.signal, &mut self.heard, &mut self.arriving] {
            column.clear();
            column.resize(slots, 0.0);
        }
        let regions = channels.starts.len() - 1;
        let mut largest = vec![0.0f32; regions];
        let laws = Laws::of(setup);
        for day in 0..DAYS {
            let left = kept(day as f64 + 0.5, laws.hardship.affront_days) as f32;
            self.listen(&laws.news, channels, month);
            self.join(&laws.joining, channels, month, x as f32, left);
            for (region, most) in largest.iter_mut().enumerate() {
                for slot in channels.starts[region]..channels.starts[region + 1] {
                    let now = self.crowd[slot] * self.staying[slot] + self.arriving[slot] * self.arrived[slot];
                    self.before[slot] = self.crowd[slot];
                    self.crowd[slot] = now;
                    *most = most.max(now);
                }
            }
            if largest.iter().all(|&crowd| crowd >= enough) {
                break;
            }
        }
        largest
    }

    #[inline(always)]
    /// News of every slot in the middle of the day: of its crowds some hours before, growing as they did.
    fn listen(&mut self, own: &NewsParameters, channels: &Channels, month: &Month) {
        let (gain, media) = (own.gain as f32, own.media as f32);
        let ahead = (0.5 - own.lag_days).max(0.0) as f32;
        for ((signal, &now), &before) in self.signal.iter_mut().zip(&self.crowd).zip(&self.before) {
            let crowd = (now + ahead * (now - before)).max(0.0);
            *signal = crowd / (crowd + 0.25 + 0.75 / (1.0 + crowd)).sqrt();
        }
        let nation: f32 = self.signal.iter().sum();
        self.heard.fill(0.0);
        let mut rows = channels.near.as_slice();
        for (region, far) in channels.far.iter().enumerate() {
            let block = channels.starts[region]..channels.starts[region + 1];
            let all: f32 = self.signal[block.clone()].iter().sum();
            self.heard.iter_mut().zip(far).for_each(|(heard, weight)| *heard += weight * all);
            for from in block.clone() {
                let (row, rest) = rows.split_at(block.len());
                rows = rest;
                let signal = self.signal[from];
                self.heard[block.clone()].iter_mut().zip(row).for_each(|(heard, weight)| *heard += weight * signal);
            }
        }
        for (slot, heard) in self.heard.iter_mut().enumerate() {
            let signals = Signals { local: self.signal[slot], weighted: *heard, nation };
            *heard = equations::heard(gain, media, &signals, month.open[slot]);
        }
    }

    #[inline(always)]
    /// Who sets out, to where; `left` is what is left of an affront of the first day.
    fn join(&mut self, own: &JoiningParameters, channels: &Channels, month: &Month, x: f32, left: f32) {
        let (steepness, ignition, contagion) = (own.steepness as f32, own.ignition as f32, own.contagion as f32);
        for heard in &mut self.heard {
            *heard = contagion * reached(*heard, steepness);
        }
        for (slot, heard) in self.heard.iter_mut().enumerate() {
            let rise = x * (1.0 - channels.affronted[slot] * (1.0 - left));
            let willing = exp_f32((month.willing[slot] + month.gain[slot] * rise).min(0.0));
            let affront = (month.affront[slot] + channels.exposure[slot] * x) * left;
            *heard = willing * month.quiet[slot] * (ignition * affront + *heard);
        }
        self.arriving.fill(0.0);
        for (trips, joining) in channels.trips.iter().zip(&self.heard) {
            trips.iter().for_each(|&(to, share)| self.arriving[to] += share * joining);
        }
    }
}
