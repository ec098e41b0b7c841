use serde_json::json;

use crate::event::Event;
use crate::place::{Marker, Onset, Region};
use crate::report::Report;
use crate::series::{Band, Quantity, Series};

fn whole() -> Report {
    let mut report = Report::new("Test", "Examplia");
    report.dates = vec!["2022-01-01".into(), "2022-01-02".into()];
    report.quantities.push(Quantity::new("active", "Active", "people", "people in protests"));
    report.regions.push(Region {
        id: "north".into(),
        name: "North".into(),
        population: 1_000,
        onset: Onset { record: Some("2022-01-02".into()), ..Onset::default() },
    });
    let column = vec![0.0, 1.0];
    let band = Band {
        p5: column.clone(),
        p25: column.clone(),
        p50: column.clone(),
        p75: column.clone(),
        p95: column.clone(),
        mean: column,
    };
    report.series.push(Series::new("nation", "active", band.clone()));
    report.series.push(Series::new("north", "active", band));
    report.map = json!({ "type": "FeatureCollection", "features": [
        { "type": "Feature", "properties": { "name": "North", "regions": ["north"] }, "geometry": null },
    ]});
    report
}

fn fault(spoil: impl FnOnce(&mut Report)) -> String {
    let mut report = whole();
    spoil(&mut report);
    report.validate().expect_err("the report was spoilt").to_string()
}

#[test]
fn whole_report_is_accepted() {
    assert_eq!(whole().validate(), Ok(()));
}

#[test]
fn faults_are_named_with_place_and_value() {
    let faults = [
        fault(|r| r.series[1].p95.truncate(1)),
        fault(|r| r.series[0].mean[1] = f64::NAN),
        fault(|r| r.series[1].place = "nort".into()),
        fault(|r| r.series[1].quantity = "activ".into()),
        fault(|r| r.map["features"][0]["properties"]["regions"][0] = "south".into()),
        fault(|r| r.dates[0] = "1 January 2022".into()),
        fault(|r| r.regions[0].onset.record = Some("2022-1-2".into())),
        fault(|r| {
            let (id, name, region) = ("1".into(), "Port".into(), "sea".into());
            r.places.push(Marker { id, name, region, lon: 51.0, lat: 43.0, population: 9 });
        }),
        fault(|r| {
            r.events.push(Event {
                date: String::new(),
                time: None,
                kind: "request".into(),
                label: "Request to the alliance".into(),
                place: None,
                actual: true,
                share: None,
                p5: None,
                p95: None,
                contested: false,
            });
        }),
    ];
    insta::assert_snapshot!(faults.join("\n"), @r"
    series active of north: p95 has 1 values for 2 days
    series active of nation: mean is NaN on 2022-01-02
    series active names region nort, which the report does not list
    series of north: quantity activ is not listed in the report
    map feature North names region south, which the report does not list
    days: date 1 January 2022 is not of the form 2022-01-05
    onset of North: date 2022-1-2 is not of the form 2022-01-05
    place Port names region sea, which the report does not list
    event Request to the alliance: date  is not of the form 2022-01-05
    ");
}
