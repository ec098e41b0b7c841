//! A mechanism of one's own, in one file: patrols tire of a curfew.
//!
//! Tiredness F of the patrols of a place follows dF/dt = (c - F) / tiring, c = 1 while an emergency is in force and 0
//! otherwise. Tired patrols put fewer people on the street: the forces of the place and what they arrest fall by the
//! share drain * F. An invented rule, to show how it is done: its parameter is set by path like the model's own, its
//! quantity is recorded every day, and nothing of the model is touched.
//!
//! `cargo run -p righting --example mechanism`

use righting::model::{
    Action, AddedQuantity, Country, EngineKind, Governance, Mechanism, Order, Place, Pooling, Quantity, Reach, Region,
    Schedule, Seat, SectionInfo, Setup, Shock, Simulation, Stage, Trace, When, exit, math,
};

righting::model::parameters! {
    /// Parameters of curfew fatigue.
    CurfewParameters in "curfew" {
        /// Time over which patrols tire by a factor e under an emergency, and rest after it.
        tiring_days = 3.0 "days", 0.1..=100.0, Assumed "no figure was found; prior 1-10";
        /// Share of the forces of a place that wholly tired patrols no longer put on the street.
        drain = 0.5 "1", 0.0..=1.0, Assumed "no figure was found; prior 0-0.7";
    }
}

const TIREDNESS: &str = "curfew.tiredness";

struct CurfewFatigue;

impl Mechanism for CurfewFatigue {
    fn name(&self) -> &'static str {
        "curfew"
    }

    fn title(&self) -> &'static str {
        "Patrols tire of a curfew"
    }

    fn rule(&self) -> &'static str {
        "dF/dt = (emergency - F)/tiring; forces and arrests fall by drain * F"
    }

    fn parameters(&self) -> Vec<SectionInfo> {
        vec![SectionInfo::of::<CurfewParameters>()]
    }

    fn quantities(&self) -> Vec<AddedQuantity> {
        vec![AddedQuantity {
            path: TIREDNESS,
            unit: "1",
            description: "how far the patrols of a place are tired of the curfew",
            start: 0.0,
            pooling: Pooling::Mean,
        }]
    }

    fn act(&self, stage: &mut Stage) -> Result<(), String> {
        let own = stage.parameters::<CurfewParameters>();
        let keep = math::exp(-stage.dt() / own.tiring_days);
        for place in 0..stage.places() {
            let curfew = if stage.world.orders[place].emergency { 1.0 } else { 0.0 };
            let tired = &mut stage.quantity_mut(TIREDNESS)[place];
            *tired = curfew + (*tired - curfew) * keep;
            let left = 1.0 - own.drain * *tired;
            for cell in stage.landscape.cells_of(place) {
                let world = &mut stage.world;
                world.security[cell] *= left as f32;
                world.rates.crowd[cell][exit::DETAINED] *= left;
                world.rates.resting[cell][exit::RAIDED] *= left;
            }
        }
        Ok(())
    }
}

/// The model with the mechanism behind the one that musters the forces.
fn schedule() -> Schedule {
    Schedule::standard().after("policing", CurfewFatigue)
}

/// A city and a town whose price doubles at the start; an emergency from the second day on.
fn setup() -> Setup {
    let place = |key: u32, name: &str, longitude: f64, population: u32| Place {
        key,
        name: name.to_owned(),
        region: 0,
        latitude: 45.0,
        longitude,
        population,
        urban: true,
        seat: if key == 1 { Seat::National } else { Seat::None },
        income: 100_000.0,
        poverty_rate: 0.06,
        producer_km: 0.0,
        past_killings: 0.0,
        security_weight: 1.0,
        rest: false,
        radius_km: None,
    };
    let country = Country {
        name: "Two Towns".to_owned(),
        regions: vec![Region { id: "region".to_owned(), name: "Region".to_owned(), polity: 0 }],
        places: vec![place(1, "City", 60.0, 40_000), place(2, "Town", 60.5, 10_000)],
        facilities: Vec::new(),
        gini: 0.28,
        income_variance_between: 0.1,
        governance: Governance {
            rule_of_law: -0.4,
            control_of_corruption: -0.3,
            voice_and_accountability: -1.2,
            government_effectiveness: 0.1,
        },
        output_per_day: 1.0,
    };
    let mut setup = Setup { parameters: schedule().parameters(), ..Setup::new(country, 10) };
    for (path, value) in [("pool.share", 0.3), ("joining.ignition", 0.5)] {
        setup.parameters.set(path, value).expect("it is registered");
    }
    setup.shocks.push(Shock::price_rise(1.0));
    setup.actions.push(Action {
        id: "emergency".to_owned(),
        label: "Emergency with curfew".to_owned(),
        when: When::At(24 * 60),
        reach: Reach::Nation,
        order: Order::Emergency { on: true },
    });
    setup
}

fn run(setup: Setup, schedule: Schedule) -> Trace {
    Simulation::scheduled(setup, schedule).run(EngineKind::default(), 1, 0).expect("nothing is triggered")
}

fn main() {
    let (tired, fresh) = (run(setup(), schedule()), run(setup(), Schedule::standard()));
    println!("day  tiredness  forces  forces if never tired");
    let forces = |trace: &Trace, day| trace.national(day, Quantity::Security);
    for day in 0..tired.days() {
        let tiredness = tired.added(TIREDNESS).expect("it is registered").nation[day];
        println!("{day:>3}  {tiredness:>9.2}  {:>6.0}  {:>21.0}", forces(&tired, day), forces(&fresh, day));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiredness_is_recorded_and_follows_its_equation() {
        let trace = run(setup(), schedule());
        let rows = trace.added(TIREDNESS).expect("it is registered");
        assert_eq!(rows.nation.len(), trace.days());
        for day in 0..trace.days() {
            let expected = 1.0 - math::exp(-(day as f64) / 3.0);
            assert!((rows.nation[day] - expected).abs() < 1e-9, "day {day}: {} against {expected}", rows.nation[day]);
            assert_eq!(rows.place(day, 0), rows.place(day, 1));
        }
    }

    #[test]
    fn its_parameter_is_set_by_path_and_weakens_the_forces() {
        let forces = |drain: f64| {
            let mut setup = setup();
            setup.parameters.set("curfew.drain", drain).expect("it is registered");
            run(setup, schedule()).national(3, Quantity::Security)
        };
        assert!(forces(0.9) < forces(0.1), "{} against {}", forces(0.9), forces(0.1));
        assert!(setup().parameters.set("curfew.drain", 1.5).is_err(), "out of its range");
    }

    #[test]
    fn without_effect_or_taken_out_again_it_leaves_every_other_number_alone() {
        let standard = run(setup(), Schedule::standard());
        assert!(standard.added.is_empty());
        let mut idle = setup();
        idle.parameters.set("curfew.drain", 0.0).expect("it is registered");
        let (idle, out) = (run(idle, schedule()), run(setup(), schedule().without("curfew")));
        assert_eq!(out, standard);
        for day in 0..standard.days() {
            assert_eq!(idle.nation(day), standard.nation(day), "day {day}");
        }
    }
}
