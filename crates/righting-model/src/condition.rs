//! Conditions: what a trigger asks of the readings. A setup holds their text; they are compiled where it runs.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::quantity::Readings;
use crate::setup::{Setup, Trigger, When};

/// A condition that is ready to be asked; an error says why it cannot be answered.
pub type Condition = Box<dyn Fn(&Readings) -> Result<bool, String> + Send + Sync>;

/// Reads conditions. The model knows no language of its own: who makes a [`Simulation`](crate::Simulation) of a setup
/// with triggers [hands in](crate::Simulation::reading) one that reads them.
pub trait Conditions: Send + Sync {
    /// Makes a condition ready.
    ///
    /// # Errors
    /// With what is wrong with the text, in words; it ends a replicate that asks as failed.
    fn compile(&self, text: &str) -> Result<Condition, String>;
}

/// Reads none.
struct Unread;

impl Conditions for Unread {
    fn compile(&self, _: &str) -> Result<Condition, String> {
        Err("the simulation was given no reader of conditions".to_owned())
    }
}

/// The conditions of a setup's triggers, by their text.
#[derive(Clone)]
pub(crate) struct Compiled {
    reader: Arc<dyn Conditions>,
    ready: Arc<BTreeMap<String, Result<Condition, String>>>,
}

impl Compiled {
    /// Those of a setup that nobody reads yet.
    pub fn unread(setup: &Setup) -> Self {
        Self::by(Arc::new(Unread), setup)
    }

    /// Those of a setup, by a reader.
    pub fn by(reader: Arc<dyn Conditions>, setup: &Setup) -> Self {
        let ready = triggers(setup).map(|trigger| (trigger.text.clone(), reader.compile(&trigger.text))).collect();
        Self { reader, ready: Arc::new(ready) }
    }

    /// Those of another setup. Setups varied from one another mostly ask the same, and share what is compiled.
    pub fn of(&self, setup: &Setup) -> Self {
        if triggers(setup).all(|trigger| self.ready.contains_key(&trigger.text)) {
            return self.clone();
        }
        Self::by(self.reader.clone(), setup)
    }

    /// Whether a trigger's condition holds.
    pub fn holds(&self, trigger: &Trigger, readings: &Readings) -> Result<bool, String> {
        let condition = self.ready.get(&trigger.text).expect("the triggers of a setup are compiled with it");
        let found = condition.as_ref().map_err(Clone::clone).and_then(|condition| condition(readings));
        found.map_err(|error| format!("`{}`: {error}", trigger.text))
    }
}

fn triggers(setup: &Setup) -> impl Iterator<Item = &Trigger> {
    let whens = setup.shocks.iter().map(|shock| &shock.when).chain(setup.actions.iter().map(|action| &action.when));
    whens.filter_map(|when| match when {
        When::Triggered { trigger, .. } => Some(trigger),
        When::At(_) | When::Random { .. } => None,
    })
}
