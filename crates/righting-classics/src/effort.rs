//! How much a replication spends.

/// Full replication, or one light enough for a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// As many runs and ticks as the claims need.
    Full,
    /// A few seconds in all; tolerances stay, so a light run may miss by chance.
    Light,
}

impl Effort {
    /// One of two settings.
    pub fn pick<T>(self, full: T, light: T) -> T {
        match self {
            Self::Full => full,
            Self::Light => light,
        }
    }
}
