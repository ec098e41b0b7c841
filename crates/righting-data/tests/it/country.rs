//! A country of two regions, small enough to break in every way.

use righting_data::{Place, Region, read_places, read_regions};

pub const REGIONS: &str = "\
id,name,iso3166_2,capital,population,income_month,poverty_rate,poverty_source
north,North,XX-N,11,1000,90000,4.5,read
south,South,XX-S,21,500,70000,,assumed
";

pub const PLACES: &str = "\
id,name,region,kind,latitude,longitude,population,urban,income_index,producer_km,past_killings,seat,security_weight
11,Alpha,north,city,52,70,600,1,1.1,500,0,national,1
1,North (rest),north,rest,51.5,70.5,400,0,0.9,520,0,none,1
21,Beta,south,city,43,68,500,1,1,900.5,2,region,1
";

pub const FACILITIES: &str = "\
id,place,name,kind,guards,source
hall-alpha,11,Hall of Alpha,city_hall,80,made up
";

pub const EVENTS: &str = "\
date,time,kind,label,place,region,source,contested
2022-01-02,11:00,protest,People come out,11,north,made up,0
";

pub const TARGETS: &str = "\
id,quantity,statistic,place,date,date_end,low,high,weight_class,source,note
crowd,active,peak,nation,2022-01-04,2022-01-04,100,200,national,made up,
first,active,onset,21,2022-01-01,2022-01-20,2022-01-02,2022-01-03,local,made up,
";

pub const FACTS: &str = "\
date,place,admin1,kind,value,unit,source,note,place_id,region_id
2022-01-04,Alpha,North,crowd_size,150,people,made up,,11,north
";

pub const BOUNDARIES: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"North","regions":["north"]},"geometry":{"type":"Polygon","coordinates":[[[69,50],[71,50],[71,53],[69,50]]]}},
{"type":"Feature","properties":{"name":"South","regions":["south"]},"geometry":{"type":"Polygon","coordinates":[[[67,42],[69,42],[69,44],[67,42]]]}}
]}
"#;

pub const SOURCES: &str = "\
file,column_or_id,source,licence,mark,prior_or_note
places.csv,population,made up,CC0,derived,
";

pub fn regions() -> Vec<Region> {
    read_regions(REGIONS.as_bytes(), "regions.csv").expect("good regions").value
}

pub fn places() -> Vec<Place> {
    read_places(PLACES.as_bytes(), "places.csv", &regions()).expect("good places").value
}
