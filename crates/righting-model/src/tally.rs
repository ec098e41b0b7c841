//! What a run counts beside the world: losses of a step, onsets noted, the day so far.

use serde::{Deserialize, Serialize};

/// How many people make an onset.
pub(crate) const ONSET: u32 = 50;

/// Which onsets have been noted: protest, violence.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Onsets {
    pub places: Vec<[bool; 2]>,
    pub regions: Vec<[bool; 2]>,
    pub sums: Vec<[u32; 2]>,
}

impl Onsets {
    pub fn new(places: usize, regions: usize) -> Self {
        Self { places: vec![[false; 2]; places], regions: vec![[false; 2]; regions], sums: vec![[0; 2]; regions] }
    }
}

/// Crowds at their largest in the day, and cumulative counts at its start.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Day {
    pub active_peak: Vec<u32>,
    pub rioting_peak: Vec<u32>,
    /// Of regions: active, rioting.
    pub region_peaks: Vec<[u32; 2]>,
    pub national_active_peak: u32,
    pub national_rioting_peak: u32,
    pub joined: Vec<u32>,
    /// Detentions and deaths at the day's start: true, then reported, the latter with their fractions; by place.
    pub counted: Vec<[f64; 2]>,
    pub reported: Vec<[f64; 2]>,
    /// Which onsets, of protest and of violence, a report has dated; by place, then by region.
    pub dated: Vec<[bool; 2]>,
}

impl Day {
    pub fn new(places: usize, regions: usize) -> Self {
        Self {
            active_peak: vec![0; places],
            rioting_peak: vec![0; places],
            region_peaks: vec![[0; 2]; regions],
            joined: vec![0; places],
            counted: vec![[0.0; 2]; places],
            reported: vec![[0.0; 2]; places],
            dated: vec![[false; 2]; places + regions],
            ..Self::default()
        }
    }
}
