//! `righting new`

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use righting_export::Bundle;
use righting_lab::Plausibility;
use righting_report::counted;
use righting_scenario::{Scenario, Source, Warning, nearest, shipped};
use righting_world::{Country, DEFAULT_DAYS, DEFAULT_START, MOST_PLACES, PriceRise, Request, World, WorldError};
use serde::Serialize;

use crate::fail::Fail;
use crate::terminal::{count, emit, emit_json};
use righting_store::quoted;

mod listing;

/// Writes the scenario of any country, from its code or name, or one that ships, into a folder of your own.
///
/// A country comes from packed tables: regions, places, borders, governance, incomes. Nothing of the year of the start
/// or later is read. SOURCES.md in the folder says where each number comes from, what was missing and what replaced it.
#[derive(Debug, Args)]
#[command(visible_alias = "init")]
#[command(
    after_help = "Examples:\n  righting new LKA\n  righting new \"Sri Lanka\" my-case --start 2022-03-25 --days 119 \
                        --price fuel=+40%@2022-03-25\n  righting new UKR --boundaries crimea=RUS\n  righting new \
                        kazakhstan-2022 my-case"
)]
pub struct New {
    /// Country by code or English name, a scenario that ships, or a bundle of a run.
    #[arg(required_unless_present_any = ["list", "boundaries"])]
    what: Option<String>,
    /// Folder, new or empty; named after the scenario if not given.
    folder: Option<PathBuf>,
    /// First day.
    #[arg(long, value_name = "DATE", default_value_t = DEFAULT_START)]
    start: Date,
    /// Days simulated.
    #[arg(long, default_value_t = DEFAULT_DAYS)]
    days: u32,
    /// A price that changes everywhere, such as fuel=+40%@2022-03-25; may be given more than once.
    #[arg(long = "price", value_name = "GOOD=+N%@DATE")]
    prices: Vec<PriceRise>,
    /// Where a disputed territory belongs, such as crimea=RUS; without a value, lists the territories.
    #[arg(long, value_name = "TERRITORY=CODE", num_args = 0..)]
    boundaries: Option<Vec<String>>,
    /// Most places listed; smaller ones join the rest of their region.
    #[arg(long, default_value_t = MOST_PLACES)]
    places: usize,
    /// Lists every country with the quality of its data.
    #[arg(long)]
    list: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// What is told of a scenario that was copied. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Copied<'a> {
    scenario: &'a str,
    folder: &'a Path,
    files: &'a [PathBuf],
}

/// What is told of a scenario of a country. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Written<'a> {
    scenario: &'a str,
    country: &'a str,
    folder: &'a Path,
    files: &'a [PathBuf],
    people: u64,
    regions: usize,
    places: usize,
    start: Date,
    days: u32,
    quality: &'static str,
    missing: &'a [String],
    #[serde(flatten)]
    plausibility: Plausibility,
    warnings: &'a [Warning],
}

impl New {
    pub fn run(self) -> Result<(), Fail> {
        let world = World::packed();
        let request = self.request(world)?;
        if self.list {
            return listing::countries(world, &request, self.json);
        }
        if self.what.is_none() || self.boundaries.as_ref().is_some_and(Vec::is_empty) {
            return listing::territories(world, self.json);
        }
        let what = self.what.as_deref().unwrap_or_default();
        if Bundle::is_named(what) {
            return self.unpack(Path::new(what));
        }
        if shipped().contains(&what) {
            return self.copy(what);
        }
        let country = world.country(what).map_err(|error| with_shipped(error, what))?;
        self.write(world, country, &request)
    }

    fn request(&self, world: &World) -> Result<Request, Fail> {
        let choices = self.boundaries.iter().flatten().map(|text| world.choice(text)).collect::<Result<_, _>>()?;
        Ok(Request {
            start: self.start,
            days: self.days,
            prices: self.prices.clone(),
            boundaries: choices,
            most_places: self.places,
        })
    }

    /// Takes the scenario of a run out of its archive.
    fn unpack(&self, path: &Path) -> Result<(), Fail> {
        let bundle = Bundle::read(path)?;
        let id = &bundle.recipe.scenario;
        let folder = self.folder.clone().unwrap_or_else(|| PathBuf::from(id));
        let files = bundle.own_files(path)?;
        let named: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        let written = righting_scenario::write_files(named, &folder)?;
        if self.json {
            return emit_json(&Copied { scenario: id, folder: &folder, files: &written });
        }
        let number = counted(written.len() as u64, "file", "files");
        let command = bundle.recipe.command(&quoted(&folder));
        emit(&format!("{number} written; the run was made by: {command}\n"))
    }

    /// Copies a scenario that ships.
    fn copy(&self, id: &str) -> Result<(), Fail> {
        let folder = self.folder.clone().unwrap_or_else(|| PathBuf::from(id));
        let written = righting_scenario::init(id, &folder)?;
        let files: String = written.iter().map(|path| format!("{}\n", path.display())).collect();
        if self.json {
            return emit_json(&Copied { scenario: id, folder: &folder, files: &written });
        }
        let number = counted(written.len() as u64, "file", "files");
        emit(&format!("{files}{number} written; try: righting run {}\n", quoted(&folder)))
    }

    /// Writes the scenario of a country, and reads it again.
    fn write(&self, world: &World, country: &Country, request: &Request) -> Result<(), Fail> {
        let bundle = world.bundle(country, request)?;
        let folder = self.folder.clone().unwrap_or_else(|| PathBuf::from(&bundle.id));
        let files = bundle.files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
        let written = righting_scenario::write_files(files, &folder)?;
        let scenario = Scenario::load(&Source::Folder(folder.clone()), &[])?;
        crate::fail::warn(&scenario.warnings);
        if self.json {
            return emit_json(&Written {
                scenario: &scenario.id,
                country: &country.name,
                folder: &folder,
                files: &written,
                people: scenario.setup.country.population(),
                regions: scenario.regions.len(),
                places: scenario.setup.country.places.len(),
                start: request.start,
                days: request.days,
                quality: bundle.quality.label.name(),
                missing: &bundle.quality.missing,
                plausibility: Plausibility::of(&scenario),
                warnings: &scenario.warnings,
            });
        }
        let files: String = written.iter().map(|path| format!("{}\n", path.display())).collect();
        let weak = match bundle.quality.missing.as_slice() {
            [] => String::new(),
            missing => format!("; missing or weak: {}", missing.join(", ")),
        };
        let own = quoted(&folder);
        emit(&format!(
            "{files}{}: {} people, regions: {}, places: {}, {} from {}\nData quality {}{weak}; see {}\nNothing here \
             was fitted to {}. Try: righting run {own}\n",
            country.name,
            count(scenario.setup.country.population() as f64),
            scenario.regions.len(),
            scenario.setup.country.places.len(),
            counted(u64::from(request.days), "day", "days"),
            request.start,
            bundle.quality.label.name(),
            folder.join("SOURCES.md").display(),
            country.name,
        ))
    }
}

/// Names the nearest scenario that ships, where one is near: its name is longer than that of its country.
fn with_shipped(error: WorldError, found: &str) -> Fail {
    match (&error, nearest(found, shipped())) {
        (WorldError::UnknownCountry { .. }, Some(near)) => Fail::input(
            format!("no country has the code or name `{found}`, and no scenario that ships is called so"),
            format!("did you mean `{near}`? `righting list` names the scenarios that ship"),
        ),
        _ => error.into(),
    }
}
