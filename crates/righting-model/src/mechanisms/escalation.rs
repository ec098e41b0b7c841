//! From protest to riot: by clashes, when the crowd outgrows police who still confront it (the share beta
//! above which policing fails in Lang & De Sterck 2014, made smooth, times contact as in Davies et al.
//! 2013); and where armed groups lead. Police who stand aside give no clashes: in Aktau, the largest crowd
//! for its town, some refused to use force and no riot is recorded.

use crate::mechanisms::hypotheses::HypothesesParameters;
use crate::stage::Stage;
use crate::world::exit;

crate::parameters! {
    /// Parameters of escalation.
    EscalationParameters in "escalation" {
        /// Rate at which protesters turn to riot where they meet police whom they wholly overwhelm.
        rate = 1.0 "per day", 0.0..=50.0, Assumed "set by hand, for a scenario to fit";
        /// Active people per member of the security forces at which half the police are overwhelmed.
        ratio = 8.0 "1", 0.2..=200.0, Assumed "set by hand, for a scenario to fit";
        /// Rate at which rioters calm down to protest where police hold.
        calming = 0.5 "per day", 0.0..=20.0, Assumed "prior 0.2-2";
    }
}

/// Writes the rates of turning to riot and back.
pub(crate) fn escalation(stage: &mut Stage) -> Result<(), String> {
    let parameters = stage.parameters::<EscalationParameters>();
    let armed = stage.parameters::<HypothesesParameters>().armed_escalation;
    let places = stage.places();
    let world = &mut stage.world;
    for place in 0..places {
        let overwhelmed = overwhelmed(world.active[place], world.security[place], parameters.ratio);
        world.overwhelmed[place] = overwhelmed;
        world.rates.protesters[place][exit::TURN] =
            parameters.rate * overwhelmed * world.contact[place] + armed * world.armed[place];
        world.rates.rioters[place][exit::TURN] = parameters.calming * (1.0 - overwhelmed);
    }
    Ok(())
}

/// x^4 / (1 + x^4) with x = active / (ratio * security).
pub(crate) fn overwhelmed(active: f64, security: f64, ratio: f64) -> f64 {
    let x = active / (ratio * security.max(1.0));
    let fourth = x * x * x * x;
    if fourth.is_finite() { fourth / (1.0 + fourth) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn police_are_overwhelmed_by_half_at_the_ratio() {
        assert_eq!(overwhelmed(0.0, 100.0, 8.0), 0.0);
        assert!((overwhelmed(800.0, 100.0, 8.0) - 0.5).abs() < 1e-12);
        assert_eq!(overwhelmed(1e300, 1.0, 8.0), 1.0);
    }
}
