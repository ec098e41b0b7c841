//! Output lost in the crisis.
//!
//! A place loses the share of its output that its crowds, a curfew and a shutdown stop. What was lost leaves
//! uncertainty, and uncertainty opens a gap that outlasts the crisis: see `uncertainty.rs`.

use crate::stage::Stage;
use crate::uncertainty::{OutputParameters, Waiting};

crate::parameters! {
    /// Parameters of the economy.
    EconomyParameters in "economy" {
        /// Output lost per share of residents active.
        disruption = 5.0 "1", 0.0..=100.0, Assumed "prior 2-20: blockades stop more than their own people";
        /// Share of output lost under curfew.
        curfew = 0.1 "1", 0.0..=1.0, Assumed "prior 0.03-0.2";
        /// Share of output lost under a full internet shutdown.
        shutdown = 0.15 "1", 0.0..=1.0, Assumed "prior 0.05-0.3";
    }
}

/// Adds up the output lost.
pub(crate) fn economy(stage: &mut Stage) -> Result<(), String> {
    let own = stage.parameters::<EconomyParameters>();
    let waits = stage.parameters::<OutputParameters>();
    let country = &stage.setup.country;
    let dt = stage.dt();
    let world = &mut stage.world;
    for (place, row) in country.places.iter().enumerate() {
        let residents = f64::from(row.population.max(1));
        let crowds = own.disruption * f64::from(world.people.active(place)) / residents;
        let orders = &world.orders[place];
        let curfew = if orders.emergency { own.curfew } else { 0.0 };
        stage.lost_share[place] = (crowds + curfew + own.shutdown * orders.shutdown).min(1.0);
    }
    let waiting = Waiting::new(&waits, country.governance.score(), dt);
    let output = &stage.landscape.ground.output;
    waiting.pass(output, &stage.lost_share, &mut world.uncertainty, &mut world.output_gap);
    let missing = output.mean(&stage.lost_share) + output.mean(&world.output_gap);
    world.output_lost += country.output_per_day * missing.min(1.0) * dt;
    Ok(())
}
