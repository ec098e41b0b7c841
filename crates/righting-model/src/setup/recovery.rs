//! What a scenario says of the recovery: how long, which reforms, which partners.

/// The recovery that follows the days of the crisis.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct RecoveryPlan {
    /// Months to simulate after the last day of the crisis; 0 for none.
    pub months: u32,
    /// Reforms, in the order of the scenario.
    pub reforms: Vec<Reform>,
    /// Partners abroad.
    pub partners: Vec<Partner>,
}

/// A reform, phased in over some months and kept.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Reform {
    /// Identifier in the scenario.
    pub id: String,
    /// One line.
    pub label: String,
    /// What is reformed.
    pub kind: ReformKind,
    /// Month of the recovery in which it begins; 1 is the first.
    pub from: u32,
    /// Months until it is in force in full.
    pub over: u32,
}

/// What a reform changes.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum ReformKind {
    /// Pays a share of all household income before the crisis, in equal sums per head, to the poorest.
    Transfer {
        /// Share of household income before the crisis, 0 to 1.
        share: f64,
    },
    /// Takes a share of the income of the richest.
    Levy {
        /// Share of their income, 0 to 1.
        share: f64,
    },
    /// Moves the watched price to a level relative to the price before the crisis.
    Price {
        /// New price / price before the crisis.
        ratio: f64,
    },
    /// Law-based governance: raises the governance score.
    Law {
        /// Rise of the score on the unit interval.
        rise: f64,
    },
}

impl Reform {
    /// How far it is in force in a month of the recovery, 0 to 1.
    pub fn phase(&self, month: u32) -> f64 {
        let done = f64::from((month + 1).saturating_sub(self.from));
        (done / f64::from(self.over.max(1))).min(1.0)
    }
}

/// A partner abroad: development projects and trade beyond what was usual before the crisis.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Partner {
    /// Name.
    pub name: String,
    /// Projects committed a year, beyond the usual.
    pub projects_per_year: f64,
    /// Month of the recovery in which the first is committed; 1 is the first.
    pub from: u32,
    /// Share of output that it buys.
    pub trade_share: f64,
    /// Growth of its purchases beyond the usual, a year.
    pub trade_growth: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reform_is_phased_in() {
        let reform =
            Reform { id: "law".into(), label: String::new(), kind: ReformKind::Law { rise: 0.1 }, from: 3, over: 4 };
        let phases = [2, 3, 4, 6, 60].map(|month| reform.phase(month));
        assert_eq!(phases, [0.0, 0.25, 0.5, 1.0, 1.0]);
    }
}
