//! People gather: the pools follow their shares, and those who are ready join at the hazard that was written.

use crate::engine::{Engine, Motion};
use crate::stage::Stage;

/// Lets people join.
pub(crate) fn gathering(stage: &mut Stage) -> Result<(), String> {
    let dt = stage.dt();
    let crowds = &mut stage.world.crowds;
    for counts in [&mut crowds.joined, &mut crowds.arrested, &mut crowds.killed] {
        counts.fill(0);
    }
    let motion = Motion {
        landscape: stage.landscape,
        draws: &stage.draws.cells,
        minute: stage.now,
        dt,
        rates: &stage.world.rates,
    };
    stage.engine.gather(&motion, crowds);
    stage.busy.clear();
    stage.busy.extend((0..crowds.active.len() as u32).filter(|&cell| crowds.active[cell as usize] > 0));
    Ok(())
}
