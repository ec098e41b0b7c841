//! The model's own sections of parameters: the one list of them, in the order in which they are told.

use std::sync::{Arc, LazyLock};

use crate::mechanisms::affront::AffrontParameters;
use crate::mechanisms::alliance::AllianceParameters;
use crate::mechanisms::calls::CallsParameters;
use crate::mechanisms::economy::EconomyParameters;
use crate::mechanisms::elites::ElitesParameters;
use crate::mechanisms::facilities::FacilitiesParameters;
use crate::mechanisms::forces::ForcesParameters;
use crate::mechanisms::government::GovernmentParameters;
use crate::mechanisms::hardship::HardshipParameters;
use crate::mechanisms::harm::HarmParameters;
use crate::mechanisms::hypotheses::HypothesesParameters;
use crate::mechanisms::joining::JoiningParameters;
use crate::mechanisms::leaving::LeavingParameters;
use crate::mechanisms::legitimacy::LegitimacyParameters;
use crate::mechanisms::news::NewsParameters;
use crate::mechanisms::observation::ObservationParameters;
use crate::mechanisms::policing::PolicingParameters;
use crate::mechanisms::pool::PoolParameters;
use crate::mechanisms::power::PowerParameters;
use crate::mechanisms::riot::RiotParameters;
use crate::parameters::{Parameters, Registry, SectionInfo};
use crate::recovery::finance::FinanceParameters;
use crate::recovery::incomes::IncomesParameters;
use crate::recovery::livelihood::LivelihoodParameters;
use crate::recovery::prices::PricesParameters;
use crate::recovery::rebuilding::RebuildingParameters;
use crate::recovery::relapse::RelapseParameters;
use crate::space::assembly::AssemblyParameters;
use crate::uncertainty::OutputParameters;

static STANDARD: LazyLock<Arc<Registry>> = LazyLock::new(|| {
    Arc::new(Registry::new([
        SectionInfo::of::<HardshipParameters>(),
        SectionInfo::of::<LegitimacyParameters>(),
        SectionInfo::of::<AffrontParameters>(),
        SectionInfo::of::<PoolParameters>(),
        SectionInfo::of::<CallsParameters>(),
        SectionInfo::of::<NewsParameters>(),
        SectionInfo::of::<JoiningParameters>(),
        SectionInfo::of::<AssemblyParameters>(),
        SectionInfo::of::<LeavingParameters>(),
        SectionInfo::of::<RiotParameters>(),
        SectionInfo::of::<ElitesParameters>(),
        SectionInfo::of::<ForcesParameters>(),
        SectionInfo::of::<PolicingParameters>(),
        SectionInfo::of::<HarmParameters>(),
        SectionInfo::of::<FacilitiesParameters>(),
        SectionInfo::of::<PowerParameters>(),
        SectionInfo::of::<GovernmentParameters>(),
        SectionInfo::of::<AllianceParameters>(),
        SectionInfo::of::<HypothesesParameters>(),
        SectionInfo::of::<EconomyParameters>(),
        SectionInfo::of::<OutputParameters>(),
        SectionInfo::of::<PricesParameters>(),
        SectionInfo::of::<IncomesParameters>(),
        SectionInfo::of::<FinanceParameters>(),
        SectionInfo::of::<RebuildingParameters>(),
        SectionInfo::of::<LivelihoodParameters>(),
        SectionInfo::of::<RelapseParameters>(),
        SectionInfo::of::<ObservationParameters>(),
    ]))
});

impl Registry {
    /// The parameters of the model's own mechanisms.
    pub fn standard() -> &'static Arc<Self> {
        &STANDARD
    }
}

impl Default for Parameters {
    /// The defaults of the model's own mechanisms.
    fn default() -> Self {
        Self::of(Registry::standard().clone())
    }
}
