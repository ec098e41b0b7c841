//! What a reader can change: parameters, shocks and acts with their dates, contested structures, the alliance.

use righting_model::{Action, Mark, Order, ParameterInfo, Reach, SwitchInfo, When};
use righting_scenario::{Number, Scenario};
use serde::Serialize;

/// From this ratio of the ends of a range on, a slider goes by powers.
const WIDE: f64 = 100.0;

/// All controls, in reading order.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "live.ts"))]
pub struct Controls {
    /// First day and length: dates are minutes after its midnight.
    pub start: String,
    /// Days simulated.
    pub days: u32,
    /// Shocks, then acts, each in the order of their times.
    pub dated: Vec<Dated>,
    /// Contested structures.
    pub hypotheses: Vec<Toggle>,
    /// The alliance, if there is one to ask.
    pub alliance: Option<Ally>,
    /// Parameters to which the scenario gives a prior.
    pub priors: Vec<Knob>,
    /// All others.
    pub others: Vec<Knob>,
}

/// A number with a range.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "live.ts"))]
pub struct Knob {
    /// Path of a change: `joining.contagion`.
    pub path: String,
    /// What it is.
    pub label: String,
    /// Unit; empty for a pure number.
    pub unit: String,
    /// Value in the run.
    pub value: f64,
    /// Lower end of the range.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Whether the range goes by powers.
    pub log: bool,
    /// Whether the value was read, fitted or assumed.
    #[cfg_attr(test, ts(as = "Option<String>"))]
    pub mark: Option<Mark>,
}

/// A shock or an act of government.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "live.ts"))]
pub struct Dated {
    /// Its name in changes.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// Whether it is an act of government.
    pub act: bool,
    /// Whether it is an act of force or of restraint.
    pub coercive: bool,
    /// Whether it asks the alliance or ends its mission: without the alliance there is no such act.
    pub allied: bool,
    /// Where.
    pub place: String,
    /// When, minutes after the start; none where a condition or chance decides.
    pub at: Option<u32>,
    /// When it ends, if it has a date for that.
    pub until: Option<u32>,
    /// When, in words, where no date says it.
    pub when: String,
    /// Its numbers with a range.
    pub knobs: Vec<Knob>,
}

/// The alliance.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "live.ts"))]
pub struct Ally {
    /// Its name.
    pub name: String,
    /// Its own numbers with a range; those of its members are not among them.
    pub knobs: Vec<Knob>,
}

/// A switch.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "live.ts"))]
pub struct Toggle {
    /// Path of a change.
    pub path: String,
    /// Name for people.
    pub label: String,
    /// What it does.
    pub about: String,
    /// Whether it is on in the run.
    pub on: bool,
}

impl Controls {
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let setup = &scenario.setup;
        let switch = |(info, on): (&SwitchInfo, bool)| Toggle {
            path: format!("hypotheses.{}", info.name),
            label: info.title.to_owned(),
            about: info.effect.to_owned(),
            on,
        };
        let infos = setup.parameters.registry().infos();
        let (priors, others): (Vec<_>, Vec<_>) = infos
            .iter()
            .filter_map(|info| Some((info, setup.parameters.get(info.path)?)))
            .map(|(info, value)| parameter(scenario, info, value))
            .partition(|(_, has_prior)| *has_prior);
        Self {
            start: scenario.start.to_string(),
            days: setup.days,
            dated: dated(scenario),
            hypotheses: setup.hypotheses.states().map(switch).collect(),
            alliance: setup
                .alliance
                .as_ref()
                .map(|alliance| Ally { name: alliance.name.clone(), knobs: numbers_of(scenario, "alliance") }),
            priors: priors.into_iter().map(|(knob, _)| knob).collect(),
            others: others.into_iter().map(|(knob, _)| knob).collect(),
        }
    }
}

/// A parameter, and whether the scenario gives it a prior.
fn parameter(scenario: &Scenario, info: &ParameterInfo, value: f64) -> (Knob, bool) {
    let prior = scenario.priors.iter().find(|prior| prior.path == info.path);
    let wide = info.low > 0.0 && info.high / info.low >= WIDE;
    let (low, high, log) = prior.map_or((info.low, info.high, wide), |prior| (prior.low, prior.high, prior.log));
    let number = scenario.numbers.iter().find(|number| number.path == info.path);
    let knob = Knob {
        path: info.path.to_owned(),
        label: info.description.trim_end_matches('.').to_owned(),
        unit: unit(info.unit),
        value,
        low: low.min(value),
        high: high.max(value),
        log,
        mark: number.map_or(Some(info.mark), |number| number.mark),
    };
    (knob, prior.is_some())
}

fn unit(unit: &str) -> String {
    if unit == "1" { String::new() } else { unit.to_owned() }
}

fn dated(scenario: &Scenario) -> Vec<Dated> {
    let setup = &scenario.setup;
    let shock = |shock: &righting_model::Shock| entry(scenario, &shock.id, &shock.label, (&shock.when, &shock.reach));
    let mut shocks: Vec<Dated> = setup.shocks.iter().map(shock).collect();
    let end_of = |id: &str| setup.actions.iter().find(|other| other.id == format!("{id}-end"));
    let is_end = |action: &&Action| {
        action.id.strip_suffix("-end").is_some_and(|id| setup.actions.iter().any(|other| other.id == id))
    };
    let act = |action: &Action| Dated {
        act: true,
        coercive: is_coercive(&action.order),
        allied: matches!(action.order, Order::RequestAlliance | Order::WithdrawAlliance),
        until: end_of(&action.id).and_then(|end| minutes(&end.when)),
        ..entry(scenario, &action.id, &action.label, (&action.when, &action.reach))
    };
    let mut acts: Vec<Dated> = setup.actions.iter().filter(|action| !is_end(action)).map(act).collect();
    for list in [&mut shocks, &mut acts] {
        list.sort_by_key(|dated| dated.at.unwrap_or(u32::MAX));
    }
    shocks.into_iter().chain(acts).collect()
}

fn entry(scenario: &Scenario, id: &str, label: &str, (when, reach): (&When, &Reach)) -> Dated {
    Dated {
        id: id.to_owned(),
        label: label.to_owned(),
        act: false,
        coercive: false,
        allied: false,
        place: place(scenario, reach),
        at: minutes(when),
        until: None,
        when: match when {
            When::At(_) => String::new(),
            When::Random { per_day } => format!("at random, {per_day} a day"),
            When::Triggered { trigger, .. } => format!("when {}", trigger.text),
        },
        knobs: numbers_of(scenario, id),
    }
}

/// The numbers of a shock, an act or the alliance that have a range.
fn numbers_of(scenario: &Scenario, id: &str) -> Vec<Knob> {
    let is_parameter = |path: &str| scenario.setup.parameters.get(path).is_some();
    let of_it = |number: &&Number| {
        let field = number.path.split_once('.').filter(|(owner, _)| *owner == id).map(|(_, field)| field);
        field.is_some_and(|field| !field.contains('.')) && !is_parameter(&number.path)
    };
    scenario.numbers.iter().filter(of_it).filter_map(number).collect()
}

fn minutes(when: &When) -> Option<u32> {
    if let When::At(minute) = when { Some(*minute) } else { None }
}

/// A number of a shock or an act that has a prior and is no date.
fn number(number: &Number) -> Option<Knob> {
    let (_, field) = number.path.split_once('.')?;
    let ((low, high), value) = (number.prior?, number.value.parse::<f64>().ok()?);
    let is_date = ["at", "until", "not_before"].contains(&field);
    (!is_date && low < high).then(|| Knob {
        path: number.path.clone(),
        label: field.replace('_', " "),
        unit: String::new(),
        value,
        low: low.min(value),
        high: high.max(value),
        log: low > 0.0 && high / low >= WIDE,
        mark: number.mark,
    })
}

/// Most regions that are named one by one.
const NAMED: usize = 2;

fn place(scenario: &Scenario, reach: &Reach) -> String {
    let Reach::Places(places) = reach else { return String::new() };
    let country = &scenario.setup.country;
    if let [only] = places.as_slice() {
        return country.places[*only].name.clone();
    }
    let mut regions: Vec<usize> = places.iter().map(|place| country.places[*place].region).collect();
    regions.dedup();
    regions.sort_unstable();
    regions.dedup();
    if regions.len() > NAMED {
        return format!("{} of {} regions", regions.len(), scenario.regions.len());
    }
    let names: Vec<&str> = regions.iter().map(|region| scenario.regions[*region].name.as_str()).collect();
    names.join(", ")
}

/// Whether an order is one of force or of restraint: its effect is never identified by one crisis.
fn is_coercive(order: &Order) -> bool {
    matches!(
        order,
        Order::Emergency { on: true }
            | Order::Shutdown { .. }
            | Order::LethalForce { on: true }
            | Order::Reinforce { .. }
            | Order::RequestAlliance
    )
}
