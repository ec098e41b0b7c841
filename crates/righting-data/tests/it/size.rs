//! Large tables are read in time that grows with their rows and not with the square of them.

use std::fmt::Write;
use std::time::{Duration, Instant};

use righting_data::{read_facilities, read_places, read_regions, read_targets};

/// Fifty thousand places in a hundred regions, a facility and a target in each. When every row counted its line from
/// the top of the file, this took minutes without optimisation; it takes a second or two. The bound is coarse on purpose.
#[test]
fn fifty_thousand_places_are_read_in_seconds() {
    const REGIONS: usize = 100;
    const OWN: usize = 500;
    let mut regions = "id,name,iso3166_2,capital,population,income_month\n".to_owned();
    let mut places = "id,name,region,kind,latitude,longitude,population,urban,income_index,producer_km,past_killings,\
                      seat,security_weight\n"
        .to_owned();
    let mut facilities = "id,place,name,kind,guards\n".to_owned();
    let mut targets = "id,quantity,statistic,place,date,date_end,low,high,weight_class,source,note\n".to_owned();
    for place in 0..REGIONS * OWN {
        let (region, id) = (place / OWN, place + 1);
        if place % OWN == 0 {
            let _ = writeln!(regions, "r{region},Region {region},X-{region},{id},{},1000", 100 * OWN);
        }
        let _ = writeln!(places, "{id},Place {id},r{region},city,50.123,60.321,100,1,1,80,0,none,1");
        let _ = writeln!(facilities, "f{id},{id},Hall {id},city_hall,0");
        let _ = writeln!(targets, "t{id},active,peak,{id},2022-01-01,2022-01-02,1,2,local,made up,");
    }
    let start = Instant::now();
    let regions = read_regions(regions.as_bytes(), "regions.csv").expect("regions").value;
    let places = read_places(places.as_bytes(), "places.csv", &regions).expect("places").value;
    let facilities = read_facilities(facilities.as_bytes(), "facilities.csv", &places).expect("facilities").value;
    let targets = read_targets(targets.as_bytes(), "targets.csv", &regions, &places).expect("targets").value;
    assert_eq!([places.len(), facilities.len(), targets.len()], [REGIONS * OWN; 3]);
    let taken = start.elapsed();
    assert!(taken < Duration::from_secs(20), "{taken:?}");
}
