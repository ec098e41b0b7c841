//! How a replicate ended, and the same packed: as it is written into a part of a run, or sent there.

use righting_model::{Failure, Trace};
use serde::{Deserialize, Serialize};

use crate::manifest::{Manifest, Status};
use crate::run::pack::Body;
use crate::run::part;

/// How one replicate ended.
#[derive(Debug)]
pub struct Outcome {
    /// Number of the replicate.
    pub replicate: u32,
    /// Seconds that its thread spent on it.
    pub seconds: f64,
    /// Its trace, or the stage and the reason of its failure.
    pub result: Result<Trace, Failure>,
}

/// A replicate of a run, packed: compressed tables, or why there are none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packed {
    pub(crate) status: Status,
    pub(crate) seconds: f64,
    /// Compressed; empty for a failed replicate.
    pub(crate) body: Vec<u8>,
}

impl Packed {
    /// Packs a replicate of a run. A trace that no table can hold (not finite, beyond 32 bits) is a failure of stage
    /// `record`.
    pub fn of(manifest: &Manifest, outcome: Outcome) -> Self {
        let Outcome { replicate, seconds, result } = outcome;
        let packed = result.map_err(|failure| (failure.stage.to_owned(), failure.message)).and_then(|trace| {
            let (steps, joinings) = (trace.steps, trace.joinings);
            let body = Body::pack(manifest, trace).and_then(|body| part::encode(&body));
            body.map(|body| (steps, joinings, body)).map_err(|message| ("record".to_owned(), message))
        });
        match packed {
            Ok((steps, joinings, body)) => {
                Self { status: Status::Succeeded { replicate, steps, joinings }, seconds, body }
            }
            Err((stage, message)) => {
                Self { status: Status::Failed { replicate, stage, message }, seconds, body: Vec::new() }
            }
        }
    }

    /// Its number.
    pub fn replicate(&self) -> u32 {
        self.status.replicate()
    }
}
