//! What is refused, and what is said.

use righting_world::{Request, World};

fn said(text: &str) -> String {
    World::packed().country(text).unwrap_err().to_string()
}

#[test]
fn codes_and_names_are_accepted() {
    let code = |text: &str| World::packed().country(text).unwrap().code.as_str();
    let names = ["LKA", "lka", "lk", "Sri Lanka", " sri lanka ", "Ivory Coast", "Côte d'Ivoire", "UK", "Kosovo", "XKX"];
    assert_eq!(names.map(code), ["LKA", "LKA", "LKA", "LKA", "LKA", "CIV", "CIV", "GBR", "XKX", "XKX"]);
}

#[test]
fn an_unknown_country_is_refused_with_the_nearest() {
    insta::assert_snapshot!(["Sri Lnka", "Kazakstan", "ZZZ", "", "Antarctica", "BVT"].map(said).join("\n"), @r"
    no country has the code or name `Sri Lnka`; did you mean `Sri Lanka (LKA)`?
    no country has the code or name `Kazakstan`; did you mean `Kazakhstan (KAZ)`?
    no country has the code or name `ZZZ`
    no country has the code or name ``
    Antarctica (ATA) has no residents to simulate: a continent without permanent residents
    Bouvet Island (BVT) has no residents to simulate: uninhabited
    ");
}

#[test]
fn requests_out_of_bounds_are_refused() {
    let world = World::packed();
    let country = world.country("LKA").unwrap();
    let starting = |start: &str| Request::starting(start.parse().unwrap());
    let refused = |request: Request| world.bundle(country, &request).unwrap_err().to_string();
    let days = |days| Request { days, ..starting("2022-03-25") };
    let price = Request { prices: vec!["fuel=+40%@2021-01-01".parse().unwrap()], ..starting("2022-03-25") };
    let said = [
        refused(starting("1999-01-01")),
        refused(starting("2040-01-01")),
        refused(days(0)),
        refused(days(1_000_000)),
        refused(Request { most_places: 0, ..starting("2022-03-25") }),
        refused(price),
        world.choice("crimea=FRA").unwrap_err().to_string(),
        world.choice("krimea=RUS").unwrap_err().to_string(),
        world.choice("south-ossetia=RUS").unwrap_err().to_string(),
    ];
    insta::assert_snapshot!(said.join("\n"), @r"
    the start is 1999-01-01, expected a day from 2001-01-01 to 2035-12-31, for which the tables know residents
    the start is 2040-01-01, expected a day from 2001-01-01 to 2035-12-31, for which the tables know residents
    the number of days is 0, expected a whole number from 1 to 3660
    the number of days is 1000000, expected a whole number from 1 to 3660
    the number of places is 0, expected a whole number from 1 to 19000
    the price `fuel=+40%@2021-01-01` is dated outside the scenario, which runs from 2022-03-25 to 2022-04-23, expected one such as fuel=+40%@2022-03-25
    `crimea` cannot be set to `FRA`, expected UKR or RUS
    no disputed territory is called `krimea`; did you mean `crimea`?
    `south-ossetia` cannot be set to `RUS`, expected GEO
    ");
}
