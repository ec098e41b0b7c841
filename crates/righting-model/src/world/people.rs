//! People: to the person, by place and by cell.

use serde::{Deserialize, Serialize};

use crate::country::Country;
use crate::landscape::Landscape;

/// People by place, to the person. Quiet, withdrawn and serving count at home; everyone else where they act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Neither active, withdrawn, detained, dead nor serving.
    pub quiet: Vec<u32>,
    /// Serving in the security forces.
    pub serving: Vec<u32>,
    /// In a peaceful crowd.
    pub protesting: Vec<u32>,
    /// In a violent crowd.
    pub rioting: Vec<u32>,
    /// Home after taking part, not yet ready to go again.
    pub withdrawn: Vec<u32>,
    /// In detention.
    pub detained: Vec<u32>,
    /// Residents killed, security forces apart.
    pub dead_civilians: Vec<u32>,
    /// Members of the security forces killed.
    pub dead_serving: Vec<u32>,
    /// Joinings since the start, by place of assembly.
    pub joined: Vec<u32>,
    /// Detentions since the start, by place of arrest.
    pub detained_total: Vec<u32>,
}

/// People by cell, to the person. Those of a home count there, those in the streets where they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crowds {
    /// In the streets.
    pub active: Vec<u32>,
    /// Of them, rioting.
    pub rioting: Vec<u32>,
    /// Joined in the last step, by cell of assembly.
    pub joined: Vec<u32>,
    /// Detained in the last step.
    pub arrested: Vec<u32>,
    /// Killed in the last step.
    pub killed: Vec<u32>,
    /// In detention, by cell of arrest.
    pub detained: Vec<u32>,
    /// At rest at home after taking part.
    pub resting: Vec<u32>,
    /// Residents of a home who are not quiet: in the streets, at rest, detained or dead.
    pub gone: Vec<u32>,
    /// Residents of a home who could be mobilised, whatever they do.
    pub pool: Vec<u32>,
    /// Of them, quiet.
    pub ready: Vec<u32>,
}

impl Crowds {
    pub(super) fn at_rest(cells: usize) -> Self {
        let none = || vec![0; cells];
        Self {
            active: none(),
            rioting: none(),
            joined: none(),
            arrested: none(),
            killed: none(),
            detained: none(),
            resting: none(),
            gone: none(),
            pool: none(),
            ready: none(),
        }
    }
}

impl People {
    /// Everybody quiet at home, or serving.
    pub(super) fn at_rest(country: &Country, landscape: &Landscape) -> Self {
        let places = country.places.len();
        let none = || vec![0; places];
        let mut serving = none();
        for (cell, forces) in landscape.cells.iter().zip(&landscape.serving) {
            serving[cell.place] += forces;
        }
        Self {
            quiet: country.places.iter().zip(&serving).map(|(place, serving)| place.population - serving).collect(),
            serving,
            protesting: none(),
            rioting: none(),
            withdrawn: none(),
            detained: none(),
            dead_civilians: none(),
            dead_serving: none(),
            joined: none(),
            detained_total: none(),
        }
    }

    /// Active people of a place.
    pub fn active(&self, place: usize) -> u32 {
        self.protesting[place] + self.rioting[place]
    }

    /// Active people of the country.
    pub fn all_active(&self) -> u32 {
        (0..self.protesting.len()).map(|place| self.active(place)).sum()
    }

    /// Everyone of a place who was killed.
    pub fn dead(&self, place: usize) -> u32 {
        self.dead_civilians[place] + self.dead_serving[place]
    }

    /// Everyone, in whatever state: constant through a run.
    pub fn everyone(&self) -> u64 {
        [
            &self.quiet,
            &self.serving,
            &self.protesting,
            &self.rioting,
            &self.withdrawn,
            &self.detained,
            &self.dead_civilians,
            &self.dead_serving,
        ]
        .into_iter()
        .flatten()
        .map(|&count| u64::from(count))
        .sum()
    }
}
