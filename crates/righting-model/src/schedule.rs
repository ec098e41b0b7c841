//! The schedule: one table that the run obeys, `righting explain` prints and the timings follow. A user adds to it.

use std::sync::Arc;

use crate::mechanism::Mechanism;
use crate::mechanisms::{
    affront, alliance, chance_calls, economy, elites, facilities, forces, gathering, government, harm, hypotheses,
    joining, leaving, legitimacy, muster, news, observation, people, policing, pool, power, riot, shocks,
};
use crate::parameters::{Parameters, Registry};
use crate::quantity::AddedQuantity;
use crate::stage::Stage;

/// The mechanisms of a step, in their order.
///
/// ```
/// use righting_model::Schedule;
///
/// let calm = Schedule::standard().without("riot");
/// let names: Vec<&str> = calm.mechanisms().map(|mechanism| mechanism.name()).collect();
/// assert_eq!((names[0], names.len()), ("shocks", 22));
/// ```
#[derive(Clone)]
pub struct Schedule {
    mechanisms: Vec<Arc<dyn Mechanism>>,
    quantities: Vec<AddedQuantity>,
    registry: Arc<Registry>,
}

impl Schedule {
    /// The model's own mechanisms.
    pub fn standard() -> Self {
        let own = STANDARD.iter().map(|entry| -> Arc<dyn Mechanism> { Arc::new(*entry) });
        Self::of(own.collect())
    }

    /// Puts a mechanism behind the one of this name.
    ///
    /// # Panics
    /// When there is none of this name, or what the mechanism brings has a name that is taken.
    #[must_use]
    pub fn after(self, name: &str, mechanism: impl Mechanism + 'static) -> Self {
        let place = self.place(name) + 1;
        self.with(place..place, mechanism)
    }

    /// Puts a mechanism before the one of this name.
    ///
    /// # Panics
    /// As [`after`](Self::after).
    #[must_use]
    pub fn before(self, name: &str, mechanism: impl Mechanism + 'static) -> Self {
        let place = self.place(name);
        self.with(place..place, mechanism)
    }

    /// Puts a mechanism in the place of the one of this name. What others read of the one replaced is the new one's to
    /// write.
    ///
    /// # Panics
    /// As [`after`](Self::after).
    #[must_use]
    pub fn replace(self, name: &str, mechanism: impl Mechanism + 'static) -> Self {
        let place = self.place(name);
        self.with(place..place + 1, mechanism)
    }

    /// Takes the mechanism of this name out: what it would write stays as it is at the start.
    ///
    /// # Panics
    /// When there is none of this name.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.mechanisms.remove(self.place(name));
        Self::of(self.mechanisms)
    }

    /// The mechanisms, in their order.
    pub fn mechanisms(&self) -> impl ExactSizeIterator<Item = &dyn Mechanism> {
        self.mechanisms.iter().map(|mechanism| &**mechanism)
    }

    /// Every parameter there is: the model's own, then those that added mechanisms brought.
    pub fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }

    /// The defaults of every parameter.
    pub fn parameters(&self) -> Parameters {
        Parameters::of(self.registry.clone())
    }

    /// The quantities that added mechanisms brought.
    pub fn quantities(&self) -> &[AddedQuantity] {
        &self.quantities
    }

    fn place(&self, name: &str) -> usize {
        let names: Vec<&str> = self.mechanisms().map(Mechanism::name).collect();
        let place = names.iter().position(|known| *known == name);
        place.unwrap_or_else(|| panic!("no mechanism is called `{name}`: there are {}", names.join(", ")))
    }

    fn with(mut self, places: std::ops::Range<usize>, mechanism: impl Mechanism + 'static) -> Self {
        self.mechanisms.splice(places, [Arc::new(mechanism) as Arc<dyn Mechanism>]);
        Self::of(self.mechanisms)
    }

    fn of(mechanisms: Vec<Arc<dyn Mechanism>>) -> Self {
        let quantities: Vec<AddedQuantity> = mechanisms.iter().flat_map(|mechanism| mechanism.quantities()).collect();
        let mut names: Vec<&str> = mechanisms.iter().map(|mechanism| mechanism.name()).collect();
        names.extend(quantities.iter().map(|quantity| quantity.path));
        names.sort_unstable();
        let twice = names.windows(2).find(|pair| pair[0] == pair[1]);
        assert!(twice.is_none(), "two mechanisms or quantities are called `{}`", twice.unwrap_or(&[""])[0]);
        let brought: Vec<_> = mechanisms.iter().flat_map(|mechanism| mechanism.parameters()).collect();
        let standard = Registry::standard();
        let registry = if brought.is_empty() {
            standard.clone()
        } else {
            Arc::new(Registry::new(standard.sections().iter().copied().chain(brought)))
        };
        Self { mechanisms, quantities, registry }
    }
}

impl Default for Schedule {
    fn default() -> Self {
        Self::standard()
    }
}

/// A mechanism of the model's own; its parameters stand in [`Registry::standard`].
#[derive(Clone, Copy)]
struct Entry {
    /// Name: its file and its section of parameters.
    name: &'static str,
    title: &'static str,
    rule: &'static str,
    act: fn(&mut Stage) -> Result<(), String>,
}

impl Mechanism for Entry {
    fn name(&self) -> &'static str {
        self.name
    }

    fn title(&self) -> &'static str {
        self.title
    }

    fn rule(&self) -> &'static str {
        self.rule
    }

    fn act(&self, stage: &mut Stage) -> Result<(), String> {
        (self.act)(stage)
    }
}

/// The model's own mechanisms, in the order of one step.
const STANDARD: &[Entry] = &[
    Entry {
        name: "shocks",
        title: "Prices and incomes are shocked, calls are dated",
        rule: "dated, random or triggered; affront jumps by per_rise * exposure * dp/p",
        act: shocks::shocks,
    },
    Entry {
        name: "government",
        title: "The government acts",
        rule: "orders, dated or triggered, stand until replaced",
        act: government::government,
    },
    Entry {
        name: "alliance",
        title: "The alliance decides, arrives, leaves",
        rule: "consensus of members' utilities without the requester",
        act: alliance::alliance,
    },
    Entry {
        name: "hypotheses",
        title: "Contested structures stir",
        rule: "organisers, armed groups, elite split: switches",
        act: hypotheses::hypotheses,
    },
    Entry {
        name: "elites",
        title: "The elite closes ranks or breaks",
        rule: "cohesion = Phi((b - x - s)/sigma) / Phi(b/sigma); x follows the defection seen",
        act: elites::elites,
    },
    Entry {
        name: "affront",
        title: "Affront fades, deaths outrage",
        rule: "e = (e0 + E)(1 + D); dE/dt = -E/tau_E; D to phi (1 - e^-sqrt(deaths/3))",
        act: affront::affront,
    },
    Entry {
        name: "calls",
        title: "Calls to gather go out",
        rule: "Poisson in space and time, rate * people * (e/e0)^0.5; sizes log-normal; some are called again",
        act: chance_calls::chance_calls,
    },
    Entry {
        name: "news",
        title: "News spreads",
        rule: "Lambda = {[sum W n / sum W N + media n/N] / s0}^0.7, less the shutdown; joins -> q1 -> q2 -> n",
        act: news::news,
    },
    Entry {
        name: "legitimacy",
        title: "Legitimacy moves",
        rule: "falls with killings and arrests around, rises with concessions, returns to rest",
        act: legitimacy::legitimacy,
    },
    Entry {
        name: "forces",
        title: "Forces stay reliable or do not",
        rule: "d rho/dt = (recovery + signal)(ceiling - rho) - (overwhelmed, sight, pay, dead) rho",
        act: forces::forces,
    },
    Entry {
        name: "muster",
        title: "Security forces muster",
        rule: "c = reliability * smoothed (deployable - guards + mobile) per resident",
        act: muster::muster,
    },
    Entry {
        name: "pool",
        title: "Those who could be mobilised are so many",
        rule: "psi = mean of logistic(ln share + fields + b_E ln e - b_Y ln y/y0 + spread q)",
        act: pool::pool,
    },
    Entry {
        name: "joining",
        title: "They have reasons to join, and some that deter",
        rule: "h = [iota 2e/(1+e) + kappa calls + beta (1 - e^-Lambda)] * undeterred * fields * hours",
        act: joining::joining,
    },
    Entry {
        name: "gathering",
        title: "People gather",
        rule: "exact for frozen rates: Sellke by cell, or one trial per person",
        act: gathering::gathering,
    },
    Entry {
        name: "leaving",
        title: "People tire, fear, are satisfied",
        rule: "rate = (1 + 2 dark)/stay + fear + curfew + satisfied * concession",
        act: leaving::leaving,
    },
    Entry {
        name: "riot",
        title: "Crowds riot or do not",
        rule: "where a field is beyond logistic(r + order + deaths nearby); size plays no part",
        act: riot::riot,
    },
    Entry {
        name: "policing",
        title: "Security forces arrest",
        rule: "hazard per attendance: k posture c/(c+a) F G",
        act: policing::policing,
    },
    Entry {
        name: "harm",
        title: "People are killed and injured",
        rule: "hazard per attendance of rioters and a tenth of others: lambda c/(c+x) order F G",
        act: harm::harm,
    },
    Entry {
        name: "people",
        title: "People go",
        rule: "home, to rest, into detention; exact for frozen rates",
        act: people::people,
    },
    Entry {
        name: "facilities",
        title: "Facilities are attacked and retaken",
        rule: "attack * R/(R+1000); lost with probability R/(R + resistance * guards)",
        act: facilities::facilities,
    },
    Entry {
        name: "power",
        title: "The government stands or falls",
        rule: "hazard = fall * x/(1+x) * (1 - cohesion * reliability + siege), x = a/(ratio c) at its seat",
        act: power::power,
    },
    Entry {
        name: "economy",
        title: "Output is lost",
        rule: "crowds, curfew and shutdown stop output; what is lost leaves uncertainty",
        act: economy::economy,
    },
    Entry {
        name: "observation",
        title: "The record is kept",
        rule: "log-normal crowd estimates, over-dispersed counts, a row a day",
        act: observation::observation,
    },
];
