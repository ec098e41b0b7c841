//! Stored runs and studies.

use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::json::Json;
use crate::listed::ListedRun;
use crate::refusal::Refusal;
use crate::server::Server;

/// Stored runs and studies.
#[derive(Debug, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "serve.ts"))]
pub struct RunList {
    /// By path.
    pub runs: Vec<ListedRun>,
}

/// The stored runs and studies under the root.
#[utoipa::path(get, path = "/api/runs", responses((status = 200, body = RunList)))]
pub async fn list(State(server): State<Arc<Server>>) -> Result<Json<RunList>, Refusal> {
    let runs = server.work(|server| Ok(server.library.runs())).await?;
    Ok(Json(RunList { runs }))
}
