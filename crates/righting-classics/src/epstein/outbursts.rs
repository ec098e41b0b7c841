//! Outbursts as the paper counts them: more than fifty active until fewer than fifty.

use serde::Serialize;

/// Active citizens above which an outburst begins and below which it ends (paper, Figs 4-7).
pub const OUTBURST: u32 = 50;

/// One outburst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Outburst {
    /// Tick at which it began.
    pub start: u32,
    /// Ticks since the end of the one before; none for the first.
    pub wait: Option<u32>,
    /// Sum of active citizens over its ticks.
    pub activation: u64,
    /// Most active at once.
    pub peak: u32,
}

/// Turns a series of active counts into outbursts; one still open at the end is left out.
#[derive(Debug, Clone, Default)]
pub struct OutburstCounter {
    tick: u32,
    open: Option<Outburst>,
    ended: Option<u32>,
    done: Vec<Outburst>,
}

impl OutburstCounter {
    /// Takes the count of one more tick.
    pub fn push(&mut self, active: u32) {
        self.tick += 1;
        let tick = self.tick;
        match &mut self.open {
            Some(burst) if active < OUTBURST => {
                self.done.push(*burst);
                self.open = None;
                self.ended = Some(tick);
            }
            Some(burst) => {
                burst.activation += u64::from(active);
                burst.peak = burst.peak.max(active);
            }
            None if active > OUTBURST => {
                let wait = self.ended.map(|ended| tick - ended);
                let activation = active.into();
                self.open = Some(Outburst { start: tick, wait, activation, peak: active });
            }
            None => {}
        }
    }

    /// The outbursts that have ended.
    pub fn done(&self) -> &[Outburst] {
        &self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outburst_sums_its_ticks() {
        // The paper's worked example, 60 + 100 + 120 + 95 + 80: it prints 500, but the sum is 455.
        let mut counter = OutburstCounter::default();
        for active in [0, 60, 100, 120, 95, 80, 10, 0, 0, 51, 49, 70] {
            counter.push(active);
        }
        let done = counter.done();
        assert_eq!(done.len(), 2);
        assert_eq!((done[0].activation, done[0].peak, done[0].wait), (455, 120, None));
        assert_eq!((done[1].activation, done[1].wait), (51, Some(3)));
    }
}
