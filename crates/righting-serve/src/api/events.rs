//! The events of a job, as they come.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use tokio::sync::watch;

use super::sent::Named;
use crate::jobs::{Log, Next};
use crate::refusal::Refusal;
use crate::server::Server;

/// After this time without an event a line is sent that means nothing: a reader who has gone is noticed.
const SILENCE: Duration = Duration::from_secs(15);
/// Name of the header with which a browser goes on where it was.
const LAST: &str = "last-event-id";

/// The events of a job from its beginning, or after `Last-Event-ID`, until it is over.
///
/// `begun` and `ended` carry the job, `replicate` one replicate of a laboratory, `progress` how far a command is.
#[utoipa::path(get, path = "/api/jobs/{id}/events",
    params(
        ("id" = u64, Path, description = "Number of the job"),
        ("Last-Event-ID" = Option<u64>, Header, description = "The last event that the reader has"),
    ),
    responses((status = 200, description = "Server-sent events; their data are `JobInfo`, `ReplicateTold`, `ProgressTold`",
        body = serde_json::Value, content_type = "text/event-stream")))]
pub async fn events(State(server): State<Arc<Server>>, id: Named, headers: HeaderMap) -> Result<Response, Refusal> {
    let id = id.number()?;
    let last = headers.get(LAST).map(|value| value.to_str().ok().and_then(|text| text.parse::<usize>().ok()));
    let taken = match last {
        None => 0,
        Some(Some(last)) => last.saturating_add(1),
        Some(None) => return Err(Refusal::bad("last_event_id", "`Last-Event-ID` is no number of an event")),
    };
    let job = server.jobs.find(id)?;
    let log = server.work(move |_| job.log()).await?;
    let mut response = Response::new(Body::from_stream(told(log, taken).map(Ok::<_, std::convert::Infallible>)));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    Ok(response)
}

/// What a reader has to remember: where it is.
struct Reader {
    log: Arc<Log>,
    news: watch::Receiver<usize>,
    taken: usize,
}

/// The events of a log after the first `taken`. Nothing is read ahead of the reader.
fn told(log: Arc<Log>, taken: usize) -> impl Stream<Item = Bytes> {
    let news = log.watch();
    let events = stream::unfold(Reader { log, news, taken }, |mut reader| async move {
        loop {
            // Marked as seen first: what comes while we look wakes us afterwards.
            reader.news.mark_unchanged();
            match reader.log.after(reader.taken) {
                Next::Events(events) => {
                    reader.taken += events.len();
                    return Some((events, reader));
                }
                Next::End => return None,
                Next::Wait => {}
            }
            if tokio::time::timeout(SILENCE, reader.news.changed()).await.is_err() {
                return Some((vec![Bytes::from_static(b": nothing new\n\n")], reader));
            }
        }
    });
    events.flat_map(stream::iter)
}
