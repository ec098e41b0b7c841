//! `righting study transfer`

use clap::Args;
use righting_lab::{Kind, Means, Transfer as Found, TransferPlan, TransferTable, manifest, transfer};
use righting_report::percent;
use righting_scenario::{Scenario, Source};

use super::page::PageArgs;
use crate::command::study_folder::{StudyArgs, kept};
use crate::fail::Fail;
use crate::failed;
use crate::terminal::{Bar, count, emit, emit_json, runner, table};

/// Leaves out each country in turn and tells its crowds, deaths and detentions from what was known before.
///
/// Table (a) has the acts of government and the calls as they happened, beside climatology of other countries whose
/// governments did the same; table (b) the trigger alone with acts by one rule for all, beside plain climatology and a line
/// on the logarithm of people. No level of the country is known in either: every run draws them from the interim prior.
#[derive(Debug, Args)]
pub struct Transfer {
    /// Cases: scenarios of at least three countries, with records.
    #[arg(required = true, num_args = 3..)]
    cases: Vec<String>,
    /// Runs of every case in each table.
    #[arg(long, default_value_t = 400, value_parser = crate::command::bounds::members)]
    replicates: u32,
    #[command(flatten)]
    study: StudyArgs,
    #[command(flatten)]
    page: PageArgs,
}

impl Transfer {
    pub fn run(self) -> Result<(), Fail> {
        let load = |case: &String| Ok(Scenario::load(&Source::from_argument(case), &[])?);
        let scenarios = self.cases.iter().map(load).collect::<Result<Vec<Scenario>, Fail>>()?;
        let plan = TransferPlan { replicates: self.replicates, seed: self.study.seed };
        let hashes = scenarios.iter().map(|scenario| format!("{} {}", scenario.id, scenario.hash));
        let entries = [
            ("cases".to_owned(), hashes.collect::<Vec<String>>().join(", ")),
            ("replicates".to_owned(), self.replicates.to_string()),
        ];
        // It belongs to all of its cases: the first stands for them in the folder's name.
        let manifest = manifest(&scenarios[0], "transfer", plan.seed, entries.into());
        let folder = self.study.open(manifest, &self.cases[0], "transfer")?;
        let bar = Bar::new(0, "runs");
        let found = transfer(&scenarios, &plan, &folder, &runner(self.study.threads)?, |progress| bar.follow(progress));
        bar.clear();
        let found = found.map_err(|error| kept(error, folder.path()))?;
        let json = serde_json::to_vec_pretty(&found).expect("texts and numbers are JSON");
        folder.write_file("transfer.json", &json)?;
        let text = text(&found);
        self.page.write("Whether the model travels", &self.cases.join(", "), &text)?;
        self.page.write_beside("json", &json)?;
        if self.study.json {
            emit_json(&found)?;
        } else {
            emit(&format!("{text}{}\n", folder.path().display()))?;
        }
        let failed = found.cases.iter().map(|case| u64::from(case.failed)).sum();
        failed::verdict(failed, 2 * u64::from(found.replicates) * found.cases.len() as u64)
    }
}

fn text(found: &Found) -> String {
    let left_out: String = found.cases.iter().map(|case| crate::command::check::left_out(&case.left_out)).collect();
    let failed: u32 = found.cases.iter().map(|case| case.failed).sum();
    format!(
        "CRPS of ln(1 + x), lower is better; each country left out in turn; {} runs of every case in each table, {failed} failed\n\n\
         (a) acts and calls as they happened; climatology of other countries whose governments did the same\n{}\n(b) the trigger \
         alone, acts by one rule for all; climatology of other countries, and a line on the logarithm of people\n{}\n(b) by \
         case\n{}\nevery number: median (5-95 %)\n{}{left_out}",
        found.replicates,
        means(&found.dated),
        means(&found.triggered),
        cases(found),
        numbers(found),
    )
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Crowds => "crowds",
        Kind::Deaths => "deaths",
        Kind::Detained => "detained",
        Kind::Events => "regions reached",
    }
}

fn score(value: f64) -> String {
    format!("{value:.2}")
}

fn cells(mean: &Means) -> Vec<String> {
    vec![
        mean.count.to_string(),
        score(mean.model),
        score(mean.climatology),
        mean.regression.map_or_else(|| "-".to_owned(), score),
        mean.coverage.map(percent).join(", "),
        mean.width.map(score).join(", "),
    ]
}

fn means(found: &TransferTable) -> String {
    let rows = found.mean.iter().map(|(kind, mean)| {
        let skill = found.skill.get(kind).copied().flatten();
        let skill = skill.map_or_else(|| "-".to_owned(), |s| format!("{:.2} ({:.2} to {:.2})", s.skill, s.low, s.high));
        [vec![name(*kind).to_owned()], cells(mean), vec![skill]].concat()
    });
    table(
        &["mean over cases", ">cases", ">model", ">climatology", ">line", ">in 90 %", ">width", ">skill (90 %)"],
        rows,
    )
}

fn cases(found: &Found) -> String {
    let rows = found.cases.iter().flat_map(|case| {
        case.mean.iter().map(|(kind, mean)| [vec![case.case.clone(), name(*kind).to_owned()], cells(mean)].concat())
    });
    table(&["case", "what", ">numbers", ">model", ">climatology", ">line", ">in 90 %", ">width"], rows)
}

fn numbers(found: &Found) -> String {
    let band = |told: &righting_lab::Scored| format!("{} ({}-{})", count(told.median), count(told.p5), count(told.p95));
    let maybe = |told: &Option<righting_lab::Scored>| told.as_ref().map_or_else(|| "-".to_owned(), band);
    let rows = found.cases.iter().flat_map(|case| {
        case.rows.iter().map(move |row| {
            vec![
                case.case.clone(),
                row.target.clone(),
                count(row.value),
                band(&row.dated),
                maybe(&row.conditioned),
                band(&row.triggered),
                maybe(&row.climatology),
            ]
        })
    });
    table(&["case", "number", ">record", ">(a) model", ">(a) others", ">(b) model", ">(b) others"], rows)
}
