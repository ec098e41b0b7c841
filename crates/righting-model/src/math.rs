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
    fn sigma_of_published_ginis() {
        assert!((sigma_from_gini(0.278) - 0.503).abs() < 1e-3);
        assert!((sigma_from_gini(0.35) - 0.642).abs() < 1e-3);
    }
}
