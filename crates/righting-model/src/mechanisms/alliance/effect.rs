//! What help does, and what staying too long costs.
//!
//! Signal, the default: at full strength it adds to the recovery of the forces' reliability and reassures the elite, and guards free
//! national units. Its announcement does part of this (Libman & Davidzon 2023: a symbolic effect). Direct: allied
//! troops count as security forces where the riot is. Both end with the withdrawal; nothing of the signal stays but
//! the reliability regained. Troops that stay beyond a welcome cost legitimacy: an assumption without a figure.

use crate::setup::HelpEffect;
use crate::step::Run;
use crate::world::Help;

/// Allied strength present, relative to full strength, if help works this way.
fn presence(run: &Run, effect: HelpEffect) -> f64 {
    match &run.setup.alliance {
        Some(alliance) if alliance.effect == effect && alliance.strength > 0.0 => run.world.allied / alliance.strength,
        _ => 0.0,
    }
}

/// How far allies reassure those at home, 0 to 1: by their presence, or by its announcement.
pub(crate) fn assurance(run: &Run) -> f64 {
    let announced = matches!(run.world.help, Help::Coming { .. } | Help::Deployed { .. })
        && run.setup.alliance.as_ref().is_some_and(|alliance| alliance.effect == HelpEffect::Signal);
    let announcement = if announced { run.setup.parameters.alliance.announcement } else { 0.0 };
    presence(run, HelpEffect::Signal).max(announcement)
}

/// What this adds to the recovery of reliability, per day.
pub(crate) fn signal(run: &Run) -> f64 {
    run.setup.parameters.alliance.signal * assurance(run)
}

/// National personnel freed from guarding.
pub(crate) fn freed(run: &Run) -> f64 {
    let freed = run.setup.alliance.as_ref().map_or(0.0, |alliance| alliance.freed);
    freed * presence(run, HelpEffect::Signal)
}

/// Allied troops that suppress directly in a place, by its share of the nation's riot.
pub(crate) fn direct_troops(run: &Run, place: usize) -> f64 {
    let share = run.world.rioting[place] / run.national_rioting.max(1.0);
    run.world.allied * share * if presence(run, HelpEffect::Direct) > 0.0 { 1.0 } else { 0.0 }
}

/// Loss of legitimacy in this step by foreign troops that outstay their welcome.
pub(crate) fn resentment(run: &Run) -> f64 {
    let parameters = &run.setup.parameters.alliance;
    let welcome = (parameters.welcome_days * f64::from(crate::clock::DAY)) as u32;
    match (&run.setup.alliance, run.world.allies_since) {
        (Some(alliance), Some(since)) if run.world.allied > 0.0 && run.now >= since.saturating_add(welcome) => {
            parameters.resentment * run.world.allied / alliance.strength * run.dt()
        }
        _ => 0.0,
    }
}
