//! How a country is drawn changes nothing, or nothing but chance.

use righting_model::{Calendar, Country, EngineKind, Quantity, Setup, Simulation, Trace};

use crate::towns;

fn run(setup: Setup, replicate: u32) -> Trace {
    Simulation::new(setup).run(EngineKind::Sellke, 3, replicate).expect("it runs")
}

fn without_facilities() -> Setup {
    let mut setup = towns::setup();
    // They know their places by number.
    setup.country.facilities.clear();
    setup
}

/// Rows of a place by its key, day by day.
fn place(trace: &Trace, country: &Country, key: u32) -> Vec<Vec<f64>> {
    let place = country.place_by_key(key).expect("it is there");
    (0..trace.days()).map(|day| trace.place(day, place).to_vec()).collect()
}

#[test]
fn the_order_of_rows_changes_no_byte() {
    let plain = without_facilities();
    let mut turned = without_facilities();
    turned.country.places.reverse();
    turned.country.regions.reverse();
    turned.country.places.iter_mut().for_each(|place| place.region = 1 - place.region);
    for replicate in 0..5 {
        let (a, b) = (run(plain.clone(), replicate), run(turned.clone(), replicate));
        for key in 1..=5 {
            assert_eq!(place(&a, &plain.country, key), place(&b, &turned.country, key), "place {key}");
        }
    }
}

#[test]
fn the_unit_of_money_whole_weeks_and_names_of_regions_change_no_byte() {
    let mut other = towns::setup();
    other.country.places.iter_mut().for_each(|place| place.income *= 431.7);
    other.country.regions.iter_mut().for_each(|region| region.name.push_str(" oblast"));
    other.calendar = Calendar { first: 7, ..Calendar::default() };
    // Not by `assert_eq!`: it would print every row.
    assert!(run(towns::setup(), 1) == run(other, 1));
}

#[test]
fn an_unrelated_neighbour_changes_no_byte() {
    let alone = without_facilities();
    let beside = |crisis: bool| {
        let mut setup = without_facilities();
        for mut place in alone.country.places.clone() {
            place.key += 100;
            place.region += 2;
            place.latitude += 0.3;
            place.population += 777;
            place.income *= 3.0;
            setup.country.places.insert(0, place);
        }
        for region in alone.country.regions.clone() {
            setup.country.regions.push(righting_model::Region { polity: 1, ..region });
        }
        let places: Vec<usize> = (0..5).collect();
        // What befalls one country befalls it alone.
        let home = righting_model::Reach::Places((5..10).collect());
        setup.shocks.iter_mut().for_each(|shock| shock.reach = home.clone());
        setup.actions.iter_mut().for_each(|action| action.reach = home.clone());
        if crisis {
            let mut shock = setup.shocks[0].clone();
            (shock.id, shock.reach) = ("there".to_owned(), righting_model::Reach::Places(places));
            shock.kind = righting_model::ShockKind::Affront { size: 3.0 };
            setup.shocks.push(shock);
        }
        setup
    };
    // Units go to the crowds of the nation, the elite at its top is one, and allies and organisers come to one country.
    let apart = |mut setup: Setup| {
        setup.actions.retain(|action| !["units", "request", "withdraw"].contains(&action.id.as_str()));
        setup.hypotheses = Default::default();
        for path in ["elites.control", "elites.blame", "elites.rents", "forces.sight", "output.national"] {
            setup.parameters.set(path, 0.0).expect("it is registered");
        }
        setup
    };
    let (home, quiet, crisis) = (apart(alone.clone()), apart(beside(false)), apart(beside(true)));
    for replicate in 0..5 {
        let traces = [&home, &quiet, &crisis].map(|setup| run(setup.clone(), replicate));
        // Reports of one ministry: their errors are the run's.
        for key in 1..=5 {
            let rows = [&home, &quiet, &crisis].map(|setup| &setup.country);
            let of = |index: usize| place(&traces[index], rows[index], key);
            assert!(of(0) == of(1) && of(0) == of(2), "place {key} in replicate {replicate}");
        }
        let all = traces[2].national(5, Quantity::Joined) - traces[1].national(5, Quantity::Joined);
        assert!(all > 0.0, "the neighbour had its crisis");
    }
}

#[test]
fn a_town_drawn_as_four_has_the_same_crowds() {
    let plain = without_facilities();
    let mut cut = without_facilities();
    cut.country.places.clear();
    for place in &plain.country.places {
        for part in 0..4 {
            let mut quarter = place.clone();
            quarter.key = 10 * place.key + part;
            quarter.population = place.population / 4 + u32::from(part < place.population % 4);
            quarter.radius_km = Some(1.0);
            cut.country.places.push(quarter);
        }
    }
    let peaks = |setup: &Setup| -> Vec<f64> {
        let simulation = Simulation::new(setup.clone());
        let peak =
            |trace: Trace| (0..trace.days()).map(|day| trace.national(day, Quantity::ActivePeak)).fold(0.0, f64::max);
        let mut peaks: Vec<f64> = (0..150)
            .map(|replicate| peak(simulation.run(EngineKind::Sellke, 8, replicate).expect("it runs")))
            .collect();
        peaks.sort_by(f64::total_cmp);
        peaks
    };
    let (whole, parts) = (peaks(&plain), peaks(&cut));
    // The field is shared by seed, so medians are paired: within a tenth of the spread of runs.
    let spread = libm::log(whole[142] / whole[7]);
    let moved = libm::log(parts[75] / whole[75]);
    assert!(moved.abs() < 0.1 * spread, "{} and {}, spread {spread}", parts[75], whole[75]);
}
