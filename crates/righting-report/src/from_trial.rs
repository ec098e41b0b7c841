//! The page of a trial of accounts.

use righting_lab::{
    LogEvidence, Plausibility, Probability, RUNAWAY, SWITCHES, TrialOfAccounts, TriedAccount, Weighing,
};
use righting_scenario::Scenario;

use crate::{Axis, Figure, LIMITS, Line, Provenance, Section, SectionTable, StudyPage, cautions, left_out};

/// The page of a trial of the accounts of `scenario` under `seed`.
pub fn from_trial(trial: &TrialOfAccounts, scenario: &Scenario, seed: u64) -> StudyPage {
    StudyPage {
        title: format!("{}: rival accounts", scenario.title),
        subtitle: "Every account calibrated to the same record, then weighed; all are contested hypotheses".to_owned(),
        warnings: cautions(scenario, &Plausibility::of(scenario)),
        provenance: Provenance::of_study(scenario, seed, trial.runs, trial.runs - trial.failed),
        sections: vec![verdict(trial), priors(trial), predictions(trial), confusion(trial)],
        limits: LIMITS.to_owned(),
    }
}

fn verdict(trial: &TrialOfAccounts) -> Section {
    let even = &trial.weighings[0];
    let best = (0..even.accounts.len())
        .fold(0, |best, at| if even.accounts[at].mean > even.accounts[best].mean { at } else { best });
    let mut section = Section::new(
        "probabilities",
        "How probable is each account?",
        format!(
            "With every account alike beforehand, the account {} has the largest probability: {}.",
            trial.accounts[best].account,
            told(even.accounts[best])
        ),
    );
    let names: Vec<&str> = trial.accounts.iter().map(|account| account.account.as_str()).collect();
    let mut figure = Figure::new(
        "Posterior probability",
        "Each account, and the 90 % interval that Monte Carlo error leaves.",
        Axis::names("account", names.iter().copied()),
        Axis::share("probability"),
    );
    let x = (0..names.len()).map(|at| at as f64).collect();
    let column = |value: fn(&Probability) -> f64| even.accounts.iter().map(value).collect();
    let mut line =
        Line::new("every account alike", x, column(|p| p.mean)).between(column(|p| p.low), column(|p| p.high));
    line.marks = true;
    figure.lines.push(line);
    figure.reference = Some(1.0 / names.len() as f64);
    section.figures.push(figure);
    let row = |(account, probability): (&TriedAccount, &Probability)| {
        let repeats: Vec<String> = account.repeats.iter().map(|repeat| log(*repeat)).collect();
        vec![account.account.clone(), told(*probability), log(account.evidence), repeats.join("; ")]
    };
    section.tables.push(SectionTable::new(
        "Accounts",
        ["account", "probability (90 %)", "log evidence", "by repeat"],
        trial.accounts.iter().zip(&even.accounts).map(row).collect(),
    ));
    let repeats = |at: usize| trial.by_repeat.iter().map(move |weighing| told(weighing.accounts[at]));
    let by_repeat = names.iter().enumerate().map(|(at, name)| std::iter::once((*name).to_owned()).chain(repeats(at)));
    let headings = std::iter::once("account").chain(trial.by_repeat.iter().map(|weighing| weighing.prior.as_str()));
    section.tables.push(SectionTable::new(
        "Probability by repeat (90 %)",
        headings.collect::<Vec<_>>(),
        by_repeat.map(Iterator::collect).collect(),
    ));
    section.notes.push(format!(
        "Evidence is the probability of a run from an account's prior to come within {:.3} of the record, the tolerance \
         that all accounts reached. It weighs an account with its priors, and what it says is no more than the confusion of \
         accounts below allows.",
        trial.tolerance
    ));
    section
}

fn priors(trial: &TrialOfAccounts) -> Section {
    let mut section = Section::new(
        "priors",
        "What the priors do",
        "A structure counts as supported only where its Bayes factor keeps its sign under all priors.".to_owned(),
    );
    let row = |weighing: &Weighing| {
        let cells = weighing.switches.iter().zip(&weighing.log_bayes_factors);
        std::iter::once(weighing.prior.clone()).chain(cells.flat_map(|(p, factor)| [told(*p), log(*factor)])).collect()
    };
    let headings: Vec<String> = std::iter::once("prior".to_owned())
        .chain(SWITCHES.into_iter().flat_map(|(_, label)| [label.to_owned(), "log Bayes factor".to_owned()]))
        .collect();
    section.tables.push(SectionTable::new(
        "Probability of each structure",
        headings.iter().map(String::as_str),
        trial.weighings.iter().map(row).collect(),
    ));
    section
}

fn predictions(trial: &TrialOfAccounts) -> Section {
    let least = trial.accounts.iter().map(|account| account.crps).fold(f64::INFINITY, f64::min);
    let mut section = Section::new(
        "predictions",
        "What each account predicts",
        format!(
            "Posterior predictive ensembles against the record; the best mean score is {least:.3}, smaller is closer."
        ),
    );
    let row = |account: &TriedAccount| {
        let sharpness = account.sharpness.map_or_else(|| "-".to_owned(), |value| format!("{value:.1}"));
        vec![
            account.account.clone(),
            format!("{} of {}", account.inside, account.targets),
            sharpness,
            format!("{:.3}", account.crps),
            format!("{:.0}", account.effective),
        ]
    };
    section.tables.push(SectionTable::new(
        "Posterior predictive",
        ["account", "targets inside", "sharpness", "mean score", "effective size"],
        trial.accounts.iter().map(row).collect(),
    ));
    let contested = trial.accounts.iter().flat_map(|account| {
        account.parameters.iter().map(move |spread| {
            let [low, median, high] = spread.quantiles.map(|value| format!("{value:.3}"));
            vec![account.account.clone(), spread.path.clone(), low, median, high, format!("{:.2}", spread.contraction)]
        })
    });
    section.tables.push(SectionTable::new(
        "Contested parameters",
        ["account", "parameter", "5 %", "50 %", "95 %", "contraction"],
        contested.collect(),
    ));
    section.notes.push(format!(
        "{} of {} runs of the sampler were stopped as runaways, after a day with more than {RUNAWAY} times the largest crowd \
         of the record on the streets, and count as far from it; {} failed, and {} replicates of the ensembles.",
        trial.stopped,
        trial.runs,
        trial.failed,
        trial.accounts.iter().map(|account| account.failed).sum::<u64>()
    ));
    if !trial.left_out.is_empty() {
        section.tables.push(left_out(&trial.left_out));
    }
    section
}

fn confusion(trial: &TrialOfAccounts) -> Section {
    let confusion = &trial.confusion;
    let mut section = Section::new(
        "confusion",
        "Could the record tell?",
        "Records simulated under each account, inferred from the other runs.".to_owned(),
    );
    let names: Vec<&str> = trial.accounts.iter().map(|account| account.account.as_str()).collect();
    let headings: Vec<&str> = ["true account", "records"].into_iter().chain(names.iter().copied()).collect();
    let row = |at: usize| {
        let cells = confusion.found[at].iter().zip(&confusion.probabilities[at]);
        [names[at].to_owned(), confusion.records[at].to_string()]
            .into_iter()
            .chain(cells.map(|(found, p)| format!("{found} ({:.0} %)", 100.0 * p)))
            .collect()
    };
    section.tables.push(SectionTable::new(
        "Most probable account (mean probability)",
        headings,
        (0..names.len()).map(row).collect(),
    ));
    let shown = |share: &Option<f64>| share.map_or_else(|| "–".to_owned(), |share| format!("{:.0} %", 100.0 * share));
    let row = |((_, label), [with, without]): ((&str, &str), &[Option<f64>; 2])| {
        vec![label.to_owned(), shown(with), shown(without)]
    };
    section.tables.push(SectionTable::new(
        "Structures",
        ["structure", "found where it was", "found where it was not"],
        SWITCHES.into_iter().zip(&confusion.switches).map(row).collect(),
    ));
    section
}

fn told(probability: Probability) -> String {
    format!("{:.3} ({:.3} to {:.3})", probability.mean, probability.low, probability.high)
}

fn log(evidence: LogEvidence) -> String {
    format!("{:+.2} ± {:.2}", evidence.log, evidence.error)
}
