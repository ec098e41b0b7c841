//! What no data show: places differ in how many of their people could be mobilised and how readily, in whether their
//! crowds riot and in how hard forces act there.
//!
//! Every replicate draws these as random fields over the country (`space/lattice.rs`), unless a setup fixes them by place,
//! as inference does once a record has spoken of them.

use crate::country::Country;
use crate::draw::AllDraws;
use crate::landscape::Landscape;
use crate::math;
use crate::space::lattice::Lane;

/// Random effects in units of their spreads, by place: standard normal before any record is seen.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RandomEffects {
    /// On the pool.
    pub pool: Vec<f64>,
    /// On joining.
    pub joining: Vec<f64>,
    /// On riots.
    pub riot: Vec<f64>,
    /// On killing.
    pub killing: Vec<f64>,
}

impl RandomEffects {
    /// How many effects a country has.
    pub fn count(country: &Country) -> usize {
        4 * country.places.len()
    }

    /// Names of the effects, such as `random_effect.pool.place.610612`, in the order of [`of_list`](Self::of_list).
    pub fn names(country: &Country) -> Vec<String> {
        let of = |field: &'static str| {
            country.places.iter().map(move |place| format!("random_effect.{field}.place.{}", place.key))
        };
        ["pool", "joining", "riot", "killing"].into_iter().flat_map(of).collect()
    }

    /// Effects from one list, in the order of the fields.
    ///
    /// # Panics
    /// When the list has another length than [`count`](Self::count).
    pub fn of_list(country: &Country, list: &[f64]) -> Self {
        assert_eq!(list.len(), Self::count(country), "four effects for every place");
        let part = |index: usize| list[index * country.places.len()..(index + 1) * country.places.len()].to_vec();
        Self { pool: part(0), joining: part(1), riot: part(2), killing: part(3) }
    }
}

/// Standard deviations of the fields of a replicate: of the pool, local and regional; of joining.
pub(crate) struct Spreads {
    pub local: f64,
    pub regional: f64,
    pub joining: f64,
}

/// What no data show of every cell: what is added to the logit of its pool and to the logarithm of its joining, both
/// factors of mean one; normals of riot and of killing.
pub(crate) fn characters(
    known: Option<&RandomEffects>,
    landscape: &Landscape,
    draws: &AllDraws,
    spreads: &Spreads,
) -> Vec<[f32; 4]> {
    let Spreads { local, regional, joining } = *spreads;
    let centre = -0.5 * (local * local + regional * regional);
    let one = |cell: usize| {
        let ground = &landscape.ground;
        let [pool, ready, riot, killing] = match known {
            Some(effects) => {
                let place = landscape.cells[cell].place;
                let both = math::sqrt(local * local + regional * regional);
                [both * effects.pool[place], effects.joining[place], effects.riot[place], effects.killing[place]]
            }
            None => {
                let [pool, ready, riot, killing] =
                    ground.local[cell].all(&draws.nation, Lane::Episode, 0).map(f64::from);
                let wide = f64::from(ground.regional[cell].first(&draws.nation, Lane::Region, 0));
                [local * pool + regional * wide, ready, riot, killing]
            }
        };
        [centre + pool, joining * ready - 0.5 * joining * joining, riot, killing].map(|x| x as f32)
    };
    (0..landscape.cells.len()).map(one).collect()
}
