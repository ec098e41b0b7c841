//! What people see in place of a page.

use axum::response::{Html, IntoResponse, Response};
use righting_report::{Served, render_served};

use crate::refusal::Refusal;

/// A page that says why there is none.
pub fn problem_page(refusal: &Refusal) -> Response {
    let page = render_served(Served { kind: "problem", title: "Righting", live: None, server: &() }, refusal.problem());
    (refusal.status(), Html(page)).into_response()
}
