//! Why a parameter was refused.

/// Why a parameter was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ParameterError {
    /// No parameter of that name.
    #[error("no parameter is called `{path}`")]
    Unknown {
        /// The path asked for.
        path: String,
    },
    /// One of the model's form of version 0.1.0.
    #[error("`{path}` is of the model of version 0.1.0: {by}")]
    Replaced {
        /// The path asked for.
        path: &'static str,
        /// What stands in its place.
        by: &'static str,
    },
    /// Outside the range accepted.
    #[error("`{path}` is {value}, expected {low} to {high}")]
    Range {
        /// The parameter.
        path: &'static str,
        /// The value found.
        value: f64,
        /// Smallest accepted.
        low: f64,
        /// Largest accepted.
        high: f64,
    },
}
