//! Runs a classic from a terminal: `cargo run --release --example classic --features clap -- epstein --run 2`.

use std::fs;
use std::path::PathBuf;

use clap::Parser;
use righting_classics::{Effort, Options, book_page, classic, replication};

/// Published models beside their published numbers.
#[derive(Parser)]
struct Arguments {
    /// Name of the model; none with --all
    model: Option<String>,
    /// The whole replication table
    #[arg(long)]
    all: bool,
    /// With --all: a light replication in a few seconds
    #[arg(long)]
    light: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Folder for the charts and the page of the book
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    options: Options,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let outcomes = match &arguments.model {
        Some(name) => vec![classic(name, &arguments.options)?],
        None if arguments.all => {
            let effort = if arguments.light { Effort::Light } else { Effort::Full };
            replication(effort, arguments.options.seed(), |name| eprintln!("{name}"))?
        }
        None => return Err("name a model or ask for --all".into()),
    };
    for outcome in &outcomes {
        if arguments.json {
            println!("{}", serde_json::to_string_pretty(&outcome.to_json())?);
        } else {
            println!("{}", outcome.to_text());
        }
    }
    if let Some(out) = arguments.out {
        fs::create_dir_all(&out)?;
        for chart in outcomes.iter().flat_map(|outcome| &outcome.charts) {
            fs::write(out.join(format!("{}.svg", chart.name)), &chart.svg)?;
        }
        if arguments.all {
            fs::write(out.join("replication.md"), book_page(&outcomes))?;
        }
    }
    Ok(())
}
