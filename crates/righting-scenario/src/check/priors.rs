//! Priors of the parameters that may be calibrated.

use super::desk::{Checked, Desk, shown};
use crate::error::ScenarioError;
use crate::number::Prior;
use crate::raw::{Located, RawPrior, RawScenario, ScaleName};

/// The priors in the order of the file: each names a parameter once, with ends inside the parameter's range.
pub(crate) fn priors(desk: &Desk<'_>, raw: &RawScenario) -> Checked<Vec<Prior>> {
    let mut priors: Vec<Prior> = Vec::new();
    for (index, entry) in raw.prior.iter().enumerate() {
        let prior = prior(desk, entry)?;
        if let Some(first) = priors.iter().position(|other| other.path == prior.path) {
            let span = |index: usize| raw.prior[index].span();
            return Err(desk.duplicate("prior of", &prior.path, span(index), span(first)));
        }
        priors.push(prior);
    }
    Ok(priors)
}

fn prior(desk: &Desk<'_>, entry: &Located<RawPrior>) -> Checked<Prior> {
    let (raw, within) = (entry.get(), entry.span());
    let what = "`[[prior]]`";
    let path = desk.require(&raw.path, &within, what, "path", "`path`, such as \"joining.contagion\"")?;
    let low = desk.require(&raw.low, &within, what, "low", "`low`, the lower end")?;
    let high = desk.require(&raw.high, &within, what, "high", "`high`, the upper end")?;
    let registry = desk.registry;
    let name = path.get().trim_start_matches("parameters.");
    let Some(info) = registry.info(name) else {
        if let Some(by) = righting_model::replacement(name) {
            return Err(Box::new(ScenarioError::Replaced { at: desk.at(path.span()), found: name.to_owned(), by }));
        }
        return Err(desk.unknown(path.span(), "parameter", path.get(), registry.infos().iter().map(|info| info.path)));
    };
    let log = raw.scale.as_ref().is_some_and(|scale| *scale.get() == ScaleName::Log);
    let least = if log { info.low.max(f64::MIN_POSITIVE) } else { info.low };
    let prior = Prior {
        path: info.path.to_owned(),
        low: desk.number(low, "low", least, info.high)?,
        high: desk.number(high, "high", least, info.high)?,
        log,
    };
    if prior.low < prior.high {
        return Ok(prior);
    }
    Err(Box::new(ScenarioError::OutOfRange {
        at: desk.at(high.span()),
        what: "`high`".to_owned(),
        found: shown(prior.high),
        expected: format!("a number above `low`, {}", shown(prior.low)),
    }))
}
