//! Jobs: asked, looked at, ended, gone on with.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::sent::{Named, Sent};
use crate::jobs::{Asked, JobInfo};
use crate::json::Json;
use crate::refusal::Refusal;
use crate::server::Server;

/// The latest jobs.
#[derive(Debug, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "serve.ts"))]
pub struct JobList {
    /// The latest first.
    pub jobs: Vec<JobInfo>,
}

/// Nothing more than that it is asked: an empty object.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The jobs that the server remembers.
#[utoipa::path(get, path = "/api/jobs", responses((status = 200, body = JobList)))]
pub async fn list(State(server): State<Arc<Server>>) -> Json<JobList> {
    Json(JobList { jobs: server.jobs.latest() })
}

/// Queues a job. One of the laboratory stores nothing; the others need a server that writes.
#[utoipa::path(post, path = "/api/jobs", request_body = Asked, responses((status = 201, body = JobInfo)))]
pub async fn ask(
    State(server): State<Arc<Server>>,
    Sent(asked): Sent<Asked>,
) -> Result<(StatusCode, Json<JobInfo>), Refusal> {
    let info = server.work(move |server| server.jobs.ask(asked)).await?;
    Ok((StatusCode::CREATED, Json(info)))
}

/// How a job stands.
#[utoipa::path(get, path = "/api/jobs/{id}", params(("id" = u64, Path, description = "Number of the job")), responses((status = 200, body = JobInfo)))]
pub async fn read(State(server): State<Arc<Server>>, id: Named) -> Result<Json<JobInfo>, Refusal> {
    Ok(Json(server.jobs.find(id.number()?)?.info()))
}

/// Ends a job: at once if it waits, after the runs under way if it runs.
#[utoipa::path(post, path = "/api/jobs/{id}/cancel", params(("id" = u64, Path, description = "Number of the job")), request_body = Nothing, responses((status = 200, body = JobInfo)))]
pub async fn cancel(
    State(server): State<Arc<Server>>,
    id: Named,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Json<JobInfo>, Refusal> {
    let id = id.number()?;
    server.work(move |server| server.jobs.cancel(id)).await.map(Json)
}

/// Goes on with a job that stored something and did not come to its end, as a job of its own.
#[utoipa::path(post, path = "/api/jobs/{id}/resume", params(("id" = u64, Path, description = "Number of the job")), request_body = Nothing, responses((status = 201, body = JobInfo)))]
pub async fn resume(
    State(server): State<Arc<Server>>,
    id: Named,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<(StatusCode, Json<JobInfo>), Refusal> {
    let id = id.number()?;
    let info = server.work(move |server| server.jobs.resume(id)).await?;
    Ok((StatusCode::CREATED, Json(info)))
}
