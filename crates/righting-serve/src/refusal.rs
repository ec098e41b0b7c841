//! Why a request was refused: one form for all of them.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::json::Json;

/// Why a request was refused, or a job ended early.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "serve.ts"))]
pub struct Problem {
    /// Stable name of the reason, such as `too_many_jobs`.
    pub kind: String,
    /// What is wrong, with the value found and the value expected.
    pub message: String,
    /// What to do, if there is something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub help: Option<String>,
}

/// A refused request.
#[derive(Debug, Clone)]
pub struct Refusal {
    status: StatusCode,
    problem: Problem,
}

impl Refusal {
    /// A refusal with its status.
    pub fn new(status: StatusCode, kind: &str, message: impl Into<String>) -> Self {
        Self { status, problem: Problem { kind: kind.to_owned(), message: message.into(), help: None } }
    }

    /// A request that is wrong in itself.
    pub fn bad(kind: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, kind, message)
    }

    /// Something that is not allowed.
    pub fn forbidden(kind: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, kind, message)
    }

    /// Something that is not there.
    pub fn absent(kind: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, kind, message)
    }

    /// Something that is not there, with the nearest of those that are.
    pub fn unknown<'n>(kind: &str, what: &str, found: &str, known: impl IntoIterator<Item = &'n str>) -> Self {
        let refusal = Self::absent(kind, format!("no {what} is called `{found}`"));
        match righting_scenario::nearest(found, known) {
            Some(name) => refusal.help(format!("did you mean `{name}`?")),
            None => refusal,
        }
    }

    /// Something that is in the way.
    pub fn conflict(kind: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, kind, message)
    }

    /// Something that a scenario or a run does not allow.
    pub fn unfit(kind: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, kind, message)
    }

    /// More than the server does.
    pub fn busy(kind: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, kind, message)
    }

    /// A fault of this machine.
    pub fn broken(kind: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, kind, message)
    }

    /// The same with what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.problem.help = Some(help.into());
        self
    }

    /// Whether what was sent is at fault, and not what it was sent about.
    pub fn is_of_text(&self) -> bool {
        self.status == StatusCode::UNPROCESSABLE_ENTITY || self.problem.kind == "outside"
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The reason.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(self.problem)).into_response()
    }
}
