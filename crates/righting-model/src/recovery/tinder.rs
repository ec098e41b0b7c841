//! What a month brings to the question of a relapse: who would act if the price rose, and who would arrest them.

use crate::country::INCOME_CLASSES;
use crate::engine::{Drive, Kernel, Temper};
use crate::equations::{self, Motive, arrest_exponent, basket, deployed};
use crate::landscape::{Landscape, expected};
use crate::math::{self, ln_f32};
use crate::mechanisms::grievance::GrievanceParameters;
use crate::mechanisms::leaving::LeavingParameters;
use crate::mechanisms::policing::PolicingParameters;
use crate::recovery::spark::Month;
use crate::setup::Setup;
use crate::world::World;

/// Largest rise looked at; what would take more is recorded as this.
pub(crate) const LARGEST: f64 = 3.0;

/// What a place brings to the question, this month.
pub(crate) struct Tinder<'a> {
    pub setup: &'a Setup,
    pub landscape: &'a Landscape,
    pub kernel: Kernel,
    pub world: &'a World,
    /// Hardship of every class, by place.
    pub hardship: &'a [[f32; INCOME_CLASSES]],
    /// Legitimacy, by place.
    pub legitimacy: &'a [f64],
    /// Probability of arrest of who is first, by place.
    pub risk: &'a [f64],
    /// How grievance and risk decide, and the rise of the basket per relative rise of the watched price.
    pub will: GrievanceParameters,
    pub share: f64,
}

impl Tinder<'_> {
    /// What decides who is willing when the price rises by `x`.
    pub fn drive(&self, place: usize, x: f64) -> Drive {
        let (own, share) = (&self.will, self.share);
        let (world, price) = (self.world, self.world.price[place]);
        let motive = Motive {
            affront: world.affront[place] + self.landscape.exposure[place] * x,
            hardship: basket(share, price * (1.0 + x)) / basket(share, price),
            legitimacy: self.legitimacy[place],
            threshold: own.threshold,
            rural: own.rural,
            urban: self.setup.country.places[place].urban,
            shift: world.threshold_shift[place],
            spread: own.spread,
            risk: own.risk_weight * self.risk[place],
        };
        motive.drive()
    }

    /// The mood of the place's people when the price rises by `x`.
    pub fn temper(&self, place: usize, x: f64) -> Temper {
        self.kernel.temper(None, &self.hardship[place], &self.drive(place, x), &self.landscape.civilians[place])
    }

    /// The month as a spark sees it, `gain` what a unit of the rise adds to ln willing.
    pub fn month(&self, willing: &[f32], gain: &[f32]) -> Month {
        let column = |of: &dyn Fn(usize) -> f64| -> Vec<f32> {
            self.landscape.channels.order.iter().map(|&place| of(place) as f32).collect()
        };
        Month {
            willing: willing.to_vec(),
            gain: gain.to_vec(),
            quiet: column(&|place| f64::from(self.world.people.quiet[place])),
            affront: column(&|place| self.world.affront[place]),
            open: column(&|place| 1.0 - self.world.shutdown[place]),
        }
    }

    /// What a unit of the rise adds to ln willing, as found at a rise by `node`, by slot.
    pub fn gains(&self, willing: &[f32], node: f64) -> Vec<f32> {
        let slots = self.landscape.channels.order.iter().zip(willing);
        slots.map(|(&place, calm)| (ln_willing(self.temper(place, node).willing) - calm) / node as f32).collect()
    }
}

/// Logarithm of a share that may be zero.
pub(crate) fn ln_willing(share: f64) -> f32 {
    ln_f32((share as f32).max(f32::MIN_POSITIVE))
}

/// Rates of leaving and being arrested of a crowd at rest, by place.
pub(crate) fn leaving(setup: &Setup, risk: &[f64]) -> Vec<f64> {
    let own = setup.parameters.section::<LeavingParameters>();
    let arrests = setup.parameters.section::<PolicingParameters>().arrests;
    risk.iter().map(|&risk| equations::leaving(own.fatigue, own.fear, risk, 0.0, 0.0) + arrests).collect()
}

/// Probability of arrest of who is first in the street where people of each home would assemble.
pub(crate) fn risk_of_the_first(setup: &Setup, landscape: &Landscape, world: &World) -> Vec<f64> {
    let deployable = setup.parameters.section::<PolicingParameters>().deployable;
    let constant = setup.parameters.section::<GrievanceParameters>().arrest_constant;
    let chance = |place: usize| {
        let serving = f64::from(world.people.serving[place]);
        let security = deployed(serving, deployable, world.guards[place], 0.0, world.reliability[place]);
        math::one_minus_exp(arrest_exponent(constant, security, 1.0))
    };
    landscape.assembly.iter().map(|choices| expected(choices, chance)).collect()
}
