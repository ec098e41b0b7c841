//! The registry of quantities: one name, unit and description each, the same in TOML, triggers,
//! tables, charts and errors.

mod recovery;

pub use recovery::{RECOVERY_QUANTITIES, RECOVERY_QUANTITY_COUNT, RecoveryInfo, RecoveryQuantity};

/// A quantity recorded every day for every place and for the nation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(usize)]
#[non_exhaustive]
pub enum Quantity {
    /// See [`QUANTITIES`] for each one's unit and description.
    Quiet,
    #[allow(missing_docs)]
    Serving,
    #[allow(missing_docs)]
    Protesting,
    #[allow(missing_docs)]
    Rioting,
    #[allow(missing_docs)]
    Active,
    #[allow(missing_docs)]
    ActivePeak,
    #[allow(missing_docs)]
    RiotingPeak,
    #[allow(missing_docs)]
    Joined,
    #[allow(missing_docs)]
    Withdrawn,
    #[allow(missing_docs)]
    Detained,
    #[allow(missing_docs)]
    DetainedTotal,
    #[allow(missing_docs)]
    Dead,
    #[allow(missing_docs)]
    DeathsSecurity,
    #[allow(missing_docs)]
    InjuredTotal,
    #[allow(missing_docs)]
    Security,
    #[allow(missing_docs)]
    Reliability,
    #[allow(missing_docs)]
    Cohesion,
    #[allow(missing_docs)]
    Allied,
    #[allow(missing_docs)]
    Affront,
    #[allow(missing_docs)]
    Legitimacy,
    #[allow(missing_docs)]
    Grievance,
    #[allow(missing_docs)]
    Opposed,
    #[allow(missing_docs)]
    Willing,
    #[allow(missing_docs)]
    News,
    #[allow(missing_docs)]
    FacilitiesLost,
    #[allow(missing_docs)]
    OutputLost,
    #[allow(missing_docs)]
    ReportedActive,
    #[allow(missing_docs)]
    ReportedRioting,
    #[allow(missing_docs)]
    ReportedDetainedTotal,
    #[allow(missing_docs)]
    ReportedDeathsTotal,
}

/// How many quantities there are.
pub const QUANTITY_COUNT: usize = QUANTITIES.len();

/// One row of the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuantityInfo {
    /// Which.
    pub quantity: Quantity,
    /// Name in files, tables, triggers and errors.
    pub name: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// One sentence.
    pub description: &'static str,
}

macro_rules! registry {
    ($($quantity:ident $name:literal $unit:literal $description:literal;)*) => {
        /// Every quantity, in the order of their columns.
        pub const QUANTITIES: &[QuantityInfo] = &[ $(
            QuantityInfo { quantity: Quantity::$quantity, name: $name, unit: $unit, description: $description },
        )* ];
    };
}

registry! {
    Quiet "quiet" "people" "residents neither active, withdrawn, detained, dead nor serving in the security forces, by home";
    Serving "serving" "people" "residents serving in the security forces, by home";
    Protesting "protesting" "people" "protesters at the end of the day, by place of assembly";
    Rioting "rioting" "people" "rioters at the end of the day, by place of assembly";
    Active "active" "people" "protesting or rioting at the end of the day";
    ActivePeak "active_peak" "people" "largest number active at once in the day, from 6 h on";
    RiotingPeak "rioting_peak" "people" "largest number rioting at once in the day, from 6 h on";
    Joined "joined" "people" "joinings in the day, by place of assembly";
    Withdrawn "withdrawn" "people" "residents who took part, went home and are not ready to go again, by home";
    Detained "detained" "people" "in detention at the end of the day";
    DetainedTotal "detained_total" "people" "detentions since the start";
    Dead "dead" "people" "residents killed since the start, security forces included";
    DeathsSecurity "deaths_security" "people" "members of the security forces killed since the start";
    InjuredTotal "injured_total" "people" "injuries since the start";
    Security "security" "people" "security personnel able and willing to act around the place, at the end of the day";
    Reliability "reliability" "1" "share of the security forces that obey orders";
    Cohesion "cohesion" "1" "share of the elite over a place that stands by the government: the top elite in national seats, else the region's";
    Allied "allied" "people" "allied troops in the country";
    Affront "affront" "1" "affront that is left of price rises and outrages, in national price shocks";
    Legitimacy "legitimacy" "1" "legitimacy of the government";
    Grievance "grievance" "1" "how far the affront presses, e/(1+e), deaths in mind included";
    Opposed "opposed" "1" "share of residents who could be mobilised: who privately side against the government, whatever they do";
    Willing "willing" "1" "share of residents who could be mobilised and are ready: not in the streets, at rest, detained or dead";
    News "news" "1" "strength of the news of unrest, Lambda";
    FacilitiesLost "facilities_lost" "sites" "facilities seized or burned at the end of the day";
    OutputLost "output_lost" "billions of national currency" "output lost since the start";
    ReportedActive "reported_active" "people" "the day's largest crowd as a record would show it";
    ReportedRioting "reported_rioting" "people" "the day's largest riot as a record would show it";
    ReportedDetainedTotal "reported_detained_total" "people" "detentions since the start as a record would show them";
    ReportedDeathsTotal "reported_deaths_total" "people" "deaths since the start as a record would show them";
}

impl Quantity {
    /// Column of the quantity in every table.
    pub const fn column(self) -> usize {
        self as usize
    }

    /// Its row of the registry.
    pub fn info(self) -> &'static QuantityInfo {
        &QUANTITIES[self.column()]
    }

    /// The quantity of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        QUANTITIES.iter().find(|info| info.name == name).map(|info| info.quantity)
    }
}

/// The values of all quantities at one time, for the nation: what a trigger can look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Readings {
    /// Days since the start.
    pub day: f64,
    /// Values, in the order of [`QUANTITIES`].
    pub values: [f64; QUANTITY_COUNT],
}

impl Readings {
    /// Value of one quantity.
    pub fn get(&self, quantity: Quantity) -> f64 {
        self.values[quantity.column()]
    }
}

/// A quantity of a mechanism that a user adds: a column of the world by place, recorded at every midnight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AddedQuantity {
    /// Name in tables and charts, such as `curfew.tiredness`: the mechanism's name comes first.
    pub path: &'static str,
    /// Unit; `1` for a pure number.
    pub unit: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// Value of every place at the start.
    pub start: f64,
    /// What the nation's value is made of.
    pub pooling: Pooling,
}

/// How values of places make one of the nation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pooling {
    /// Their sum.
    Sum,
    /// Their mean over residents.
    Mean,
}
