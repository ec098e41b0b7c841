//! The accounts: every combination of the contested structures.

use righting_model::Hypotheses;
use righting_scenario::Change;

const COUNT: usize = Hypotheses::SWITCHES.len();

/// Contested structures by their switch, and words for them.
pub const SWITCHES: [(&str, &str); COUNT] = {
    let mut pairs = [("", ""); COUNT];
    let mut place = 0;
    while place < COUNT {
        pairs[place] = (Hypotheses::SWITCHES[place].name, Hypotheses::SWITCHES[place].label);
        place += 1;
    }
    pairs
};

/// An account of what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    /// Which structures are on, in the order of [`SWITCHES`].
    pub on: [bool; COUNT],
}

/// All accounts, the spontaneous one (nothing on) first, then those with few structures before those with more.
pub fn accounts() -> Vec<Account> {
    let mut all: Vec<Account> = (0..1_usize << COUNT)
        .map(|bits| Account { on: std::array::from_fn(|switch| bits >> switch & 1 == 1) })
        .collect();
    all.sort_by_key(|account| account.on.iter().filter(|&&on| on).count());
    all
}

impl Account {
    /// Name in files and on the command line: `spontaneous`, `organisers`, `organisers+armed_groups`, ...
    pub fn name(self) -> String {
        let on: Vec<&str> = self.switches().map(|(name, _)| name).collect();
        if on.is_empty() { "spontaneous".to_owned() } else { on.join("+") }
    }

    /// In words.
    pub fn label(self) -> String {
        let on: Vec<&str> = self.switches().map(|(_, label)| label).collect();
        if on.is_empty() { "spontaneous".to_owned() } else { on.join(" and ") }
    }

    fn switches(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        SWITCHES.into_iter().zip(self.on).filter(|(_, on)| *on).map(|(switch, _)| switch)
    }

    /// What it changes in a scenario.
    pub fn changes(self) -> Vec<Change> {
        let change = |((name, _), on): ((&str, &str), bool)| Change::Set {
            path: format!("hypotheses.{name}"),
            value: on.to_string(),
        };
        SWITCHES.into_iter().zip(self.on).map(change).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_eight_accounts_with_names_of_their_own() {
        let names: Vec<String> = accounts().into_iter().map(Account::name).collect();
        assert_eq!(names[0], "spontaneous");
        assert_eq!(names[7], "organisers+armed_groups+elite_split");
        let mut distinct = names.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), 8);
    }
}
