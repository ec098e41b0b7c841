//! A joint calibration: from priors and records of many cases to one posterior, by surrogates and real runs.
//!
//! 1. Every case is simulated at points that cover its prior; a surrogate is fitted to what comes.
//! 2. The hierarchy is sampled with the surrogates' likelihoods; rounds of refinement simulate near the posterior
//!    ([`next_design`]) and fit again.
//! 3. Draws of the last posterior are simulated for real, several times each; what the runs say beyond the surrogate
//!    reweighs the draws ([`reweigh`](corrections)), and Pareto smoothing tells whether the weights can be trusted.
//!
//! [`calibrate`] does all of it. It asks a function of the caller for runs and knows nothing of what is simulated. What
//! it asks is a pure function of its arguments and of the answers before, so a caller that stores answers by
//! [`Request::number`] can resume. Two seeds are judged by [`judge`](crate::diagnostics::judge).

mod outcome;
mod plan;
mod refine;
mod reweigh;

use crate::hierarchy::{Draw, Hierarchy, Joint, NormalPrior, Place};
use crate::likelihood::{Observation, RecordLikelihood};
use crate::nuts::{Chain, sample};
use crate::surrogate::{Design, Surrogate};
use crate::threads::in_order;
pub use outcome::{Calibrated, Member, Round};
pub use plan::{JointError, JointPlan};
pub use refine::{first_design, next_design};
pub use reweigh::{RealRuns, corrections};

/// Weight of a run of the first design once there are runs near the posterior.
const FAR_WEIGHT: f64 = 0.25;

/// A case: where it happened, and what was recorded of every output of its simulator.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Where it happened.
    pub place: Place,
    /// What was recorded, in the order of the simulator's outputs.
    pub record: Vec<Observation>,
}

/// A run that is asked for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Request {
    /// Index of the case.
    pub case: usize,
    /// Number of the run: every run of a case has another, from which its chance and random effects are to be drawn.
    pub number: u32,
    /// Shapes, then levels, in the units of the priors.
    pub inputs: Vec<f64>,
}

/// The outputs of every request, in order; none where a run failed.
pub type Answers = Vec<Option<Vec<f64>>>;

/// Calibrates cases jointly; `simulate` answers requests.
///
/// # Errors
/// [`JointError`] for a plan, hierarchy or record that cannot be, a surrogate that cannot be fitted, and what `simulate`
/// returns.
pub fn calibrate<E>(
    hierarchy: &Hierarchy,
    cases: &[Case],
    plan: &JointPlan,
    simulate: impl FnMut(&[Request]) -> Result<Answers, E>,
) -> Result<Calibrated, JointError<E>> {
    plan.validate()?;
    let places: Vec<Place> = cases.iter().map(|case| case.place.clone()).collect();
    // Priors and places are refused before anything is simulated.
    hierarchy.prior_draw(&places, plan.seed, 0)?;
    let mut desk = Desk { cases: cases.len(), asked: vec![0; cases.len()], simulate };
    let priors: Vec<Vec<NormalPrior>> = places.iter().map(|place| hierarchy.prior(place)).collect();
    let mut designs = vec![Design::default(); cases.len()];
    let first = |case: usize| first_design(&priors[case], plan.first, plan.seed.wrapping_add(case as u64));
    desk.extend(&mut designs, &(0..cases.len()).map(first).collect::<Vec<_>>())?;
    let mut rounds: Vec<Round> = Vec::new();
    loop {
        let round = rounds.len();
        let joint = fitted(hierarchy, cases, &designs, plan)?;
        let chains = sample(&joint, &plan.sampling(round))?;
        let draws: Vec<Draw> = chains.iter().flat_map(|chain| chain.draws.iter().map(|at| joint.draw(at))).collect();
        rounds.push(Round::new(&joint, &designs, &draws, rounds.last()));
        if round == plan.rounds {
            return finish(joint, &chains, &draws, rounds, plan, &mut desk);
        }
        let points = |case: usize| {
            let posterior: Vec<Vec<f64>> = draws.iter().map(|draw| joint.inputs(draw, case)).collect();
            let number = (round * cases.len() + case) as u32;
            next_design(&posterior, &priors[case], plan.refined, plan.seed, number)
        };
        let points: Vec<Vec<Vec<f64>>> = (0..cases.len()).map(points).collect();
        if round == 0 {
            designs.iter_mut().for_each(|design| design.weights.fill(FAR_WEIGHT));
        }
        desk.extend(&mut designs, &points)?;
    }
}

/// The hierarchy with a surrogate fitted for every case.
fn fitted<E>(
    hierarchy: &Hierarchy,
    cases: &[Case],
    designs: &[Design],
    plan: &JointPlan,
) -> Result<Joint<RecordLikelihood>, JointError<E>> {
    let fit = |case: usize| Surrogate::fit(&designs[case], &plan.surrogate);
    let mut ready = Vec::new();
    for (case, found) in cases.iter().zip(in_order(cases.len(), plan.threads, fit)) {
        let name = || case.place.case.clone();
        let surrogate = found.map_err(|source| JointError::Surrogate { case: name(), source })?;
        let likelihood = RecordLikelihood::new(surrogate, case.record.clone())
            .map_err(|source| JointError::Record { case: name(), source })?;
        ready.push((case.place.clone(), likelihood));
    }
    Ok(Joint::new(hierarchy.clone(), ready)?)
}

/// Simulates draws for real and reweighs them.
fn finish<E, S: FnMut(&[Request]) -> Result<Answers, E>>(
    joint: Joint<RecordLikelihood>,
    chains: &[Chain],
    draws: &[Draw],
    rounds: Vec<Round>,
    plan: &JointPlan,
    desk: &mut Desk<S>,
) -> Result<Calibrated, JointError<E>> {
    let kept: Vec<Draw> = (0..plan.real).map(|index| draws[index * draws.len() / plan.real].clone()).collect();
    let mut log_ratios = vec![0.0; kept.len()];
    let mut runs = vec![Vec::new(); kept.len()];
    for case in 0..joint.places().len() {
        let points: Vec<Vec<f64>> = kept.iter().map(|draw| joint.inputs(draw, case)).collect();
        let repeated: Vec<Vec<f64>> =
            points.iter().flat_map(|point| std::iter::repeat_n(point.clone(), plan.replicates)).collect();
        let (first, answers) = desk.ask(case, repeated)?;
        let outputs: Vec<Vec<Vec<f64>>> =
            answers.chunks(plan.replicates).map(|chunk| chunk.iter().flatten().cloned().collect()).collect();
        let latents: Vec<Vec<f64>> = kept.iter().map(|draw| draw.latents[case].clone()).collect();
        let real = RealRuns { inputs: &points, latents: &latents, outputs: &outputs };
        let found = corrections(joint.likelihood(case), &real);
        log_ratios.iter_mut().zip(found).for_each(|(sum, log)| *sum += log);
        for (draw, runs) in runs.iter_mut().enumerate() {
            runs.push(first + (draw * plan.replicates) as u32);
        }
    }
    Ok(Calibrated::new(joint, chains, kept, &log_ratios, runs, rounds, plan))
}

/// Who asks for runs and numbers them.
struct Desk<S> {
    cases: usize,
    asked: Vec<u32>,
    simulate: S,
}

impl<S> Desk<S> {
    /// Runs of one case at these points: the number of the first, and the answers.
    fn ask<E>(&mut self, case: usize, points: Vec<Vec<f64>>) -> Result<(u32, Answers), JointError<E>>
    where
        S: FnMut(&[Request]) -> Result<Answers, E>,
    {
        let first = self.asked[case];
        let requests: Vec<Request> =
            points.into_iter().zip(first..).map(|(inputs, number)| Request { case, number, inputs }).collect();
        self.asked[case] += requests.len() as u32;
        let answers = (self.simulate)(&requests).map_err(JointError::Simulate)?;
        if answers.len() != requests.len() {
            return Err(JointError::Answers { found: answers.len(), expected: requests.len() });
        }
        Ok((first, answers))
    }

    /// Adds runs at these points to the design of every case; those that failed are left out.
    fn extend<E>(&mut self, designs: &mut [Design], points: &[Vec<Vec<f64>>]) -> Result<(), JointError<E>>
    where
        S: FnMut(&[Request]) -> Result<Answers, E>,
    {
        for case in 0..self.cases {
            let (_, answers) = self.ask(case, points[case].clone())?;
            for (inputs, answer) in points[case].iter().zip(answers) {
                if let Some(outputs) = answer {
                    designs[case].push(inputs.clone(), outputs, 1.0);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
