//! What was known on a date: the only thing that a forecast may look at.

use std::sync::Arc;

use jiff::civil::Date;
use righting_model::{Action, AllianceDecision, Location, Mark, Order, Setup, Simulation, When};
use righting_scenario::{Cel, Change, Fact, Prior, Scenario};

use crate::error::LabError;
use crate::measure::{days_between, file_of};

const MINUTES_PER_DAY: u32 = 1440;

/// A scenario as it stood at the beginning of a date.
///
/// Made from a scenario, it keeps what was published before the date and forgets the rest: later
/// statements, statements of unknown publication, every target, acts of government that came later. Its
/// fields are private and nothing in it leads back to the scenario, so what forgets cannot leak.
#[derive(Clone)]
pub struct AsOf {
    date: Date,
    start: Date,
    scenario: String,
    title: String,
    changes: Vec<Change>,
    setup: Setup,
    priors: Vec<Prior>,
    facts: Vec<Fact>,
    facts_file: String,
    stood: Vec<String>,
    fitted: Vec<String>,
}

impl AsOf {
    /// The view of `scenario` at the beginning of `date`, for a forecast of `days` days from it.
    ///
    /// Acts of `history` (the scenario with the acts as they happened: the base of a triggered one, or
    /// the scenario itself) that came before the date stand as they happened, if the public saw them;
    /// reinforcements are the one order that it does not see. Later dated acts are left out. Triggered
    /// acts of `scenario` that have not happened yet may happen from the date on.
    ///
    /// # Errors
    /// When the date is not after the start of the scenario, or later than the day after its last.
    pub fn new(scenario: &Scenario, history: &Scenario, date: Date, days: u32) -> Result<Self, LabError> {
        let past = days_between(scenario.start, date);
        let past = u32::try_from(past).ok().filter(|&past| past > 0);
        let past = past.ok_or(LabError::TooEarly { date, start: scenario.start })?;
        if past > scenario.setup.days {
            let end = scenario.date(scenario.setup.days.saturating_sub(1));
            return Err(LabError::TooLate { date, end });
        }
        let cut = past * MINUTES_PER_DAY;
        let happened = |action: &Action| {
            matches!(action.when, When::At(minute) if minute < cut) && !matches!(action.order, Order::Reinforce { .. })
        };
        let mut actions: Vec<Action> =
            history.setup.actions.iter().filter(|action| happened(action)).cloned().collect();
        let stood: Vec<String> = actions.iter().map(|action| action.id.clone()).collect();
        let open = scenario.setup.actions.iter().filter(|action| !stood.contains(&action.id));
        actions.extend(open.filter_map(|action| not_yet(action, cut)));
        let mut setup = Setup { actions, days: past + days, ..scenario.setup.clone() };
        setup.shocks.retain(|shock| !matches!(shock.when, When::At(minute) if minute >= cut));
        if let Some(alliance) = &mut setup.alliance {
            alliance.decision = decision(history, cut);
        }
        // Values found by a fit to the whole record know the future: they are forgotten, and drawn anew.
        let fitted = fitted(scenario);
        fitted.iter().for_each(|path| setup.release(path));
        let known = |fact: &&Fact| fact.published.is_some_and(|published| published < date) && fact.date < date;
        let facts: Vec<Fact> = scenario.record.facts.iter().filter(known).cloned().collect();
        Ok(Self {
            date,
            start: scenario.start,
            scenario: scenario.id.clone(),
            title: scenario.title.clone(),
            changes: scenario.changes.clone(),
            priors: scenario.priors.clone(),
            facts,
            facts_file: file_of(scenario, &scenario.record.facts_file),
            stood,
            fitted,
            setup,
        })
    }

    /// The date; the forecast begins with it.
    pub fn date(&self) -> Date {
        self.date
    }

    /// First day simulated.
    pub fn start(&self) -> Date {
        self.start
    }

    /// Days simulated before the date.
    pub fn past(&self) -> u32 {
        days_between(self.start, self.date).max(0) as u32
    }

    /// Days of the forecast.
    pub fn days(&self) -> u32 {
        self.setup.days - self.past()
    }

    /// Identifier of the scenario.
    pub fn scenario(&self) -> &str {
        &self.scenario
    }

    /// What the model runs: acts that had happened, and triggers for the rest.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// A simulation of it. Nothing is simulated yet.
    pub fn simulation(&self) -> Simulation {
        Simulation::new(self.setup.clone()).reading(Arc::new(Cel))
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Changes made by the caller.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Priors of the parameters that a forecast draws.
    pub fn priors(&self) -> &[Prior] {
        &self.priors
    }

    /// Hash of all that the view holds, in hexadecimal: of what was known, and of nothing else.
    pub fn hash(&self) -> String {
        let Setup {
            country,
            parameters,
            random_effects,
            mixed_chances,
            hypotheses,
            shocks,
            actions,
            alliance,
            days,
            clock,
            calendar,
            levels,
            recovery,
        } = &self.setup;
        let when = |when: &When| match when {
            When::At(minute) => format!("at {minute}"),
            When::Random { per_day } => format!("random {per_day}"),
            When::Triggered { trigger, not_before } => format!("when {} from {not_before}", trigger.text),
        };
        let acts: Vec<String> = actions
            .iter()
            .map(|act| format!("{} {} {:?} {:?}", act.id, when(&act.when), act.reach, act.order))
            .collect();
        let shocks: Vec<String> = shocks
            .iter()
            .map(|shock| format!("{} {} {:?} {:?}", shock.id, when(&shock.when), shock.reach, shock.kind))
            .collect();
        let facts: Vec<hashed::Fact<'_>> = self.facts.iter().map(hashed::Fact::of).collect();
        let (date, priors) = (self.date, &self.priors);
        let text = format!(
            "{date} {days} {clock:?} {calendar:?} {levels:?} {hypotheses:?} {parameters:?} {random_effects:?} {mixed_chances:?} {alliance:?} \
             {acts:?} {shocks:?} {facts:?} {recovery:?} {priors:?} {country:?}"
        );
        blake3::hash(text.as_bytes()).to_hex().to_string()
    }

    /// Statements known at the date.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// File of the statements, as messages name it.
    pub fn facts_file(&self) -> &str {
        &self.facts_file
    }

    /// Acts of government that stand as they happened.
    pub fn stood(&self) -> &[String] {
        &self.stood
    }

    /// Parameters that the scenario fitted to its whole record: a forecast must not use their values.
    pub fn fitted(&self) -> &[String] {
        &self.fitted
    }

    /// Name of a place for people.
    pub fn name(&self, location: Location) -> &str {
        match location {
            Location::Nation => &self.setup.country.name,
            Location::Region(region) => &self.setup.country.regions[region].name,
            Location::Place(place) => &self.setup.country.places[place].name,
        }
    }
}

/// What of a statement goes into the hash of a view.
mod hashed {
    use jiff::civil::Date;
    use righting_model::Location;

    /// A statement, without who may see it.
    #[derive(Debug)]
    #[allow(dead_code, reason = "read by `Debug` alone: the text is hashed")]
    pub struct Fact<'a> {
        line: usize,
        date: Date,
        published: Option<Date>,
        place: &'a str,
        location: Option<Location>,
        kind: &'a str,
        value: &'a str,
        unit: &'a str,
        source: &'a str,
        note: &'a str,
    }

    impl<'a> Fact<'a> {
        /// A line of the file is no statement: it moves with statements that the view forgets.
        pub fn of(fact: &'a righting_scenario::Fact) -> Self {
            let righting_scenario::Fact { date, published, location, .. } = *fact;
            let righting_scenario::Fact { place, kind, value, unit, source, note, .. } = fact;
            Self { line: 0, date, published, place, location, kind, value, unit, source, note }
        }
    }
}

/// A triggered act that has not happened yet, from the date on; a dated one is of the past or unknown.
fn not_yet(action: &Action, cut: u32) -> Option<Action> {
    let when = match &action.when {
        When::At(_) => return None,
        When::Random { per_day } => When::Random { per_day: *per_day },
        When::Triggered { trigger, not_before } => {
            When::Triggered { trigger: trigger.clone(), not_before: (*not_before).max(cut) }
        }
    };
    Some(Action { when, ..action.clone() })
}

/// The alliance's answer is known if it was given before the date; else the members decide.
fn decision(history: &Scenario, cut: u32) -> AllianceDecision {
    let request = history.setup.actions.iter().find(|action| action.order == Order::RequestAlliance);
    match (request.map(|action| &action.when), &history.setup.alliance) {
        (Some(When::At(asked)), Some(alliance))
            if alliance.decision == AllianceDecision::AsHappened
                && f64::from(*asked) + 60.0 * alliance.decision_hours < f64::from(cut) =>
        {
            AllianceDecision::AsHappened
        }
        _ => AllianceDecision::Simulated,
    }
}

/// Parameters fitted to the record of the scenario's own country: what was found elsewhere knows nothing of it.
fn fitted(scenario: &Scenario) -> Vec<String> {
    if scenario.fitted_to.as_ref().is_some_and(|to| to.iso3 != scenario.iso3) {
        return Vec::new();
    }
    let parameter = |path: &str| scenario.setup.parameters.get(path).is_some();
    let numbers = scenario.numbers.iter().filter(|number| number.mark == Some(Mark::Fitted));
    numbers.filter(|number| parameter(&number.path)).map(|number| number.path.clone()).collect()
}
