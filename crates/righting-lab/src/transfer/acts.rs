//! What is known of a case before its record: its levels by the prior, its trigger by its date, what its government does
//! by one rule for all.

use righting_model::{Hypotheses, Levels, Order, Parameters, Posture, Reach, Setup, Shock, Trigger, When};
use serde::Serialize;

const DAY: u32 = 1440;

/// Acts of government as people in the streets make them: the order, the quantity that is looked at, and from how many on,
/// per million residents. ASSUMED, the same for every case: near what the thresholds of `kazakhstan-2022-forecast` are per
/// head, which were set by hand after the acts of one case. Each stands to the end of the run.
const RULES: [(&str, Order, &str, f64); 5] = [
    ("rule_disperse", Order::Posture { posture: Posture::Disperse }, "active", 50.0),
    ("rule_emergency", Order::Emergency { on: true }, "rioting", 50.0),
    ("rule_shutdown", Order::Shutdown { cut: 0.5 }, "active", 500.0),
    ("rule_lethal_force", Order::LethalForce { on: true }, "rioting", 250.0),
    ("rule_concession", Order::Concession { size: 0.4 }, "active", 1500.0),
];

/// Fewest people whom a rule looks at, in a small country.
const LEAST: f64 = 50.0;

/// What a government did, as far as climatology is conditioned on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Flags {
    /// Lethal force was permitted.
    pub lethal_force: bool,
    /// An emergency with curfew was declared.
    pub emergency: bool,
    /// The internet was cut.
    pub shutdown: bool,
    /// Dated calls to gather are known.
    pub called: bool,
}

impl Flags {
    /// Of a scenario with its dated acts.
    pub(super) fn of(setup: &Setup) -> Self {
        let ordered = |is: fn(&Order) -> bool| setup.actions.iter().any(|action| is(&action.order));
        Self {
            lethal_force: ordered(|order| matches!(order, Order::LethalForce { on: true })),
            emergency: ordered(|order| matches!(order, Order::Emergency { on: true })),
            shutdown: ordered(|order| matches!(order, Order::Shutdown { cut } if *cut > 0.0)),
            called: setup.shocks.iter().any(|shock| matches!(shock.kind, righting_model::ShockKind::Call { .. })),
        }
    }

    /// How many are the same.
    pub(super) fn alike(&self, other: &Self) -> usize {
        [
            self.lethal_force == other.lethal_force,
            self.emergency == other.emergency,
            self.shutdown == other.shutdown,
            self.called == other.called,
        ]
        .into_iter()
        .filter(|same| *same)
        .count()
    }
}

/// The case with its dated acts and calls, and none of its levels: every run draws all that has a prior, about its default.
pub(super) fn dated(setup: &Setup) -> Setup {
    let defaults = Parameters::of(setup.parameters.registry().clone());
    let mut parameters = setup.parameters.clone();
    for info in setup.parameters.registry().infos().iter().filter(|info| info.prior.is_some()) {
        let default = defaults.get(info.path).unwrap_or(info.default);
        parameters.set(info.path, default).expect("a default lies in its range");
    }
    let levels = Levels::Drawn { held: Vec::new() };
    Setup { parameters, levels, random_effects: None, mixed_chances: None, ..setup.clone() }
}

/// The case as its first day told of it: the shocks of the day on which the first strikes, acts by rule, no ally and no
/// contested structure.
pub(super) fn triggered(setup: &Setup) -> Setup {
    let day = |shock: &Shock| match shock.when {
        When::At(minute) => Some(minute / DAY),
        _ => None,
    };
    let first = setup.shocks.iter().filter_map(day).min();
    let people = setup.country.population() as f64;
    let actions = RULES.map(|(id, order, quantity, per_million)| {
        let least = (per_million * people / 1e6).max(LEAST).round();
        righting_model::Action {
            id: id.to_owned(),
            label: String::new(),
            when: When::Triggered { trigger: Trigger { text: format!("{quantity} > {least}") }, not_before: 0 },
            reach: Reach::Nation,
            order,
        }
    });
    Setup {
        shocks: setup.shocks.iter().filter(|shock| day(shock) == first).cloned().collect(),
        actions: actions.to_vec(),
        alliance: None,
        hypotheses: Hypotheses::default(),
        ..dated(setup)
    }
}
