//! What the server answers: data for scripts under `/api`, described at `/api/openapi.json`, and pages for people.

mod about;
mod described;
mod events;
mod exports;
mod jobs;
mod pages;
mod runs;
mod scenarios;
mod sent;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::guard::guard;
use crate::json::Json;
use crate::problem::problem_page;
use crate::refusal::Refusal;
use crate::server::Server;

/// Everything that is answered, and its description.
pub fn router(server: Arc<Server>) -> (Router, OpenApi) {
    let (api, mut description) = answered();
    described::with_cookie(&mut description, server.session.name());
    let shared = Arc::new(description.clone());
    let pages = Router::new()
        .route("/", get(pages::gallery))
        .route("/scenarios/{origin}", get(pages::scenario))
        .route("/runs/{path}", get(pages::run))
        .route("/editor/{origin}", get(pages::editor))
        .route("/assets/{name}", get(pages::asset))
        .route("/api/openapi.json", get(move || async move { Json((*shared).clone()) }));
    let router = api
        .merge(pages)
        .fallback(nothing)
        .method_not_allowed_fallback(other_method)
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(server.clone(), guard))
        .with_state(server);
    (router, description)
}

/// The description of what scripts may ask: OpenAPI 3.1, made from the handlers and their types.
pub fn description() -> OpenApi {
    answered().1
}

fn answered() -> (Router<Arc<Server>>, OpenApi) {
    let router = OpenApiRouter::with_openapi(described::head())
        .routes(routes!(about::about))
        .routes(routes!(about::digest))
        .routes(routes!(scenarios::list, scenarios::create))
        .routes(routes!(scenarios::read, scenarios::save))
        .routes(routes!(scenarios::validate))
        .routes(routes!(runs::list))
        .routes(routes!(exports::export))
        .routes(routes!(jobs::list, jobs::ask))
        .routes(routes!(jobs::read))
        .routes(routes!(jobs::cancel))
        .routes(routes!(jobs::resume))
        .routes(routes!(events::events));
    let (router, mut description) = router.split_for_parts();
    described::complete(&mut description);
    described::with_cookie(&mut description, "righting-PORT");
    (router, description)
}

async fn nothing(uri: Uri) -> Response {
    let refusal = Refusal::absent("address", format!("nothing is at `{}`", uri.path()));
    if uri.path().starts_with("/api/") { refusal.into_response() } else { problem_page(&refusal) }
}

async fn other_method(uri: Uri) -> Refusal {
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "method", format!("`{}` is not asked by this method", uri.path()))
}
