//! What a job is asked to do.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::limits::Limits;
use crate::origin::Origin;
use crate::refusal::Refusal;

/// Most arms of a laboratory: the base and the change.
const MOST_ARMS: usize = 2;
/// Most changes of an arm, and longest of them.
const MOST_CHANGES: usize = 200;
const LONGEST_CHANGE: usize = 1000;

/// What a job does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "serve.ts"))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Asked {
    /// Replicates of a scenario, as it is and changed, each told as it is made.
    Laboratory(Laboratory),
    /// `righting run`: a stored run with its report.
    Run(Run),
    /// `righting calibrate`.
    Calibrate(Calibrate),
    /// `righting forecast`.
    Forecast(Forecast),
}

/// Replicates to make in the laboratory. Those of both arms that have a number have the same people and the same chances.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "serve.ts"))]
#[serde(deny_unknown_fields)]
pub struct Laboratory {
    /// Scenario: `shipped:NAME`, `folder:PATH` or `run:PATH`.
    #[schema(value_type = String, pattern = "^(shipped|folder|run):", example = "shipped:five-towns")]
    pub origin: Origin,
    /// What is run: the base, then the change, if there is one.
    #[schema(min_items = 1, max_items = 2)]
    pub arms: Vec<ArmAsked>,
    /// Seed, as decimal text: numbers of a script end at 2^53.
    #[schema(pattern = "^[0-9]{1,19}$", example = "1")]
    pub seed: String,
    /// Replicates of each arm, 0 to this.
    #[schema(minimum = 1, maximum = 4000)]
    pub replicates: u32,
    /// Engine that moves the people.
    #[serde(default)]
    pub engine: Engine,
}

/// One arm of a laboratory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "serve.ts"))]
#[serde(deny_unknown_fields)]
pub struct ArmAsked {
    /// Changes, each `PATH=VALUE` or `without ID`.
    #[schema(max_items = 200, example = json!(["time.days=7"]))]
    pub changes: Vec<String>,
    /// First replicate to make: whoever asks has those before it.
    #[serde(default)]
    pub from: u32,
}

/// Engine that moves the people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "serve.ts"))]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// Exact and fast: cost follows activity.
    #[default]
    Sellke,
    /// One loop over everybody: slow, plain, the reference.
    Oracle,
}

/// A run to store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "serve.ts"))]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Scenario: `shipped:NAME` or `folder:PATH`.
    #[schema(value_type = String, pattern = "^(shipped|folder):", example = "shipped:five-towns")]
    pub origin: Origin,
    /// Changes, each `PATH=VALUE` or `without ID`.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub changes: Vec<String>,
    /// Seed, as decimal text.
    #[schema(pattern = "^[0-9]{1,19}$", example = "1")]
    pub seed: String,
    /// Replicates.
    #[schema(minimum = 1, maximum = 4000)]
    pub replicates: u32,
}

/// A calibration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "serve.ts"))]
#[serde(deny_unknown_fields)]
pub struct Calibrate {
    /// Scenario: `shipped:NAME` or `folder:PATH`.
    #[schema(value_type = String, pattern = "^(shipped|folder):", example = "shipped:five-towns")]
    pub origin: Origin,
    /// Changes, each `PATH=VALUE` or `without ID`.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub changes: Vec<String>,
    /// Seed, as decimal text.
    #[schema(pattern = "^[0-9]{1,19}$", example = "1")]
    pub seed: String,
    /// Runs after which no round of moves begins.
    #[schema(minimum = 1)]
    pub runs: u32,
    /// Runs of a trial once the population is near the record.
    #[schema(minimum = 1, maximum = 100)]
    pub replicates: u32,
    /// Replicates of each of the three ensembles that follow.
    #[schema(minimum = 1, maximum = 4000)]
    pub predictive: u32,
}

/// A forecast.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "serve.ts"))]
#[serde(deny_unknown_fields)]
pub struct Forecast {
    /// Scenario: `shipped:NAME` or `folder:PATH`.
    #[schema(value_type = String, pattern = "^(shipped|folder):", example = "shipped:five-towns")]
    pub origin: Origin,
    /// Changes, each `PATH=VALUE` or `without ID`.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub changes: Vec<String>,
    /// Seed, as decimal text.
    #[schema(pattern = "^[0-9]{1,19}$", example = "1")]
    pub seed: String,
    /// The date: only what was published before it is used.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", example = "2022-01-04")]
    pub as_of: String,
    /// Days to forecast.
    #[schema(minimum = 1, maximum = 366)]
    pub days: u32,
    /// Draws from the priors.
    #[schema(minimum = 1)]
    pub replicates: u32,
    /// Members of the forecast.
    #[schema(minimum = 1, maximum = 4000)]
    pub members: u32,
}

impl Asked {
    /// Whether it is a job of the laboratory: it stores nothing.
    pub fn is_laboratory(&self) -> bool {
        matches!(self, Self::Laboratory(_))
    }

    /// The scenario that it is about.
    pub fn origin(&self) -> &Origin {
        match self {
            Self::Laboratory(asked) => &asked.origin,
            Self::Run(asked) => &asked.origin,
            Self::Calibrate(asked) => &asked.origin,
            Self::Forecast(asked) => &asked.origin,
        }
    }

    /// Refuses what is beyond the limits or means nothing. Whether changes fit the scenario is for the job to find.
    ///
    /// # Errors
    /// With the number found and the number allowed.
    pub fn fits(&self, limits: &Limits) -> Result<(), Refusal> {
        let (changes, seed, replicates): (Vec<&[String]>, _, _) = match self {
            Self::Laboratory(asked) => {
                let arms = asked.arms.len();
                if !(1..=MOST_ARMS).contains(&arms) {
                    return Err(Refusal::bad(
                        "arms",
                        format!("{arms} arms, expected the base, and the change if there is one"),
                    ));
                }
                if let Some(arm) = asked.arms.iter().find(|arm| arm.from > asked.replicates) {
                    let message = format!("an arm begins with replicate {} of {}", arm.from, asked.replicates);
                    return Err(Refusal::bad("from", message));
                }
                (asked.arms.iter().map(|arm| arm.changes.as_slice()).collect(), &asked.seed, vec![asked.replicates])
            }
            Self::Run(asked) => (vec![&asked.changes], &asked.seed, vec![asked.replicates]),
            Self::Calibrate(asked) => (vec![&asked.changes], &asked.seed, vec![asked.predictive]),
            Self::Forecast(asked) => (vec![&asked.changes], &asked.seed, vec![asked.members]),
        };
        if let Some(&count) = replicates.iter().find(|count| !(1..=limits.replicates).contains(count)) {
            let message = format!("{count} replicates, expected 1 to {}", limits.replicates);
            return Err(Refusal::bad("replicates", message).help("`righting run` takes more"));
        }
        if seed.parse::<u64>().is_err() || seed.len() > 19 || !seed.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Refusal::bad(
                "seed",
                format!("the seed is `{}`, expected a whole number", seed.escape_debug()),
            ));
        }
        let too_long =
            |list: &&&[String]| list.len() > MOST_CHANGES || list.iter().any(|change| change.len() > LONGEST_CHANGE);
        if changes.iter().any(|list| too_long(&list)) {
            let message = format!("too many changes, expected at most {MOST_CHANGES} of {LONGEST_CHANGE} bytes");
            return Err(Refusal::bad("changes", message));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values of a keyword in every schema of a property of this name.
    fn stated(value: &serde_json::Value, property: &str, keyword: &str) -> Vec<u64> {
        let mut found = Vec::new();
        let mut open = vec![(String::new(), value)];
        while let Some((name, value)) = open.pop() {
            if name == property
                && let Some(number) = value[keyword].as_u64()
            {
                found.push(number);
            }
            match value {
                serde_json::Value::Object(map) => open.extend(map.iter().map(|(key, value)| (key.clone(), value))),
                serde_json::Value::Array(list) => open.extend(list.iter().map(|value| (String::new(), value))),
                _ => {}
            }
        }
        found
    }

    #[test]
    fn the_description_has_the_limits_that_hold() {
        let description = serde_json::to_value(crate::description()).unwrap();
        let most = u64::from(Limits::default().replicates);
        for (property, keyword, limit) in [
            ("replicates", "maximum", most),
            ("changes", "maxItems", MOST_CHANGES as u64),
            ("arms", "maxItems", MOST_ARMS as u64),
        ] {
            let stated = stated(&description, property, keyword);
            let held = stated.iter().filter(|number| **number == limit).count();
            assert!(held > 0, "{property} has no {keyword} of {limit}: {stated:?}");
            assert!(stated.iter().all(|number| *number <= limit), "{property}: {stated:?} beyond {limit}");
        }
    }
}
