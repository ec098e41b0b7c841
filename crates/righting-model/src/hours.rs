//! Hours of the day: when people go out and when they go home.
//!
//! Joining and calls follow 0.1 + 0.9 pi max(0, cos(2 pi (h - 15) / 24)), of mean one: most in the afternoon, few at
//! night. Leaving is three times as fast from 21 to 6. Both are means over a step, from integrals by the minute.

use std::sync::LazyLock;

/// Minutes in a day.
pub(crate) const DAY: u32 = 1440;

/// Share of the mean at which people go out at night.
const NIGHT: f64 = 0.1;

/// Minute of the day at which most go out.
const PEAK: f64 = 15.0 * 60.0;

/// Hours between which a gathering is of the day: what is left of the day before has gone by its start.
pub(crate) const MORNING: u32 = 6 * 60;

/// Minutes between which people go home faster.
const DARK: [u32; 2] = [21 * 60, 6 * 60];

/// Integral from midnight to each minute, in minutes.
static GOING_OUT: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let at = |minute: f64| {
        let height = libm::cos(std::f64::consts::TAU * (minute - PEAK) / f64::from(DAY)).max(0.0);
        NIGHT + (1.0 - NIGHT) * std::f64::consts::PI * height
    };
    let mut sum = 0.0;
    let mut integral = vec![0.0];
    for minute in 0..DAY {
        sum += at(f64::from(minute) + 0.5);
        integral.push(sum);
    }
    integral
});

/// How readily people go out in a step, relative to the mean of the day; it crosses no midnight.
pub(crate) fn going_out(now: u32, length: u32) -> f64 {
    let from = (now % DAY) as usize;
    (GOING_OUT[from + length as usize] - GOING_OUT[from]) / f64::from(length)
}

/// Share of a step that lies in the dark.
pub(crate) fn dark(now: u32, length: u32) -> f64 {
    let from = now % DAY;
    let until = from + length;
    let evening = until.max(DARK[0]) - from.clamp(DARK[0], until.max(DARK[0]));
    let early = until.min(DARK[1]) - from.min(until.min(DARK[1]));
    f64::from(evening + early) / f64::from(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_the_mean_and_its_parts_make_the_whole() {
        assert!((going_out(3 * DAY, DAY) - 1.0).abs() < 1e-4);
        let parts: f64 = (0..8).map(|part| going_out(part * 180, 180)).sum();
        assert!((parts / 8.0 - 1.0).abs() < 1e-4);
        assert!((going_out(0, 180) - NIGHT).abs() < 1e-9 && going_out(13 * 60, 240) > 2.5);
    }

    #[test]
    fn it_is_dark_for_nine_hours() {
        assert!((dark(0, DAY) - 9.0 / 24.0).abs() < 1e-12);
        let found = [(0, 180), (270, 180), (720, 60), (1200, 120), (1320, 60)].map(|(now, length)| dark(now, length));
        assert_eq!(found, [1.0, 0.5, 0.0, 0.5, 1.0]);
    }
}
