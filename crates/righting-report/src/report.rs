//! The report as a whole and where its numbers come from.

use righting_lab::Known;
use righting_scenario::Scenario;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::data_source::{DataSource, data_sources};
use crate::event::{Event, Hypothesis};
use crate::place::{Marker, Region};
use crate::record::{Check, Record};
use crate::section::Section;
use crate::series::{Quantity, Series};

/// All that the page shows. Every field is public: the program fills it from a stored run.
///
/// Dates are ISO 8601 local dates (`2022-01-05`) throughout.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "report.ts"))]
pub struct Report {
    /// Heading of the page, for example `Kazakhstan, January 2022`.
    pub title: String,
    /// Country as written in sentences.
    pub country: String,
    /// A line under the heading; a report on made-up numbers must say so here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub subtitle: Option<String>,
    /// What a reader must know before the numbers: doubts about the inputs, runs that failed, parameters of another
    /// country. One sentence each; the page shows them in a box near its top.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// What is said of the runs, sentence by sentence (see [`Report::tell`]).
    #[serde(default)]
    pub reading: Vec<String>,
    /// Which program, scenario, seed and data made the numbers.
    pub provenance: Provenance,
    /// The simulated days, in order, one entry per day.
    pub dates: Vec<String>,
    /// Quantities with series, in the order in which the page offers them.
    pub quantities: Vec<Quantity>,
    /// Regions of the country.
    pub regions: Vec<Region>,
    /// GeoJSON feature collection of the boundaries, longitude and latitude in degrees. The
    /// properties of a feature are `name` and `regions`, the ids of the regions that it covers.
    #[cfg_attr(
        test,
        ts(
            type = "import('geojson').FeatureCollection<import('geojson').Geometry, { name: string | null, regions: Array<string> }>"
        )
    )]
    pub map: Value,
    /// Places drawn as points on the map. A region that is one city needs an entry of its own if
    /// it shares a polygon with another region.
    #[serde(default)]
    pub places: Vec<Marker>,
    /// Daily bands, one entry per place and quantity.
    pub series: Vec<Series>,
    /// Targets of the record beside the simulated band.
    pub records: Vec<Record>,
    /// Summary of `records`.
    pub check: Check,
    /// Timeline of events and decisions, recorded and simulated.
    pub events: Vec<Event>,
    /// Simulated events of a smaller share of the runs, 0 to 1, are left out.
    #[serde(default)]
    pub least_share: f64,
    /// How many are.
    #[serde(default)]
    pub rare_events: u64,
    /// Switchable structures of the model and whether they were on.
    pub hypotheses: Vec<Hypothesis>,
    /// Findings of studies of this run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// Statement of use and limits; blank lines part paragraphs.
    pub limits: String,
}

impl Report {
    /// A report with a heading, a country and nothing in it yet.
    pub fn new(title: impl Into<String>, country: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            country: country.into(),
            subtitle: None,
            warnings: Vec::new(),
            reading: Vec::new(),
            provenance: Provenance::default(),
            dates: Vec::new(),
            quantities: Vec::new(),
            regions: Vec::new(),
            map: json!({ "type": "FeatureCollection", "features": [] }),
            places: Vec::new(),
            series: Vec::new(),
            records: Vec::new(),
            check: Check::default(),
            events: Vec::new(),
            least_share: 0.0,
            rare_events: 0,
            hypotheses: Vec::new(),
            sections: Vec::new(),
            limits: String::new(),
        }
    }
}

/// What made the numbers of a report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "report.ts"))]
pub struct Provenance {
    /// Version of the program.
    pub version: String,
    /// Name of the scenario.
    pub scenario: String,
    /// Hash of the scenario with all its files.
    pub scenario_hash: String,
    /// Seed of the ensemble. Written to the page as text: script numbers end at 2^53.
    #[serde(with = "decimal")]
    #[cfg_attr(test, ts(as = "String"))]
    pub seed: u64,
    /// Replicates asked for.
    pub replicates: u64,
    /// Replicates that ended well; all bands are over these.
    pub succeeded: u64,
    /// Replicates that failed or were aborted.
    pub failed: u64,
    /// Engine that ran them, `sellke` or `oracle`.
    pub engine: String,
    /// When the run was made (ISO 8601), if the reader should know; `None` keeps reports of equal
    /// runs equal byte for byte.
    pub created: Option<String>,
    /// Data files behind the scenario.
    pub data_sources: Vec<DataSource>,
}

impl Provenance {
    /// Provenance of a study of a scenario: `replicates` asked for, `succeeded` of them behind its numbers.
    pub(crate) fn of_study(scenario: &Scenario, seed: u64, replicates: u64, succeeded: u64) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: scenario.id.clone(),
            scenario_hash: scenario.hash.clone(),
            seed,
            replicates,
            succeeded,
            failed: replicates.saturating_sub(succeeded),
            engine: "sellke".to_owned(),
            created: None,
            data_sources: data_sources(scenario),
        }
    }

    /// Provenance of forecasts of a scenario: draws and members count as replicates, the seed is that of the first.
    pub(crate) fn of_forecasts(scenario: &str, hash: &str, known: &[&Known]) -> Self {
        let sum = |runs: fn(&Known) -> u32| known.iter().map(|one| u64::from(runs(one))).sum::<u64>();
        let replicates = sum(|one| one.draws + one.members + one.failed_members);
        let failed = sum(|one| one.failed);
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: scenario.to_owned(),
            scenario_hash: hash.to_owned(),
            seed: known.first().map_or(0, |one| one.seed),
            replicates,
            succeeded: replicates.saturating_sub(failed),
            failed,
            engine: "sellke".to_owned(),
            created: None,
            data_sources: Vec::new(),
        }
    }
}

mod decimal {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(seed: &u64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(seed)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
