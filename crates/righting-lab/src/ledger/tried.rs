//! Tests of contested structures, answered by a trial of accounts.

use std::path::Path;

use righting_scenario::Scenario;
use righting_store::{Checksums, read_study};
use serde::Deserialize;

use super::{Found, Holds};
use crate::error::LabError;
use crate::trial::SWITCHES;

/// What is read of the `trial.json` of `righting trial`.
#[derive(Deserialize)]
pub(super) struct Tried {
    weighings: Vec<Weighing>,
    confusion: Confusion,
}

#[derive(Deserialize)]
struct Weighing {
    switches: Vec<Probability>,
    log_bayes_factors: Vec<Factor>,
}

#[derive(Deserialize)]
struct Probability {
    mean: f64,
    low: f64,
    high: f64,
}

#[derive(Deserialize)]
struct Factor {
    log: f64,
    error: f64,
}

#[derive(Deserialize)]
struct Confusion {
    switches: Vec<[Option<f64>; 2]>,
}

/// Standard errors by which a log Bayes factor must lie off zero to decide.
const DECIDES: f64 = 2.0;

/// What a trial found, in its folder.
const FILE: &str = "trial.json";

impl Tried {
    /// Reads the trial in a folder, which must be one of this scenario.
    pub fn read(folder: &Path, scenario: &Scenario) -> Result<Self, LabError> {
        let study = read_study(folder)?;
        if study.scenario_hash != scenario.hash {
            return Err(LabError::OtherTrial { folder: folder.to_owned(), scenario: scenario.id.clone() });
        }
        let path = folder.join(FILE);
        let broken = |message: String| LabError::NoTrial { path: path.clone(), message };
        if !path.is_file() {
            return Err(broken("it is not there".to_owned()));
        }
        let text = Checksums::read(folder)?.bytes(FILE)?;
        serde_json::from_slice(&text).map_err(|error| broken(error.to_string()))
    }

    /// What the trial says of a structure: it counts only where its Bayes factor has one sign, beyond its error, under
    /// every prior that was tried.
    pub fn found(&self, switch: &str, claim: &str) -> Result<Found, LabError> {
        let at = SWITCHES.iter().position(|(name, _)| *name == switch).ok_or_else(|| LabError::ClaimNames {
            claim: claim.to_owned(),
            what: "contested structure".to_owned(),
            name: switch.to_owned(),
        })?;
        let factors: Vec<&Factor> = self.weighings.iter().map(|weighing| &weighing.log_bayes_factors[at]).collect();
        let all = |sign: f64| factors.iter().all(|factor| sign * factor.log > DECIDES * factor.error);
        let holds = match (all(1.0), all(-1.0)) {
            (true, _) => Holds::Yes,
            (_, true) => Holds::No,
            _ => Holds::Within,
        };
        let Probability { mean, low, high } = self.weighings[0].switches[at];
        let told: Vec<String> =
            factors.iter().map(|factor| format!("{:+.2} (error {:.2})", factor.log, factor.error)).collect();
        let share =
            |share: Option<f64>| share.map_or_else(|| "none".to_owned(), |share| format!("{:.0} %", 100.0 * share));
        let [with, without] = self.confusion.switches[at].map(share);
        let says = format!(
            "Trial of accounts, {}: probability {mean:.2} ({low:.2} to {high:.2}) where every account was alike beforehand; \
             log Bayes factors under the priors tried: {}. In simulated records it is found in {with} of those with it \
             and in {without} of those without.",
            SWITCHES[at].1,
            told.join(", ")
        );
        Ok(Found { holds, says })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(factors: &[[f64; 2]]) -> Tried {
        let weighing = |&[log, error]: &[f64; 2]| {
            serde_json::json!({
                "switches": vec![serde_json::json!({"mean": 0.7, "low": 0.6, "high": 0.8}); 3],
                "log_bayes_factors": vec![serde_json::json!({"log": log, "error": error}); 3],
            })
        };
        let weighings: Vec<serde_json::Value> = factors.iter().map(weighing).collect();
        let text = serde_json::json!({"weighings": weighings, "confusion": {"switches": vec![[0.6, 0.4]; 3]}});
        serde_json::from_value(text).unwrap()
    }

    #[test]
    fn a_structure_counts_only_where_every_prior_gives_the_same_sign() {
        for (factors, holds) in [
            (&[[1.0, 0.2], [0.9, 0.3]][..], Holds::Yes),
            (&[[-1.0, 0.2], [-0.9, 0.3]], Holds::No),
            (&[[1.0, 0.2], [0.5, 0.3]], Holds::Within),
            (&[[1.0, 0.2], [-1.0, 0.2]], Holds::Within),
        ] {
            let found = tried(factors).found("armed_groups", "c").unwrap();
            assert_eq!(found.holds, holds, "{factors:?}");
            assert!(found.says.contains("armed groups: probability 0.70 (0.60 to 0.80)"), "{}", found.says);
        }
        assert!(matches!(tried(&[[0.0, 1.0]]).found("armed_group", "c"), Err(LabError::ClaimNames { .. })));
    }
}
