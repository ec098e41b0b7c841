//! The registry of what the recovery records: a row a month for the nation and for every region.

/// A quantity of the recovery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(usize)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each stands in RECOVERY_QUANTITIES with its unit and description")]
pub enum RecoveryQuantity {
    Output,
    OutputPath,
    OutputGap,
    Uncertainty,
    PriceLevel,
    Price,
    Income,
    Income1,
    Income2,
    Income3,
    Income4,
    Income5,
    Poverty,
    HouseholdIncome,
    Profits,
    Taxes,
    Levies,
    Transfers,
    Rebuilding,
    Projects,
    Grants,
    Debt,
    Residents,
    Detained,
    Dead,
    FacilitiesDestroyed,
    Governance,
    Legitimacy,
    Grievance,
    Willing,
    ToleratedRise,
    RelapseChance,
    RelapseRisk,
    Relapsed,
}

/// How many quantities the recovery records.
pub const RECOVERY_QUANTITY_COUNT: usize = RECOVERY_QUANTITIES.len();

/// One row of the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecoveryInfo {
    /// Which.
    pub quantity: RecoveryQuantity,
    /// Name in tables and charts.
    pub name: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// One sentence.
    pub description: &'static str,
}

macro_rules! registry {
    ($($quantity:ident $name:literal $unit:literal $description:literal;)*) => {
        /// Every quantity of the recovery, in the order of their columns. Money is in prices before the crisis.
        pub const RECOVERY_QUANTITIES: &[RecoveryInfo] = &[ $(
            RecoveryInfo {
                quantity: RecoveryQuantity::$quantity, name: $name, unit: $unit, description: $description,
            },
        )* ];
    };
}

registry! {
    Output "output" "billions of national currency" "output of the month";
    OutputPath "output_path" "billions of national currency" "output of the month had there been no crisis, reform or partner";
    OutputGap "output_gap" "1" "share by which output falls short of that path; negative above it";
    Uncertainty "uncertainty" "days" "days of output lost to unrest that firms and households still have in mind";
    PriceLevel "price_level" "1" "consumer prices relative to before the crisis";
    Price "price" "1" "the watched price relative to before the crisis";
    Income "income" "national currency per month and person" "mean disposable income of residents";
    Income1 "income_1" "national currency per month and person" "mean disposable income of the poorest fifth of every place";
    Income2 "income_2" "national currency per month and person" "the same, second fifth";
    Income3 "income_3" "national currency per month and person" "the same, third fifth";
    Income4 "income_4" "national currency per month and person" "the same, fourth fifth";
    Income5 "income_5" "national currency per month and person" "the same, richest fifth";
    Poverty "poverty" "1" "share of residents whose disposable income is under the subsistence minimum";
    HouseholdIncome "household_income" "billions of national currency" "income of households from output in the month, before levies and transfers";
    Profits "profits" "billions of national currency" "what output leaves to firms after households and taxes";
    Taxes "taxes" "billions of national currency" "taxes on output in the month, with the budget's share of a freed price";
    Levies "levies" "billions of national currency" "what the reformed tax takes from the richest in the month";
    Transfers "transfers" "billions of national currency" "what reform pays to the poorest in the month";
    Rebuilding "rebuilding" "billions of national currency" "what is spent on destroyed facilities in the month";
    Projects "projects" "billions of national currency" "what is spent on partners' projects in the month";
    Grants "grants" "billions of national currency" "the part of it that partners give; the rest they lend";
    Debt "debt" "billions of national currency" "public debt added since the crisis, loans of partners included";
    Residents "residents" "people" "residents alive, security forces and detained included";
    Detained "detained" "people" "in detention at the end of the month";
    Dead "dead" "people" "residents killed in the crisis";
    FacilitiesDestroyed "facilities_destroyed" "sites" "facilities burned and not yet rebuilt";
    Governance "governance" "1" "governance score on the unit interval";
    Legitimacy "legitimacy" "1" "legitimacy of the government";
    Grievance "grievance" "1" "how far the affront presses without a spark, e/(1+e), mean over residents";
    Willing "willing" "1" "share of residents who could be mobilised without a spark";
    ToleratedRise "tolerated_rise" "1" "sudden relative rise of the watched price after which the share of people that makes an outbreak is expected in the streets at once within ten days; 3 if none up to that does";
    RelapseChance "relapse_chance" "per month" "probability that an outbreak begins in the month if none has before";
    RelapseRisk "relapse_risk" "1" "probability that an outbreak has begun since the crisis";
    Relapsed "relapsed" "1" "1 from the month in which this replicate's own outbreak begins, else 0; the path goes on as if it had not";
}

impl RecoveryQuantity {
    /// Column of the quantity in the table.
    pub const fn column(self) -> usize {
        self as usize
    }

    /// Its row of the registry.
    pub fn info(self) -> &'static RecoveryInfo {
        &RECOVERY_QUANTITIES[self.column()]
    }

    /// The quantity of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        RECOVERY_QUANTITIES.iter().find(|info| info.name == name).map(|info| info.quantity)
    }

    /// Whether a region's rows add up to the nation's; other quantities are means or known by place.
    pub fn adds_up(self) -> bool {
        matches!(self.info().unit, "people" | "sites" | "billions of national currency")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_in_the_order_of_the_registry() {
        for (column, info) in RECOVERY_QUANTITIES.iter().enumerate() {
            assert_eq!((info.quantity.column(), RecoveryQuantity::by_name(info.name)), (column, Some(info.quantity)));
        }
    }
}
