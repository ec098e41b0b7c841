//! The regions' polygons: borders of 2013, matched to the regions of 2022, rounded to keep the file small.

use serde::Deserialize;

/// Names in the source and the regions of 2022 inside each polygon. The nameless one is Baikonur.
const REGIONS: [(&str, &str, &[&str]); 17] = [
    ("", "Baikonur", &["kyzylorda"]),
    ("Almaty", "Almaty Region", &["almaty-region"]),
    ("Almaty City", "Almaty City", &["almaty-city"]),
    ("Aqmola", "Akmola", &["akmola"]),
    ("Aqtöbe", "Aktobe", &["aktobe"]),
    ("Astana", "Nur-Sultan", &["nur-sultan"]),
    ("Atyrau", "Atyrau", &["atyrau"]),
    ("East Kazakhstan", "East Kazakhstan", &["east-kazakhstan"]),
    ("Mangghystau", "Mangystau", &["mangystau"]),
    ("North Kazakhstan", "North Kazakhstan", &["north-kazakhstan"]),
    ("Pavlodar", "Pavlodar", &["pavlodar"]),
    ("Qaraghandy", "Karaganda", &["karaganda"]),
    ("Qostanay", "Kostanay", &["kostanay"]),
    ("Qyzylorda", "Kyzylorda", &["kyzylorda"]),
    ("South Kazakhstan", "Turkistan and Shymkent", &["turkistan", "shymkent"]),
    ("West Kazakhstan", "West Kazakhstan", &["west-kazakhstan"]),
    ("Zhambyl", "Zhambyl", &["zhambyl"]),
];

#[derive(Deserialize)]
struct Source {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    name: Option<String>,
}

/// Longitude and latitude, degrees.
type Ring = Vec<[f64; 2]>;

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Ring>),
    MultiPolygon(Vec<Vec<Ring>>),
}

/// The text of `regions.geojson`: one feature a line, coordinates to three decimals (about 100 m).
pub fn text(source: &str) -> Result<String, String> {
    const FILE: &str = "boundaries.geojson";
    let Source { features } = serde_json::from_str(source).map_err(|error| format!("{FILE}: {error}"))?;
    let mut lines = Vec::new();
    for Feature { properties, geometry } in features {
        let source = properties.name.unwrap_or_default();
        let Some((_, name, regions)) = REGIONS.iter().find(|(name, ..)| *name == source) else {
            return Err(format!("{FILE}: a polygon named `{source}` that no region of 2022 matches"));
        };
        let polygons = match geometry {
            Geometry::Polygon(rings) => vec![rings],
            Geometry::MultiPolygon(polygons) => polygons,
        };
        let polygons = polygons.iter().map(|rings| nest(rings.iter().map(|ring| ring_text(ring))));
        let regions = regions.iter().map(|region| format!("\"{region}\""));
        lines.push(format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"name\":\"{name}\",\"regions\":{}}},\"geometry\":\
             {{\"type\":\"MultiPolygon\",\"coordinates\":{}}}}}",
            nest(regions),
            nest(polygons),
        ));
    }
    lines.sort();
    Ok(format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n")))
}

fn nest(parts: impl Iterator<Item = String>) -> String {
    format!("[{}]", parts.collect::<Vec<_>>().join(","))
}

/// A ring with points that fall together after rounding written once.
fn ring_text(ring: &[[f64; 2]]) -> String {
    let mut points: Vec<String> = ring.iter().map(|[x, y]| format!("[{x:.3},{y:.3}]")).collect();
    points.dedup();
    nest(points.into_iter())
}
