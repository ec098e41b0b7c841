//! What the server is, and the digest of many replicates.

use std::sync::Arc;

use axum::extract::State;
use righting_measure::{Digest, together};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::sent::Sent;
use crate::json::Json;
use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::server::Server;

/// What the server is.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "serve.ts"))]
pub struct About {
    /// Version of the program.
    pub version: String,
    /// Whether it writes.
    pub edit: bool,
    /// Processor cores that it simulates with.
    pub cores: usize,
    /// What it does at most.
    pub limits: Limits,
}

impl About {
    /// Of a server.
    pub fn of(server: &Server) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            edit: server.library.root.is_editable(),
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            limits: server.limits,
        }
    }
}

/// Version, rights and limits of the server.
#[utoipa::path(get, path = "/api/about", responses((status = 200, body = About)))]
pub async fn about(State(server): State<Arc<Server>>) -> Json<About> {
    Json(About::of(&server))
}

/// Digests of replicates.
#[derive(Debug, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "serve.ts"))]
#[serde(deny_unknown_fields)]
pub struct Replicates {
    /// Digests in the order of the replicates.
    #[schema(max_items = 10_000)]
    #[cfg_attr(test, ts(as = "Vec<String>"))]
    pub replicates: Vec<Hexadecimal>,
}

/// A BLAKE3 digest in hexadecimal.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(value_type = String, pattern = "^[0-9a-fA-F]{64}$")]
pub struct Hexadecimal(String);

/// The digest of a run.
#[derive(Debug, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "serve.ts"))]
pub struct Whole {
    /// In hexadecimal.
    pub digest: String,
}

/// The digest of a run, as `righting run --digest` prints it, from those of its replicates in their order.
#[utoipa::path(post, path = "/api/digest", request_body = Replicates, responses((status = 200, body = Whole)))]
pub async fn digest(Sent(sent): Sent<Replicates>) -> Result<Json<Whole>, Refusal> {
    let digests: Result<Vec<Digest>, String> = sent.replicates.iter().map(|Hexadecimal(text)| text.parse()).collect();
    let digests = digests.map_err(|message| Refusal::bad("digest", message))?;
    Ok(Json(Whole { digest: together(digests).to_string() }))
}
