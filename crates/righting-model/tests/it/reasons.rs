//! Why people join, held against the hazard that they obey.

use righting_model::{EngineKind, Mechanism, Schedule, Setup, Simulation, Stage};

use crate::towns;

/// Holds the reasons of every cell and step against the hazard that joining wrote.
struct Held;

impl Mechanism for Held {
    fn name(&self) -> &'static str {
        "held"
    }

    fn title(&self) -> &'static str {
        "Reasons are held against the hazard"
    }

    fn act(&self, stage: &mut Stage) -> Result<(), String> {
        let reasons = stage.reasons();
        for (cell, (reasons, hazard)) in reasons.iter().zip(&stage.world.rates.joining).enumerate() {
            let (told, obeyed) = (reasons.hazard(), f64::from(*hazard));
            if (told - obeyed).abs() > 1e-4 * obeyed {
                return Err(format!("cell {cell} at {}: {told} for {obeyed}: {reasons:?}", stage.now()));
            }
            // The affront is above rest wherever a price rose or somebody called.
            if reasons.pool_at_rest > reasons.pool * (1.0 + 1e-4) + 1e-9 {
                return Err(format!("cell {cell}: a pool of {} at rest, {} now", reasons.pool_at_rest, reasons.pool));
            }
        }
        Ok(())
    }
}

#[test]
fn the_parts_of_the_hazard_make_the_hazard_and_asking_changes_nothing() {
    let mut called: Setup = towns::setup();
    called.parameters.set("calls.rate", 10.0).unwrap();
    for setup in [towns::setup(), called] {
        let asked = Simulation::scheduled(setup.clone(), Schedule::standard().before("gathering", Held));
        let plain = Simulation::new(setup);
        for replicate in 0..3 {
            let trace = asked.run(EngineKind::Sellke, 5, replicate).unwrap();
            assert!(trace == plain.run(EngineKind::Sellke, 5, replicate).unwrap(), "replicate {replicate}");
        }
    }
}
