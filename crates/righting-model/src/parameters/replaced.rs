//! Parameters of the model of version 0.1.0 that the next form does not have, and what stands in their place.

/// Path and what replaces it.
const REPLACED: &[(&str, &str)] = &[
    ("grievance.threshold", "how many people could be mobilised is `pool.share`"),
    ("grievance.spread", "how unlike people are is `pool.spread`, a shape"),
    ("grievance.risk_weight", "how far forces deter is `joining.deterrence`"),
    ("grievance.arrest_constant", "arrests are a hazard per attendance, `policing.arrests`"),
    ("grievance.rural", "places differ by the fields `pool.local` and `pool.regional`"),
    ("grievance.between_nations", "nations differ by the prior of `pool.share`"),
    ("grievance.between_regions", "regions differ by the field `pool.regional`"),
    ("grievance.between_places", "places differ by the field `pool.local`"),
    ("hardship.exposure_level", "the affront of a price rise is `affront.per_rise`"),
    ("hardship.affront_days", "it is called `affront.fade_days`"),
    ("hardship.relief", "what undoing a rise takes away is `affront.undone`"),
    ("news.gain", "news is in shares of the people; its reference is `news.reference`"),
    ("news.half_distance", "the distance of news is `news.range`"),
    ("news.lag_days", "it is called `news.delay_days`"),
    ("news.riot_weight", "news counts who joins, whatever they do"),
    ("joining.steepness", "the power of news is `news.power`"),
    ("joining.travel", "it is called `assembly.travel`"),
    ("joining.pull", "centres pull by their people: `assembly.travel`"),
    ("leaving.fatigue", "how long an attendance lasts is `leaving.hours`"),
    ("leaving.riot_fatigue", "rioters leave as protesters do: `leaving.hours`"),
    ("leaving.rest_days", "it is called `pool.rest_days`"),
    ("escalation.rate", "whether crowds riot is `riot.level`"),
    ("escalation.ratio", "the size of a crowd does not make it riot: `riot.level`"),
    ("escalation.calming", "how much of a crowd riots is `riot.share`"),
    ("policing.emergency_arrests", "orders to the forces are postures: `policing.contain`"),
    ("policing.between_regions", "how hard forces act differs by the field `policing.local`"),
    ("harm.restraint", "killings without an order are `harm.unordered`"),
    ("observation.undated", "whether a day is dated depends on the crowd: `observation.dated`"),
    ("hypotheses.armed_escalation", "armed groups add to riots: `hypotheses.armed_riot`"),
];

/// Those that only have another name: the same meaning and unit.
const RENAMED: &[(&str, &str)] = &[
    ("hardship.affront_days", "affront.fade_days"),
    ("hardship.relief", "affront.undone"),
    ("news.lag_days", "news.delay_days"),
    ("joining.travel", "assembly.travel"),
    ("leaving.rest_days", "pool.rest_days"),
];

/// Those that kept their name and stand in another law, and what they are now.
const ANOTHER_LAW: &[(&str, &str)] = &[
    ("joining.ignition", "it is the hazard at an affront of 1 of those who could be mobilised"),
    ("joining.contagion", "it is the hazard of those who could be mobilised, not of those who are willing"),
    ("news.media", "it is the weight of the nation relative to what is near"),
    ("policing.arrests", "it counts arrests per attendance, not per member of the forces and day"),
    ("harm.lethality", "it counts killings per attendance of a rioter, not per rioter and day"),
];

/// What stands in the place of a path of version 0.1.0.
pub(super) fn by(path: &str) -> Option<(&'static str, &'static str)> {
    REPLACED.iter().copied().find(|(old, _)| *old == path)
}

/// What stands in the place of a parameter of the model of version 0.1.0.
pub fn replacement(path: &str) -> Option<&'static str> {
    by(path).map(|(_, by)| by)
}

/// What became of a parameter of version 0.1.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Successor {
    /// It is called so now, and means the same.
    Renamed(&'static str),
    /// It is gone; what stands in its place, in words.
    Replaced(&'static str),
    /// It has its name and stands in another law, so that its old values mean nothing; what it is now, in words.
    AnotherLaw(&'static str),
}

/// What became of a parameter of version 0.1.0; `None` where it means what it meant, or was none.
pub fn successor(path: &str) -> Option<Successor> {
    let in_list = |list: &[(&str, &'static str)]| list.iter().find(|(old, _)| *old == path).map(|(_, now)| *now);
    let renamed = in_list(RENAMED).map(Successor::Renamed);
    let relawed = || in_list(ANOTHER_LAW).map(Successor::AnotherLaw);
    renamed.or_else(relawed).or_else(|| replacement(path).map(Successor::Replaced))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::{ParameterError, Parameters, Registry};

    #[test]
    fn what_is_replaced_is_gone_and_what_it_names_is_there() {
        let registry = Registry::standard();
        for (path, text) in REPLACED {
            assert!(registry.info(path).is_none(), "{path} is still a parameter");
            for named in text.split('`').skip(1).step_by(2) {
                assert!(registry.info(named).is_some(), "{path} names {named}");
            }
        }
        let refused = Parameters::default().set("grievance.threshold", 0.4);
        assert!(matches!(refused, Err(ParameterError::Replaced { path: "grievance.threshold", .. })));
    }
    #[test]
    fn successors_are_parameters_and_keep_the_unit() {
        let registry = Registry::standard();
        for (old, now) in RENAMED {
            assert!(registry.info(now).is_some() && replacement(old).is_some(), "{old} and {now}");
            assert_eq!(successor(old), Some(Successor::Renamed(now)));
        }
        for (path, now) in ANOTHER_LAW {
            assert!(registry.info(path).is_some() && replacement(path).is_none(), "{path}");
            assert_eq!(successor(path), Some(Successor::AnotherLaw(now)));
        }
        assert!(matches!(successor("grievance.threshold"), Some(Successor::Replaced(_))));
        assert_eq!(successor("output.scar"), None);
    }
}
