//! One dimension of what is searched: a parameter and its range, on the unit interval.

use righting_model::math;

/// One parameter to fit, and where to look.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Its path, such as `joining.contagion`.
    pub path: String,
    /// Smallest value tried.
    pub low: f64,
    /// Largest value tried.
    pub high: f64,
    /// Whether equal steps are equal factors.
    pub log: bool,
    /// Where the search begins; `None`: at the value it has already.
    pub start: Option<f64>,
}

impl Axis {
    /// The value at a position on the unit interval.
    pub fn value(&self, position: f64) -> f64 {
        let value = if self.log {
            self.low * math::pow(self.high / self.low, position)
        } else {
            self.low + position * (self.high - self.low)
        };
        value.clamp(self.low, self.high)
    }

    /// The position of a value on the unit interval, moved inside it.
    pub fn position(&self, value: f64) -> f64 {
        let value = value.clamp(self.low, self.high);
        if self.log {
            math::ln(value / self.low) / math::ln(self.high / self.low)
        } else {
            (value - self.low) / (self.high - self.low)
        }
    }
}
