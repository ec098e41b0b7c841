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

use crate::engine::Kernel;
use crate::landscape::Landscape;
use crate::math::{self, exp_f32, ln_f32, one_minus_exp_f32};
use crate::setup::Setup;

/// Days over which a spark is followed.
pub(crate) const DAYS: usize = 10;

/// What a setup fixes: places in the order of their regions, and how news and people go between them.
#[derive(Default)]
pub(crate) struct Channels {
    /// Place of each slot, region by region.
    pub order: Vec<usize>,
    /// First slot of each region, and the end.
    starts: Vec<usize>,
    /// Weight of news inside regions: block by block, from row to column.
    near: Vec<f32>,
    /// Weight of news of a region in each slot; zero in its own.
    far: Vec<Vec<f32>>,
    /// Slot and share of the places of assembly of each slot.
    trips: Vec<Vec<(usize, f32)>>,
    /// Affront per unit of a rise, and its part in the load that the rise puts on people, the basket's being the rest.
    exposure: Vec<f32>,
    affronted: Vec<f32>,
    /// Mean crowd of a place that stands for an onset in half of the crises (`pilot.rs`).
    pub onset: f32,
}

impl Channels {
    pub fn new(setup: &Setup, landscape: &Landscape) -> Self {
        let country = &setup.country;
        let regions = country.regions.len();
        let mut order: Vec<usize> = (0..country.places.len()).collect();
        order.sort_by_key(|&place| (country.places[place].region, place));
        let region_of = |slot: usize| country.places[order[slot]].region;
        let starts: Vec<usize> =
            (0..=regions).map(|region| (0..order.len()).filter(|&slot| region_of(slot) < region).count()).collect();
        let people = |slot: usize| f64::from(country.places[order[slot]].population);
        let mut far = vec![vec![0.0; order.len()]; regions];
        let mut near = Vec::new();
        for region in 0..regions {
            let block = starts[region]..starts[region + 1];
            let all = block.clone().map(people).sum::<f64>().max(1.0);
            for from in block.clone() {
                let row = &landscape.news[order[from]];
                near.extend(block.clone().map(|to| row[order[to]]));
                for to in (0..order.len()).filter(|to| !block.contains(to)) {
                    far[region][to] += (people(from) / all) as f32 * row[order[to]];
                }
            }
        }
        let mut slot_of = vec![0; order.len()];
        order.iter().enumerate().for_each(|(slot, &place)| slot_of[place] = slot);
        let trips = |&place: &usize| {
            landscape.assembly[place].iter().map(|choice| (slot_of[choice.place], choice.share as f32)).collect()
        };
        let trips = order.iter().map(trips).collect();
        let basket = setup.parameters.hardship.basket_share;
        let exposure = |&place: &usize| landscape.exposure[place] as f32;
        let affronted = |&place: &usize| {
            let exposure = landscape.exposure[place];
            (exposure / (exposure + basket).max(f64::MIN_POSITIVE)) as f32
        };
        let (exposure, affronted) = (order.iter().map(exposure).collect(), order.iter().map(affronted).collect());
        Self { order, starts, near, far, trips, exposure, affronted, onset: f32::INFINITY }
    }
}

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
        let fading = setup.parameters.hardship.affront_days;
        for day in 0..DAYS {
            let left = math::exp(-(day as f64 + 0.5) / fading) as f32;
            self.listen(setup, channels, month);
            self.join(setup, channels, month, x as f32, left);
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
    fn listen(&mut self, setup: &Setup, channels: &Channels, month: &Month) {
        let own = &setup.parameters.news;
        let media = own.media as f32;
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
            let local = self.signal[slot];
            let far = *heard - local + media * (nation - local);
            *heard = own.gain as f32 * (local + far.max(0.0) * month.open[slot]);
        }
    }

    #[inline(always)]
    /// Who sets out, to where; `left` is what is left of an affront of the first day.
    fn join(&mut self, setup: &Setup, channels: &Channels, month: &Month, x: f32, left: f32) {
        let own = &setup.parameters.joining;
        let (steepness, ignition, contagion) = (own.steepness as f32, own.ignition as f32, own.contagion as f32);
        for heard in &mut self.heard {
            let steep = exp_f32(steepness * ln_f32(heard.max(f32::MIN_POSITIVE)));
            *heard = contagion * one_minus_exp_f32(steep);
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
