//! Points of low discrepancy: Sobol's sequence with the direction numbers of Joe and Kuo (2008), Owen-scrambled
//! by hashing (Burley 2020, JCGT 9(4)), as the crate `sobol_burley` gives them.

/// Most points: the sequence of the crate ends at 2^16.
pub const MOST_SOBOL: usize = 1 << 16;

/// Most axes: the crate has direction numbers for so many.
const MOST_AXES: usize = sobol_burley::NUM_DIMENSIONS as usize;

/// The first `count` points of the scrambled sequence. The crate gives 24 bits a coordinate, finer than any design
/// of [`MOST_SOBOL`] points.
///
/// # Panics
/// When more points or axes are asked for than the sequence has.
pub fn sobol_points(count: usize, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    assert!(count <= MOST_SOBOL && dimensions <= MOST_AXES, "at most {MOST_SOBOL} points in {MOST_AXES} dimensions");
    let scramble = (seed ^ (seed >> 32)) as u32;
    let coordinate = |index: usize, axis: usize| {
        f64::from(sobol_burley::sample(index as u32, axis as u32, scramble)) + f64::from(f32::EPSILON) / 4.0
    };
    (0..count).map(|index| (0..dimensions).map(|axis| coordinate(index, axis)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_axis_and_every_square_of_a_net_is_filled_evenly() {
        // A (0, 8, 2)-net in base 2 over the first two axes: every elementary interval of area 1/256 has one point.
        let points = sobol_points(256, 6, 9);
        for (across, down) in [(256, 1), (16, 16), (4, 64), (1, 256)] {
            let mut cells = vec![0; 256];
            points.iter().for_each(|point| {
                cells[(point[0] * f64::from(across)) as usize * down + (point[1] * down as f64) as usize] += 1;
            });
            assert!(cells.iter().all(|&count| count == 1), "{across} by {down}");
        }
        for axis in 2..6 {
            let mut slices: Vec<usize> = points.iter().map(|point| (point[axis] * 256.0) as usize).collect();
            slices.sort_unstable();
            assert_eq!(slices, (0..256).collect::<Vec<_>>());
        }
    }
}
