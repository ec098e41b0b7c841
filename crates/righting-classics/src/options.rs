//! What a user may choose.

use serde::{Deserialize, Serialize};

use crate::error::ClassicError;

/// Names of the published readings of Epstein's rules.
pub(crate) const RULES: [&str; 5] = ["text", "brookings", "netlogo", "mesa", "mesa-moore"];

/// Choices for a classic; what is left open takes the model's published setting.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "clap", derive(clap::Args))]
pub struct Options {
    /// Seed of all chance [default: 1]
    #[cfg_attr(feature = "clap", arg(long))]
    pub seed: Option<u64>,
    /// Independent repetitions [default: the model's own]
    #[cfg_attr(feature = "clap", arg(long, visible_alias = "seeds"))]
    pub replicates: Option<u32>,
    /// Ticks or days to run, or the cap of a run that ends by itself
    #[cfg_attr(feature = "clap", arg(long))]
    pub ticks: Option<u32>,
    /// Epstein: text, brookings, netlogo, mesa or mesa-moore [default: brookings]
    #[cfg_attr(feature = "clap", arg(long, value_parser = clap::builder::PossibleValuesParser::new(RULES), hide_possible_values = true))]
    pub rules: Option<String>,
    /// Epstein: run of Table 2, from 1 to 8 [default: 2]
    #[cfg_attr(feature = "clap", arg(long))]
    pub run: Option<u8>,
    /// Epstein: cells along a side of the torus [default: 40]
    #[cfg_attr(feature = "clap", arg(long))]
    pub side: Option<usize>,
    /// Epstein: vision of citizens and cops, in cells
    #[cfg_attr(feature = "clap", arg(long))]
    pub vision: Option<f64>,
    /// Epstein: citizens per cell
    #[cfg_attr(feature = "clap", arg(long))]
    pub citizens: Option<f64>,
    /// Epstein: cops per cell
    #[cfg_attr(feature = "clap", arg(long))]
    pub cops: Option<f64>,
    /// Epstein: legitimacy, from 0 to 1
    #[cfg_attr(feature = "clap", arg(long))]
    pub legitimacy: Option<f64>,
    /// Epstein: greatest jail term in ticks
    #[cfg_attr(feature = "clap", arg(long))]
    pub jail: Option<u32>,
}

impl Options {
    /// The seed in force.
    pub fn seed(&self) -> u64 {
        self.seed.unwrap_or(1)
    }

    /// Names of all options but the seed.
    pub(crate) const ALL: &[&str] =
        &["replicates", "ticks", "rules", "run", "side", "vision", "citizens", "cops", "legitimacy", "jail"];

    /// Fails where an option is not the model's or cannot be met.
    pub(crate) fn check(&self, model: &'static str, takes: &[&str]) -> Result<(), ClassicError> {
        let set = [
            self.replicates.is_some(),
            self.ticks.is_some(),
            self.rules.is_some(),
            self.run.is_some(),
            self.side.is_some(),
            self.vision.is_some(),
            self.citizens.is_some(),
            self.cops.is_some(),
            self.legitimacy.is_some(),
            self.jail.is_some(),
        ];
        for (&option, is_set) in Self::ALL.iter().zip(set) {
            if is_set && !takes.contains(&option) {
                return Err(ClassicError::Option { model, option });
            }
        }
        for (what, value, most, expected) in [
            ("replicates", self.replicates, 1_000_000, "from 1 to 1,000,000"),
            ("ticks", self.ticks, 1_000_000, "from 1 to 1,000,000"),
        ] {
            if value.is_some_and(|value| value == 0 || value > most) {
                return Err(ClassicError::value(what, &value.unwrap_or(0).to_string(), expected));
            }
        }
        Ok(())
    }
}
