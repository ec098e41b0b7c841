//! Pages for people: the gallery, a run, a scenario's laboratory, the editor. Their data stand in them; their script and
//! style are files of the server.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use righting_lab::check_if_recorded;
use righting_report::{Live, Report, Served, StudyPage, from_run, from_scenario, render_served};
use righting_scenario::Scenario;
use righting_store::{Checksums, StoredRun};
use serde::Serialize;

use super::about::About;
use super::scenarios::text_of;
use super::sent::Named;
use crate::jobs::JobInfo;
use crate::listed::{ListedRun, ListedScenario};
use crate::origin::Origin;
use crate::problem::problem_page;
use crate::refusal::Refusal;
use crate::server::Server;

const SCRIPT: &str = include_str!("../../dist/serve.js");
const STYLE: &str = include_str!("../../dist/serve.css");

/// What every page knows of its server.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "serve.ts"))]
struct Here {
    about: About,
    /// Name of the root, for people.
    root: String,
    /// The scenario that the page is about.
    origin: Option<Origin>,
    /// The stored run that it is about.
    run: Option<String>,
}

/// What the gallery shows.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "serve.ts"))]
struct Gallery {
    scenarios: Vec<ListedScenario>,
    runs: Vec<ListedRun>,
    jobs: Vec<JobInfo>,
}

impl Here {
    fn of(server: &Server) -> Self {
        let folder = server.library.root.folder();
        let root =
            folder.file_name().map_or_else(|| folder.display().to_string(), |name| name.to_string_lossy().into_owned());
        Self { about: About::of(server), root, origin: None, run: None }
    }

    fn page(&self, kind: &str, title: &str, live: Option<&Live>, data: &impl Serialize) -> String {
        render_served(Served { kind, title, live, server: self }, data)
    }
}

/// A page, or why there is none.
fn page(made: Result<String, Refusal>) -> Response {
    made.map_or_else(|refusal| problem_page(&refusal), |text| Html(text).into_response())
}

/// The gallery; or the cookie, for the token in the address.
pub async fn gallery(State(server): State<Arc<Server>>, RawQuery(query): RawQuery) -> Response {
    if let Some(token) = query.as_deref().and_then(|query| query.strip_prefix("token=")) {
        return match server.session.exchange(token) {
            Ok(cookie) => {
                let headers = [(SET_COOKIE, cookie), (LOCATION, HeaderValue::from_static("/"))];
                (StatusCode::SEE_OTHER, headers).into_response()
            }
            Err(refusal) => problem_page(&refusal),
        };
    }
    let made = server.work(|server| {
        let (scenarios, runs) = (server.library.scenarios(), server.library.runs());
        let data = Gallery { scenarios, runs, jobs: server.jobs.latest() };
        Ok(Here::of(server).page("gallery", "Righting", None, &data))
    });
    page(made.await)
}

/// The laboratory of a scenario.
pub async fn scenario(State(server): State<Arc<Server>>, named: Result<Named, Refusal>) -> Response {
    let made = async {
        let origin = named?.origin()?;
        server.work(move |server| scenario_page(server, origin)).await
    };
    page(made.await)
}

fn scenario_page(server: &Server, origin: Origin) -> Result<String, Refusal> {
    let scenario = server.library.scenario(&origin, &[])?;
    let report = from_scenario(&scenario).map_err(|error| Refusal::unfit("report", error.to_string()))?;
    let argument = match &origin {
        Origin::Shipped(name) => name.clone(),
        // Commands are typed in the root.
        Origin::Folder(path) if path == "." => ".".to_owned(),
        Origin::Folder(path) => format!("./{path}"),
        Origin::Run(path) => return run_page(server, path),
    };
    let live = Live::of_scenario(&scenario, &argument);
    let here = Here { origin: Some(origin), ..Here::of(server) };
    Ok(here.page("run", &report.title, Some(&live), &report))
}

/// The report of a stored run, with its laboratory if a scenario and a seed make it again; or the page of a study.
pub async fn run(State(server): State<Arc<Server>>, named: Result<Named, Refusal>) -> Response {
    let made = async {
        let Named(path) = named?;
        server.work(move |server| run_page(server, &path)).await
    };
    page(made.await)
}

fn run_page(server: &Server, path: &str) -> Result<String, Refusal> {
    let folder = server.library.stored(path)?;
    let here = Here { run: Some(path.to_owned()), ..Here::of(server) };
    // A file that is listed, whole and no link.
    let stored = Checksums::read(&folder).and_then(|list| list.bytes("report.html")).ok();
    let stored = stored.as_deref().and_then(held);
    if !folder.join("run.json").is_file() {
        let none = || Refusal::absent("report", format!("`{path}` has no page that this version reads"));
        let study: StudyPage = serde_json::from_str(stored.ok_or_else(none)?).map_err(|_| none())?;
        return Ok(here.page("study", &study.title, None, &study));
    }
    let run = server.library.run(path)?;
    let scenario = server.library.scenario_of(&run)?;
    // The page that the run has, or one made anew where it has none, or one of another version.
    let report: Option<Report> = stored.and_then(|text| serde_json::from_str(text).ok());
    let report = report.map_or_else(|| report_of(&run, &scenario), Ok)?;
    let live = Live::of(&run, &scenario).ok().map(Live::without_files);
    let here = Here { origin: live.as_ref().map(|_| Origin::Run(path.to_owned())), ..here };
    Ok(here.page("run", &report.title, live.as_ref(), &report))
}

fn report_of(run: &StoredRun, scenario: &Scenario) -> Result<Report, Refusal> {
    let failed = |error: &dyn std::fmt::Display| Refusal::unfit("report", error.to_string());
    let check = check_if_recorded(run, scenario).map_err(|error| failed(&error))?;
    from_run(run, scenario, check.as_ref()).map_err(|error| failed(&error))
}

/// The data that stand in a page of the program. Nothing else of the page is used: no script of a file is ever run.
fn held(page: &[u8]) -> Option<&str> {
    let page = std::str::from_utf8(page).ok()?;
    let (_, rest) = page.split_once("id=\"righting-data\">")?;
    rest.split_once("</script>").map(|(data, _)| data)
}

/// The editor of a scenario.
pub async fn editor(State(server): State<Arc<Server>>, named: Result<Named, Refusal>) -> Response {
    let made = async {
        let origin = named?.origin()?;
        server.work(move |server| editor_page(server, origin)).await
    };
    page(made.await)
}

fn editor_page(server: &Server, origin: Origin) -> Result<String, Refusal> {
    let title = format!("{origin} - Righting");
    let text = text_of(&server.library, origin.clone())?;
    let here = Here { origin: Some(origin), ..Here::of(server) };
    Ok(here.page("editor", &title, None, &text))
}

/// The script and the style of all pages.
pub async fn asset(Path(name): Path<String>) -> Response {
    let (kind, text) = match name.as_str() {
        "serve.js" => ("text/javascript; charset=utf-8", SCRIPT),
        "serve.css" => ("text/css; charset=utf-8", STYLE),
        _ => return Refusal::absent("asset", format!("there is no `{}`", name.escape_debug())).into_response(),
    };
    ([(CONTENT_TYPE, HeaderValue::from_static(kind))], text).into_response()
}
