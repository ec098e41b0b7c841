//! Every kind of bad file gives its own message, with the line.

use righting_data::{
    DataError, read_boundaries, read_events, read_facilities, read_facts, read_places, read_regions, read_sources,
    read_targets,
};
use righting_model::FacilityKind;

use crate::country::{BOUNDARIES, EVENTS, FACILITIES, FACTS, PLACES, REGIONS, SOURCES, TARGETS, places, regions};

fn swap(text: &str, from: &str, to: &str) -> Vec<u8> {
    assert!(text.contains(from), "the good file holds `{from}`");
    text.replacen(from, to, 1).into_bytes()
}

fn message<T>(result: Result<T, DataError>) -> String {
    result.err().map_or_else(|| "no error".to_owned(), |error| error.to_string())
}

fn regions_with(from: &str, to: &str) -> String {
    message(read_regions(&swap(REGIONS, from, to), "regions.csv"))
}

fn places_with(from: &str, to: &str) -> String {
    message(read_places(&swap(PLACES, from, to), "places.csv", &regions()))
}

fn facilities_with(from: &str, to: &str) -> String {
    message(read_facilities(&swap(FACILITIES, from, to), "facilities.csv", &places()))
}

fn events_with(from: &str, to: &str) -> String {
    message(read_events(&swap(EVENTS, from, to), "events.csv", &regions(), &places()))
}

fn targets_with(from: &str, to: &str) -> String {
    message(read_targets(&swap(TARGETS, from, to), "targets.csv", &regions(), &places()))
}

fn boundaries_with(from: &str, to: &str) -> String {
    message(read_boundaries(&swap(BOUNDARIES, from, to), "regions.geojson", &regions()))
}

#[test]
fn the_good_files_are_good() {
    let (regions, places) = (regions(), places());
    assert_eq!(regions[1].poverty_rate, None);
    assert_eq!(places[2].past_killings, 2);
    assert_eq!(facilities_with("80", "80"), "no error");
    assert_eq!(events_with("11:00", "11:00"), "no error");
    assert_eq!(targets_with("100", "100"), "no error");
    assert_eq!(boundaries_with("North", "North"), "no error");
    let facts = read_facts(FACTS.as_bytes(), "facts.csv", &regions, &places).expect("good facts").value;
    assert_eq!(facts[0].number(), Some(150.0));
    for (written, value) in [("\"1,500\"", "1500"), ("1 500", "1500"), ("1 000–2 000", "1000-2000"), ("07:00", "07:00")]
    {
        let read = read_facts(&swap(FACTS, ",150,", &format!(",{written},")), "facts.csv", &regions, &places);
        assert_eq!(read.expect("a number with thousands apart").value[0].value, value);
    }
    assert!(read_sources(SOURCES.as_bytes(), "sources.csv").is_ok());
}

#[test]
fn bad_regions() {
    let population = "expected a whole number from 1 to 2000000000";
    for found in ["-1000", "NaN", "99999999999999999999", "", "many", "0"] {
        assert_eq!(
            regions_with(",1000,", &format!(",{found},")),
            format!("regions.csv:2: column `population`: found `{found}`, {population}")
        );
    }
    assert_eq!(
        regions_with("south,South", "north,South"),
        "regions.csv:3: column `id`: region `north` stands twice, first in line 2"
    );
    assert_eq!(
        regions_with("south,South", "South,South"),
        "regions.csv:3: column `id`: found `South`, expected an identifier of lower-case letters, digits and hyphens; did you mean `south`?"
    );
    assert_eq!(
        regions_with("4.5", "104.5"),
        "regions.csv:2: column `poverty_rate`: found `104.5`, expected a number from 0 to 100"
    );
    assert_eq!(
        regions_with("assumed", "asumed"),
        "regions.csv:3: column `poverty_source`: unknown mark `asumed`; did you mean `assumed`? expected one of `read`, `assumed`"
    );
    assert!(
        regions_with("income_month", "income")
            .starts_with("regions.csv:1: unknown column `income`, expected one of `id`, `name`,")
    );
}

#[test]
fn bad_places() {
    assert_eq!(
        places_with(",600,", ",601,"),
        "places.csv:3: column `population`: the places of region `north` hold 1001 residents, the region has 1000"
    );
    assert_eq!(
        places_with("Beta,south", "Beta,sout"),
        "places.csv:4: column `region`: unknown region `sout`; did you mean `south`? expected one of `north`, `south`"
    );
    assert_eq!(
        places_with(",52,70", ",152,70"),
        "places.csv:2: column `latitude`: found `152`, expected a number from -90 to 90"
    );
    assert_eq!(
        places_with(",52,70", ",52,inf"),
        "places.csv:2: column `longitude`: found `inf`, expected a number from -180 to 180"
    );
    assert_eq!(
        places_with("\n1,North", "\n11,North"),
        "places.csv:3: column `id`: place `11` stands twice, first in line 2"
    );
    assert_eq!(
        places_with("\n1,North", "\n16777216,North"),
        "places.csv:3: column `id`: found `16777216`, expected a whole number from 1 to 16777215"
    );
    assert_eq!(
        places_with("\n11,Alpha", "\n12,Alpha"),
        "places.csv:3: column `id`: region `north` has no capital among its places"
    );
    assert_eq!(places_with("600,1", "600,often"), "places.csv:2: column `urban`: found `often`, expected 0 or 1");
    assert_eq!(
        places_with("rest,51.5", "town,51.5"),
        "places.csv:3: column `kind`: unknown kind of place `town`, expected one of `city`, `rest`"
    );
    assert_eq!(
        places_with("national", "nationl"),
        "places.csv:2: column `seat`: unknown seat `nationl`; did you mean `national`? expected one of `national`, `region`, `none`"
    );
    let south = "21,Beta,south,city,43,68,500,1,1,900.5,2,region,1\n";
    assert_eq!(places_with(south, ""), "places.csv:1: region `south` has no place");
}

#[test]
fn bad_facilities() {
    assert_eq!(
        facilities_with(",11,", ",12,"),
        "facilities.csv:2: column `place`: unknown place `12`, expected one of `11 (Alpha)`, `1 (North (rest))`, `21 (Beta)`"
    );
    assert_eq!(
        facilities_with(",11,", ",Alpa,"),
        "facilities.csv:2: column `place`: unknown place `Alpa`; did you mean `11 (Alpha)`?"
    );
    assert_eq!(
        facilities_with("city_hall", "cityhall"),
        "facilities.csv:2: column `kind`: unknown kind of facility `cityhall`; did you mean `city_hall`? expected one of `city_hall`, `airport`, `broadcaster`, `security_office`, `power`, `strategic_site`"
    );
    assert_eq!(
        facilities_with("80", "-80"),
        "facilities.csv:2: column `guards`: found `-80`, expected a number from 0 to 1000000"
    );
}

#[test]
fn a_kind_of_facility_of_an_older_version_is_read_on_and_told() {
    let rows = swap(FACILITIES, "city_hall", "spaceport");
    let read = read_facilities(&rows, "facilities.csv", &places()).expect("the old word is read");
    assert_eq!(read.value[0].kind, FacilityKind::StrategicSite);
    let told: Vec<String> = read.notes.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("facilities.csv:2: ") && told[0].contains("`strategic_site`"), "{told:?}");
}

#[test]
fn bad_events_and_facts() {
    let date = "expected a date such as 2022-01-05";
    for found in ["2022-02-30", "20220102", "2022-13-2", "2 Foo 2022", ""] {
        assert_eq!(events_with("2022-01-02", found), format!("events.csv:2: column `date`: found `{found}`, {date}"));
    }
    assert_eq!(
        events_with("11:00", "25:00"),
        "events.csv:2: column `time`: found `25:00`, expected a time such as 17:20, or nothing"
    );
    assert_eq!(
        events_with("11,north", "11,south"),
        "events.csv:2: column `region`: place `11` lies in region `north`, not in `south`"
    );
    assert_eq!(events_with("People come out", ""), "events.csv:2: column `label`: found ``, expected a name");
    let facts = read_facts(&swap(FACTS, ",11,", ",99,"), "facts.csv", &regions(), &places());
    assert_eq!(
        message(facts),
        "facts.csv:2: column `place_id`: unknown place `99`, expected one of `21 (Beta)`, `11 (Alpha)`, `1 (North (rest))`"
    );
}

#[test]
fn bad_targets() {
    assert_eq!(targets_with("100,200", "300,200"), "targets.csv:2: column `low`: low 300 is above high 200");
    assert_eq!(
        targets_with("2022-01-02,2022-01-03", "2022-01-04,2022-01-03"),
        "targets.csv:3: column `low`: low 2022-01-04 is above high 2022-01-03"
    );
    assert_eq!(
        targets_with("2022-01-04,2022-01-04", "2022-01-04,2022-01-03"),
        "targets.csv:2: column `date_end`: low 2022-01-04 is above high 2022-01-03"
    );
    assert_eq!(
        targets_with("crowd,active", "crowd,activ"),
        "targets.csv:2: column `quantity`: unknown quantity `activ`; did you mean `active`? expected one of `active`, `rioting`, `detained_total`, `deaths_total`, `regions_reached`, `regions_violent`, `facilities_lost`"
    );
    assert_eq!(
        targets_with("peak", "peek"),
        "targets.csv:2: column `statistic`: unknown statistic `peek`; did you mean `peak`? expected one of `peak`, `cumulative`, `onset`"
    );
    assert_eq!(
        targets_with("nation,", "natoin,"),
        "targets.csv:2: column `place`: unknown place `natoin`; did you mean `nation`? expected one of `nation`, `north`, `south`"
    );
    assert_eq!(
        targets_with(",21,", ",22,"),
        "targets.csv:3: column `place`: unknown place `22`, expected one of `21 (Beta)`, `11 (Alpha)`, `1 (North (rest))`"
    );
    assert_eq!(
        targets_with("100,200", "NaN,200"),
        "targets.csv:2: column `low`: found `NaN`, expected a number from 0 to 10000000000"
    );
    assert_eq!(
        targets_with("2022-01-02,2022-01-03", "5,2022-01-03"),
        "targets.csv:3: column `low`: found `5`, expected a date such as 2022-01-05, as the statistic is `onset`"
    );
    assert_eq!(
        targets_with("first,active", "first,deaths_total"),
        "targets.csv:3: column `quantity`: found `deaths_total`, expected `active` or `rioting`, as only these have an onset"
    );
}

#[test]
fn bad_boundaries() {
    assert_eq!(
        boundaries_with("[\"south\"]", "[\"sooth\"]"),
        "regions.geojson:3: column `regions`: unknown region `sooth`; did you mean `south`? expected one of `north`, `south`"
    );
    assert_eq!(
        boundaries_with("[\"south\"]", "[]"),
        "regions.geojson:1: no polygon for the region `south`; features that match no region: `South`"
    );
    assert_eq!(
        boundaries_with("\"regions\":[\"north\"]", "\"region\":\"north\""),
        "regions.geojson:2: not the expected GeoJSON: feature 1 (`North`): expected a list property `regions` of region identifiers"
    );
    assert_eq!(
        boundaries_with("[71,53]", "[71,530]"),
        "regions.geojson:2: not the expected GeoJSON: feature 1 (`North`): found the point [71, 530], expected degrees east from -180 to 180 and north from -90 to 90"
    );
    assert!(
        boundaries_with("{\"name\":\"South\"", "{\"name\"=\"South\"")
            .starts_with("regions.geojson:3: not the expected GeoJSON: ")
    );
    assert!(
        boundaries_with("FeatureCollection", "Collection").starts_with("regions.geojson:1: not the expected GeoJSON: ")
    );
}

#[test]
fn bad_sources() {
    let assumed = read_sources(&swap(SOURCES, "derived", "assumed"), "sources.csv");
    assert_eq!(
        message(assumed),
        "sources.csv:2: column `prior_or_note`: found ``, expected the prior or the reason of an assumption"
    );
    let unknown = read_sources(&swap(SOURCES, "derived", "dervied"), "sources.csv");
    assert_eq!(
        message(unknown),
        "sources.csv:2: column `mark`: unknown mark `dervied`; did you mean `derived`? expected one of `read`, `derived`, `assumed`, `fitted`"
    );
}
