//! A run as GeoJSON (RFC 7946): a feature a region and a place, with lists of numbers, one a day.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use righting_scenario::Scenario;
use righting_store::{Band, StoredRun};
use serde_json::{Map, Value, json};

use crate::error::ExportError;
use crate::features::{Feature, Features, Shape};
use crate::fresh;
use crate::options::{Options, Written};

/// Writes regions and places with the bands of the quantities by day.
///
/// A feature has `level`, `id`, `name`, `region`, `residents` and `days`; for every quantity the lists `_p5`, `_p50` and
/// `_p95`, one number a day, and `_largest`, the largest median of a day, for a map of one colour a region. A region whose
/// border the scenario does not have has no geometry.
///
/// # Errors
/// When the file is there, the run cannot be read, or the disk refuses.
pub fn geojson(run: &StoredRun, scenario: &Scenario, path: &Path, options: &Options) -> Result<Written, ExportError> {
    let features = Features::of(run, scenario, &options.quantities)?;
    fresh::write(path, |temporary| {
        let file = File::create(temporary).map_err(ExportError::io(path, "created"))?;
        let mut out = BufWriter::new(file);
        let about = json!({
            "scenario": features.manifest.scenario, "title": features.manifest.title, "seed": features.manifest.seed,
            "replicates": run.succeeded(), "version": features.manifest.version,
        });
        let mut put = |text: &str| out.write_all(text.as_bytes()).map_err(ExportError::io(path, "written"));
        put(&format!("{{\"type\":\"FeatureCollection\",\"righting\":{about},\"features\":["))?;
        for (index, feature) in features.regions().chain(features.places()).enumerate() {
            put(&format!("{}\n{}", if index > 0 { "," } else { "" }, told(&features, &feature)))?;
        }
        put("\n]}\n")?;
        out.flush().map_err(ExportError::io(path, "written"))
    })?;
    Ok(Written { files: vec![path.to_owned()], ..Written::default() })
}

fn told(features: &Features<'_>, feature: &Feature) -> Value {
    let mut properties = Map::new();
    for (key, text) in
        [("level", feature.level), ("id", &feature.id), ("name", &feature.name), ("region", &feature.region)]
    {
        properties.insert(key.to_owned(), text.into());
    }
    properties.insert("residents".to_owned(), feature.residents.into());
    properties.insert("days".to_owned(), features.dates().into());
    for &quantity in features.quantities {
        let name = quantity.info().name;
        let list = |of: fn(&Band) -> f64| features.bands(feature.location, quantity).map(of).collect::<Vec<f64>>();
        let median = list(|band| band.p50);
        properties.insert(format!("{name}_largest"), median.iter().copied().reduce(f64::max).into());
        properties.insert(format!("{name}_p5"), list(|band| band.p5).into());
        properties.insert(format!("{name}_p50"), median.into());
        properties.insert(format!("{name}_p95"), list(|band| band.p95).into());
    }
    let geometry = match &feature.shape {
        Some(Shape::Area(polygons)) => json!({ "type": "MultiPolygon", "coordinates": polygons }),
        Some(Shape::Point(point)) => json!({ "type": "Point", "coordinates": point }),
        None => Value::Null,
    };
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}
