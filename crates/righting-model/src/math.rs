//! The only exponentials, logarithms and roots of the model: the same bits on every machine.
//!
//! Platform libraries differ in the last bit, and a last bit decides who joins. Scalars go through
//! the pure-Rust `libm`; the inner kernel uses the short polynomials below, which vectorise and
//! contain no fused multiply-add.

/// e^x.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Natural logarithm.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// Square root (IEEE: exact everywhere).
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}

/// x^y.
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// 1 - e^-x, without cancellation for small x.
#[inline]
pub fn one_minus_exp(x: f64) -> f64 {
    if x.abs() < 1e-3 {
        // The series to the fifth power: the rest is below 1e-18 of x.
        x * (1.0 - x * (0.5 - x * (1.0 / 6.0 - x * (1.0 / 24.0 - x / 120.0))))
    } else {
        -libm::expm1(-x)
    }
}

/// Standard normal distribution function.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Standard normal quantile, by bisection on [`normal_cdf`] (set-up only, so exactness beats speed).
///
/// # Panics
/// When `p` is not inside (0, 1).
pub fn normal_quantile(p: f64) -> f64 {
    assert!(p > 0.0 && p < 1.0, "a probability inside (0, 1), found {p}");
    let (mut low, mut high) = (-40.0, 40.0);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if normal_cdf(middle) < p { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// The quantile of a binomial: the smallest count whose probability with all below it reaches `u`. By summing where the
/// mean, or that of the others, is below 60, and beyond by the normal with a correction for continuity and skew.
pub fn binomial_quantile(n: u32, p: f64, u: f64) -> u32 {
    if p > 0.5 {
        return n - binomial_quantile(n, 1.0 - p, 1.0 - u);
    }
    let mean = f64::from(n) * p;
    if mean < 60.0 {
        let odds = p / (1.0 - p);
        let mut term = exp(f64::from(n) * libm::log1p(-p));
        let (mut sum, mut count) = (term, 0);
        while sum < u && count < n {
            term *= odds * f64::from(n - count) / f64::from(count + 1);
            sum += term;
            count += 1;
        }
        return count;
    }
    let z = f64::from(normal_f32((u * 4_294_967_296.0) as u32));
    let skew = (1.0 - 2.0 * p) * (z * z - 1.0) / 6.0;
    (mean + z * sqrt(mean * (1.0 - p)) + skew + 0.5).floor().clamp(0.0, f64::from(n)) as u32
}

/// Standard deviation of log income for a Gini coefficient: sqrt(2) Phi^-1((1+g)/2) (lognormal income).
pub fn sigma_from_gini(gini: f64) -> f64 {
    std::f64::consts::SQRT_2 * normal_quantile(0.5 * (1.0 + gini))
}

/// e^x in single precision for |x| <= 87, relative error below 2e-7; branch-free, so loops vectorise.
#[inline(always)]
pub fn exp_f32(x: f32) -> f32 {
    const ROUND: f32 = 12_582_912.0; // 1.5 * 2^23: adding it rounds to an integer
    let x = x.clamp(-87.0, 87.0);
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    let r = (x - n * 0.693_359_4) - n * -2.121_944_4e-4;
    let mut p = 1.987_569_1e-4;
    p = p * r + 1.398_199_9e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 0.166_666_65;
    p = p * r + 0.5;
    let y = p * r * r + r + 1.0;
    // The integer stands in the low bits of what was rounded.
    y * f32::from_bits(rounded.to_bits().wrapping_sub(ROUND.to_bits() - 127) << 23)
}

/// A unit exponential from one 32-bit word: -ln of a uniform on (0, 1), single precision.
///
/// Near 1 the logarithm is taken of the distance to 1, which the word gives exactly, so small
/// exponentials keep their relative precision.
#[inline(always)]
pub fn exponential_f32(word: u32) -> f32 {
    const SCALE: f32 = 1.0 / 4_294_967_296.0;
    let near_one = word >= 0xB504_F334;
    let (distance, exponent) = split((word as f32 + 0.5) * SCALE);
    let x = if near_one { -((!word) as f32 + 0.5) * SCALE } else { distance };
    let n = if near_one { 0.0 } else { exponent };
    -(ln_1p_f32(x) + n * std::f32::consts::LN_2)
}

/// Natural logarithm in single precision of a positive normal number, absolute error below 2e-7 of the larger
/// of 1 and the result.
#[inline(always)]
pub fn ln_f32(x: f32) -> f32 {
    let (distance, exponent) = split(x);
    ln_1p_f32(distance) + exponent * std::f32::consts::LN_2
}

/// 1 - e^-x in single precision for x >= 0, without cancellation for small x.
#[inline(always)]
pub fn one_minus_exp_f32(x: f32) -> f32 {
    if x < 0.01 { x * (1.0 - x * (0.5 - x / 6.0)) } else { 1.0 - exp_f32(-x) }
}

/// A standard normal from one 32-bit word: its quantile, sqrt(2) erfinv(2u - 1) by the polynomials of Giles (2010,
/// "Approximating the erfinv function"), relative error below 1e-6; branch-free, so loops vectorise.
#[inline(always)]
pub fn normal_f32(word: u32) -> f32 {
    const SCALE: f32 = 1.0 / 8_388_608.0;
    let x = (word >> 8) as f32 * SCALE + (0.5 * SCALE - 1.0);
    let w = -ln_f32((1.0 - x) * (1.0 + x));
    let (near, far) = (w - 2.5, w.max(5.0).sqrt() - 3.0);
    let mut p = 2.810_226_4e-8;
    p = p * near + 3.432_739_4e-7;
    p = p * near - 3.523_387_7e-6;
    p = p * near - 4.391_506_5e-6;
    p = p * near + 2.185_808_7e-4;
    p = p * near - 1.253_725e-3;
    p = p * near - 4.177_681_6e-3;
    p = p * near + 0.246_640_73;
    p = p * near + 1.501_409_4;
    let mut q = -2.002_142_6e-4;
    q = q * far + 1.009_505_6e-4;
    q = q * far + 1.349_343_2e-3;
    q = q * far - 3.673_428_4e-3;
    q = q * far + 5.739_507_7e-3;
    q = q * far - 7.622_461_3e-3;
    q = q * far + 9.438_870_5e-3;
    q = q * far + 1.001_674;
    q = q * far + 2.832_976_8;
    std::f32::consts::SQRT_2 * x * if w < 5.0 { p } else { q }
}

/// x = (1 + distance) 2^exponent with 1 + distance between sqrt(1/2) and sqrt(2).
#[inline(always)]
fn split(x: f32) -> (f32, f32) {
    let bits = x.to_bits();
    let mantissa = f32::from_bits((bits & 0x007F_FFFF) | 0x3F00_0000);
    let low = mantissa < std::f32::consts::FRAC_1_SQRT_2;
    let exponent = (bits >> 23) as i32 - 126 - i32::from(low);
    (if low { mantissa + mantissa } else { mantissa } - 1.0, exponent as f32)
}

#[inline(always)]
fn ln_1p_f32(x: f32) -> f32 {
    let z = x * x;
    let mut p = 7.037_683_6e-2;
    p = p * x - 0.115_146_1;
    p = p * x + 0.116_769_99;
    p = p * x - 0.124_201_41;
    p = p * x + 0.142_493_23;
    p = p * x - 0.166_680_58;
    p = p * x + 0.200_007_15;
    p = p * x - 0.249_999_94;
    p = p * x + 0.333_333_3;
    x + (p * x * z - 0.5 * z)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_exponential_agrees_with_the_long_one() {
        for i in -8_600..8_600 {
            let x = i as f32 * 0.01;
            let exact = exp(f64::from(x));
            assert!((f64::from(exp_f32(x)) / exact - 1.0).abs() < 3e-7, "x = {x}");
        }
    }

    #[test]
    fn the_short_logarithm_and_the_small_chance_agree_with_the_long_ones() {
        for i in -1_000..1_000 {
            let x = exp_f32(i as f32 * 0.08);
            let exact = ln(f64::from(x));
            assert!((f64::from(ln_f32(x)) - exact).abs() < 2e-7 * exact.abs().max(1.0), "x = {x}");
            let exact = one_minus_exp(f64::from(x));
            assert!((f64::from(one_minus_exp_f32(x)) / exact - 1.0).abs() < 1e-5, "x = {x}");
        }
        assert_eq!(one_minus_exp_f32(0.0), 0.0);
    }

    #[test]
    fn exponentials_from_words_agree_with_the_logarithm() {
        for word in (0..=u32::MAX).step_by(99_991).chain([0, 1, 0xB504_F333, 0xB504_F334, u32::MAX]) {
            let exact = -ln((f64::from(word) + 0.5) / 4_294_967_296.0);
            let got = f64::from(exponential_f32(word));
            assert!((got - exact).abs() <= 4e-7 * exact.max(1e-10), "word {word}: {got} against {exact}");
        }
    }

    #[test]
    fn normals_from_words_are_the_normal_quantiles() {
        for word in (0..=u32::MAX).step_by(9_999_991).chain([0, 1 << 8, 0x8000_0000, u32::MAX]) {
            let exact = normal_quantile((f64::from(word >> 8) + 0.5) / 16_777_216.0);
            let got = f64::from(normal_f32(word));
            assert!((got - exact).abs() < 4e-4 * exact.abs().max(1.0), "word {word}: {got} against {exact}");
        }
    }

    #[test]
    fn binomial_quantiles_have_the_mean_and_variance() {
        for (n, p) in [(1, 0.3), (40, 0.9), (100, 0.02), (2000, 0.2), (500, 0.5)] {
            let steps = 20_000;
            let (mut sum, mut squares) = (0.0, 0.0);
            for step in 0..steps {
                let count = f64::from(binomial_quantile(n, p, (f64::from(step) + 0.5) / f64::from(steps)));
                (sum, squares) = (sum + count, squares + count * count);
            }
            let (mean, variance) = (f64::from(n) * p, f64::from(n) * p * (1.0 - p));
            let found = sum / f64::from(steps);
            assert!((found - mean).abs() < 2e-3 * mean.max(1.0), "{found} of {mean}");
            let spread = squares / f64::from(steps) - found * found;
            assert!((spread / variance - 1.0).abs() < 0.02, "{spread} of {variance}");
        }
    }

    #[test]
    fn sigma_of_published_ginis() {
        assert!((sigma_from_gini(0.278) - 0.503).abs() < 1e-3);
        assert!((sigma_from_gini(0.35) - 0.642).abs() < 1e-3);
    }
}
