//! Changes from several options: those that contradict each other are refused, with both options named.

use righting_scenario::{Change, contradiction};

use crate::fail::Fail;

/// A change and the option that makes it.
pub type Optioned = (&'static str, Change);

/// Changes by `--set` and `--without`.
pub fn set_and_without(set: &[Change], without: &[String]) -> Vec<Optioned> {
    let without = without.iter().map(|id| ("--without", Change::Without { id: id.clone() }));
    set.iter().map(|change| ("--set", change.clone())).chain(without).collect()
}

/// The changes, if none contradicts another.
pub fn agreed(optioned: Vec<Optioned>) -> Result<Vec<Change>, Fail> {
    let changes: Vec<Change> = optioned.iter().map(|(_, change)| change.clone()).collect();
    let Some((first, second)) = contradiction(&changes) else { return Ok(changes) };
    let told = |change: &Change| {
        let at = changes.iter().position(|known| std::ptr::eq(known, change)).unwrap_or_default();
        let value = match change {
            Change::Set { path, value } => format!("{path}={value}"),
            Change::Without { id } => id.clone(),
        };
        match optioned[at].0 {
            "--recovery" => format!("`--recovery` ({value})"),
            "--levels" => format!("`--levels` ({value})"),
            option => format!("`{option} {value}`"),
        }
    };
    Err(Fail::input(format!("{} and {} contradict each other", told(first), told(second)), "keep one of the two"))
}
