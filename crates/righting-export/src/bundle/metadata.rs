//! What an archive says of itself: an RO-Crate 1.1 (<https://w3id.org/ro/crate/1.1>) and a page for people.

use righting_runner::restore;
use righting_scenario::Scenario;
use righting_store::StoredRun;
use serde_json::{Value, json};

use super::recipe::Recipe;
use super::unpack::{RECIPE, SCENARIO};
use crate::error::ExportError;

/// Name of the descriptor in every RO-Crate.
const DESCRIPTOR: &str = "ro-crate-metadata.json";
/// Where an archive has the results.
const RESULTS: &str = "results/";
/// The program in the descriptor.
const PROGRAM: &str = "https://github.com/righting-sim/righting";

/// A file of an archive.
pub struct Entry {
    /// Path inside it.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    about: String,
}

impl Entry {
    pub fn scenario(file: &str, text: &str) -> Self {
        Self { path: format!("{SCENARIO}{file}"), bytes: text.into(), about: format!("file of the scenario: {file}") }
    }

    pub fn result(name: &str, bytes: Vec<u8>) -> Self {
        Self { path: format!("{RESULTS}{name}"), bytes, about: format!("result of the run: {name}") }
    }

    pub fn recipe(text: String) -> Self {
        let about = "how the run is made, and the checksums of its files".to_owned();
        Self { path: RECIPE.to_owned(), bytes: text.into(), about }
    }

    pub fn readme(text: String) -> Self {
        Self { path: "README.md".to_owned(), bytes: text.into(), about: "what this is and how to use it".to_owned() }
    }

    pub fn descriptor(text: String) -> Self {
        Self { path: DESCRIPTOR.to_owned(), bytes: text.into(), about: String::new() }
    }

    fn kind(&self) -> &'static str {
        match self.path.rsplit_once('.').map_or("", |(_, kind)| kind) {
            "csv" => "text/csv",
            "html" => "text/html",
            "json" => "application/json",
            "geojson" => "application/geo+json",
            "md" => "text/markdown",
            "parquet" => "application/vnd.apache.parquet",
            "toml" => "application/toml",
            _ => "text/plain",
        }
    }
}

/// The page for people.
pub fn readme(recipe: &Recipe) -> String {
    let Recipe { title, version, private_rows, .. } = recipe;
    let private = if *private_rows > 0 {
        format!(
            "\n{private_rows} rows of the record were imported and are marked private. They are not in this archive. The tables of the \
             run do not depend on them; `run.json`, which holds the scenario, comes out without them.\n"
        )
    } else {
        String::new()
    };
    format!(
        "# {title}\n\nA run of [Righting]({PROGRAM}) {version}, with all that it was made from.\n\n```sh\nrighting run THIS.zip   # \
         makes the run again and compares its bytes with `righting.json`\nrighting new THIS.zip my-case   # the scenario, to be \
         changed\n```\n\nIt was made by `{}`. `scenario/` has its files; `SOURCES.md` and `sources.csv` there say where every number \
         comes from and under which licence. `results/` has the summary and the report. `righting.json` has the BLAKE3 of \
         every table.\n{private}\nRighting simulates populations, never persons. It is for research, teaching and the \
         prevention of harm.\n",
        recipe.command(&recipe.scenario)
    )
}

/// The descriptor.
pub fn metadata(run: &StoredRun, recipe: &Recipe, entries: &[Entry]) -> Result<Value, ExportError> {
    let scenario = restore(run)?;
    let date = run.timing()?.created;
    let ids = |prefix: &str| -> Vec<Value> {
        entries
            .iter()
            .filter(|entry| entry.path.starts_with(prefix))
            .map(|entry| json!({ "@id": entry.path }))
            .collect()
    };
    let sources = sources(&scenario);
    let about = format!(
        "{} runs of the scenario {}, seed {}. {}",
        recipe.replicates, recipe.scenario, recipe.seed, scenario.description
    );
    let mut graph = vec![
        json!({
            "@id": DESCRIPTOR, "@type": "CreativeWork", "about": { "@id": "./" },
            "conformsTo": { "@id": "https://w3id.org/ro/crate/1.1" },
        }),
        json!({
            "@id": "./", "@type": "Dataset", "name": recipe.title, "description": about.trim(), "datePublished": date,
            "license": { "@id": "#licences" }, "hasPart": ids(""), "mentions": { "@id": "#run" },
            "citation": sources.iter().map(|source| json!({ "@id": source["@id"] })).collect::<Vec<_>>(),
        }),
        json!({
            "@id": "#licences", "@type": "CreativeWork", "name": "Licences of the files",
            "description": "Data keep the licences of their sources, which `citation` lists.",
        }),
        json!({
            "@id": PROGRAM, "@type": "SoftwareApplication", "name": "Righting", "softwareVersion": recipe.version, "url": PROGRAM,
        }),
        json!({
            "@id": "#run", "@type": "CreateAction", "name": recipe.title, "endTime": date,
            "description": recipe.command(&recipe.scenario), "instrument": { "@id": PROGRAM }, "object": ids(SCENARIO),
            "result": ids(RESULTS),
        }),
    ];
    graph.extend(sources);
    graph.extend(entries.iter().map(|entry| {
        json!({
            "@id": entry.path, "@type": "File", "name": entry.path, "description": entry.about,
            "encodingFormat": entry.kind(), "contentSize": entry.bytes.len().to_string(),
        })
    }));
    Ok(json!({ "@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph }))
}

/// Sources of the data, each once, with its licence.
fn sources(scenario: &Scenario) -> Vec<Value> {
    let source = |(number, source): (usize, &righting_scenario::DataSource)| {
        json!({
            "@id": format!("#source-{}", number + 1), "@type": "CreativeWork",
            "name": format!("{}: {}", source.file, source.title), "description": source.origin, "license": source.licence,
        })
    };
    scenario.record.sources.iter().enumerate().map(source).collect()
}
