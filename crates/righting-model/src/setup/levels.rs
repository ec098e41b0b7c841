//! Whether runs draw what is not known of a country.

use serde::{Deserialize, Serialize};

use super::Setup;
use crate::parameters::{ParameterError, Parameters};

/// Whether the levels and shapes of the model are those of the parameters, or drawn by every replicate.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Levels {
    /// As they stand.
    #[default]
    Fixed,
    /// From what is known of them, but for those that were fitted or set.
    Drawn {
        /// Paths that keep their values.
        held: Vec<String>,
    },
}

impl Setup {
    /// Sets a parameter to a value that no run draws, whatever is known of it.
    ///
    /// # Errors
    /// When no parameter has that path, or the value is outside its range.
    pub fn hold(&mut self, path: &str, value: f64) -> Result<(), ParameterError> {
        self.parameters.set(path, value)?;
        if let Levels::Drawn { held } = &mut self.levels
            && !held.iter().any(|other| other == path)
        {
            held.push(path.to_owned());
        }
        Ok(())
    }

    /// Forgets the value of a parameter: it has its default, or is drawn where runs draw levels.
    pub fn release(&mut self, path: &str) {
        let default = Parameters::of(self.parameters.registry().clone()).get(path);
        if let Some(default) = default {
            self.parameters.set(path, default).expect("a default lies in its range");
        }
        if let Levels::Drawn { held } = &mut self.levels {
            held.retain(|other| other != path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::country::Country;

    fn nowhere() -> Country {
        Country {
            name: String::new(),
            regions: Vec::new(),
            places: Vec::new(),
            facilities: Vec::new(),
            gini: 0.3,
            income_variance_between: 0.0,
            output_per_day: 0.0,
            governance: crate::country::Governance {
                rule_of_law: 0.0,
                control_of_corruption: 0.0,
                voice_and_accountability: 0.0,
                government_effectiveness: 0.0,
            },
        }
    }

    #[test]
    fn a_value_that_is_held_is_not_drawn_until_it_is_released() {
        let mut setup = Setup::new(nowhere(), 1);
        setup.levels = Levels::Drawn { held: Vec::new() };
        let drawn = |setup: &Setup| {
            let Levels::Drawn { held } = &setup.levels else { unreachable!("it draws") };
            let mut parameters = setup.parameters.clone();
            parameters.draw(held, |_| 1.0);
            parameters.get("pool.share").expect("it is registered")
        };
        let free = drawn(&setup);
        setup.hold("pool.share", 0.05).unwrap();
        setup.hold("pool.share", 0.06).unwrap();
        assert_eq!((drawn(&setup), &setup.levels), (0.06, &Levels::Drawn { held: vec!["pool.share".to_owned()] }));
        assert!(setup.hold("pool.share", 2.0).is_err());
        setup.release("pool.share");
        assert_eq!((drawn(&setup), setup.parameters.get("pool.share")), (free, Some(0.025)));
    }
}
