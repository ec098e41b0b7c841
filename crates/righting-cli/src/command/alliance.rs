//! `righting alliance`

mod page;
mod told;

use std::path::PathBuf;
use std::sync::Mutex;

use clap::{Args, Subcommand};
use righting_lab::{ChainPlan, backtest, decide};
use righting_scenario::{AllianceFile, AssistanceCase, assistance_cases, shipped_alliances};
use righting_store::vacant;
use serde::Serialize;

use crate::fail::Fail;
use crate::terminal::{Bar, emit, emit_json, runner};

/// Alliances: what they are, how they decide, and how the decision model does on past cases.
#[derive(Debug, Args)]
pub struct Alliance {
    #[command(subcommand)]
    about: About,
}

#[derive(Debug, Subcommand)]
enum About {
    List(List),
    Decide(Decide),
    Backtest(Backtest),
}

/// Lists the alliances that ship with the program, or describes one of them or of yours.
#[derive(Debug, Args)]
struct List {
    /// Name of an alliance that ships, or a TOML file.
    alliance: Option<String>,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// Takes the decision of a past case apart: each member's utility by term, and the chance of a yes, by weights learnt
/// from all other cases.
#[derive(Debug, Args)]
struct Decide {
    /// Case, such as KAZ-2022.
    case: String,
    #[command(flatten)]
    chain: ChainArgs,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// Predicts every past case by weights learnt from all others, and scores the predictions.
#[derive(Debug, Args)]
struct Backtest {
    #[command(flatten)]
    chain: ChainArgs,
    /// Folder for the rows (`backtest.csv`) and a page (`report.html`).
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replaces the rows and the page in the folder.
    #[arg(long, requires = "out")]
    force: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct ChainArgs {
    /// Draws of the weights kept for each prediction.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(20..=1_000_000))]
    draws: u32,
    /// Seed of the draws.
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = super::bounds::seed)]
    seed: u64,
}

impl ChainArgs {
    fn plan(&self) -> ChainPlan {
        ChainPlan { kept: self.draws as usize, seed: self.seed, ..ChainPlan::default() }
    }
}

impl Alliance {
    pub fn run(self) -> Result<(), Fail> {
        match self.about {
            About::List(command) => command.run(),
            About::Decide(command) => command.run(),
            About::Backtest(command) => command.run(),
        }
    }
}

impl List {
    fn run(self) -> Result<(), Fail> {
        let load = |name: &str| AllianceFile::load(name);
        match &self.alliance {
            Some(name) => {
                let alliance = load(name)?;
                if self.json { emit_json(&alliance) } else { emit(&told::alliance(&alliance)) }
            }
            None => {
                let alliances = shipped_alliances().into_iter().map(load).collect::<Result<Vec<_>, _>>()?;
                if self.json { emit_json(&Listing { alliances }) } else { emit(&told::alliances(&alliances)) }
            }
        }
    }
}

#[derive(Serialize)]
struct Listing {
    alliances: Vec<AllianceFile>,
}

impl Decide {
    fn run(self) -> Result<(), Fail> {
        let cases = assistance_cases()?;
        let index = find(&cases, &self.case)?;
        let decision = decide(&cases, index, &self.chain.plan());
        if self.json { emit_json(&decision) } else { emit(&told::decision(&cases[index], &decision)) }
    }
}

impl Backtest {
    fn run(self) -> Result<(), Fail> {
        if let Some(out) = &self.out {
            vacant(out, &["backtest.csv", "report.html"], "report.html", self.force)?;
        }
        let cases = assistance_cases()?;
        let bar = Mutex::new(Bar::new(cases.len() as u64, "cases"));
        let at = |done: usize| {
            if let Ok(bar) = bar.lock() {
                bar.at(done as u64, String::new());
            }
        };
        let study = backtest(&cases, &self.chain.plan(), &runner(0)?, at);
        if let Ok(bar) = bar.lock() {
            bar.clear();
        }
        let study = study?;
        if let Some(folder) = &self.out {
            page::keep(&study, self.chain.seed, folder)?;
        }
        if self.json { emit_json(&study) } else { emit(&told::backtest(&study)) }
    }
}

fn find(cases: &[AssistanceCase], id: &str) -> Result<usize, Fail> {
    let known = cases.iter().map(|case| case.id.as_str());
    cases.iter().position(|case| case.id.eq_ignore_ascii_case(id)).ok_or_else(|| {
        let near = righting_scenario::nearest(id, known.clone());
        let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
        Fail::input(
            format!("no case is called `{id}`"),
            format!("{near}cases: {}", known.collect::<Vec<_>>().join(", ")),
        )
    })
}
