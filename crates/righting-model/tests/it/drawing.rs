//! How a country is drawn changes nothing, or nothing but chance.

use righting_model::{EngineKind, Quantity, Redrawing, Redrawn, Seat, Setup, Simulation, Trace};

use crate::towns;

fn run(setup: Setup, replicate: u32) -> Trace {
    Simulation::new(setup).run(EngineKind::Sellke, 3, replicate).expect("it runs")
}

fn drawn(redrawing: Redrawing, setup: &Setup) -> Redrawn {
    redrawing.of(setup).expect("the towns can be drawn so")
}

/// Whether every place has the same rows as the place in which its people are now.
fn same_rows(a: &Trace, b: &Trace, places: &[Vec<usize>]) -> bool {
    let same = |day: usize, old: usize, new: usize| a.place(day, old) == b.place(day, new);
    (0..a.days()).all(|day| places.iter().enumerate().all(|(old, now)| same(day, old, now[0])))
}

#[test]
fn rows_money_weeks_and_names_change_no_byte() {
    let plain = towns::setup();
    for redrawing in [Redrawing::RowsTurned, Redrawing::UnitOfMoney, Redrawing::WholeWeeks, Redrawing::RegionsRenamed] {
        let other = drawn(redrawing, &plain);
        assert!(other.setup != plain, "{}", redrawing.name());
        for replicate in 0..5 {
            let (a, b) = (run(plain.clone(), replicate), run(other.setup.clone(), replicate));
            assert!(same_rows(&a, &b, &other.places), "{} in replicate {replicate}", redrawing.name());
        }
    }
}

#[test]
fn an_unrelated_neighbour_changes_no_byte() {
    let home = towns::setup();
    let [quiet, crisis] =
        [Redrawing::NeighbourQuiet, Redrawing::NeighbourInCrisis].map(|redrawing| drawn(redrawing, &home));
    for replicate in 0..5 {
        let traces = [&home, &quiet.setup, &crisis.setup].map(|setup| run(setup.clone(), replicate));
        for (trace, redrawn) in traces[1..].iter().zip([&quiet, &crisis]) {
            // Reports of one ministry: their errors are the run's.
            assert!(same_rows(&traces[0], trace, &redrawn.places), "replicate {replicate}");
        }
        let all = traces[2].national(5, Quantity::Joined) - traces[1].national(5, Quantity::Joined);
        assert!(all > 0.0, "the neighbour had its crisis");
    }
}

#[test]
fn places_cut_or_merged_have_the_same_people() {
    let mut plain = towns::setup();
    plain.country.places[3].seat = Seat::None;
    let all = plain.country.population();
    let of = |redrawing| drawn(redrawing, &plain);
    let [cut, merged, listed] =
        [Redrawing::PlacesCut(4), Redrawing::TownsMerged(8_000), Redrawing::HamletsListed(7)].map(of);
    let [fewer, more] = [Redrawing::RegionsMerged, Redrawing::RegionsSplit].map(of);
    for redrawn in [&cut, &merged, &listed, &fewer, &more] {
        let country = &redrawn.setup.country;
        assert_eq!(country.population(), all);
        let mut keys: Vec<u32> = country.places.iter().map(|place| place.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), country.places.len(), "every key once");
        // A facility stands where the people of its place are.
        for (facility, before) in country.facilities.iter().zip(&plain.country.facilities) {
            assert!(redrawn.places[before.place].contains(&facility.place));
        }
    }
    assert_eq!((cut.setup.country.places.len(), cut.places[4].len()), (20, 4));
    assert_eq!(
        (merged.setup.country.places.len(), &merged.places[3]),
        (4, &vec![3]),
        "Delta is in the rest of the east"
    );
    assert_eq!(merged.setup.country.places[3].population, 7_001 + 3_333);
    assert!(Redrawing::TownsMerged(8_000).of(&merged.setup).is_none(), "the others are seats");
    assert_eq!(listed.places[4].len(), 8, "seven hamlets and what is left");
    assert_eq!((fewer.setup.country.regions.len(), more.setup.country.regions.len()), (1, 4));
}

#[test]
fn a_town_drawn_as_four_has_the_same_crowds() {
    let plain = towns::setup();
    let cut = drawn(Redrawing::PlacesCut(4), &plain);
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
    let (whole, parts) = (peaks(&plain), peaks(&cut.setup));
    // The field is shared by seed, so medians are paired: within a tenth of the spread of runs.
    let spread = libm::log(whole[142] / whole[7]);
    let moved = libm::log(parts[75] / whole[75]);
    assert!(moved.abs() < 0.1 * spread, "{} and {}, spread {spread}", parts[75], whole[75]);
}
