//! What a user may choose.

use serde::{Deserialize, Serialize};

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
    #[cfg_attr(feature = "clap", arg(long))]
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

    /// The first of the Epstein options that is set, for models that have none of them.
    pub(crate) fn only_epstein(&self) -> Option<&'static str> {
        let set = [
            (self.rules.is_some(), "rules"),
            (self.run.is_some(), "run"),
            (self.side.is_some(), "side"),
            (self.vision.is_some(), "vision"),
            (self.citizens.is_some(), "citizens"),
            (self.cops.is_some(), "cops"),
            (self.legitimacy.is_some(), "legitimacy"),
            (self.jail.is_some(), "jail"),
        ];
        set.into_iter().find(|(is, _)| *is).map(|(_, name)| name)
    }
}
