//! What may help where a question cannot be asked or answered.

use std::io::ErrorKind;

use righting_runner::AGAIN;
use righting_store::Offers;

use crate::LabError;

impl LabError {
    /// What to do about it, for a command with these options.
    pub fn help(&self, offers: Offers<'_>) -> Option<String> {
        let told = match self {
            Self::OtherFit { .. } => offers.elsewhere("the plan and scenario it began with"),
            Self::NoPairs { .. } => "compare runs of one seed, country and length".to_owned(),
            Self::FewCountries { .. } => "name cases of more countries: `righting list` has some".to_owned(),
            Self::CaseTwice { .. } => "name every case once".to_owned(),
            Self::NotAgain { .. } => "ask a run of `righting run`".to_owned(),
            Self::RunsOtherwise { .. } => AGAIN.to_owned(),
            Self::NoReplicate { .. } => "take the number of one that succeeded, from 0 on".to_owned(),
            Self::OutsideRun { .. } => "take a date of the run".to_owned(),
            Self::OtherStudy { .. } => offers.elsewhere("what the folder began with"),
            Self::NoFuture { .. } => "fork earlier, or change only what comes after the fork".to_owned(),
            Self::NoShock { known, .. } => match known.as_slice() {
                [] => "the curve scales a price that rises: give the scenario a shock of kind `price`".to_owned(),
                known => format!("its price shocks are {}", known.join(", ")),
            },
            Self::ClaimNames { .. } => {
                "correct the claim in claims.toml, or add what it names to the record".to_owned()
            }
            Self::ClaimChange(_) => "write `path=value`, as after `righting run --set`".to_owned(),
            Self::FewOnsets { .. } => "add targets with statistic `onset` for more regions".to_owned(),
            Self::OtherTrial { .. } | Self::NoTrial { .. } => {
                "give the folder that `righting trial` wrote for it".to_owned()
            }
            Self::NoTargets { .. } => "give the scenario a `records.targets` file".to_owned(),
            Self::NoPriors { .. } => "give the scenario a `[[prior]]` for each parameter to move".to_owned(),
            Self::Odd { .. } => "set `clock.shortest` and `clock.longest` to even numbers".to_owned(),
            Self::File { source, .. } if source.kind() == ErrorKind::StorageFull => "free some space".to_owned(),
            Self::TooEarly { .. } => "name a date after the first day of the scenario".to_owned(),
            Self::TooLate { .. } => "give the scenario more days, as by `--set time.days=N`".to_owned(),
            Self::NoPrior { .. } => {
                "give the scenario a [[prior]] for it, or take the scenario made for forecasts".to_owned()
            }
            Self::SameDate { .. } => "name one forecast of each date".to_owned(),
            Self::EndsBefore { .. } => "give the future more days".to_owned(),
            Self::OtherShape { .. } => "name the scenario and the days that the run is of".to_owned(),
            Self::OtherScenario { .. } => "name the scenario that the forecasts are of".to_owned(),
            Self::NotForecast { .. } => "name a folder that `righting forecast` made".to_owned(),
            Self::NoFork { .. } => "name a folder that `righting fork save` made".to_owned(),
            Self::NoEngine { .. } => AGAIN.to_owned(),
            Self::Runner(error) => return error.help(offers),
            _ => return None,
        };
        Some(told)
    }
}
