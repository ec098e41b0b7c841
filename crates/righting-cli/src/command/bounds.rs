//! Bounds of numbers on the command line: refused as they are read, before anything is begun.

use std::ops::RangeInclusive;

use righting_lab::MOST_REPLICATES;

/// Most draws or sets that a study holds at once, a row of numbers each.
pub const MOST_DRAWS: u32 = 1_000_000;

/// Most members of a forecast or of a predictive ensemble, each with every series and day.
pub const MOST_MEMBERS: u32 = 100_000;

/// Most runs of a sampler.
pub const MOST_RUNS: u32 = 10_000_000;

/// Most worker threads.
const MOST_THREADS: usize = 1024;

/// Reads a number of replicates.
pub fn replicates(text: &str) -> Result<u32, String> {
    whole(text, 1..=MOST_REPLICATES)
}

/// Reads a number of replicates of which at least two are needed.
pub fn replicates_of_two(text: &str) -> Result<u32, String> {
    whole(text, 2..=MOST_REPLICATES)
}

/// Reads a number of draws.
pub fn draws(text: &str) -> Result<u32, String> {
    whole(text, 2..=MOST_DRAWS)
}

/// Reads a number of members.
pub fn members(text: &str) -> Result<u32, String> {
    whole(text, 2..=MOST_MEMBERS)
}

/// Reads a number of runs of a sampler.
pub fn runs(text: &str) -> Result<u32, String> {
    whole(text, 200..=MOST_RUNS)
}

/// Reads a number of months after the crisis.
pub fn months(text: &str) -> Result<u32, String> {
    whole(text, 0..=righting_scenario::MOST_MONTHS)
}

/// Reads a number of worker threads; 0 is one per core.
pub fn threads(text: &str) -> Result<usize, String> {
    whole(text, 0..=MOST_THREADS as u32).map(|threads| threads as usize)
}

/// Reads the seed of all chance.
pub fn seed(text: &str) -> Result<u64, String> {
    let found = text.replace('_', "").parse::<u64>();
    found.map_err(|_| format!("expected a whole number from 0 to {}", u64::MAX))
}

/// A whole number within bounds, which the message names.
fn whole(text: &str, bounds: RangeInclusive<u32>) -> Result<u32, String> {
    let found = text.replace('_', "").parse::<u32>().ok().filter(|number| bounds.contains(number));
    found.ok_or_else(|| format!("expected a whole number from {} to {}", bounds.start(), bounds.end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_out_of_bounds_is_refused_with_the_bounds() {
        assert_eq!(replicates("1000000"), Ok(1_000_000));
        for text in ["0", "1000001", "4000000000", "99999999999999999999", "-1", "many", ""] {
            assert_eq!(replicates(text), Err("expected a whole number from 1 to 1000000".to_owned()), "{text}");
        }
        assert_eq!(seed("-1"), Err("expected a whole number from 0 to 18446744073709551615".to_owned()));
        assert_eq!(seed("18446744073709551615"), Ok(u64::MAX));
        assert_eq!(threads("0"), Ok(0));
        assert_eq!(threads("1000000"), Err("expected a whole number from 0 to 1024".to_owned()));
        assert_eq!(months("121"), Err("expected a whole number from 0 to 120".to_owned()));
    }
}
