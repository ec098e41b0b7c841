//! What the runs show, on one axis of days after the first shock.

use righting_model::Location;
use righting_store::{Band, StoreError};

use super::Side;
use super::structure::whole;
use crate::from_scenario::CHARTS;
use crate::section::{Axis, Figure, Line, Section, SectionTable};

pub fn section(sides: &[Side<'_>]) -> Result<Section, StoreError> {
    let mut section = Section::new(
        "course",
        "What the runs show",
        "Medians of the runs with their bands from the 5th to the 95th percentile, by days after each country's first shock.",
    );
    let summaries = sides.iter().map(|side| side.run.summary()).collect::<Result<Vec<_>, _>>()?;
    let mut rows = Vec::new();
    for (_, label, column) in CHARTS {
        let mut figure = Figure::new(
            label,
            format!("{label}: median and 5 to 95 percent of the runs, by country, from the day of the first shock."),
            Axis::linear("days after the first shock"),
            Axis::log("people"),
        );
        for (side, summary) in sides.iter().zip(&summaries) {
            let bands: Vec<Band> = summary.series(Location::Nation, column).copied().collect();
            let from = f64::from(side.first_shock_day());
            let x = (0..bands.len()).map(|day| day as f64 - from).collect();
            let of = |value: fn(&Band) -> f64| bands.iter().map(value).collect::<Vec<f64>>();
            let line = Line::new(side.name(), x, of(|band| band.p50));
            figure.lines.push(line.between(of(|band| band.p5), of(|band| band.p95)));
            rows.push(highest(side, label, &bands));
        }
        section.figures.push(figure);
    }
    let columns =
        ["quantity", "country", "highest median", "its 5 to 95 %", "per 1,000 residents", "day after the shock"];
    section.tables.push(SectionTable::new("The highest day", columns, rows));
    let checks = sides.iter().map(|side| {
        let (inside, total) = side
            .check
            .map_or(("-".to_owned(), "-".to_owned()), |check| (check.inside.to_string(), check.total.to_string()));
        vec![side.name().to_owned(), inside, total, side.run.succeeded().to_string()]
    });
    let columns = ["country", "targets inside the band", "targets", "runs"];
    section.tables.push(SectionTable::new("Against the record", columns, checks.collect()));
    section.notes = vec![
        "The lines are what a record would show: crowd estimates and official counts with their errors. Countries differ \
         in size; the table gives the same per 1,000 residents. Of days alike the first is told."
            .to_owned(),
    ];
    section.notes.extend(super::dated::undated(sides));
    Ok(section)
}

/// The day with the highest median; for cumulative counts that is the last.
fn highest(side: &Side<'_>, label: &str, bands: &[Band]) -> Vec<String> {
    let top = bands.iter().enumerate().max_by(|a, b| a.1.p50.total_cmp(&b.1.p50).then(b.0.cmp(&a.0)));
    let (day, band) = top.map_or((0, Band::default()), |(day, band)| (day, *band));
    let residents = side.scenario.setup.country.population().max(1) as f64;
    // A median of zero on every day has no highest one.
    let when =
        if band.p50 > 0.0 { (day as i64 - i64::from(side.first_shock_day())).to_string() } else { "–".to_owned() };
    vec![
        label.to_owned(),
        side.name().to_owned(),
        whole(band.p50),
        format!("{} to {}", whole(band.p5), whole(band.p95)),
        format!("{:.2}", 1000.0 * band.p50 / residents),
        when,
    ]
}
