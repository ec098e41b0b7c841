//! Output lost in the crisis and regained after it (first version).
//!
//! A place loses the share of its output that its crowds, a curfew and a shutdown stop; part of the
//! loss lasts as a gap that closes slowly. After a major event the literature finds about -1 % of GDP at
//! six quarters (Hadzi-Vaskov, Pienknagura & Ricci 2023).

use crate::math;
use crate::parameters::parameters;
use crate::step::Run;

parameters! {
    /// Parameters of the economy.
    EconomyParameters in "economy" {
        /// Output lost per share of residents active.
        disruption = 5.0 "1", 0.0..=100.0, Assumed "prior 2-20: blockades stop more than their own people";
        /// Share of output lost under curfew.
        curfew = 0.1 "1", 0.0..=1.0, Assumed "prior 0.03-0.2";
        /// Share of output lost under a full internet shutdown.
        shutdown = 0.15 "1", 0.0..=1.0, Assumed "prior 0.05-0.3";
        /// Lasting gap of output per day of output lost.
        scar = 0.005 "per day", 0.0..=0.1, Assumed "set for about -1 % at six quarters after two lost days; verified in a later release";
        /// Time over which the gap closes by a factor e.
        recovery_days = 500.0 "days", 10.0..=5000.0, Assumed "prior one to three years";
    }
}

/// Adds up the output lost.
pub(crate) fn economy(run: &mut Run) -> Result<(), String> {
    let parameters = &run.setup.parameters.economy;
    let country = &run.setup.country;
    let world = &run.world;
    let dt = run.dt();
    let mut lost = 0.0;
    for (place, row) in country.places.iter().enumerate() {
        let residents = f64::from(row.population.max(1));
        let crowds = parameters.disruption * f64::from(world.people.active(place)) / residents;
        let curfew = if world.emergency[place] { parameters.curfew } else { 0.0 };
        let share = (crowds + curfew + parameters.shutdown * world.shutdown[place]).min(1.0);
        lost += share * residents * row.income;
    }
    let all: f64 = country.places.iter().map(|row| f64::from(row.population) * row.income).sum();
    let share = if all > 0.0 { lost / all } else { 0.0 };
    let world = &mut run.world;
    world.output_gap = world.output_gap * math::exp(-dt / parameters.recovery_days) + parameters.scar * share * dt;
    world.output_lost += country.output_per_day * (share + world.output_gap).min(1.0) * dt;
    Ok(())
}
