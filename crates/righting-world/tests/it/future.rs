//! Nothing of the year of the start, or later, is read.

use righting_world::{Request, Tables, World};

/// Every value of `year` and after is replaced by one that would show.
fn poisoned(year: i32) -> World {
    let mut tables = Tables::packed();
    let poison = |line: &str| {
        let mut cells: Vec<&str> = line.split(',').collect();
        if cells[2].parse::<i32>().is_ok_and(|at| at >= year) {
            cells[3] = "77.7";
        }
        cells.join(",")
    };
    tables.indicators = tables.indicators.lines().map(poison).collect::<Vec<_>>().join("\n");
    let header: Vec<String> = tables.ages.lines().next().unwrap().split(',').map(str::to_owned).collect();
    let late = |column: usize| header[column].parse::<i32>().is_ok_and(|at| at >= year);
    let poison = |line: &str| {
        let cells = line.split(',').enumerate();
        cells.map(|(column, cell)| if late(column) { "777" } else { cell }).collect::<Vec<_>>().join(",")
    };
    let (first, rest) = tables.ages.split_once('\n').unwrap();
    tables.ages = format!("{first}\n{}", rest.lines().map(poison).collect::<Vec<_>>().join("\n"));
    World::read(&tables).unwrap()
}

#[test]
fn a_poisoned_future_changes_no_byte() {
    for (start, year) in [("2001-01-01", 2001), ("2010-12-31", 2010), ("2022-03-25", 2022)] {
        let (world, poisoned) = (World::packed(), poisoned(year));
        let request = Request::starting(start.parse().unwrap());
        for country in world.countries() {
            let clean = world.bundle(country, &request).unwrap();
            assert_eq!(clean, poisoned.bundle(country, &request).unwrap(), "{} {start}", country.code);
        }
    }
}

/// The poison is strong enough: a start a year later takes it up.
#[test]
fn poison_shows_where_it_may_be_read() {
    let (world, poisoned) = (World::packed(), poisoned(2019));
    let request = Request::starting("2022-03-25".parse().unwrap());
    let country = world.country("LKA").unwrap();
    let [clean, changed] = [world, &poisoned].map(|world| world.bundle(country, &request).unwrap());
    assert_ne!(clean.text("scenario.toml"), changed.text("scenario.toml"));
    assert_ne!(clean.text("regions.csv"), changed.text("regions.csv"));
}
