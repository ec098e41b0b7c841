//! The registry of parameters: every free number of the model, with unit, range and origin.
//!
//! A mechanism declares its parameters in its own file with `parameters!`; this file only collects
//! them. The same table feeds the scenario reader, `--set`, the fit's bounds, `righting explain
//! --sources` and the JSON Schema.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// Read in the source named.
    Read,
    /// Chosen by the documented search against the record.
    Fitted,
    /// Neither: an assumption with a prior range.
    Assumed,
}

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
}

macro_rules! parameters {
    (
        $(#[$meta:meta])*
        $name:ident in $section:literal {
            $( #[doc = $text:literal] $field:ident = $default:literal $unit:literal, $low:literal..=$high:literal, $mark:ident $source:literal; )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name { $( #[doc = $text] pub $field: f64, )* }

        impl Default for $name {
            fn default() -> Self { Self { $( $field: $default, )* } }
        }

        impl $crate::parameters::Section for $name {
            const INFO: &'static [$crate::parameters::ParameterInfo] = &[ $(
                $crate::parameters::ParameterInfo {
                    path: concat!($section, ".", stringify!($field)),
                    description: $text.trim_ascii(),
                    unit: $unit, default: $default, low: $low, high: $high,
                    mark: $crate::parameters::Mark::$mark, source: $source,
                },
            )* ];
            fn slot(&mut self, name: &str) -> Option<&mut f64> {
                match name { $( stringify!($field) => Some(&mut self.$field), )* _ => None }
            }
        }
    };
}
pub(crate) use parameters;

pub(crate) trait Section {
    const INFO: &'static [ParameterInfo];
    fn slot(&mut self, name: &str) -> Option<&mut f64>;
}

macro_rules! collect {
    ($( $(#[$meta:meta])* $section:ident: $type:ty ),* $(,)?) => {
        /// All parameters of the model, one section per mechanism.
        #[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct Parameters { $( $(#[$meta])* pub $section: $type, )* }

        impl Parameters {
            /// Every parameter, in the order of the mechanisms.
            pub fn registry() -> Vec<&'static ParameterInfo> {
                let mut all = Vec::new();
                $( all.extend(<$type as Section>::INFO); )*
                all
            }

            fn slot(&mut self, path: &str) -> Option<&mut f64> {
                let (section, name) = path.split_once('.')?;
                match section { $( stringify!($section) => self.$section.slot(name), )* _ => None }
            }
        }
    };
}

collect! {
    /// Hardship and affront.
    hardship: crate::mechanisms::hardship::HardshipParameters,
    /// Legitimacy.
    legitimacy: crate::mechanisms::legitimacy::LegitimacyParameters,
    /// Grievance, risk, willingness.
    grievance: crate::mechanisms::grievance::GrievanceParameters,
    /// News, its reach and its media.
    news: crate::mechanisms::news::NewsParameters,
    /// Joining and assembly.
    joining: crate::mechanisms::joining::JoiningParameters,
    /// Leaving the street.
    leaving: crate::mechanisms::leaving::LeavingParameters,
    /// From protest to riot.
    escalation: crate::mechanisms::escalation::EscalationParameters,
    /// Cohesion of the elite.
    elites: crate::mechanisms::elites::ElitesParameters,
    /// Reliability of the security forces.
    forces: crate::mechanisms::forces::ForcesParameters,
    /// Security forces: strength, erosion and recovery, arrests.
    policing: crate::mechanisms::policing::PolicingParameters,
    /// Deaths and injuries.
    harm: crate::mechanisms::harm::HarmParameters,
    /// Facilities attacked, seized, burned, retaken.
    facilities: crate::mechanisms::facilities::FacilitiesParameters,
    /// What orders of the government do.
    government: crate::mechanisms::government::GovernmentParameters,
    /// Members' utilities and the effect of help.
    alliance: crate::mechanisms::alliance::AllianceParameters,
    /// Organisers, armed groups, elite split.
    hypotheses: crate::mechanisms::hypotheses::HypothesesParameters,
    /// Output lost in the crisis.
    economy: crate::mechanisms::economy::EconomyParameters,
    /// Recovery: uncertainty and the gap of output.
    output: crate::recovery::output::OutputParameters,
    /// Recovery: prices and wages.
    prices: crate::recovery::prices::PricesParameters,
    /// Recovery: incomes by class.
    incomes: crate::recovery::incomes::IncomesParameters,
    /// Recovery: partners' projects and trade.
    finance: crate::recovery::finance::FinanceParameters,
    /// Recovery: destroyed facilities.
    rebuilding: crate::recovery::rebuilding::RebuildingParameters,
    /// Recovery: livelihood and legitimacy.
    livelihood: crate::recovery::livelihood::LivelihoodParameters,
    /// Recovery: sparks and relapse.
    relapse: crate::recovery::relapse::RelapseParameters,
    /// What a record would show.
    observation: crate::mechanisms::observation::ObservationParameters,
}

impl Parameters {
    /// Value at a path such as `joining.contagion`.
    pub fn get(&self, path: &str) -> Option<f64> {
        self.clone().slot(path).copied()
    }

    /// Sets a value by path; `Err` names the nearest path when it does not exist, or the range when outside it.
    pub fn set(&mut self, path: &str, value: f64) -> Result<(), ParameterError> {
        let info = Self::registry().into_iter().find(|info| info.path == path);
        let (Some(info), Some(slot)) = (info, self.slot(path)) else {
            return Err(ParameterError::Unknown { path: path.to_owned() });
        };
        if !(info.low..=info.high).contains(&value) {
            return Err(ParameterError::Range { path: info.path, value, low: info.low, high: info.high });
        }
        *slot = value;
        Ok(())
    }

    /// The first parameter outside its range, if any.
    pub fn check(&self) -> Result<(), ParameterError> {
        let mut copy = self.clone();
        Self::registry().into_iter().try_for_each(|info| copy.set(info.path, self.get(info.path).unwrap_or(f64::NAN)))
    }
}

/// Why a parameter was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ParameterError {
    /// No parameter of that name.
    #[error("no parameter is called `{path}`")]
    Unknown {
        /// The path asked for.
        path: String,
    },
    /// Outside the range accepted.
    #[error("`{path}` is {value}, expected {low} to {high}")]
    Range {
        /// The parameter.
        path: &'static str,
        /// The value found.
        value: f64,
        /// Smallest accepted.
        low: f64,
        /// Largest accepted.
        high: f64,
    },
}
