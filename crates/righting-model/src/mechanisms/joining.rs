//! Joining hazard [eps E + organisers + beta (1 - e^-(Lambda^s))] per day, times the will to act; and
//! assembly: people travel to a centre by a gravity choice (Davies et al. 2013). Contagion without
//! displacement is known to fail in space (Cartes 2022). The steepness s is 1 in the linear response of
//! Bonnasse-Gahot et al. 2018; their other response starts above a threshold of news, and contagion that
//! needs several sources is steep (Centola & Macy 2007): s > 1 is that threshold made smooth.

use crate::country::Country;
use crate::equations::reached;
use crate::landscape::Choice;
use crate::math;
use crate::mechanisms::hypotheses::{self, seat_weight};
use crate::stage::Stage;

/// How many places of assembly a home chooses among, its own included.
const CHOICES: usize = 4;

crate::parameters! {
    /// Parameters of joining and assembly.
    JoiningParameters in "joining" {
        /// Ignition: joining hazard per unit of affront.
        ignition = 0.05 "per day", 0.0..=10.0, Assumed "set by hand, for a scenario to fit";
        /// Contagion: joining hazard when the news is everywhere.
        contagion = 1.0 "per day", 0.0..=20.0, Assumed "set by hand, for a scenario to fit";
        /// Steepness of contagion in the news: 1 is linear at first, above 1 little news moves nobody.
        steepness = 1.0 "1", 1.0..=6.0, Assumed "set by hand, for a scenario to fit; 1 in the linear response of Bonnasse-Gahot et al. 2018";
        /// Distance over which the pull of another centre falls by a factor e.
        travel = 25.0 "km", 1.0..=500.0, Assumed "prior 10-60: a trip of under an hour";
        /// Power of population in the pull of a centre.
        pull = 1.0 "1", 0.0..=2.0, Assumed "gravity choice, as in Davies et al. 2013";
    }
}

/// Writes the joining hazard of every home.
pub(crate) fn joining(stage: &mut Stage) -> Result<(), String> {
    let parameters = stage.parameters::<JoiningParameters>();
    let organised = hypotheses::organised(stage);
    // Single precision: a hazard is used as one.
    let steepness = parameters.steepness as f32;
    let mut shares: Vec<f32> = stage.world.news.iter().map(|&heard| heard as f32).collect();
    for share in &mut shares {
        *share = reached(*share, steepness);
    }
    for (home, share) in shares.into_iter().enumerate() {
        let organised = organised * seat_weight(stage.setup.country.places[home].seat);
        stage.world.rates.joining[home] =
            parameters.ignition * stage.world.felt[home] + organised + parameters.contagion * f64::from(share);
    }
    Ok(())
}

/// The places where people of each home assemble: the nearest and largest centres of their region.
pub(crate) fn choices(parameters: &JoiningParameters, country: &Country, distance: &[Vec<f64>]) -> Vec<Vec<Choice>> {
    (0..country.places.len())
        .map(|home| {
            let region = country.places[home].region;
            let mut pulls: Vec<(usize, f64)> = country
                .places_of(region)
                .filter(|&place| place == home || country.places[place].urban)
                .map(|place| {
                    let size = math::pow(f64::from(country.places[place].population.max(1)), parameters.pull);
                    (place, size * math::exp(-distance[home][place] / parameters.travel))
                })
                .collect();
            pulls.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            pulls.truncate(CHOICES);
            let total: f64 = pulls.iter().map(|(_, pull)| pull).sum();
            let mut cumulative = 0.0;
            pulls
                .into_iter()
                .map(|(place, pull)| {
                    cumulative += pull / total;
                    Choice { place, cumulative: cumulative as f32, share: pull / total }
                })
                .collect()
        })
        .collect()
}
