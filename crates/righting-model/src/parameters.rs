//! Every free number of the model, with unit, range and origin: what a section of parameters is, the registry that
//! lists them, and the bag that holds their values.
//!
//! A mechanism declares its parameters in its own file with [`parameters!`](crate::parameters!); nothing here knows
//! any of them. A bag holds one value for every parameter of its registry, and a mechanism reads its section out of
//! it. The same registry feeds the scenario reader, `--set`, the fit's bounds, `righting explain --sources` and the
//! JSON Schema.

mod declare;
mod error;
mod prior;
mod replaced;

use std::any::TypeId;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use error::ParameterError;
pub use prior::{Mark, Prior, Role, Scale};
pub use replaced::{Successor, replacement, successor};

/// One row of the registry.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParameterInfo {
    /// Section and name, such as `joining.contagion`.
    pub path: &'static str,
    /// What it is, one sentence.
    pub description: &'static str,
    /// Unit; `1` for a pure number.
    pub unit: &'static str,
    /// Default value.
    pub default: f64,
    /// Smallest value accepted, and the prior's lower end.
    pub low: f64,
    /// Largest value accepted, and the prior's upper end.
    pub high: f64,
    /// Origin of the default.
    pub mark: Mark,
    /// The source, or why this value was assumed.
    pub source: &'static str,
    /// Whether it is one of a country or shared.
    pub role: Role,
    /// What is known of it before any record, where that is more than a range.
    pub prior: Option<Prior>,
}

impl ParameterInfo {
    /// Section of the parameter: what stands before the point of its path.
    pub fn section(&self) -> &'static str {
        self.path.split_once('.').map_or(self.path, |(section, _)| section)
    }

    /// Name inside its section.
    pub fn name(&self) -> &'static str {
        self.path.split_once('.').map_or("", |(_, name)| name)
    }
}

/// The parameters of one mechanism, as numbers with names. [`parameters!`](crate::parameters!) writes it.
pub trait Section: Sized + 'static {
    /// Name of the section in scenarios: the part of every path before the point.
    const NAME: &'static str;
    /// What the section is about, one sentence.
    const ABOUT: &'static str;
    /// Its parameters, in the order of the fields.
    const INFO: &'static [ParameterInfo];

    /// The section with these values, in the order of [`INFO`](Self::INFO).
    fn of_values(values: &[f64]) -> Self;

    /// Its values, in the order of [`INFO`](Self::INFO).
    fn values(&self) -> Vec<f64>;
}

/// One section in a registry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SectionInfo {
    kind: TypeId,
    /// Name in scenarios.
    pub name: &'static str,
    /// What it is about, one sentence.
    pub about: &'static str,
    /// Its parameters.
    pub parameters: &'static [ParameterInfo],
}

impl SectionInfo {
    /// The section that a type declares.
    pub fn of<S: Section>() -> Self {
        Self { kind: TypeId::of::<S>(), name: S::NAME, about: S::ABOUT, parameters: S::INFO }
    }
}

/// A list of sections: every parameter there is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Registry {
    sections: Vec<SectionInfo>,
    /// Their types, close together: every mechanism looks its own up in every step.
    kinds: Vec<TypeId>,
    /// First value of each section, and the end.
    starts: Vec<usize>,
    infos: Vec<&'static ParameterInfo>,
}

impl Registry {
    /// A registry of these sections, in their order.
    ///
    /// # Panics
    /// When two sections have the same name.
    pub fn new(sections: impl IntoIterator<Item = SectionInfo>) -> Self {
        let mut registry = Self::default();
        for section in sections {
            let taken = registry.sections.iter().any(|other| other.name == section.name);
            assert!(!taken, "there is a section of parameters `{}` already", section.name);
            registry.starts.push(registry.infos.len());
            registry.infos.extend(section.parameters);
            registry.kinds.push(section.kind);
            registry.sections.push(section);
        }
        registry.starts.push(registry.infos.len());
        registry
    }

    /// Every section.
    pub fn sections(&self) -> &[SectionInfo] {
        &self.sections
    }

    /// Every parameter, section by section.
    pub fn infos(&self) -> &[&'static ParameterInfo] {
        &self.infos
    }

    /// The parameter at a path such as `joining.contagion`.
    pub fn info(&self, path: &str) -> Option<&'static ParameterInfo> {
        self.slot(path).map(|slot| self.infos[slot])
    }

    fn slot(&self, path: &str) -> Option<usize> {
        let (section, _) = path.split_once('.')?;
        let index = self.sections.iter().position(|known| known.name == section)?;
        let start = self.starts[index];
        self.sections[index].parameters.iter().position(|info| info.path == path).map(|place| start + place)
    }

    /// Where the values of a type's section stand.
    fn block<S: Section>(&self) -> Option<std::ops::Range<usize>> {
        let kind = TypeId::of::<S>();
        let index = self.kinds.iter().position(|known| *known == kind)?;
        Some(self.starts[index]..self.starts[index + 1])
    }
}

/// The value of every parameter: plain numbers by path. `default()` holds those of the model's own mechanisms.
#[derive(Clone)]
pub struct Parameters {
    registry: Arc<Registry>,
    values: Vec<f64>,
    /// Values whose registry is not at hand: of a bag just read, say. They take their places in [`under`](Self::under).
    loose: BTreeMap<String, f64>,
}

impl Parameters {
    /// The defaults of every parameter of a registry.
    pub fn of(registry: Arc<Registry>) -> Self {
        let values = registry.infos.iter().map(|info| info.default).collect();
        Self { registry, values, loose: BTreeMap::new() }
    }

    /// The same values where every section of a registry has its place; what the bag does not know has its default,
    /// what the registry does not know is kept.
    #[must_use]
    pub fn under(self, registry: &Arc<Registry>) -> Self {
        let covers = |section: &SectionInfo| self.registry.sections.contains(section);
        if self.loose.is_empty() && (Arc::ptr_eq(&self.registry, registry) || registry.sections.iter().all(covers)) {
            return self;
        }
        let mut other = Self::of(registry.clone());
        for (path, value) in self.entries() {
            match other.registry.slot(path) {
                Some(slot) => other.values[slot] = value,
                None => drop(other.loose.insert(path.to_owned(), value)),
            }
        }
        other
    }

    /// What these parameters are.
    pub fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }

    /// A mechanism's section.
    pub fn section<S: Section>(&self) -> S {
        match self.registry.block::<S>() {
            Some(block) => S::of_values(&self.values[block]),
            None => {
                let value = |info: &ParameterInfo| self.loose.get(info.path).copied().unwrap_or(info.default);
                S::of_values(&S::INFO.iter().map(value).collect::<Vec<_>>())
            }
        }
    }

    /// Changes a mechanism's section in place. Ranges are not looked at: see [`check`](Self::check).
    pub fn edit<S: Section>(&mut self, change: impl FnOnce(&mut S)) {
        let mut section = self.section::<S>();
        change(&mut section);
        match self.registry.block::<S>() {
            Some(block) => self.values[block].copy_from_slice(&section.values()),
            None => self.loose.extend(S::INFO.iter().map(|info| info.path.to_owned()).zip(section.values())),
        }
    }

    /// Value at a path such as `joining.contagion`.
    pub fn get(&self, path: &str) -> Option<f64> {
        self.registry.slot(path).map(|slot| self.values[slot]).or_else(|| self.loose.get(path).copied())
    }

    /// Sets a value by path.
    ///
    /// # Errors
    /// When no parameter has that path, or the value is outside its range.
    pub fn set(&mut self, path: &str, value: f64) -> Result<(), ParameterError> {
        let Some(slot) = self.registry.slot(path) else {
            return Err(match replaced::by(path) {
                Some((path, by)) => ParameterError::Replaced { path, by },
                None => ParameterError::Unknown { path: path.to_owned() },
            });
        };
        let info = self.registry.infos[slot];
        if !(info.low..=info.high).contains(&value) {
            return Err(ParameterError::Range { path: info.path, value, low: info.low, high: info.high });
        }
        self.values[slot] = value;
        Ok(())
    }

    /// Draws every number that has a prior and is not among the paths `held`; `normal` gives the standard normal of a
    /// path. What falls outside its range has the range's end.
    pub fn draw(&mut self, held: &[String], mut normal: impl FnMut(&str) -> f64) {
        for (slot, info) in self.registry.infos.iter().enumerate() {
            if let Some(prior) = info.prior.filter(|_| !held.iter().any(|path| path == info.path)) {
                self.values[slot] = prior.at(info.default, normal(info.path)).clamp(info.low, info.high);
            }
        }
    }

    /// Looks for a parameter outside its range, or of no known name.
    ///
    /// # Errors
    /// With the first there is.
    pub fn check(&self) -> Result<(), ParameterError> {
        let mut copy = self.clone();
        self.entries().try_for_each(|(path, value)| copy.set(path, value))
    }

    /// Every path with its value.
    pub fn entries(&self) -> impl Iterator<Item = (&str, f64)> {
        let known = self.registry.infos.iter().map(|info| info.path).zip(self.values.iter().copied());
        known.chain(self.loose.iter().map(|(path, value)| (path.as_str(), *value)))
    }
}

impl PartialEq for Parameters {
    /// Whether every path has the same value. A bag that was read without its registry has them in another order.
    fn eq(&self, other: &Self) -> bool {
        let sorted = |bag: &Self| bag.entries().map(|(p, value)| (p.to_owned(), value)).collect::<BTreeMap<_, _>>();
        self.entries().eq(other.entries()) || sorted(self) == sorted(other)
    }
}

impl std::fmt::Debug for Parameters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.entries()).finish()
    }
}

impl Serialize for Parameters {
    /// A map of paths to values.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.entries())
    }
}

impl<'de> Deserialize<'de> for Parameters {
    /// Any paths: which of them there are, a registry says.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self { registry: Arc::default(), values: Vec::new(), loose: BTreeMap::deserialize(from)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::parameters! {
        /// Parameters of a test.
        Mine in "mine" {
            /// First.
            x = 1.0 "1", 0.0..=2.0, Assumed "none";
            /// Second.
            y = -3.0 "km", -10.0..=10.0, Read "none";
        }
    }

    #[test]
    fn a_bag_is_plain_data_that_takes_its_places_under_a_registry() {
        let registry = Arc::new(Registry::new([SectionInfo::of::<Mine>()]));
        let mut bag = Parameters::of(registry.clone());
        assert_eq!((bag.section::<Mine>(), bag.get("mine.z")), (Mine::default(), None));
        bag.set("mine.y", 4.0).unwrap();
        bag.edit::<Mine>(|mine| mine.x = 0.5);
        assert_eq!((bag.get("mine.x"), bag.section::<Mine>().y), (Some(0.5), 4.0));
        assert!(matches!(bag.set("mine.x", 2.5), Err(ParameterError::Range { .. })));

        let text = written(&bag);
        assert_eq!(text, "mine.x=0.5 mine.y=4 ");
        let loose = Parameters {
            registry: Arc::default(),
            values: Vec::new(),
            loose: bag.entries().map(|(path, value)| (path.to_owned(), value)).collect(),
        };
        assert_eq!(loose.section::<Mine>(), bag.section::<Mine>());
        assert!(matches!(loose.check(), Err(ParameterError::Unknown { .. })));
        assert!(loose == bag, "the order of reading says nothing");
        let placed = loose.under(&registry);
        assert!(placed == bag && placed.check().is_ok());
    }

    fn written(bag: &Parameters) -> String {
        bag.entries().fold(String::new(), |text, (path, value)| text + &format!("{path}={value} "))
    }
}
