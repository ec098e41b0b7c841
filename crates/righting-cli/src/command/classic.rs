//! `righting classic`

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use righting_classics::{Claim, Effort, Options, Outcome, classic, classics, replication};
use righting_store::ClassicFolder;
use serde::Serialize;
use serde_json::Value;

use super::share;
use crate::fail::Fail;
use crate::terminal::{Bar, emit, emit_json, table};

/// Runs a published model from its rules and prints what was published beside what is obtained.
#[derive(Debug, Args)]
pub struct Classic {
    /// Model.
    #[arg(required_unless_present = "all", value_parser = names())]
    name: Option<String>,
    /// Every published statement of every model: the replication table. Takes minutes.
    #[arg(long, conflicts_with_all = ["name", "replicates", "ticks", "rules", "run", "side", "vision", "citizens", "cops", "legitimacy", "jail"])]
    all: bool,
    /// Few runs and short ones, in seconds: more statements miss by chance.
    #[arg(long, requires = "all")]
    quick: bool,
    #[command(flatten)]
    options: Options,
    /// Exits with 1 unless at least this share of the statements is met.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    require_hits: Option<f64>,
    /// Folder for tables (Parquet), charts (SVG) and the page of the table (Markdown).
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replaces files that are there already.
    #[arg(long, requires = "out")]
    force: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(classics().iter().map(|classic| PossibleValue::new(classic.name).help(classic.title)))
}

/// What is told of all models at once.
#[derive(Serialize)]
struct Told {
    hits: usize,
    total: usize,
    classics: Vec<Value>,
}

impl Classic {
    pub fn run(self) -> Result<(), Fail> {
        let folder = self.out.as_ref().map(|out| ClassicFolder::new(out, self.force)).transpose()?;
        let outcomes = match &self.name {
            Some(name) => vec![classic(name, &self.options)?],
            None => self.replicate()?,
        };
        let files = folder.map_or_else(|| Ok(Vec::new()), |folder| folder.keep(&outcomes))?;
        let claims: Vec<&Claim> = outcomes.iter().flat_map(|outcome| &outcome.claims).collect();
        let (hits, total) = (claims.iter().filter(|claim| claim.hit).count(), claims.len());
        match outcomes.as_slice() {
            [outcome] if self.json => emit_json(&outcome.to_json())?,
            _ if self.json => {
                emit_json(&Told { hits, total, classics: outcomes.iter().map(Outcome::to_json).collect() })?;
            }
            [outcome] => emit(&outcome.to_text())?,
            _ => emit(&format!("{}{hits} of {total} statements are met\n", rows_of(&claims)))?,
        }
        if !self.json {
            emit(&files.iter().map(|path| format!("{}\n", path.display())).collect::<String>())?;
        }
        match self.require_hits {
            Some(_) if total == 0 => Err(Fail::Check("there is no statement to be met".to_owned())),
            Some(share) if (hits as f64) < share * total as f64 => {
                Err(Fail::Check(format!("{hits} of {total} statements are met, fewer than {:.0} %", 100.0 * share)))
            }
            _ => Ok(()),
        }
    }

    fn replicate(&self) -> Result<Vec<Outcome>, Fail> {
        let effort = if self.quick { Effort::Light } else { Effort::Full };
        let bar = Bar::new(classics().len() as u64, "models");
        let mut begun = 0;
        let outcomes = replication(effort, self.options.seed(), |name| {
            bar.at(begun, format!("· {name}"));
            begun += 1;
        });
        bar.clear();
        Ok(outcomes?)
    }
}

/// The replication table, and under it what there is to say about a statement.
fn rows_of(claims: &[&Claim]) -> String {
    let rows = claims.iter().map(|claim| {
        let verdict = if claim.hit { "hit" } else { "MISS" };
        let source = format!("{} ({})", claim.published, claim.mark.label());
        vec![claim.what.clone(), source, claim.obtained.clone(), claim.rule.clone(), verdict.to_owned()]
    });
    let table = table(&["statement", "source says", "obtained", "met if", ""], rows);
    let noted = claims.iter().filter(|claim| !claim.note.is_empty());
    table + &noted.map(|claim| format!("* {}: {}\n", claim.what, claim.note)).collect::<String>()
}
