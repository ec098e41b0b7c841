//! The forces muster: how many can and will act around a cell.
//!
//! c = reliability * smoothed (serving * deployable * call-up - guards + mobile units) per resident; reliability is moved
//! in `forces.rs`, where they stand is not: people and forces near each other meet, whatever row of a table they are in.

use crate::equations::deployed;
use crate::mechanisms::alliance;
use crate::mechanisms::policing::PolicingParameters;
use crate::space::pyramid::CHANNELS;
use crate::stage::Stage;

/// Writes the density of forces able and willing to act; what can be deployed is smoothed only when it has changed.
pub(crate) fn muster(stage: &mut Stage) -> Result<(), String> {
    arrivals(stage);
    let own = stage.parameters::<PolicingParameters>();
    let direct = alliance::direct_troops(stage) / stage.rioting_before.max(1.0);
    let world = &stage.world;
    let ordered = |place: usize| {
        let call_up = if world.orders[place].emergency { 1.0 + own.call_up } else { 1.0 };
        [(own.deployable * own.strength * call_up).min(1.0), world.guards[place], world.mobile[place]]
    };
    let ordered: Vec<[f64; 3]> = (0..stage.places()).map(ordered).collect();
    if direct > 0.0 || ordered != stage.ordered {
        deploy(stage, &ordered, direct);
        // Those who help directly follow the riot.
        stage.ordered = if direct > 0.0 { Vec::new() } else { ordered };
    }
    let forces = stage.mustered.iter().zip(&stage.world.reliability);
    for (security, (&mustered, reliability)) in stage.world.security.iter_mut().zip(forces) {
        *security = mustered * *reliability as f32;
    }
    Ok(())
}

/// Smooths who can be deployed: by place, the share of those serving, guards and mobile units; and `direct` allies per
/// rioter.
fn deploy(stage: &mut Stage, ordered: &[[f64; 3]], direct: f64) {
    let ground = &stage.landscape.ground;
    let able = |cell: usize| {
        let [share, guards, mobile] = ordered[ground.place_of[cell] as usize];
        let part = ground.part_of[cell];
        let serving = f64::from(stage.landscape.serving[cell]);
        let helping = direct * f64::from(stage.world.crowds.rioting[cell]);
        (deployed(serving, share, part * guards, part * mobile) + helping) as f32
    };
    let deployed: Vec<f32> = (0..stage.cells()).map(able).collect();
    if deployed != stage.deployed {
        let sources: Vec<[f32; CHANNELS]> = deployed.iter().map(|&forces| [forces, 0.0, 0.0, 0.0]).collect();
        let mut smooth = vec![[0.0; CHANNELS]; sources.len()];
        stage.landscape.pyramid.smooth(&mut stage.nodes, &sources, &mut smooth);
        for ((mustered, smooth), around) in stage.mustered.iter_mut().zip(smooth).zip(&stage.landscape.around) {
            *mustered = smooth[0] / around;
        }
        stage.deployed = deployed;
    }
}

/// Mobile units reach their places.
fn arrivals(stage: &mut Stage) {
    for (convoys, mobile) in stage.world.convoys.iter_mut().zip(&mut stage.world.mobile) {
        convoys.retain(|convoy| {
            let arrived = convoy.arrives_at <= stage.now;
            if arrived {
                *mobile += convoy.units;
            }
            !arrived
        });
    }
}
