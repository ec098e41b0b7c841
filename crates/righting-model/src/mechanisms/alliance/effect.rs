//! What help does, and what staying too long costs.
//!
//! Signal, the default: at full strength it adds to the recovery of the forces' reliability and reassures the elite, and guards free
//! national units. Its announcement does part of this (Libman & Davidzon 2023: a symbolic effect). Direct: allied
//! troops count as security forces where the riot is. Both end with the withdrawal; nothing of the signal stays but
//! the reliability regained. Troops that stay beyond a welcome cost legitimacy: an assumption without a figure.

use super::weights::AllianceParameters;
use crate::hours::DAY;
use crate::setup::HelpEffect;
use crate::stage::Stage;
use crate::world::Help;

/// Allied strength present, relative to full strength, if help works this way.
fn presence(stage: &Stage, effect: HelpEffect) -> f64 {
    match &stage.setup.alliance {
        Some(alliance) if alliance.effect == effect && alliance.strength > 0.0 => {
            stage.world.allied / alliance.strength
        }
        _ => 0.0,
    }
}

/// How far allies reassure those at home, 0 to 1: by their presence, or by its announcement.
pub(crate) fn assurance(stage: &Stage) -> f64 {
    let announced = matches!(stage.world.help, Help::Coming { .. } | Help::Deployed { .. })
        && stage.setup.alliance.as_ref().is_some_and(|alliance| alliance.effect == HelpEffect::Signal);
    let announcement = if announced { stage.parameters::<AllianceParameters>().announcement } else { 0.0 };
    presence(stage, HelpEffect::Signal).max(announcement)
}

/// What this adds to the recovery of reliability, per day.
pub(crate) fn signal(stage: &Stage) -> f64 {
    stage.parameters::<AllianceParameters>().signal * assurance(stage)
}

/// National personnel freed from guarding.
pub(crate) fn freed(stage: &Stage) -> f64 {
    let freed = stage.setup.alliance.as_ref().map_or(0.0, |alliance| alliance.freed);
    freed * presence(stage, HelpEffect::Signal)
}

/// Allied troops that suppress directly where the riot is.
pub(crate) fn direct_troops(stage: &Stage) -> f64 {
    if presence(stage, HelpEffect::Direct) > 0.0 { stage.world.allied } else { 0.0 }
}

/// Loss of legitimacy in this step by foreign troops that outstay their welcome.
pub(crate) fn resentment(stage: &Stage) -> f64 {
    let parameters = stage.parameters::<AllianceParameters>();
    let welcome = (parameters.welcome_days * f64::from(DAY)) as u32;
    match (&stage.setup.alliance, stage.world.allies_since) {
        (Some(alliance), Some(since)) if stage.world.allied > 0.0 && stage.now >= since.saturating_add(welcome) => {
            parameters.resentment * stage.world.allied / alliance.strength * stage.dt()
        }
        _ => 0.0,
    }
}
