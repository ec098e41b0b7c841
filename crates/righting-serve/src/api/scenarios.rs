//! Scenarios: listed, read, checked while they are written, saved.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use righting_scenario::{Bundle, Location, ScenarioError, Source, Warning, diagnose, write_files};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::sent::{Named, Sent};
use crate::files::MAIN;
use crate::json::Json;
use crate::library::Library;
use crate::listed::ListedScenario;
use crate::origin::Origin;
use crate::refusal::Refusal;
use crate::server::Server;

/// Scenarios.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScenarioList {
    /// Those that ship, then those under the root.
    pub scenarios: Vec<ListedScenario>,
}

/// The text of a scenario.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "serve.ts"))]
pub struct ScenarioText {
    /// `shipped:NAME` or `folder:PATH`.
    #[schema(value_type = String)]
    pub origin: Origin,
    /// Its `scenario.toml`.
    pub text: String,
    /// BLAKE3 of the text in hexadecimal: who saves says what was there before.
    pub hash: String,
    /// Whether this server saves it.
    pub writable: bool,
    /// What is wrong with it.
    pub diagnosis: Diagnosis,
}

/// What is wrong with a scenario, and what may be.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "serve.ts"))]
pub struct Diagnosis {
    /// What keeps it from running.
    pub faults: Vec<Finding>,
    /// What may be wrong, though it runs.
    pub warnings: Vec<Finding>,
}

/// One thing that is, or may be, wrong.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "serve.ts"))]
pub struct Finding {
    /// Stable name of its kind, such as `unknown_key`.
    pub kind: String,
    /// What it is.
    pub message: String,
    /// File that it stands in, if in one.
    pub file: Option<String>,
    /// Whether that is the scenario's own file.
    pub own: bool,
    /// Line, counted from 1.
    pub line: Option<usize>,
    /// Column in characters, counted from 1.
    pub column: Option<usize>,
    /// Characters of what is meant.
    pub length: Option<usize>,
    /// The nearest known name.
    pub nearest: Option<String>,
    /// What was expected, or what to do.
    pub advice: Option<String>,
}

/// A text to check.
#[derive(Debug, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "serve.ts"))]
#[serde(deny_unknown_fields)]
pub struct ToValidate {
    /// The scenario whose own file it stands for: `shipped:NAME` or `folder:PATH`.
    #[schema(value_type = String, pattern = "^(shipped|folder):", example = "shipped:five-towns")]
    pub origin: Origin,
    /// The text.
    pub text: String,
}

/// A text to save.
#[derive(Debug, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "serve.ts"))]
#[serde(deny_unknown_fields)]
pub struct ToSave {
    /// The text.
    pub text: String,
    /// BLAKE3, in hexadecimal, of the text that it replaces.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub before: String,
}

/// A scenario to write out under the root.
#[derive(Debug, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "serve.ts"))]
#[serde(deny_unknown_fields)]
pub struct ToCreate {
    /// The scenario that is copied: `shipped:NAME` or `folder:PATH`.
    #[schema(value_type = String, pattern = "^(shipped|folder):", example = "shipped:five-towns")]
    pub from: Origin,
    /// Name of the new folder.
    #[schema(pattern = "^[a-z0-9][a-z0-9-]{0,63}$")]
    pub name: String,
}

/// The scenarios that ship, and those under the root.
#[utoipa::path(get, path = "/api/scenarios", responses((status = 200, body = ScenarioList)))]
pub async fn list(State(server): State<Arc<Server>>) -> Result<Json<ScenarioList>, Refusal> {
    let scenarios = server.work(|server| Ok(server.library.scenarios())).await?;
    Ok(Json(ScenarioList { scenarios }))
}

/// The text of a scenario, with what is wrong with it.
#[utoipa::path(get, path = "/api/scenarios/{origin}", params(("origin" = String, Path, description = "`shipped:NAME` or `folder:PATH`")), responses((status = 200, body = ScenarioText)))]
pub async fn read(State(server): State<Arc<Server>>, origin: Named) -> Result<Json<ScenarioText>, Refusal> {
    let origin = origin.origin()?;
    server.work(move |server| text_of(&server.library, origin)).await.map(Json)
}

/// All that is wrong with a text, as if it were the scenario's own file. Nothing is written.
#[utoipa::path(post, path = "/api/validate", request_body = ToValidate, responses((status = 200, body = Diagnosis)))]
pub async fn validate(
    State(server): State<Arc<Server>>,
    Sent(ToValidate { origin, text }): Sent<ToValidate>,
) -> Result<Json<Diagnosis>, Refusal> {
    server.work(move |server| checked(&server.library, &origin, &text)).await.map(Json)
}

/// Saves the text of a scenario under the root, also one that does not run yet. Refuses where the file is not what it was.
#[utoipa::path(post, path = "/api/scenarios/{origin}", params(("origin" = String, Path, description = "`folder:PATH`")), request_body = ToSave, responses((status = 200, body = ScenarioText)))]
pub async fn save(
    State(server): State<Arc<Server>>,
    origin: Named,
    Sent(sent): Sent<ToSave>,
) -> Result<Json<ScenarioText>, Refusal> {
    let origin = origin.origin()?;
    server.work(move |server| saved(&server.library, origin, &sent)).await.map(Json)
}

/// Writes a scenario out into a new folder of the root: a copy to change.
#[utoipa::path(post, path = "/api/scenarios", request_body = ToCreate, responses((status = 201, body = ScenarioText)))]
pub async fn create(
    State(server): State<Arc<Server>>,
    Sent(ToCreate { from, name }): Sent<ToCreate>,
) -> Result<(StatusCode, Json<ScenarioText>), Refusal> {
    let made = server.work(move |server| created(&server.library, &from, &name)).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// The text of a scenario, with what is wrong with it.
pub fn text_of(library: &Library, origin: Origin) -> Result<ScenarioText, Refusal> {
    let text = library.text(&origin)?;
    let diagnosis = checked(library, &origin, &text)?;
    let writable = library.root.is_editable() && matches!(origin, Origin::Folder(_));
    Ok(ScenarioText { hash: hash(text.as_bytes()), origin, text, writable, diagnosis })
}

fn hash(text: &[u8]) -> String {
    blake3::hash(text).to_string()
}

fn checked(library: &Library, origin: &Origin, text: &str) -> Result<Diagnosis, Refusal> {
    let bundle = match library.bundle(origin, Some(text)) {
        Ok(bundle) => bundle,
        // A text that names what cannot be read is at fault; a scenario that is not there is not found.
        Err(refusal) if refusal.is_of_text() => {
            let problem = refusal.problem().clone();
            let fault = Finding {
                kind: problem.kind,
                message: problem.message,
                advice: problem.help,
                ..Finding::of(None, true)
            };
            return Ok(Diagnosis { faults: vec![fault], warnings: Vec::new() });
        }
        Err(refusal) => return Err(refusal),
    };
    let own = own_file(&bundle);
    let found = diagnose(&Source::Bundle(bundle), &[]);
    Ok(Diagnosis {
        faults: found.faults.iter().map(|fault| of_fault(fault, &own)).collect(),
        warnings: found.warnings.iter().map(|warning| of_warning(warning, &own)).collect(),
    })
}

fn own_file(bundle: &Bundle) -> String {
    bundle.scenarios.first().cloned().unwrap_or_default()
}

impl Finding {
    fn of(at: Option<&Location>, own: bool) -> Self {
        Self {
            kind: String::new(),
            message: String::new(),
            file: at.map(|at| at.file.clone()),
            own,
            line: at.map(|at| at.line),
            column: at.map(|at| at.column),
            length: at.map(|at| at.found().chars().count()),
            nearest: None,
            advice: None,
        }
    }
}

fn of_fault(fault: &ScenarioError, own: &str) -> Finding {
    let at = fault.location();
    Finding {
        kind: fault.kind().to_owned(),
        message: fault.to_string(),
        nearest: fault.nearest().map(str::to_owned),
        advice: fault.advice(),
        ..Finding::of(at, at.is_some_and(|at| at.file == own))
    }
}

fn of_warning(warning: &Warning, own: &str) -> Finding {
    Finding {
        kind: warning.kind.to_owned(),
        message: warning.message.clone(),
        advice: warning.help.clone(),
        ..Finding::of(Some(&warning.at), warning.at.file == own)
    }
}

fn saved(library: &Library, origin: Origin, sent: &ToSave) -> Result<ScenarioText, Refusal> {
    let root = library.root.editable()?;
    let Origin::Folder(path) = &origin else {
        return Err(Refusal::forbidden("shipped", format!("`{origin}` cannot be written"))
            .help("make a copy of it under the root"));
    };
    let main = if path == "." { MAIN.to_owned() } else { format!("{path}/{MAIN}") };
    let file = root.existing(&main)?;
    if !file.is_file() {
        return Err(Refusal::unfit("no_file", format!("`{main}` is no file")));
    }
    let now = fs::read(&file).map_err(|error| Refusal::broken("disk", format!("`{main}` cannot be read: {error}")))?;
    if hash(&now) != sent.before {
        let message = format!("`{main}` has changed since it was opened here");
        return Err(
            Refusal::conflict("changed", message).help("copy your text, open the scenario again, and put it in")
        );
    }
    replace(&file, sent.text.as_bytes())
        .map_err(|error| Refusal::broken("disk", format!("`{main}` could not be written: {error}")))?;
    text_of(library, origin)
}

/// Puts a text in the place of a file, whole or not at all, with the rights that the file has.
fn replace(file: &Path, text: &[u8]) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut new = tempfile::Builder::new().prefix(".scenario-").tempfile_in(folder)?;
    new.write_all(text)?;
    new.as_file().set_permissions(fs::metadata(file)?.permissions())?;
    new.as_file().sync_all()?;
    new.persist(file)?;
    Ok(())
}

fn created(library: &Library, from: &Origin, name: &str) -> Result<ScenarioText, Refusal> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if name.is_empty() || name.len() > 64 || name.starts_with('-') || !name.bytes().all(plain) {
        let message =
            format!("`{}` is no name of a folder here: letters a to z, digits and hyphens", name.escape_debug());
        return Err(Refusal::bad("name", message));
    }
    let folder = library.root.new_path("", name)?;
    let bundle = library.bundle(from, None)?;
    let own = own_file(&bundle);
    let label = own.split('/').next().unwrap_or_default();
    let prefix = format!("{label}/");
    if bundle.scenarios.len() > 1 && !matches!(from, Origin::Shipped(_)) {
        let message = format!("`{from}` builds on another folder, which a copy elsewhere would not find");
        return Err(Refusal::unfit("base", message).help("copy both by hand"));
    }
    let files = bundle.files.iter().filter_map(|(path, text)| Some((path.strip_prefix(&prefix)?, text.as_bytes())));
    let written = write_files(files, &folder);
    written.map_err(|error| {
        Refusal::broken("disk", error.to_string().replace(&format!("{}/", library.root.folder().display()), ""))
    })?;
    text_of(library, Origin::Folder(name.to_owned()))
}
