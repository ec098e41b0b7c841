//! `righting trial`

use std::path::PathBuf;

use clap::Args;
use righting_lab::{
    Account, FailedRun, Plausibility, SWITCHES, TrialOfAccounts, TryPlan, accounts, manifest, try_accounts,
};
use righting_report::{from_trial, percent};
use righting_scenario::{Scenario, cut, nearest};
use serde::Serialize;

use super::scenario::ScenarioArgs;
use super::study_folder::{StudyArgs, kept, write_page};
use crate::fail::Fail;
use crate::failed;
use crate::terminal::{Bar, emit, emit_json, runner, table};

/// Weighs rival accounts: each combination of contested structures is calibrated to the same record.
///
/// The accounts are the spontaneous one and every combination of organisers, armed groups and a split elite. All are
/// hypotheses; a probability here is one within the model, its priors and its record.
#[derive(Debug, Args)]
pub struct Trial {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    study: StudyArgs,
    /// Accounts to weigh, by name (`spontaneous`, `organisers`, `organisers+armed_groups`, ...); all eight by default.
    #[arg(long, value_delimiter = ',', value_name = "ACCOUNT")]
    accounts: Vec<String>,
    /// Runs per account and repeat.
    #[arg(long, default_value_t = 6_000, value_parser = super::bounds::runs)]
    runs: u32,
    /// How often every account is sampled, each time under another seed.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=100))]
    repeats: u32,
    /// Replicates of the posterior predictive ensemble of every account.
    #[arg(long, default_value_t = 200, value_parser = super::bounds::members)]
    predictive: u32,
}

/// What is told of a trial. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Told<'a> {
    folder: PathBuf,
    report: PathBuf,
    seed: u64,
    #[serde(flatten)]
    plausibility: Plausibility,
    #[serde(flatten)]
    trial: &'a TrialOfAccounts,
}

impl Trial {
    pub fn run(self) -> Result<(), Fail> {
        let base = self.scenario.load()?;
        let chosen = self.chosen()?;
        let load = |account: Account| -> Result<(Account, Scenario), Fail> {
            Ok((account, self.scenario.load_with(account.changes().into_iter().map(|change| ("--accounts", change)))?))
        };
        let scenarios = chosen.iter().copied().map(load).collect::<Result<Vec<_>, _>>()?;
        let plan =
            TryPlan { runs: self.runs, repeats: self.repeats, predictive: self.predictive, seed: self.study.seed };
        let mut entries = plan.entries();
        let names: Vec<String> = chosen.iter().map(|account| account.name()).collect();
        entries.insert("accounts".to_owned(), names.join(","));
        let folder = self.study.open(manifest(&base, "trial", plan.seed, entries), &self.scenario.scenario, "trial")?;
        let bar = Bar::new(0, "runs");
        let tried =
            try_accounts(&scenarios, &plan, &folder, &runner(self.study.threads)?, |progress| bar.follow(progress));
        bar.clear();
        let trial = &tried.map_err(|error| kept(error, folder.path()))?;
        let report = write_page(folder.path(), &from_trial(trial, &base, plan.seed))?;
        let told = Told {
            folder: folder.path().to_owned(),
            report,
            seed: plan.seed,
            plausibility: Plausibility::of(&base),
            trial,
        };
        folder.write_file("trial.json", &serde_json::to_vec_pretty(&told).expect("texts and numbers are JSON"))?;
        let failures: Vec<FailedRun> = trial.accounts.iter().flat_map(|account| account.failures.clone()).collect();
        if self.study.json {
            emit_json(&told)?;
        } else {
            emit(&format!("{}{}", failed::lines(&failures), text(&told)))?;
        }
        // As in `calibrate`: a run that fails while sampling gives up its parameters; the ensembles were asked for whole.
        failed::verdict(failures.len() as u64, trial.accounts.len() as u64 * u64::from(self.predictive))
    }

    fn chosen(&self) -> Result<Vec<Account>, Fail> {
        let all = accounts();
        if self.accounts.is_empty() {
            return Ok(all);
        }
        let named = |name: &String| {
            all.iter().copied().find(|account| account.name() == *name).ok_or_else(|| {
                let names: Vec<String> = all.iter().map(|account| account.name()).collect();
                let near = nearest(name, names.iter().map(String::as_str));
                let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
                let help = format!("{near}the accounts are {}", names.join(", "));
                Fail::input(format!("no account is called `{}`", cut(name)), help)
            })
        };
        self.accounts.iter().map(named).collect()
    }
}

fn text(told: &Told<'_>) -> String {
    let trial = told.trial;
    let even = &trial.weighings[0];
    let account = |(account, p): (&righting_lab::TriedAccount, &righting_lab::Probability)| {
        vec![
            account.account.clone(),
            format!("{:.3}", p.mean),
            format!("{:.3} to {:.3}", p.low, p.high),
            format!("{:.2} ± {:.2}", account.evidence.log, account.evidence.error),
            format!("{} of {}", account.inside, account.targets),
            format!("{:.3}", account.crps),
        ]
    };
    let structure = |(at, (_, label)): (usize, (&str, &str))| {
        let factors = trial.weighings.iter().map(|weighing| {
            let factor = weighing.log_bayes_factors[at];
            format!("{:+.2} ± {:.2}", factor.log, factor.error)
        });
        let [with, without] = trial.confusion.switches[at];
        std::iter::once(label.to_owned())
            .chain(factors)
            .chain([with, without].map(|share| percent(share.unwrap_or(f64::NAN))))
            .collect::<Vec<String>>()
    };
    let headings: Vec<String> = std::iter::once("structure".to_owned())
        .chain(trial.weighings.iter().map(|weighing| format!(">{}", weighing.prior)))
        .chain([">found where it was".to_owned(), ">where it was not".to_owned()])
        .collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    format!(
        "{}{}log Bayes factor of every structure, by prior, and how often it is found in simulated records\n{}{} runs, {} \
         failed, {} stopped as runaways; common tolerance {:.3}. All accounts are contested hypotheses.\n{}{}\n",
        told.plausibility.text(),
        table(
            &["account", ">probability", ">90 %", ">log evidence", ">inside", ">score"],
            trial.accounts.iter().zip(&even.accounts).map(account)
        ),
        table(&headings, SWITCHES.into_iter().enumerate().map(structure)),
        trial.runs,
        trial.failed + trial.accounts.iter().map(|account| account.failed).sum::<u64>(),
        trial.stopped,
        trial.tolerance,
        super::check::left_out(&trial.left_out),
        told.report.display()
    )
}
