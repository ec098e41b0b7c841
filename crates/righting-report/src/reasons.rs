//! Why people joined, day by day: a stacked course of what moved them and of what kept them.

use righting_lab::{JoiningAccount, LabError, Runner, WhyPlan, median_replicate, why};
use righting_model::Location;
use righting_scenario::Scenario;
use righting_store::StoredRun;

use crate::error::FromRunError;
use crate::section::{Axis, Figure, Line, Section};
use crate::words::about;

/// A part of those who joined or would have, and how many of a day are of it.
type Part = (&'static str, fn(&JoiningAccount) -> f64);

/// From the ground up: what moved those who were expected to join, then who was kept.
const PARTS: [Part; 6] = [
    ("the affront itself", |day| day.affront),
    ("calls to gather", |day| day.call),
    ("organisers with outside support", |day| day.organisers),
    ("news of others who joined", |day| day.news),
    ("kept by a curfew", |day| -day.curfew),
    ("deterred by forces", |day| -day.forces),
];

/// The section of a run, by its median replicate, which is run again; none where a scenario and a seed do not make the run
/// again, or nobody was moved.
pub(crate) fn section(run: &StoredRun, scenario: &Scenario) -> Result<Option<Section>, FromRunError> {
    let Some(replicate) = median_replicate(run)? else { return Ok(None) };
    let plan = WhyPlan { location: Location::Nation, day: 0, replicates: vec![replicate] };
    let found = match why(run, scenario, &plan, &Runner::default(), |_| {}) {
        Ok(found) => found,
        Err(LabError::NotAgain { .. }) => return Ok(None),
        Err(LabError::RunsOtherwise { .. }) => {
            let lead =
                "This version of the program runs the scenario otherwise than it is stored, so nothing can be said.";
            return Ok(Some(Section::new("why", "Why people joined", lead)));
        }
        Err(other) => return Err(other.into()),
    };
    let total = |part: &Part| found.course.iter().map(part.1).sum::<f64>();
    let shown: Vec<&Part> = PARTS.iter().filter(|part| total(part) >= 1.0).collect();
    if shown.is_empty() {
        return Ok(None);
    }
    let lead = lead(&found.course, replicate);
    let mut section = Section::new("why", "Why people joined", lead);
    section.figures.push(figure(&found.course, &shown, scenario));
    section.notes.push(
        "Everyone who could be mobilised and is ready obeys one hazard in a cell and step; its parts say how many were expected \
         to join by each. `righting why` says it of any place and day, over many replicates."
            .to_owned(),
    );
    Ok(Some(section))
}

fn lead(course: &[JoiningAccount], replicate: u32) -> String {
    let sum = |part: fn(&JoiningAccount) -> f64| course.iter().map(part).sum::<f64>();
    let (expected, joined) = (sum(|day| day.expected), sum(|day| day.joined));
    let share = |people: f64| crate::words::percent(if expected > 0.0 { people / expected } else { f64::NAN });
    format!(
        "In the run with the median largest crowd (replicate {replicate}) {} joinings were expected and {} came about: {} by \
         news of others, {} by calls to gather, {} by the affront itself. Forces deterred {}, and a curfew kept {}.",
        about(expected),
        about(joined),
        share(sum(|day| day.news)),
        share(sum(|day| day.call)),
        share(sum(|day| day.affront)),
        about(-sum(|day| day.forces)),
        about(-sum(|day| day.curfew)),
    )
}

/// Each part stands on those before it.
fn figure(course: &[JoiningAccount], parts: &[&Part], scenario: &Scenario) -> Figure {
    let days: Vec<f64> = (0..course.len()).map(|day| day as f64).collect();
    let mut figure = Figure::new(
        "Joinings of each day by what moved people, and those who were kept",
        "Parts stand on one another: those who were expected to join by the affront, by calls and by news, above them those \
         whom a curfew kept and whom forces deterred.",
        Axis::dates("day", scenario.start.to_string()),
        Axis::linear("people"),
    );
    let mut ground = vec![0.0; course.len()];
    for (name, part) in parts {
        let top: Vec<f64> = ground.iter().zip(course).map(|(ground, day)| ground + part(day)).collect();
        figure.lines.push(Line::new(*name, days.clone(), top.clone()).between(ground, top.clone()));
        ground = top;
    }
    figure
}

#[cfg(test)]
mod tests {
    use righting_lab::{Beginning, RunPlan, record};
    use righting_model::{EngineKind, Kernel};
    use righting_scenario::Source;

    use super::*;

    #[test]
    fn the_parts_stand_on_one_another_up_to_all_who_were_moved() {
        let folder = tempfile::tempdir().expect("there is room");
        let scenario = Scenario::load(&Source::Shipped("five-towns".to_owned()), &[]).expect("it ships");
        let plan = RunPlan { replicates: 3, seed: 2, engine: EngineKind::default(), kernel: Kernel::best() };
        let path = folder.path().join("run");
        let recorded = record(&scenario, &plan, &path, Beginning::New, &Runner::default(), |_| {}).expect("it runs");
        let section =
            section(&recorded.run.expect("it is whole"), &scenario).expect("it is read").expect("people join");
        let lines = &section.figures[0].lines;
        assert!(lines.len() >= 3, "{lines:?}");
        for pair in lines.windows(2) {
            assert_eq!(pair[1].low.as_ref(), Some(&pair[0].y), "{} stands on {}", pair[1].name, pair[0].name);
        }
        assert!(
            lines.iter().all(|line| line.y.iter().zip(line.low.as_ref().expect("a band")).all(|(y, low)| y >= low))
        );
    }
}
