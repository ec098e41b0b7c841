//! The page of a trial of accounts.

use righting_lab::{
    LogEvidence, Plausibility, Probability, RUNAWAY, SWITCHES, TrialOfAccounts, TriedAccount, Weighing,
};
use righting_scenario::Scenario;

use crate::limits::LIMITS;
use crate::notices::{cautions, left_out};
use crate::report::Provenance;
use crate::section::{Axis, Figure, Line, Section, SectionTable};
use crate::study::StudyPage;
use crate::words::{listed, percent};

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
    let names = trial.accounts.iter().map(|account| account.account.as_str());
    let found: Vec<(&str, [f64; 3])> = names.zip(even.accounts.iter().map(|p| [p.mean, p.low, p.high])).collect();
    let mut section = Section::new("probabilities", "How probable is each account?", leading(&found));
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
    let least = if least.is_finite() { format!("{least:.3}") } else { "–".to_owned() };
    let mut section = Section::new(
        "predictions",
        "What each account predicts",
        format!(
            "Posterior predictive ensembles against the record; the best mean score is {least}, smaller is closer."
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
            .chain(cells.map(|(found, p)| format!("{found} ({})", percent(*p))))
            .collect()
    };
    section.tables.push(SectionTable::new(
        "Most probable account (mean probability)",
        headings,
        (0..names.len()).map(row).collect(),
    ));
    let row = |((_, label), [with, without]): ((&str, &str), &[Option<f64>; 2])| {
        let shown = |share: &Option<f64>| percent(share.unwrap_or(f64::NAN));
        vec![label.to_owned(), shown(with), shown(without)]
    };
    section.tables.push(SectionTable::new(
        "Structures",
        ["structure", "found where it was", "found where it was not"],
        SWITCHES.into_iter().zip(&confusion.switches).map(row).collect(),
    ));
    section
}

/// Which account leads, all of several that are alike, and whether the others are told apart from it.
fn leading(found: &[(&str, [f64; 3])]) -> String {
    let top = found.iter().map(|(_, [mean, ..])| *mean).fold(f64::NEG_INFINITY, f64::max);
    let alike = |[mean, ..]: &[f64; 3]| format!("{mean:.3}") == format!("{top:.3}");
    let names: Vec<&str> = found.iter().filter(|(_, p)| alike(p)).map(|(name, _)| *name).collect();
    let Some(&(_, [_, low, high])) = found.iter().find(|(_, p)| alike(p)) else {
        return "No account has a probability.".to_owned();
    };
    let overlapping = found.iter().filter(|(_, p)| !alike(p) && p[2] >= low).count();
    let apart = match (found.len() - names.len(), overlapping) {
        (0, _) => String::new(),
        (1, 0) => " The interval of the other lies below.".to_owned(),
        (1, _) => " The interval of the other overlaps with it.".to_owned(),
        (others, 0) => format!(" The intervals of the other {others} lie below."),
        (others, some) if others == some => format!(" The intervals of all {others} others overlap with it."),
        (others, 1) => format!(" The interval of one of the {others} others overlaps with it."),
        (others, some) => format!(" The intervals of {some} of the {others} others overlap with it."),
    };
    match names.as_slice() {
        [one] if found.len() == 1 => format!("One account was tried, {one}; beside no other its probability is 1."),
        [one] => format!(
            "With every account alike beforehand, the account {one} has the largest probability: {top:.3} ({low:.3} to {high:.3}).{apart}"
        ),
        several => format!(
            "With every account alike beforehand, the accounts {} have the largest probability, {top:.3} each.{apart}",
            listed(several)
        ),
    }
}

fn told(probability: Probability) -> String {
    format!("{:.3} ({:.3} to {:.3})", probability.mean, probability.low, probability.high)
}

fn log(evidence: LogEvidence) -> String {
    format!("{:+.2} ± {:.2}", evidence.log, evidence.error)
}

#[cfg(test)]
mod tests {
    use super::leading;

    #[test]
    fn accounts_that_are_alike_lead_together() {
        let said = |found: &[(&str, [f64; 3])]| leading(found);
        assert_eq!(
            said(&[("spontaneous", [0.5, 0.4, 0.6]), ("organisers", [0.5, 0.4, 0.6])]),
            "With every account alike beforehand, the accounts spontaneous and organisers have the largest probability, \
             0.500 each."
        );
        assert_eq!(
            said(&[("a", [0.7, 0.6, 0.8]), ("b", [0.3, 0.2, 0.65])]),
            "With every account alike beforehand, the account a has the largest probability: 0.700 (0.600 to 0.800). The \
             interval of the other overlaps with it."
        );
        assert!(
            said(&[("a", [0.7, 0.6, 0.8]), ("b", [0.2, 0.1, 0.3]), ("c", [0.1, 0.0, 0.2])])
                .ends_with("other 2 lie below.")
        );
        assert_eq!(said(&[("a", [1.0, 1.0, 1.0])]), "One account was tried, a; beside no other its probability is 1.");
        assert_eq!(said(&[("a", [f64::NAN; 3])]), "No account has a probability.");
    }
}
