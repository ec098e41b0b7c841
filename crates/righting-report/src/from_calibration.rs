//! The page of a calibration.

use righting_lab::{Calibrated, LEAST_EFFECTIVE, Level, Plausibility, RUNAWAY, Spread, correlations, spreads};
use righting_scenario::Scenario;

use crate::limits::LIMITS;
use crate::notices::{cautions, left_out};
use crate::report::Provenance;
use crate::section::{Axis, Figure, Line, Section, SectionTable};
use crate::study::StudyPage;

/// Correlations of at least this size are listed.
const NOTABLE: f64 = 0.3;

/// The page of a calibration of `scenario` under `seed`.
pub fn from_calibration(calibrated: &Calibrated, scenario: &Scenario, seed: u64) -> StudyPage {
    let runs: u64 = calibrated.sampled.runs;
    let failed: u64 = calibrated.sampled.failed;
    StudyPage {
        title: format!("{}: calibrated", scenario.title),
        subtitle: "Which parameters could have made the record".to_owned(),
        warnings: cautions(scenario, &Plausibility::of(scenario).with_check(&calibrated.check)),
        provenance: Provenance::of_study(scenario, seed, runs, runs - failed),
        sections: vec![parameters(calibrated), predictions(calibrated), sampling(calibrated)],
        limits: LIMITS.to_owned(),
    }
}

fn parameters(calibrated: &Calibrated) -> Section {
    let found = spreads(&calibrated.sampled.posterior);
    let identified = found.iter().filter(|spread| spread.identified).count();
    let mut section = Section::new(
        "parameters",
        "What the record says of the parameters",
        if calibrated.sampled.posterior.is_small() {
            "The sample is too small, or of too few ancestors, to say which parameters the record identifies."
                .to_owned()
        } else {
            format!("The record identifies {identified} of {} parameters.", found.len())
        },
    );
    let axes = &calibrated.sampled.posterior.axes;
    let names: Vec<&str> = found.iter().map(|spread| spread.path.as_str()).collect();
    let mut figure = Figure::new(
        "Posterior within the prior",
        "Median and 90 % interval of each parameter, as a position from the lower (0) to the upper end (1) of its prior.",
        Axis::names("parameter", names.clone()),
        Axis::share("position in the prior"),
    );
    let position = |quantile: usize| -> Vec<f64> {
        axes.iter().zip(&found).map(|(axis, spread)| axis.position(spread.quantiles[quantile])).collect()
    };
    let x = (0..found.len()).map(|index| index as f64).collect();
    let mut line = Line::new("posterior", x, position(1)).between(position(0), position(2));
    line.marks = true;
    figure.lines.push(line);
    section.figures.push(figure);
    let columns = ["parameter", "prior", "5 %", "50 %", "95 %", "contraction"];
    section.tables.push(SectionTable::new("Posterior", columns, found.iter().map(row).collect()));
    let matrix = correlations(&calibrated.sampled.posterior);
    let pairs = (0..names.len()).flat_map(|i| (0..i).map(move |j| (j, i)));
    let mut pairs: Vec<(usize, usize)> = pairs.filter(|&(i, j)| matrix[i][j].abs() >= NOTABLE).collect();
    pairs.sort_by(|&(a, b), &(c, d)| matrix[c][d].abs().total_cmp(&matrix[a][b].abs()));
    let rows =
        pairs.iter().map(|&(i, j)| vec![names[i].to_owned(), names[j].to_owned(), format!("{:+.2}", matrix[i][j])]);
    section.tables.push(SectionTable::new(
        "Correlations of at least 0.3 in size",
        ["parameter", "parameter", "correlation"],
        rows.collect(),
    ));
    section.notes.push(format!(
        "Contraction is 1 less the variance of the posterior as a share of the prior's. A parameter counts as identified \
         from {} on, a threshold that was declared beforehand, in a sample of {LEAST_EFFECTIVE} ancestors or more: members \
         of few ancestors are alike, whatever the record says.",
        righting_lab::IDENTIFIED
    ));
    section
}

fn row(spread: &Spread) -> Vec<String> {
    let digits = |value: f64| format!("{value:.3e}").parse::<f64>().unwrap_or(value).to_string();
    let [low, median, high] = spread.quantiles.map(digits);
    let prior = format!("{} to {}", spread.prior[0], spread.prior[1]);
    vec![spread.path.clone(), prior, low, median, high, format!("{:.2}", spread.contraction)]
}

fn predictions(calibrated: &Calibrated) -> Section {
    let comparison = &calibrated.comparison;
    let mut section = Section::new(
        "predictions",
        "What the posterior predicts, and what happened",
        format!(
            "Under new chances the posterior holds {} of {} targets inside its 90 % band, the prior {}; the \
             reconstruction holds {}. The mean score of the posterior is {:.3}, that of the prior {:.3}; lower is \
             better.",
            calibrated.check.inside,
            calibrated.check.total,
            calibrated.prior_check.inside,
            calibrated.reconstruction_check.inside,
            comparison.posterior,
            comparison.prior
        ),
    );
    let sharpness = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.1}"));
    let row = |name: &str, check: &righting_lab::Check, score: f64| {
        let inside = format!("{} of {}", check.inside, check.total);
        vec![name.to_owned(), inside, sharpness(check.sharpness), format!("{score:.3}")]
    };
    section.tables.push(SectionTable::new(
        "Three ensembles against the record",
        ["ensemble", "targets inside", "sharpness", "mean score"],
        vec![
            row("posterior", &calibrated.check, comparison.posterior),
            row("reconstruction", &calibrated.reconstruction_check, comparison.reconstruction),
            row("prior", &calibrated.prior_check, comparison.prior),
        ],
    ));
    section.notes.push(format!(
        "The score is the fair continuous ranked probability score, counts as ln(1 + x) and onsets in days; the posterior \
         is better than the prior on {} of {} targets. The posterior says what such a country does, whatever chance \
         brings; the reconstruction keeps the chances of single runs that came near the record and draws only the errors of \
         the reports anew: what happened, as far as the record tells. It has seen the targets that it is held against. \
         Target by target the ensembles stand in the reports of the folders `posterior`, `reconstruction` and `prior`.",
        comparison.better, comparison.targets
    ));
    let failed: usize =
        [&calibrated.run, &calibrated.reconstruction, &calibrated.prior_run].iter().map(|run| run.failed()).sum();
    if failed > 0 {
        section.notes.push(format!("{failed} replicates of the three ensembles failed and are in no band."));
    }
    if !calibrated.sampled.left_out.is_empty() {
        section.tables.push(left_out(&calibrated.sampled.left_out));
    }
    section
}

fn sampling(calibrated: &Calibrated) -> Section {
    let levels = &calibrated.sampled.levels;
    let ancestors = calibrated.sampled.posterior.ancestors();
    let ancestors = ancestors
        .map_or_else(String::new, |number| format!(", its random effects descend from about {number:.0} ancestors"));
    let mut section = Section::new(
        "sampling",
        "How the sampler went",
        format!(
            "The posterior has an effective size of {:.0}{ancestors}, and the reconstruction {:.0} different courses of \
             events.",
            calibrated.sampled.posterior.effective(),
            levels.last().map_or(0.0, |last| last.courses)
        ),
    );
    let x: Vec<f64> = (1..=levels.len()).map(|number| number as f64).collect();
    let column = |value: fn(&Level) -> f64| levels.iter().map(value).collect();
    let mut figure = Figure::new(
        "Distance from the record",
        "Median of all trials of a level, and the largest distance of a member.",
        Axis::linear("level"),
        Axis::linear("mean scaled score"),
    );
    figure.lines.push(Line::new("median of all trials", x.clone(), column(|level| level.median)));
    figure.lines.push(Line::new("tolerance", x, column(|level| level.tolerance)));
    section.figures.push(figure);
    let rows = levels.iter().enumerate().map(|(number, level)| {
        vec![
            (number + 1).to_string(),
            level.trials.to_string(),
            level.replicates.to_string(),
            level.failed.to_string(),
            format!("{:.3}", level.tolerance),
            format!("{:.0} %", 100.0 * level.accepted),
            (if level.anew { "new" } else { "inherited" }).to_owned(),
            format!("{:.0}", level.effective),
            format!("{:.0}", level.courses),
        ]
    });
    let columns = [
        "level",
        "trials",
        "runs of each",
        "failed",
        "tolerance",
        "moves accepted",
        "chances",
        "effective size",
        "courses of events",
    ];
    section.tables.push(SectionTable::new("Levels", columns, rows.collect()));
    section.notes.push(format!(
        "{} of {} runs were stopped as runaways, after a day with more than {RUNAWAY} times the largest crowd of the record \
         on the streets; their last day counts as if it went on, so that they lie far from the record. {} failed. The three \
         ensembles run every replicate to its last day.",
        calibrated.sampled.stopped, calibrated.sampled.runs, calibrated.sampled.failed
    ));
    section
}
