//! Sections of studies on made-up numbers: every kind of axis, line and table.

use righting_report::{Axis, Figure, Layer, LayerRow, Line, Onset, Region, Section, SectionMap, SectionTable};
use serde_json::json;

pub fn sections() -> Vec<Section> {
    vec![curve(), forecast()]
}

fn curve() -> Section {
    let mut section = Section::new(
        "curve",
        "Made-up curve",
        "The chance of return falls under one half at a shock of 0.74 (90 % interval 0.68 to 0.81).",
    );
    let sizes: Vec<f64> = (0..13).map(|i| f64::from(i) * 0.1).collect();
    let chance = |middle: f64| -> Vec<f64> {
        sizes.iter().map(|x| 1.0 / (1.0 + righting_model::math::exp(8.0 * (x - middle)))).collect()
    };
    let mut figure = Figure::new(
        "Chance of return to order within 14 days",
        "Four futures over the same sizes of shock; bands are 90 % intervals.",
        Axis::linear("price shock, share of the price before"),
        Axis::share("share of the runs"),
    );
    for (name, middle) in
        [("as it was", 0.74), ("without allies", 0.62), ("without price cap", 0.5), ("no shutdown", 0.8)]
    {
        let y = chance(middle);
        let low = y.iter().map(|y| (y - 0.06).max(0.0)).collect();
        let high = y.iter().map(|y| (y + 0.06).min(1.0)).collect();
        figure.lines.push(Line::new(name, sizes.clone(), y).between(low, high));
    }
    figure.reference = Some(0.5);
    section.figures.push(figure);
    let rows = |name: &str, mean: &str, low: &str, high: &str| [name, mean, low, high].map(str::to_owned).to_vec();
    section.tables.push(SectionTable::new(
        "Differences, without allies − as it was",
        ["quantity", "mean", "5 %", "95 %"],
        vec![
            rows("deaths", "+21.4", "−3", "+88"),
            rows("detentions", "−1,204", "−2,410", "+96"),
            rows("active person-days", "+12,300", "−4,000", "+61,000"),
        ],
    ));
    section.notes =
        vec!["Every number of this section is made up.".to_owned(), "A note says what was left out.".to_owned()];
    section
}

/// Three regions side by side.
fn harm() -> SectionMap {
    let names = ["west", "middle", "east"];
    let square = |(at, id): (usize, &&str)| {
        let (left, right) = (50 + 6 * at, 56 + 6 * at);
        json!({
            "type": "Feature",
            "properties": { "name": id, "regions": [id] },
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[left, 44], [left, 48], [right, 48], [right, 44], [left, 44]]],
            },
        })
    };
    let region = |id: &str| Region { id: id.into(), name: id.into(), population: 100_000, onset: Onset::default() };
    let layer = |label: &str, unit: &str, share: bool, values: [[f64; 3]; 3]| Layer {
        label: label.into(),
        unit: unit.into(),
        share,
        rows: names
            .iter()
            .zip(values)
            .map(|(id, [expected, p5, p95])| LayerRow { region: (*id).to_owned(), expected, p5, p95 })
            .collect(),
    };
    SectionMap {
        title: "Where harm is expected".into(),
        caption: "Made-up means of three regions, with their 90 % bands.".into(),
        regions: names.map(region).to_vec(),
        map: json!({ "type": "FeatureCollection", "features": names.iter().enumerate().map(square).collect::<Vec<_>>() }),
        places: Vec::new(),
        layers: vec![
            layer("Deaths", "people", false, [[120.0, 40.0, 210.0], [8.0, 0.0, 90.0], [0.0, 0.0, 0.0]]),
            layer("Violence", "probability that 50 riot at once", true, [[0.8; 3], [0.35; 3], [0.05; 3]]),
        ],
    }
}

fn forecast() -> Section {
    let mut section = Section::new("forecast", "Made-up forecast and sensitivity", "Dates, names and a logarithm.");
    section.maps.push(harm());
    let days: Vec<f64> = (0..14).map(f64::from).collect();
    let middle: Vec<f64> =
        days.iter().map(|day| 40_000.0 * righting_model::math::exp(-0.2 * (day - 4.0) * (day - 4.0))).collect();
    let mut figure = Figure::new(
        "Active people",
        "A forecast as of 4 January and the record.",
        Axis::dates("day", "2022-01-01"),
        Axis::log("people"),
    );
    let low = middle.iter().map(|y| 0.5 * y).collect();
    let high = middle.iter().map(|y| 2.0 * y).collect();
    figure.lines.push(Line::new("forecast", days.clone(), middle).between(low, high));
    figure.lines.push(
        Line::new("record", vec![1.0, 3.0, 4.0], vec![700.0, 37_000.0, 50_000.0])
            .between(vec![700.0, 36_831.0, 50_000.0], vec![700.0, 38_000.0, 50_000.0])
            .marked(),
    );
    section.figures.push(figure);
    let names = ["news.contagion", "joining.spontaneous", "policing.arrest_rate", "escalation.overwhelmed_share"];
    let mut figure = Figure::new(
        "Sobol indices of deaths",
        "First order and total, with 90 % intervals.",
        Axis::names("parameter", names),
        Axis::linear("share of the variance"),
    );
    let at: Vec<f64> = (0..4).map(f64::from).collect();
    for (name, add) in [("first order", 0.0), ("total", 0.12)] {
        let y: Vec<f64> = [0.41, 0.22, 0.09, 0.04].map(|y| y + add).to_vec();
        let low = y.iter().map(|y| y - 0.05).collect();
        let high = y.iter().map(|y| y + 0.05).collect();
        figure.lines.push(Line::new(name, at.clone(), y).between(low, high).marked());
    }
    section.figures.push(figure);
    let columns: Vec<String> =
        (0..12).map(|i| if i == 0 { "parameter".into() } else { format!("posterior {i}") }).collect();
    let row = |name: &&str| {
        (0..12).map(|i| if i == 0 { (*name).to_owned() } else { format!("{:.3}", 0.1 * f64::from(i)) }).collect()
    };
    section.tables.push(SectionTable::new("A table wider than the page", columns, names.iter().map(row).collect()));
    section
}
