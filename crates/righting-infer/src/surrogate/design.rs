//! Runs of a simulator at points of a design.

use super::quadratic;

/// Folds of the runs: each is left out once.
pub(super) const FOLDS: usize = 5;

/// Runs at least for every coefficient of the quadratic terms.
const RUNS_PER_TERM: usize = 2;

/// Runs of a simulator: inputs and outputs, a row each.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Design {
    /// Inputs of every run.
    pub inputs: Vec<Vec<f64>>,
    /// Outputs of every run.
    pub outputs: Vec<Vec<f64>>,
    /// How much a run counts, above 0: less for runs far from where the surrogate must be right.
    pub weights: Vec<f64>,
}

/// Why no surrogate can be fitted, or none held against these runs.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SurrogateError {
    /// Fewer runs than coefficients can be told from.
    #[error("{found} runs are too few for a surrogate of {inputs} inputs: at least {needed}")]
    TooFew {
        /// Runs there are.
        found: usize,
        /// Runs needed.
        needed: usize,
        /// Inputs.
        inputs: usize,
    },
    /// A row of another length.
    #[error("run {run} has {found} {what}, expected {expected}")]
    Ragged {
        /// Which run, from 0.
        run: usize,
        /// Inputs, outputs or weights.
        what: &'static str,
        /// How many it has.
        found: usize,
        /// How many it should have.
        expected: usize,
    },
    /// A value that is not finite, or a weight that is not above 0.
    #[error("{what} {column} of run {run} is {found}, expected {expected}")]
    Value {
        /// Which run, from 0.
        run: usize,
        /// Input, output or weight.
        what: &'static str,
        /// Which column, from 0.
        column: usize,
        /// The value found.
        found: f64,
        /// What it should be.
        expected: &'static str,
    },
    /// An output that never changes: nothing can be learned from it.
    #[error("output {output} is {value} in every run")]
    Constant {
        /// Which output, from 0.
        output: usize,
        /// Its value.
        value: f64,
    },
    /// Nothing to foretell, or nothing to foretell it by.
    #[error("runs without {what}")]
    Empty {
        /// Inputs or outputs.
        what: &'static str,
    },
}

impl Design {
    /// Runs that all count the same.
    pub fn new(inputs: Vec<Vec<f64>>, outputs: Vec<Vec<f64>>) -> Self {
        let weights = vec![1.0; inputs.len()];
        Self { inputs, outputs, weights }
    }

    /// Adds a run.
    pub fn push(&mut self, inputs: Vec<f64>, outputs: Vec<f64>, weight: f64) {
        self.inputs.push(inputs);
        self.outputs.push(outputs);
        self.weights.push(weight);
    }

    /// Number of runs.
    pub fn runs(&self) -> usize {
        self.inputs.len()
    }

    pub(super) fn validate(&self) -> Result<(), SurrogateError> {
        let [inputs, outputs] = [&self.inputs, &self.outputs].map(|rows| rows.first().map_or(0, Vec::len));
        let needed = RUNS_PER_TERM * quadratic::terms(inputs) + 2 * FOLDS;
        if self.runs() < needed {
            return Err(SurrogateError::TooFew { found: self.runs(), needed, inputs });
        }
        self.fits(inputs, outputs)?;
        for output in 0..outputs {
            let value = self.outputs[0][output];
            if self.outputs.iter().all(|row| row[output] == value) {
                return Err(SurrogateError::Constant { output, value });
            }
        }
        Ok(())
    }

    /// Whether every row has so many finite values.
    pub(super) fn fits(&self, inputs: usize, outputs: usize) -> Result<(), SurrogateError> {
        for (what, expected) in [("inputs", inputs), ("outputs", outputs)] {
            if expected == 0 {
                return Err(SurrogateError::Empty { what });
            }
        }
        for (what, found) in [("outputs", self.outputs.len()), ("weights", self.weights.len())] {
            if found != self.runs() {
                let run = found.min(self.runs());
                return Err(SurrogateError::Ragged { run, what, found: 0, expected: 1 });
            }
        }
        for run in 0..self.runs() {
            finite(run, ["inputs", "input"], &self.inputs[run], inputs)?;
            finite(run, ["outputs", "output"], &self.outputs[run], outputs)?;
            let found = self.weights[run];
            if !(found > 0.0 && found.is_finite()) {
                return Err(SurrogateError::Value {
                    run,
                    what: "weight",
                    column: 0,
                    found,
                    expected: "a number above 0",
                });
            }
        }
        Ok(())
    }
}

fn finite(run: usize, [many, one]: [&'static str; 2], row: &[f64], expected: usize) -> Result<(), SurrogateError> {
    if row.len() != expected {
        return Err(SurrogateError::Ragged { run, what: many, found: row.len(), expected });
    }
    match row.iter().position(|value| !value.is_finite()) {
        Some(column) => {
            Err(SurrogateError::Value { run, what: one, column, found: row[column], expected: "a finite number" })
        }
        None => Ok(()),
    }
}
