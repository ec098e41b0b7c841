//! What every request has to pass before anything is read of it: for which host it is, where it comes from, and whether
//! the browser has a session.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::problem_page;
use crate::refusal::Refusal;
use crate::server::Server;

/// What pages may do: run the server's own script, ask the server, draw. Styles stand in elements of drawings.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The hosts by which a server on this port may be called.
pub fn hosts(port: u16) -> [String; 2] {
    ["127.0.0.1", "localhost"].map(|name| format!("{name}:{port}"))
}

/// Lets a request through, or refuses it, and says in every answer what a browser may do with it.
pub async fn guard(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let mut response = match passes(&server, &request) {
        Ok(()) => next.run(request).await,
        Err(refusal) if request.uri().path().starts_with("/api/") => refusal.into_response(),
        Err(refusal) => problem_page(&refusal),
    };
    let headers = response.headers_mut();
    let said: [(HeaderName, &'static str); 7] = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in said {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

fn passes(server: &Server, request: &Request) -> Result<(), Refusal> {
    let headers = request.headers();
    host(headers, &server.hosts)?;
    origin(headers, &server.hosts)?;
    let (path, query) = (request.uri().path(), request.uri().query());
    // The token in the address is looked at where it is exchanged; script and style hold no data.
    let is_token = path == "/" && query.is_some_and(|query| query.starts_with("token="));
    if is_token || path.starts_with("/assets/") { Ok(()) } else { server.session.admits(headers) }
}

/// A page elsewhere can point a name of its own at this machine: only our own names are answered.
fn host(headers: &HeaderMap, hosts: &[String]) -> Result<(), Refusal> {
    let mut given = headers.get_all(HOST).iter();
    let found = match (given.next(), given.next()) {
        (Some(one), None) => one.to_str().unwrap_or("?"),
        (None, _) => "none",
        (Some(_), Some(_)) => "more than one",
    };
    if hosts.iter().any(|host| host == found) {
        return Ok(());
    }
    let message = format!("the host of the request is `{found}`, expected {}", hosts.join(" or "));
    Err(Refusal::new(StatusCode::MISDIRECTED_REQUEST, "host", message))
}

/// A browser says where a request comes from: only from our own pages.
fn origin(headers: &HeaderMap, hosts: &[String]) -> Result<(), Refusal> {
    for found in headers.get_all(ORIGIN) {
        let text = found.to_str().unwrap_or("?");
        if !is_own(text, hosts) {
            let expected = hosts.iter().map(|host| format!("http://{host}")).collect::<Vec<_>>().join(" or ");
            return Err(Refusal::forbidden(
                "origin",
                format!("the origin of the request is `{text}`, expected {expected}"),
            ));
        }
    }
    Ok(())
}

fn is_own(origin: &str, hosts: &[String]) -> bool {
    let Ok(uri) = origin.parse::<Uri>() else { return false };
    let bare =
        origin == format!("{}://{}", uri.scheme_str().unwrap_or(""), uri.authority().map_or("", |own| own.as_str()));
    let is_host = uri.authority().is_some_and(|own| hosts.iter().any(|host| host == own.as_str()));
    bare && uri.scheme_str() == Some("http") && is_host
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_origins_of_this_server_are_its_own() {
        let hosts = hosts(8080);
        for good in ["http://127.0.0.1:8080", "http://localhost:8080"] {
            assert!(is_own(good, &hosts), "{good}");
        }
        for bad in [
            "null",
            "",
            "http://127.0.0.1",
            "http://127.0.0.1:80800",
            "http://127.0.0.1:8081",
            "https://127.0.0.1:8080",
            "http://127.0.0.1.evil.com:8080",
            "http://evil.com#127.0.0.1:8080",
            "http://127.0.0.1:8080@evil.com",
            "http://evil@127.0.0.1:8080",
            "http://127.0.0.1:8080/",
            "http://127.0.0.1:8080.evil.com",
            "127.0.0.1:8080",
        ] {
            assert!(!is_own(bad, &hosts), "{bad}");
        }
    }
}
