//! What comes with a request, read strictly; and work that takes a moment.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::origin::Origin;
use crate::refusal::Refusal;
use crate::server::Server;

/// The body of a request as JSON.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<Server>> for Sent<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, server: &Arc<Server>) -> Result<Self, Refusal> {
        is_json(request.headers())?;
        let most = server.limits.body_bytes;
        let said = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        let too_large = |found: String| {
            let message = format!("the body has {found} bytes, expected at most {most}");
            Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "body", message)
        };
        if let Some(found) = said.filter(|found| *found > most) {
            return Err(too_large(found.to_string()));
        }
        let bytes = to_bytes(request.into_body(), most).await.map_err(|_| too_large(format!("more than {most}")))?;
        let read = serde_json::from_slice(&bytes);
        read.map(Self).map_err(|error| Refusal::bad("json", format!("the body does not fit: {error}")))
    }
}

/// A form of another page can send any text, and no JSON: every body that is read passes here.
fn is_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let found = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("none");
    let essence = found.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let message = format!("the content type of the request is `{found}`, expected `application/json`");
    Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "content_type", message))
}

/// The last part of an address, with `/` written as `%2F`.
pub struct Named(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        path.map(|Path(name)| Self(name)).map_err(|error| Refusal::bad("address", error.body_text()))
    }
}

impl Named {
    /// The scenario that it names.
    pub fn origin(&self) -> Result<Origin, Refusal> {
        self.0.parse().map_err(|message: String| Refusal::absent("origin", message))
    }

    /// The number that it is.
    pub fn number(&self) -> Result<u64, Refusal> {
        self.0.parse().map_err(|_| Refusal::absent("job", format!("there is no job `{}`", self.0.escape_debug())))
    }
}

impl Server {
    /// Does work that takes a moment and a core, beside the threads that answer; only as much at once as there are cores.
    pub async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let place = self.readers.clone().acquire_owned().await;
        let server = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            let _place = place;
            work(&server)
        });
        done.await.unwrap_or_else(|_| Err(Refusal::broken("panic", "the request broke off: a fault of the program")))
    }
}
