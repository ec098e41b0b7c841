//! Numbers as texts of a claim, a table or a chart.

/// A number with five significant digits at most; `none` if it is not a number.
pub fn figure(value: f64) -> String {
    let size = value.abs();
    if value.is_nan() {
        "none".to_owned()
    } else if size >= 1e4 || value == libm::trunc(value) {
        format!("{value:.0}")
    } else if size >= 100.0 {
        format!("{value:.1}")
    } else if size >= 1.0 {
        format!("{value:.2}")
    } else {
        format!("{value:.4}")
    }
}
