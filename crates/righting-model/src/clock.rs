//! The clock: steps divide a day and shorten by a fixed rule on how fast the crowds change. From midnight to morning few
//! go out and most have gone home: steps are twice as long.

use crate::hours::{DAY, MORNING};
use crate::setup::{ClockRule, Setup, When};

/// How much longer a step may be while crowds shrink: errors of growth compound, those of decay die out.
const SHRINKING: f64 = 1.3;

/// Steps that divide a day.
const LADDER: [u32; 13] = [1440, 720, 480, 360, 240, 180, 120, 60, 30, 20, 15, 10, 5];

pub(crate) struct Clock {
    rule: ClockRule,
    /// Times at which something is dated: no step crosses one.
    dated: Vec<u32>,
}

impl Clock {
    pub fn new(setup: &Setup) -> Self {
        let times = setup.shocks.iter().map(|shock| &shock.when).chain(setup.actions.iter().map(|action| &action.when));
        let mut dated: Vec<u32> =
            times.filter_map(|when| if let When::At(minute) = when { Some(*minute) } else { None }).collect();
        dated.sort_unstable();
        dated.dedup();
        Self { rule: setup.clock, dated }
    }

    /// Length of the step that starts at `now`, minutes. `change` is the crowds' relative growth per
    /// day in the last step; `hurry` asks for the shortest step, after a shock or an order to crowds.
    pub fn step(&self, now: u32, change: f64, hurry: bool) -> u32 {
        let rule = &self.rule;
        let pace = if change < 0.0 { -change / SHRINKING } else { change };
        let wanted = if hurry {
            f64::from(rule.shortest)
        } else {
            (rule.tolerance / pace.max(1e-9) * f64::from(DAY)).clamp(f64::from(rule.shortest), f64::from(rule.longest))
        };
        let wanted = if now % DAY < MORNING { wanted.max((2.0 * wanted).min(f64::from(MORNING))) } else { wanted };
        let grid =
            LADDER.into_iter().find(|&step| f64::from(step) <= wanted).unwrap_or(rule.shortest).max(rule.shortest);
        let to_grid = grid - now % grid;
        let next = self.dated.partition_point(|&minute| minute <= now);
        self.dated.get(next).map_or(to_grid, |&minute| to_grid.min(minute - now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(dated: Vec<u32>) -> Clock {
        Clock { rule: ClockRule { shortest: 60, longest: 1440, tolerance: 0.1 }, dated }
    }

    #[test]
    fn steps_shorten_with_change_and_stop_at_dates_and_midnight() {
        let clock = clock(vec![90, 5000]);
        assert_eq!(clock.step(0, 0.0, false), 90);
        assert_eq!(clock.step(90, 0.0, false), 1350);
        assert_eq!(clock.step(90, 0.0, true), 30);
        assert_eq!(clock.step(1440, 0.2, false), 720);
        assert_eq!(clock.step(1800, 1.0, false), 120);
        assert_eq!(clock.step(1800, 100.0, false), 60);
        assert_eq!(clock.step(1440, -0.26, false), 720);
        assert_eq!(clock.step(4990, 100.0, false), 10);
    }

    #[test]
    fn steps_are_twice_as_long_until_morning_and_none_passes_it_for_that() {
        let hours = Clock { rule: ClockRule { shortest: 180, longest: 180, tolerance: 0.3 }, dated: vec![120] };
        let steps = [0, 120, 360, 1260, 1440, 1500].map(|now| hours.step(now, 9.0, true));
        assert_eq!(steps, [120, 240, 180, 180, 360, 300]);
        assert_eq!(clock(vec![]).step(1440, 100.0, false), 120);
        assert_eq!(clock(vec![]).step(1440, 0.5, false), 360);
    }
}
