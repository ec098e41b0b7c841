//! The page: skeleton, built front end and data in one string.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;

use crate::live::Live;
use crate::report::Report;
use crate::study::StudyPage;

const PAGE: &str = include_str!("page.html");
const SERVED: &str = include_str!("served.html");
const STYLE: &str = include_str!("../dist/report.css");
const SCRIPT: &str = include_str!("../dist/report.js");
/// The engine for a page, compressed; `cargo xtask wasm` builds it.
const ENGINE: &[u8] = include_bytes!("../engine/engine.wasm.gz");
/// What a page may do beside its own script: nothing.
const QUIET: &str = "";
/// What a live page may do: compile its engine and run it in workers made of its own text.
const ALIVE: &str = " 'wasm-unsafe-eval'; worker-src blob:";

/// The report as one HTML file that needs no network.
///
/// The same report gives the same bytes. Call [`Report::validate`] first: values that JSON cannot
/// carry, such as NaN, arrive in the page as missing.
///
/// # Panics
/// Never for a report that can be built: its fields have no map with keys that are not text.
pub fn render(report: &Report) -> String {
    page("run", &report.title, report, None)
}

/// A live report: the same page with the engine and the scenario in it. Nothing is asked of a network.
///
/// # Panics
/// As [`render`].
pub fn render_live(report: &Report, live: &Live) -> String {
    page("run", &report.title, report, Some(live))
}

/// The page of a study as one HTML file that needs no network. The same study gives the same bytes.
///
/// # Panics
/// As [`render`].
pub fn render_study(study: &StudyPage) -> String {
    page("study", &study.title, study, None)
}

/// A page of a server: its data and where its script finds the engine. The script and the style are files of the server, so
/// that the page has no script of its own.
#[derive(Debug, Clone, Copy)]
pub struct Served<'a, S> {
    /// What the page shows: `run`, `study`, or a page that only a server has.
    pub kind: &'a str,
    /// Title of the window.
    pub title: &'a str,
    /// The laboratory, if the page has one.
    pub live: Option<&'a Live>,
    /// What the page has to know of the server.
    pub server: &'a S,
}

/// A page of a server, with these data.
///
/// # Panics
/// As [`render`].
pub fn render_served<S: Serialize>(page: Served<'_, S>, data: &impl Serialize) -> String {
    let Served { kind, title, live, server } = page;
    fill(SERVED, |slot| match slot {
        "kind" => kind.to_owned(),
        "title" => escape_text(title),
        "data" => json(data),
        "live" => live.map_or_else(String::new, |live| data_block("righting-live", live)),
        "server" => data_block("righting-server", server),
        _ => unreachable!("served.html has no slot {slot}"),
    })
}

fn page(kind: &str, title: &str, data: &impl Serialize, live: Option<&Live>) -> String {
    fill(PAGE, |slot| match slot {
        "kind" => kind.to_owned(),
        "title" => escape_text(title),
        "style" => STYLE.to_owned(),
        "data" => json(data),
        "rights" => if live.is_some() { ALIVE } else { QUIET }.to_owned(),
        "live" => live.map_or_else(String::new, laboratory),
        "script" => escape_script(SCRIPT),
        _ => unreachable!("page.html has no slot {slot}"),
    })
}

/// What a live page carries beside its report: the scenario with its controls, and the engine.
fn laboratory(live: &Live) -> String {
    let engine = BASE64_STANDARD.encode(ENGINE);
    format!(
        "{}<script type=\"text/plain\" id=\"righting-engine\">{engine}</script>\n",
        data_block("righting-live", live)
    )
}

fn data_block(id: &str, data: &impl Serialize) -> String {
    format!("<script type=\"application/json\" id=\"{id}\">{}</script>\n", json(data))
}

fn json(data: &impl Serialize) -> String {
    escape_json(&serde_json::to_string(data).expect("every field of a page is plain JSON"))
}

/// Replaces each `{{slot}}` of the skeleton once, so that braces inside the filling stay as they are.
fn fill(skeleton: &str, mut filling: impl FnMut(&str) -> String) -> String {
    let mut parts = skeleton.split("{{");
    let mut page = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (slot, rest) = part.split_once("}}").expect("slots of page.html are closed");
        page.push_str(&filling(slot));
        page.push_str(rest);
    }
    page
}

fn escape_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// JSON that no HTML parser can leave early and no script parser can break: `<` starts both
/// `</script` and `<!--`, and U+2028 and U+2029 end a line in older scripts.
fn escape_json(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// In a script these sequences occur only inside literals, where the backslash changes nothing.
fn escape_script(script: &str) -> String {
    script.replace("</script", "<\\/script").replace("<!--", "\\x3c!--")
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
