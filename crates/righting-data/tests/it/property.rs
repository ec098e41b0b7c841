//! Made-up countries: a region's places are accepted exactly when they hold its people.

use proptest::prelude::*;
use righting_data::{Problem, read_places, read_regions};

fn regions(population: u64) -> String {
    format!("id,name,iso3166_2,capital,population,income_month\na,A,X-A,1,{population},1000\n")
}

fn places(populations: &[u32]) -> String {
    let header = "id,name,region,kind,latitude,longitude,population,urban,income_index,producer_km,past_killings,seat,security_weight\n";
    let rows = populations
        .iter()
        .enumerate()
        .map(|(index, population)| format!("{},P,a,city,50,60,{population},1,1,100,0,none,1\n", index + 1));
    std::iter::once(header.to_owned()).chain(rows).collect()
}

proptest! {
    #[test]
    fn places_hold_exactly_the_people_of_their_region(
        populations in prop::collection::vec(1..1_000_000_u32, 1..40),
        slip in -3_i64..=3,
    ) {
        let sum: u64 = populations.iter().map(|p| u64::from(*p)).sum();
        let stated = sum.saturating_add_signed(slip).max(1);
        let regions = read_regions(regions(stated).as_bytes(), "regions.csv").expect("one good region").value;
        let result = read_places(places(&populations).as_bytes(), "places.csv", &regions);
        match result {
            Ok(read) => {
                prop_assert_eq!(stated, sum);
                let people: Vec<u32> = read.value.iter().map(|place| place.population).collect();
                prop_assert_eq!(people, populations);
            }
            Err(error) => {
                prop_assert_ne!(stated, sum);
                let expected = Problem::PopulationSum { region: "a".to_owned(), places: sum, population: stated };
                prop_assert_eq!(*error.problem, expected);
            }
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut table = b"id,name,iso3166_2,capital,population,income_month\n".to_vec();
        table.extend(&bytes);
        for text in [&bytes, &table] {
            if let Err(error) = read_regions(text, "regions.csv") {
                prop_assert!(error.line >= 1);
                prop_assert!(error.span.is_none_or(|span| span.start <= span.end && span.end <= text.len()));
            }
        }
    }
}
