//! `righting compare`

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use righting_lab::{
    Arm, ComparePlan, Comparison, Endpoint, Future, Plausibility, compare, compare_folder, compare_runs, restore,
};
use righting_report::{counted, endpoint_label, first_day, from_compare, order_sentence, signed, value};
use righting_scenario::{Change, Scenario, Source};
use righting_store::{Shard, StoredRun};

use super::changes::{Optioned, agreed, set_and_without};
use super::folder::name_of;
use super::study_folder::{StudyArgs, interrupted, write_page};
use crate::fail::Fail;
use crate::failed;
use crate::terminal::{Bar, emit, emit_json, runner, table};

mod part;
mod told;

/// Compares a scenario with changes to it: the same people and chances, differences pair by pair.
///
/// The base is the scenario as it is. `--without` and `--set` make one other arm, each `--with` a further one, each
/// further scenario named another. Folders of runs of one seed can be named instead, the base first.
#[derive(Debug, Args)]
pub struct Compare {
    /// The base and further arms: scenarios (as for `righting run`), or folders of runs.
    #[arg(required = true, value_name = "SCENARIO|RUN")]
    arms: Vec<String>,
    /// Takes out a shock, an action, a hypothesis or the alliance in the other arm.
    #[arg(long, value_name = "ID")]
    without: Vec<String>,
    /// Changes one value in the other arm: `price_cap.at=2022-01-03T00:00`.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<Change>,
    /// A further arm: `late cap=price_cap.at=2022-01-08T12:00; without alliance`.
    #[arg(long = "with", value_name = "NAME=CHANGES")]
    with: Vec<Future>,
    /// Changes one value in every arm, the base too: `time.days=15`.
    #[arg(long, value_name = "PATH=VALUE")]
    both: Vec<Change>,
    /// Runs each arm once more with independent draws from this date on, to measure what common draws remove.
    #[arg(long, value_name = "DATE")]
    reseed_from: Option<Date>,
    /// How often to simulate each arm.
    #[arg(long, default_value_t = 200, value_parser = super::bounds::replicates_of_two)]
    replicates: u32,
    #[command(flatten)]
    study: StudyArgs,
    /// Runs only this part of the replicates of every arm, such as 2/8; `righting merge` makes the comparison of all parts.
    #[arg(long, value_name = "K/N")]
    part: Option<Shard>,
    /// Writes no report.
    #[arg(long)]
    no_report: bool,
}

impl Compare {
    pub fn run(self) -> Result<(), Fail> {
        let is_run = |name: &String| Path::new(name).join("run.json").is_file();
        let stored = self.arms.iter().any(is_run);
        if let Some(shard) = self.part.filter(|_| !stored) {
            return part::run(&self, shard);
        }
        let compared = if stored { self.stored()? } else { self.simulated()? };
        compared.tell(self.no_report, self.study.json)
    }

    /// The base, the other arms, and the plan; what may be wrong with them is said.
    fn planned(&self) -> Result<(Arm, Vec<Arm>, ComparePlan), Fail> {
        let base = Arm::base(self.load(0, Vec::new())?);
        crate::fail::warn(&base.scenario.warnings);
        let arms = self.others()?;
        // Of an arm only what is said of it alone.
        for arm in &arms {
            let own = arm.scenario.warnings.iter().filter(|warning| !base.scenario.warnings.contains(warning));
            crate::fail::warn(&own.cloned().collect::<Vec<_>>());
        }
        distinct(&arms)?;
        let run = self.study.run_plan(self.replicates);
        let plan = ComparePlan { kind: "compare", run, reseed_from: self.reseed_from, resume: self.study.resume };
        Ok((base, arms, plan))
    }

    /// Runs every arm into the folder of the comparison.
    fn simulated(&self) -> Result<Compared, Fail> {
        let (base, arms, plan) = self.planned()?;
        let out = self.study.folder(&self.name())?;
        let bar = Bar::new(0, "runs");
        let compared =
            compare(&base, &arms, &plan, &out, &runner(self.study.threads)?, |progress| bar.follow(progress));
        bar.clear();
        match compared? {
            Some(comparison) => {
                let arms = 1 + arms.len() as u64 * if self.reseed_from.is_some() { 2 } else { 1 };
                let asked = arms * u64::from(self.replicates);
                Ok(Compared { comparison, base: base.scenario, folder: out, asked })
            }
            None => Err(interrupted("what was run is", &out)),
        }
    }

    /// What the folder is called by default.
    fn name(&self) -> String {
        format!("compare-{}", name_of(&self.arms[0]))
    }

    fn load(&self, at: usize, own: Vec<Optioned>) -> Result<Scenario, Fail> {
        let both = self.both.iter().map(|change| ("--both", change.clone()));
        Ok(Scenario::load(&Source::from_argument(&self.arms[at]), &agreed(both.chain(own).collect())?)?)
    }

    fn others(&self) -> Result<Vec<Arm>, Fail> {
        let changes = set_and_without(&self.set, &self.without);
        let mut arms = Vec::new();
        if !changes.is_empty() {
            let future = Future::of(changes.iter().map(|(_, change)| change.clone()).collect());
            arms.push(Arm::numbered(1, future.name, self.load(0, changes)?));
        }
        for future in &self.with {
            let changes = future.changes.iter().map(|change| ("--with", change.clone())).collect();
            arms.push(Arm::numbered(arms.len() + 1, future.name.clone(), self.load(0, changes)?));
        }
        for at in 1..self.arms.len() {
            let scenario = self.load(at, Vec::new())?;
            arms.push(Arm::numbered(arms.len() + 1, scenario.id.clone(), scenario));
        }
        if arms.is_empty() {
            let help = "add `--without alliance`, `--set price_cap.at=2022-01-03T00:00` or another scenario";
            return Err(Fail::input("there is nothing to compare the scenario with", help));
        }
        Ok(arms)
    }

    /// Compares folders of runs.
    fn stored(&self) -> Result<Compared, Fail> {
        if let Some(shard) = self.part {
            let message = format!("part {shard} of runs that are stored: they are compared as they are");
            return Err(Fail::input(message, "leave out --part, or name a scenario and changes"));
        }
        let changed = !(self.set.is_empty() && self.without.is_empty() && self.with.is_empty() && self.both.is_empty());
        if changed || self.reseed_from.is_some() || self.arms.len() < 2 {
            let help = "name two or more folders of runs and no changes, or a scenario and changes";
            return Err(Fail::input("runs that are stored are compared as they are", help));
        }
        // A run beside itself is a check that nothing differs; two arms of one run are a slip.
        if let Some(twin) = (2..self.arms.len()).find(|&at| self.arms[1..at].contains(&self.arms[at])) {
            return Err(Fail::input(format!("`{}` is named twice", self.arms[twin]), "name each run once"));
        }
        let open = |name: &String| StoredRun::open(Path::new(name)).map(|run| (name.clone(), run));
        let runs = self.arms.iter().map(open).collect::<Result<Vec<_>, _>>()?;
        let base = restore(&runs[0].1)?;
        let comparison = compare_runs((&runs[0].0, &runs[0].1), &runs[1..])?;
        let out = self.study.folder(&self.name())?;
        let folder = compare_folder(&runs[0].1, &runs[1..], &out, self.study.resume)?;
        comparison.write_table(folder.path())?;
        let asked = runs.iter().map(|(_, run)| u64::from(run.manifest().replicates)).sum();
        Ok(Compared { comparison, base, folder: out, asked })
    }
}

/// Refuses arms that a table could not tell apart.
fn distinct(arms: &[Arm]) -> Result<(), Fail> {
    for (at, arm) in arms.iter().enumerate() {
        if arm.name == "base" {
            return Err(Fail::input(
                "an arm is named `base`, as the scenario without changes is",
                "give it another name",
            ));
        }
        if let Some(twin) = arms[..at].iter().find(|twin| twin.name == arm.name) {
            let message = format!("two arms are named `{}`", twin.name);
            return Err(Fail::input(message, "give each a name of its own, as by `--with NAME=CHANGES`"));
        }
    }
    Ok(())
}

/// A comparison and where it is kept.
pub struct Compared {
    pub comparison: Comparison,
    pub base: Scenario,
    pub folder: PathBuf,
    /// Replicates of all arms.
    pub asked: u64,
}

impl Compared {
    /// Writes the report and tells of the comparison.
    pub fn tell(self, no_report: bool, json: bool) -> Result<(), Fail> {
        let Self { comparison, base, folder, asked } = self;
        let plausibility = Plausibility::of_comparison(&comparison, &base);
        let report = if no_report {
            None
        } else {
            let page = from_compare(&comparison, &base);
            Some(write_page(&folder, &page)?)
        };
        if json {
            emit_json(&told::Told::of(&comparison, &plausibility, &folder, report.as_deref()))?;
        } else {
            let path = report.as_deref().unwrap_or(&folder);
            emit(&format!("{}{}", plausibility.text(), text(&comparison, path)))?;
        }
        match comparison.arms.iter().find(|arm| !arm.is_identical_until_possible()) {
            Some(arm) => Err(Fail::Check(format!("{}: {}", arm.name, first_day(&comparison, arm)))),
            None => failed::verdict(comparison.failed.len() as u64, asked),
        }
    }
}

fn text(comparison: &Comparison, path: &Path) -> String {
    let mut text = failed::lines(&comparison.failed);
    for arm in &comparison.arms {
        let pairs = counted(arm.pairs as u64, "pair", "pairs");
        text += &format!("{} beside {}, {pairs}\n", arm.name, comparison.base);
        let rows = Endpoint::ALL.into_iter().zip(&arm.differences).enumerate().map(|(at, (endpoint, row))| {
            let removed = arm.variance_removed[at].by_formula;
            let mut cells = vec![endpoint_label(arm, endpoint)];
            cells.extend(row.as_ref().map_or_else(
                || ["no return", "no return", "-", "-", "-"].map(str::to_owned),
                |row| {
                    let band = format!("{} to {}", signed(row.p5), signed(row.p95));
                    [value(row.base), value(row.other), signed(row.mean), value(row.standard_error), band]
                },
            ));
            cells.push(removed.map_or("-".to_owned(), percent));
            if let Some(forks) = &arm.forks {
                cells.push(forks.variance_removed[at].map_or("-".to_owned(), percent));
            }
            cells
        });
        let mut columns = vec!["quantity", ">base", ">other", ">difference", ">error", ">5-95 %", ">variance removed"];
        columns.extend(arm.forks.as_ref().map(|_| ">beside forks"));
        text += &table(&columns, rows);
        text += &format!("{}\n{}\n", order_sentence(comparison, arm), first_day(comparison, arm));
        if let Some(forks) = &arm.forks {
            text += &format!(
                "Forks share their chances until {} and have independent draws from then on; {}.\n",
                forks.from,
                forks.first_difference.map_or("no fork differs from the base on any day".to_owned(), |day| {
                    format!("the first difference of a fork from the base is on {}", comparison.date(day))
                })
            );
        }
        text.push('\n');
    }
    text + &format!("{}\n", path.display())
}

fn percent(share: righting_lab::Share) -> String {
    format!("{:.0} % ({:.0} to {:.0})", 100.0 * share.share, 100.0 * share.low, 100.0 * share.high)
}
