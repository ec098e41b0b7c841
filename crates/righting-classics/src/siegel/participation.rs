//! The rule of participation.

use crate::chance::Chance;

use super::networks::Network;

/// Motives of one's own and their inertia.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Motives {
    /// Mean of one's own motivation b.
    pub mean: f64,
    /// Its deviation.
    pub deviation: f64,
    /// lambda: how slowly one follows others.
    pub inertia: f64,
}

/// The share that takes part in the end.
///
/// Person i takes part iff b_i + c_i > 0, with c_i <- lambda c_i - (1 - lambda)(1 - lpr_i), where
/// lpr_i is the share of those it heeds who take part; c starts at -1, with nobody taking part.
/// `fixed` people never take part (-1) or always do (1). Recalled, not verified.
pub fn participation(network: &Network, motives: &Motives, fixed: &[(u32, bool)], chance: &mut Chance) -> f64 {
    let people = network.len();
    let mut own: Vec<f64> = (0..people).map(|_| motives.mean + motives.deviation * chance.normal()).collect();
    for &(person, takes_part) in fixed {
        own[person as usize] = if takes_part { 10.0 } else { -10.0 };
    }
    let mut pressure = vec![-1.0; people];
    let mut acts: Vec<bool> = own.iter().map(|b| b - 1.0 > 0.0).collect();
    let mut calm = 0;
    for _ in 0..2_000 {
        for (person, pressure) in pressure.iter_mut().enumerate() {
            let heeded = network.heeded_by(person);
            let local = if heeded.is_empty() {
                0.0
            } else {
                let active = heeded.iter().filter(|&&other| acts[other as usize]).count();
                active as f64 / heeded.len() as f64
            };
            *pressure = motives.inertia * *pressure - (1.0 - motives.inertia) * (1.0 - local);
        }
        let next: Vec<bool> = own.iter().zip(&pressure).map(|(b, c)| b + c > 0.0).collect();
        calm = if next == acts { calm + 1 } else { 0 };
        acts = next;
        // Pressure closes on its limit by the factor lambda a step: forty steps leave nothing.
        if calm > 40 {
            break;
        }
    }
    acts.iter().filter(|&&a| a).count() as f64 / people as f64
}
