//! Known answers for every form.

use righting_data::DateOrder;
use righting_import::Request;

use crate::{Case, acled, columns, table};

fn kinds(case: &Case, kind: &str) -> Vec<String> {
    let rows = columns(&case.text("records/facts.csv"), &["kind", "date", "place", "value", "published"]);
    rows.into_iter().filter_map(|row| row.strip_prefix(&format!("{kind} ")).map(str::to_owned)).collect()
}

#[test]
fn acled_events_become_facts_events_and_targets() {
    let case = Case::bare();
    let south = ("South", "Dunwater");
    let rows = [
        acled("FIV1", "2030-03-03", "Protests", south, 0, "crowd size=around 200"),
        acled("FIV2", "03 March 2030", "Riots", south, 2, "crowd size=at least 60"),
        acled("FIV3", "2030-03-05", "Protests", ("North", "Elsewhere"), 0, "crowd size=10"),
        acled("FIV4", "2030-03-06", "Battles", ("Nrth", "Xx"), 1, ""),
        acled("FIV1", "2030-03-03", "Protests", south, 0, "crowd size=around 200"),
        acled("FIV5", "2029-03-03", "Protests", south, 0, ""),
        acled("YLD1", "2030-03-01", "Protests", south, 0, "").replace("Five Towns", "Iceland"),
        acled("FIV6", "2030-03-77", "Protests", south, 0, ""),
    ];
    let text = table(&rows).replace("Xx,49.40,70.40", "Xx,10.40,70.40");
    let account = case.prepare(&[("events.csv", &text)], &Request::default()).unwrap().account;
    assert_eq!(account.covered, None, "a row that cannot be read may be of any day");
    assert!(account.notes.iter().any(|note| note.contains("1 row cannot be read")), "{:?}", account.notes);
    let request = Request { covers: Some(days("2030-03-01", "2030-03-06")), ..Request::default() };
    let account = case.import(&text, &request);
    let file = &account.files[0];
    assert_eq!((file.read, file.used, file.repeated, file.outside_days), (8, 3, 1, 1));
    assert_eq!((file.outside_country, file.unmatched, file.unreadable, file.other_kinds), (1, 1, 1, 0));
    assert_eq!(account.other_countries, [("Iceland".to_owned(), 1)]);
    assert!(account.unreadable[0].starts_with("events.csv:16: column `event_date`: found `2030-03-77`"), "{account:?}");
    let missed = &account.unmatched[0];
    assert_eq!((missed.lines.as_slice(), missed.nearest.as_deref()), (&[8_usize][..], Some("region `North`")));

    // The timestamp is 5 March 2030; both crowds of the 3rd: at least 200, at most open.
    assert_eq!(kinds(&case, "crowd_size"), ["2030-03-03 Dunwater 200+ 2030-03-05", "2030-03-05 North 10 2030-03-05"]);
    assert_eq!(kinds(&case, "protest"), ["2030-03-03 Dunwater 2 2030-03-05"]);
    assert_eq!(kinds(&case, "violence"), ["2030-03-03 Dunwater 1 2030-03-05"]);
    let counted = kinds(&case, "demonstrations");
    assert_eq!(counted.len(), 12, "six days that the file covers, two regions: {counted:?}");
    assert!(counted.contains(&"2030-03-03 South 2 2030-03-05".to_owned()), "{counted:?}");
    assert!(counted.contains(&"2030-03-04 South 0 2030-03-05".to_owned()), "{counted:?}");
    let dead = kinds(&case, "deaths_total");
    assert!(dead.contains(&"2030-03-02 National 0 2030-03-05".to_owned()), "{dead:?}");
    assert!(dead.contains(&"2030-03-03 National 2 2030-03-05".to_owned()), "{dead:?}");

    let targets = columns(&case.text("records/targets.csv"), &["id", "low", "high"]);
    for expected in [
        "acled-protest-onset-south 2030-03-03 2030-03-03",
        "acled-riot-onset-south 2030-03-03 2030-03-03",
        "acled-quiet-north 0 49",
        "acled-regions-reached-2030-03-02 0 0",
        "acled-regions-reached-2030-03-06 1 1",
        "acled-crowd-2030-03-01 0 49",
        "acled-crowd-2030-03-05 10 10",
        // One more was killed in a place that is not known.
        "acled-deaths-total-nation-2030-03-06 2 3",
        "acled-deaths-total-north-2030-03-06 0 1",
    ] {
        assert!(targets.iter().any(|row| row == expected), "{expected}: {targets:#?}");
    }
    assert!(!targets.iter().any(|row| row.contains("crowd-2030-03-03")), "open at the top: {targets:#?}");
    let events = columns(&case.text("records/events.csv"), &["date", "kind", "label", "imported"]);
    assert_eq!(
        events,
        [
            "2030-03-03 protest 1 protest in Dunwater, 200 people private",
            "2030-03-03 violence 1 riot in Dunwater, 60+ people, 2 dead private",
            "2030-03-05 protest 1 protest in North, 10 people private",
        ]
    );
    let scenario = case.scenario();
    assert!(scenario.warnings.is_empty(), "{:?}", scenario.warnings);
    assert!(scenario.record.sources.iter().any(|source| source.origin == "ACLED"), "{:?}", scenario.record.sources);
    assert_eq!(account.keys, ["facts", "events", "targets"]);
}

#[test]
fn a_part_of_a_file_says_nothing_of_the_rest() {
    let rows = [
        acled("FIV1", "2030-03-01", "Protests", ("South", "Dunwater"), 0, ""),
        acled("FIV2", "2030-03-04", "Riots", ("South", "Dunwater"), 1, ""),
    ];
    let case = Case::bare();
    let account = case.import(&table(&rows), &Request { kinds: vec!["riots".to_owned()], ..Request::default() });
    assert_eq!((account.files[0].used, account.files[0].other_kinds), (1, 1));
    assert!(kinds(&case, "demonstrations").is_empty(), "a protest was left out: the day was not quiet");
    assert_eq!(kinds(&case, "violence"), ["2030-03-04 Dunwater 1 2030-03-05"]);
    // A file of another country says nothing of this one.
    let case = Case::bare();
    let import =
        case.prepare(&[("e.csv", &table(&rows).replace("Five Towns", "Iceland"))], &Request::default()).unwrap();
    assert!(import.account.drafted.is_empty() && import.account.covered.is_none(), "{:?}", import.account);
    assert!(import.account.notes.iter().any(|note| note.contains("no row is of the country")));
}

#[test]
fn no_name_and_no_free_text_is_kept() {
    let case = Case::bare();
    let text = table(&[acled("FIV1", "2030-03-03", "Protests", ("South", "Dunwater"), 0, "women targeted")]);
    case.import(&text, &Request { keep_classes: true, ..Request::default() });
    for file in ["records/facts.csv", "records/events.csv", "records/targets.csv"] {
        let text = case.text(file);
        assert!(!text.contains("Doe") && !text.contains("A paper") && !text.contains("women"), "{file}:\n{text}");
    }
    assert!(case.text("records/events.csv").contains("(Protesters)"));
}

#[test]
fn weeks_are_seven_days_in_which_something_may_have_been() {
    let case = Case::bare();
    let text = "WEEK,REGION,COUNTRY,ADMIN1,EVENT_TYPE,SUB_EVENT_TYPE,EVENTS,FATALITIES,POPULATION_EXPOSURE,DISORDER_TYPE,\
                ID,CENTROID_LATITUDE,CENTROID_LONGITUDE\n2030-03-02,S,Five Towns,South,Protests,Peaceful protest,3,1,,D,1,\
                49.4,70.4\n2030-03-02,S,Five Towns,North,Protests,Peaceful protest,0,0,,D,2,50.2,70.6\n";
    let account = case.import(text, &Request { covers: Some(days("2030-03-01", "2030-03-10")), ..Request::default() });
    assert_eq!((account.files[0].form.as_str(), account.files[0].used), ("acled-weekly", 2));
    assert_eq!(kinds(&case, "protest"), ["2030-03-08 South 3 "]);
    let counted = kinds(&case, "demonstrations");
    assert_eq!(counted.iter().filter(|row| row.contains("South")).count(), 3, "1, 9 and 10 March: {counted:?}");
    assert_eq!(counted.iter().filter(|row| row.contains("North 0")).count(), 10, "{counted:?}");
    let targets = columns(&case.text("records/targets.csv"), &["id", "low", "high"]);
    assert!(targets.contains(&"acled-protest-onset-south 2030-03-02 2030-03-08".to_owned()), "{targets:#?}");
    assert!(targets.contains(&"acled-deaths-total-nation-2030-03-02 0 1".to_owned()), "{targets:#?}");
    assert!(case.scenario().warnings.is_empty());
}

fn days(from: &str, to: &str) -> (jiff::civil::Date, jiff::civil::Date) {
    (from.parse().unwrap(), to.parse().unwrap())
}

#[test]
fn ged_counts_the_dead_and_says_nothing_of_protests() {
    let case = Case::bare();
    let header =
        "id,type_of_violence,where_coordinates,country,adm_1,latitude,longitude,date_start,date_end,best,high,low";
    let text = format!(
        "{header}\n1,1,Dunwater,Five Towns,South province,49.4,70.4,3/4/2030 0:00,3/5/2030 0:00,3,5,2\n\
         2,One-sided violence,,Five Towns,,50.1,70.1,2030-03-08 00:00:00.000,2030-03-08 00:00:00.000,1.0,,\n"
    );
    let account = case.import(&text, &Request::default());
    assert_eq!((account.files[0].used, account.files[0].unreadable), (1, 1));
    let case = Case::bare();
    let request = Request {
        order: Some(DateOrder::MonthDayYear),
        covers: Some(days("2030-03-01", "2030-03-14")),
        published: Some("2030-04-01".parse().unwrap()),
        ..Request::default()
    };
    case.import(&text, &request);
    assert!(kinds(&case, "demonstrations").is_empty());
    let dead: Vec<String> = kinds(&case, "deaths_total").into_iter().filter(|row| row.contains("National")).collect();
    assert_eq!(
        dead,
        [
            "2030-03-03 National 0 2030-04-01",
            "2030-03-04 National 0-5 2030-04-01",
            "2030-03-05 National 2-5 2030-04-01",
            "2030-03-07 National 2-5 2030-04-01",
            "2030-03-08 National 3-6 2030-04-01",
            "2030-03-14 National 3-6 2030-04-01",
        ]
    );
    assert_eq!(kinds(&case, "other_events"), ["2030-03-05 Dunwater 1 2030-04-01", "2030-03-08 Aldermere 1 2030-04-01"]);
}

#[test]
fn mass_mobilization_counts_protests_and_not_the_dead() {
    let case = Case::bare();
    let text = "id,country,year,protest,protesterviolence,location,participants,killings,start_date,end_date\n\
                1,Five Towns,2030,1,1,\"Dunwater, South\",1000s,1,2030-03-04,2030-03-06\n\
                2,Five Towns,2030,1,0,national,hundreds,0,2030-03-08,2030-03-08\n\
                3,Iceland,2030,0,,,,,,\n";
    let account = case.import(text, &Request::default());
    assert_eq!((account.files[0].used, account.files[0].outside_country), (2, 1));
    let targets = columns(&case.text("records/targets.csv"), &["id", "date", "date_end", "low", "high"]);
    let crowd = "mass-mobilization-crowd-104-2030-03-04-2030-03-06 2030-03-04 2030-03-06 1000 9999";
    assert!(targets.contains(&crowd.to_owned()), "{targets:#?}");
    let whole = "mass-mobilization-crowd-2030-03-08 2030-03-08 2030-03-08 100 999";
    assert!(targets.contains(&whole.to_owned()), "{targets:#?}");
    assert!(!targets.iter().any(|row| row.contains("deaths") || row.contains("quiet")), "{targets:#?}");
    assert!(kinds(&case, "deaths_total").is_empty());
}

#[test]
fn views_are_months_and_forecasts_stay_apart() {
    let case = Case::bare();
    let start = case.path().join("scenario.toml");
    let text = std::fs::read_to_string(&start).unwrap().replace("days = 14", "days = 31");
    std::fs::write(&start, text).unwrap();
    // Month 603 is March 2030; the cell around 49.25 N, 70.75 E.
    let cell = ((49.25_f64 + 89.75) / 0.5) as u32 * 720 + ((70.75_f64 + 179.75) / 0.5) as u32 + 1;
    let cells = format!("month_id,priogrid_gid,outcome\n603,{cell},7\n604,{cell},7\n603,1,9\n");
    let account = case.import(&cells, &Request::default());
    assert_eq!((account.files[0].used, account.files[0].outside_days, account.files[0].outside_country), (1, 1, 1));
    assert_eq!(kinds(&case, "deaths_month"), ["2030-03-31 South 7 "]);
    let targets = columns(&case.text("records/targets.csv"), &["id", "low"]);
    assert_eq!(targets, ["views-deaths-total-south-2030-03-31 7"]);

    let means = "month_id,country_id,main_mean\n603,7,1.5\n";
    let account = case.import(means, &Request::default());
    assert_eq!((account.files[0].used, account.files[0].unmatched), (0, 1));
    assert!(account.notes.iter().any(|note| note.contains("--unit 7")), "{:?}", account.notes);
    case.import(means, &Request { unit: Some(7), ..Request::default() });
    assert_eq!(kinds(&case, "deaths_month_forecast"), ["2030-03-31 National 1.5 "]);
    assert_eq!(columns(&case.text("records/targets.csv"), &["id"]).len(), 1, "a forecast is no record");
}

#[test]
fn any_table_is_read_by_its_columns() {
    let case = Case::bare();
    let text = "Tag;Ort;Menschen;Tote;Festgenommene;Art\n3.3.2030;DUNWATER;1 200;0;12;Kundgebung\n\
                05.03.2030;Birchford;50-80;1;;Protest\n";
    let request = Request {
        mapping: Some("date=Tag,place=Ort,crowd=Menschen,deaths=Tote,detained=Festgenommene".parse().unwrap()),
        order: Some(DateOrder::DayMonthYear),
        source: Some("A paper".to_owned()),
        licence: Some("CC0".to_owned()),
        share: true,
        ..Request::default()
    };
    let account = case.import(text, &request);
    assert_eq!((account.files[0].form.as_str(), account.files[0].used), ("columns", 2), "{account:?}");
    assert_eq!(kinds(&case, "crowd_size"), ["2030-03-03 Dunwater 1200 ", "2030-03-05 Birchford 50-80 "]);
    let facts = columns(&case.text("records/facts.csv"), &["source", "licence", "imported"]);
    assert!(facts.iter().all(|row| row == "A paper CC0 shared"), "{facts:?}");
    let targets = columns(&case.text("records/targets.csv"), &["id"]);
    // The files begin on the third day: totals since the start are not known.
    assert!(!targets.iter().any(|row| row.contains("total")), "{targets:?}");
    assert!(account.notes.iter().any(|note| note.contains("the files begin on 2030-03-03")), "{:?}", account.notes);
    let onsets = columns(&case.text("records/targets.csv"), &["id", "low", "high"]);
    assert!(onsets.contains(&"a-paper-protest-onset-south 2030-03-01 2030-03-03".to_owned()), "{onsets:?}");
}
