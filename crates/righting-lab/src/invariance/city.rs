//! The largest city as one unit, in however many places it is drawn.

use righting_model::{AddedQuantity, Mechanism, Pooling, Stage, Trace};

/// Largest numbers at once in the day, from 6 h on: as the model counts a unit's day.
const QUANTITIES: [AddedQuantity; 2] = [
    AddedQuantity {
        path: "city.active_peak",
        unit: "people",
        description: "largest number active at once in the day in the places followed as one",
        start: 0.0,
        pooling: Pooling::Sum,
    },
    AddedQuantity {
        path: "city.rioting_peak",
        unit: "people",
        description: "largest number rioting at once in the day in the places followed as one",
        start: 0.0,
        pooling: Pooling::Sum,
    },
];

/// Minutes of a day and of its morning, before which what is left of the night counts to the day before.
const DAY: u32 = 1440;
const MORNING: u32 = 360;

/// Follows some places as one.
pub(super) struct City(Vec<usize>);

impl City {
    pub fn new(places: &[usize]) -> Self {
        Self(places.to_vec())
    }

    /// Largest of the run: active, rioting.
    pub fn peaks(trace: &Trace) -> [f64; 2] {
        QUANTITIES.map(|quantity| {
            let days = trace.added(quantity.path).map_or(&[][..], |rows| &rows.nation);
            days.iter().copied().fold(0.0, f64::max)
        })
    }
}

impl Mechanism for City {
    fn name(&self) -> &'static str {
        "city"
    }

    fn title(&self) -> &'static str {
        "A city is followed"
    }

    fn quantities(&self) -> Vec<AddedQuantity> {
        QUANTITIES.to_vec()
    }

    fn act(&self, stage: &mut Stage) -> Result<(), String> {
        let Some(&first) = self.0.first() else { return Ok(()) };
        let people = &stage.world.people;
        let sum = |count: &dyn Fn(usize) -> u32| self.0.iter().map(|&place| f64::from(count(place))).sum::<f64>();
        let now = [sum(&|place| people.active(place)), sum(&|place| people.rioting[place])];
        let (begins, counts) = (stage.now().is_multiple_of(DAY), !(1..=MORNING).contains(&(stage.end() % DAY)));
        for (quantity, now) in QUANTITIES.iter().zip(now) {
            let peak = &mut stage.quantity_mut(quantity.path)[first];
            *peak = if begins { 0.0 } else { *peak };
            *peak = if counts { peak.max(now) } else { *peak };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use righting_model::{EngineKind, Quantity, Schedule, Simulation};
    use righting_scenario::{Scenario, Source};

    use super::*;

    #[test]
    fn one_place_and_the_whole_nation_have_the_peaks_that_the_model_records() {
        let setup = Scenario::load(&Source::Shipped("five-towns".to_owned()), &[]).expect("it ships").setup;
        let all: Vec<usize> = (0..setup.country.places.len()).collect();
        for places in [vec![0], all] {
            let schedule = Schedule::standard().before("observation", City::new(&places));
            let mut setup = setup.clone();
            // Conditions of triggers are not read here.
            setup.actions.clear();
            let trace = Simulation::scheduled(setup, schedule).run(EngineKind::Sellke, 4, 0).expect("it runs");
            for day in 0..trace.days() {
                let recorded = match places.as_slice() {
                    &[place] => trace.place(day, place)[Quantity::ActivePeak.column()],
                    _ => trace.national(day, Quantity::ActivePeak),
                };
                assert_eq!(trace.added("city.active_peak").expect("it is added").nation[day], recorded, "day {day}");
            }
            assert!(City::peaks(&trace)[0] > 0.0);
        }
    }
}
