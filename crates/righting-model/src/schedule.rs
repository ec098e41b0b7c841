//! The schedule: one table that the run obeys, `righting explain` prints and the timings follow.

use crate::mechanisms::{
    alliance, economy, elites, escalation, facilities, forces, government, grievance, hardship, harm, hypotheses,
    joining, leaving, legitimacy, news, observation, policing, shocks,
};
use crate::step::{self, Run};

/// One mechanism of the schedule.
#[derive(Clone, Copy)]
pub struct Mechanism {
    /// Name: its file, its section of parameters and the stage of a failure.
    pub name: &'static str,
    /// What it does, in words.
    pub title: &'static str,
    /// Its rule.
    pub rule: &'static str,
    pub(crate) act: fn(&mut Run) -> Result<(), String>,
}

/// The mechanisms, in the order of one step.
pub const SCHEDULE: &[Mechanism] = &[
    Mechanism {
        name: "shocks",
        title: "Prices and incomes are shocked",
        rule: "dated, random or triggered; affront jumps by exposure * dp/p",
        act: shocks::shocks,
    },
    Mechanism {
        name: "government",
        title: "The government acts",
        rule: "orders, dated or triggered, stand until replaced",
        act: government::government,
    },
    Mechanism {
        name: "alliance",
        title: "The alliance decides, arrives, leaves",
        rule: "consensus of members' utilities without the requester",
        act: alliance::alliance,
    },
    Mechanism {
        name: "hypotheses",
        title: "Contested structures stir",
        rule: "organisers, armed groups, elite split: switches",
        act: hypotheses::hypotheses,
    },
    Mechanism {
        name: "elites",
        title: "The elite closes ranks or breaks",
        rule: "cohesion = Phi((b - x - s)/sigma) / Phi(b/sigma); x follows the defection seen",
        act: elites::elites,
    },
    Mechanism {
        name: "hardship",
        title: "Affront fades, hardship presses",
        rule: "H = min(1, b/y); dE/dt = -E/tau_E",
        act: hardship::hardship,
    },
    Mechanism {
        name: "legitimacy",
        title: "Legitimacy moves",
        rule: "falls with killings and arrests, rises with concessions, returns to rest",
        act: legitimacy::legitimacy,
    },
    Mechanism {
        name: "news",
        title: "News spreads",
        rule: "Lambda follows gain * sum of (W(d) + media) sqrt(active + 3 rioting), less the shutdown",
        act: news::news,
    },
    Mechanism {
        name: "forces",
        title: "Forces stay reliable or do not",
        rule: "d rho/dt = (recovery + signal)(ceiling - rho) - (overwhelmed, sight, pay, dead) rho",
        act: forces::forces,
    },
    Mechanism {
        name: "policing",
        title: "Security forces muster and arrest",
        rule: "C = deployable * reliability - guards; arrests = a C/A (1 - e^(-A/C))",
        act: policing::policing,
    },
    Mechanism {
        name: "grievance",
        title: "People weigh grievance against risk",
        rule: "willing = logistic((min(1, H+E)(1-L) - w R P - T) / tau)",
        act: grievance::grievance,
    },
    Mechanism {
        name: "joining",
        title: "The willing hear and join",
        rule: "hazard = [eps E + organisers + beta (1 - e^-(Lambda^s))] * willing",
        act: joining::joining,
    },
    Mechanism {
        name: "leaving",
        title: "People tire, fear, are satisfied",
        rule: "rate = fatigue + fear P + curfew + satisfied * concession",
        act: leaving::leaving,
    },
    Mechanism {
        name: "escalation",
        title: "Crowds that outgrow the police riot",
        rule: "rate * x^4/(1+x^4) * contact, x = A/(ratio C), plus armed groups",
        act: escalation::escalation,
    },
    Mechanism {
        name: "harm",
        title: "People are killed and injured",
        rule: "rioters' death rate = lethality * C/(C+R)",
        act: harm::harm,
    },
    Mechanism {
        name: "people",
        title: "People move",
        rule: "exact for frozen rates: Sellke by home, or one trial per person",
        act: step::people,
    },
    Mechanism {
        name: "facilities",
        title: "Facilities are attacked and retaken",
        rule: "attack * R/(R+1000); lost with probability R/(R + resistance * guards)",
        act: facilities::facilities,
    },
    Mechanism {
        name: "economy",
        title: "Output is lost",
        rule: "crowds, curfew and shutdown stop output; what is lost leaves uncertainty",
        act: economy::economy,
    },
    Mechanism {
        name: "observation",
        title: "The record is kept",
        rule: "log-normal crowd estimates, over-dispersed counts, a row a day",
        act: observation::observation,
    },
];
