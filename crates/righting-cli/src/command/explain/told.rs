//! The parts of a scenario as they are told.

use jiff::ToSpan;
use righting_model::{
    Action, Alliance, AllianceDecision, HelpEffect, Hypotheses, Levels, Mark, Order, ParameterInfo, Posture, Reach,
    Registry, Role, Setup, Shock, ShockKind, SwitchInfo, When,
};
use righting_report::two_digits;
use righting_scenario::{DataSource, Scenario};
use serde::Serialize;

use crate::terminal::count;

#[derive(Serialize)]
pub struct Mechanism {
    pub step: usize,
    pub name: String,
    pub title: String,
    pub rule: String,
}

impl Mechanism {
    pub fn of(index: usize, mechanism: &dyn righting_model::Mechanism) -> Self {
        Self {
            step: index + 1,
            name: mechanism.name().to_owned(),
            title: mechanism.title().to_owned(),
            rule: mechanism.rule().to_owned(),
        }
    }
}

/// A shock or an act of government.
#[derive(Serialize)]
pub struct Dated {
    pub id: String,
    pub when: String,
    #[serde(rename = "where")]
    pub reach: String,
    pub what: String,
    pub label: String,
}

impl Dated {
    pub fn shock(scenario: &Scenario, shock: &Shock) -> Self {
        let what = match shock.kind {
            ShockKind::Price { ratio } | ShockKind::Commodity { ratio, .. } => format!("price × {ratio:.3}"),
            ShockKind::Income { factor } => format!("incomes × {factor:.3}"),
            ShockKind::Affront { size } => format!("affront + {size:.3}"),
            ShockKind::Call { size, to: None } => format!("call × {size:.3}"),
            ShockKind::Call { size, to: Some(to) } => {
                format!("call × {size:.3}, to {}", scenario.setup.country.places[to].name)
            }
        };
        Self::new(scenario, &shock.id, &shock.label, &shock.when, &shock.reach, what)
    }

    pub fn action(scenario: &Scenario, action: &Action) -> Self {
        let on_off = |on| if on { "on" } else { "off" };
        let what = match action.order {
            Order::Price { ratio } | Order::Commodity { ratio, .. } => format!("price × {ratio:.3}"),
            Order::Concession { size } => format!("concession {size}"),
            Order::Emergency { on } => format!("emergency {}", on_off(on)),
            Order::Shutdown { cut } => format!("shutdown, {:.0} % cut", 100.0 * cut),
            Order::Posture { posture: Posture::Aside } => "forces stand aside".to_owned(),
            Order::Posture { posture: Posture::Contain } => "forces contain crowds".to_owned(),
            Order::Posture { posture: Posture::Disperse } => "forces disperse crowds".to_owned(),
            Order::Sweep { on } => format!("raids {}", on_off(on)),
            Order::LethalForce { on } => format!("lethal force {}", on_off(on)),
            Order::Reinforce { units, travel_hours } => format!("{} units, {travel_hours} h", count(units)),
            Order::Reshuffle => "reshuffle".to_owned(),
            Order::RequestAlliance => "request to the alliance".to_owned(),
            Order::WithdrawAlliance => "withdrawal of the allies".to_owned(),
        };
        Self::new(scenario, &action.id, &action.label, &action.when, &action.reach, what)
    }

    fn new(scenario: &Scenario, id: &str, label: &str, when: &When, reach: &Reach, what: String) -> Self {
        let local = |minute: u32| local(scenario, minute);
        let when = match when {
            When::At(minute) => local(*minute),
            When::Random { per_day } => format!("at random, {per_day} a day"),
            When::Triggered { trigger, not_before: 0 } => format!("when {}", trigger.text),
            When::Triggered { trigger, not_before } => {
                format!("when {}, not before {}", trigger.text, local(*not_before))
            }
        };
        let reach = match reach {
            Reach::Nation => "nation".to_owned(),
            Reach::Places(places) => reach_text(scenario, places),
        };
        Self { id: id.to_owned(), when, reach, what, label: label.to_owned() }
    }

    pub fn row(self) -> Vec<String> {
        vec![self.id, self.when, self.reach, self.what, self.label]
    }
}

/// Local date and time of a minute of the run.
pub fn local(scenario: &Scenario, minute: u32) -> String {
    let midnight = scenario.start.at(0, 0, 0, 0);
    let at = midnight.checked_add(i64::from(minute).minutes());
    at.map_or_else(|_| format!("minute {minute}"), |at| at.strftime("%Y-%m-%d %H:%M").to_string())
}

/// Places by the regions that they fill, the others by name, cut after four.
pub fn reach_text(scenario: &Scenario, places: &[usize]) -> String {
    let country = &scenario.setup.country;
    let whole: Vec<usize> = (0..country.regions.len())
        .filter(|&region| country.places_of(region).all(|place| places.binary_search(&place).is_ok()))
        .collect();
    let regions = whole.iter().map(|&region| country.regions[region].name.clone());
    let single = places.iter().filter(|&&place| !whole.contains(&country.places[place].region));
    let names: Vec<String> = regions.chain(single.map(|&place| country.places[place].name.clone())).collect();
    match names.len() {
        0..=4 => names.join(", "),
        more => format!("{} and {} more", names[..3].join(", "), more - 3),
    }
}

pub fn alliance(alliance: &Alliance) -> String {
    let decision = match alliance.decision {
        AllianceDecision::AsHappened => "decides as it happened",
        AllianceDecision::Simulated => "decides by the utilities of its members",
    };
    let effect = match alliance.effect {
        HelpEffect::Signal => "a signal and guards that free national units",
        HelpEffect::Direct => "direct suppression",
        HelpEffect::None => "no effect",
    };
    let strength = count(alliance.strength);
    format!("{} with {} members {decision}; {strength} troops; {effect}", alliance.name, alliance.members.len())
}

#[derive(Serialize)]
pub struct Hypothesis {
    pub id: String,
    pub on: bool,
    pub description: String,
}

pub fn hypotheses(on: Hypotheses) -> Vec<Hypothesis> {
    let row = |(info, on): (&SwitchInfo, bool)| Hypothesis {
        id: info.name.to_owned(),
        on,
        description: info.about.to_owned(),
    };
    on.states().map(row).collect()
}

#[derive(Serialize)]
pub struct Parameter {
    pub path: String,
    pub value: f64,
    pub default: f64,
    pub low: f64,
    pub high: f64,
    pub unit: String,
    pub mark: Mark,
    /// Whether it is a level of the country, a shape that all share, or a constant.
    pub role: Role,
    /// Where runs draw it: from the 5th to the 95th percentile of what is known of it.
    pub drawn: Option<(f64, f64)>,
    pub description: String,
    pub source: String,
}

/// The standard normal at the 95th percentile.
const P95: f64 = 1.645;

impl Parameter {
    pub fn of(info: &ParameterInfo, setup: &Setup) -> Self {
        let Setup { parameters, levels, .. } = setup;
        let drawn = |held: &[String]| {
            let prior = info.prior.filter(|_| !held.iter().any(|path| path == info.path))?;
            let at = |z: f64| prior.at(info.default, z).clamp(info.low, info.high);
            Some((at(-P95), at(P95)))
        };
        Self {
            role: info.role,
            drawn: match levels {
                Levels::Fixed => None,
                Levels::Drawn { held } => drawn(held),
            },
            path: info.path.to_owned(),
            value: parameters.get(info.path).unwrap_or(info.default),
            default: info.default,
            low: info.low,
            high: info.high,
            unit: info.unit.to_owned(),
            mark: info.mark,
            description: info.description.to_owned(),
            source: info.source.to_owned(),
        }
    }

    fn range(&self) -> String {
        format!("{} to {}", self.low, self.high)
    }

    /// Whose number it is, and whether runs draw it.
    fn role(&self) -> String {
        let role = match self.role {
            Role::Level => "level",
            Role::Shape => "shape",
            Role::Constant => "",
        };
        format!("{role}{}", if self.drawn.is_some() { ", drawn" } else { "" })
    }

    pub fn row(self) -> Vec<String> {
        let ends = self.drawn.map(|(low, high)| format!("{} to {}", two_digits(low), two_digits(high)));
        let (range, role) = (ends.unwrap_or_else(|| self.range()), self.role());
        vec![
            self.path,
            self.value.to_string(),
            range,
            self.unit,
            mark_name(self.mark).to_owned(),
            role,
            self.description,
        ]
    }

    pub fn source_row(self) -> Vec<String> {
        let range = self.range();
        vec![self.path, self.value.to_string(), mark_name(self.mark).to_owned(), range, self.source]
    }
}

#[derive(Serialize)]
pub struct Number {
    pub path: String,
    pub value: String,
    pub mark: Option<Mark>,
    pub prior: Option<(f64, f64)>,
    pub source: String,
}

impl Number {
    /// A parameter that a scenario sets keeps the mark and the source of the registry unless it has its own.
    pub fn of(number: &righting_scenario::Number) -> Self {
        let registered = Registry::standard().info(&number.path);
        let own = number.mark.is_some();
        let source = match registered {
            Some(info) if !own => info.source.to_owned(),
            _ => number.source.clone(),
        };
        Self {
            path: number.path.clone(),
            value: number.value.clone(),
            mark: number.mark.or(registered.map(|info| info.mark)),
            prior: number.prior.or(registered.filter(|_| !own).map(|info| (info.low, info.high))),
            source,
        }
    }

    pub fn row(self) -> Vec<String> {
        let prior = self.prior.map_or_else(String::new, |(low, high)| format!("{low} to {high}"));
        let mark = self.mark.map_or("", mark_name).to_owned();
        vec![self.path, self.value, mark, prior, self.source]
    }
}

#[derive(Serialize)]
pub struct Source {
    pub file: String,
    pub title: String,
    pub licence: String,
    pub origin: String,
}

impl Source {
    pub fn of(source: &DataSource) -> Self {
        Self {
            file: source.file.clone(),
            title: source.title.clone(),
            licence: source.licence.clone(),
            origin: source.origin.clone(),
        }
    }

    pub fn row(self) -> Vec<String> {
        vec![self.file, self.title, self.licence, self.origin]
    }
}

const fn mark_name(mark: Mark) -> &'static str {
    match mark {
        Mark::Read => "read",
        Mark::Fitted => "fitted",
        Mark::Assumed => "assumed",
        Mark::Interim => "interim",
    }
}
