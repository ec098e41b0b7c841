//! `righting forecast`

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use righting_lab::{AsOf, Band, Forecast as Made, ForecastPlan, Known, Plausibility, Unused, What, forecast};
use righting_report::{Expected, Land, counted, from_forecast, ranked};
use righting_scenario::Scenario;
use serde::Serialize;

use super::folder::{default_folder, name_of};
use super::scenario::ScenarioArgs;
use super::study_folder::{kept, write_page};
use crate::fail::Fail;
use crate::terminal::{Bar, count, emit, emit_json, runner, table};

/// Forecasts the days that follow a date from what was published before it, and from nothing else.
///
/// Draws parameters from the scenario's priors, weighs the draws by the statements known at the date, and
/// runs the survivors on. Acts of government before the date stand as they happened in the base of the
/// scenario; later ones must be triggered.
#[derive(Debug, Args)]
pub struct Forecast {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// The date: only what was published before it is used; the forecast begins with it.
    #[arg(long, value_name = "DATE")]
    as_of: Date,
    /// Days to forecast.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=366))]
    days: u32,
    /// Draws from the priors.
    #[arg(long, default_value_t = ForecastPlan::default().draws, value_parser = super::bounds::draws)]
    replicates: u32,
    /// Members of the forecast, of equal weight; scores of ignorance compare at equal numbers only.
    #[arg(long, default_value_t = ForecastPlan::default().members, value_parser = super::bounds::members)]
    members: u32,
    /// Effective number of draws to keep: the likelihood is held back until there are as many.
    #[arg(long, value_name = "COUNT", default_value_t = ForecastPlan::default().least_effective, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    least_effective: u32,
    /// Seed.
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = super::bounds::seed)]
    seed: u64,
    /// Folder of the forecast; by default one in `runs` named for scenario and date, with a number if that is taken.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Goes on with a forecast that was interrupted there.
    #[arg(long)]
    resume: bool,
    /// Worker threads; one per core by default.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_parser = super::bounds::threads)]
    threads: usize,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Told<'a> {
    known: &'a Known,
    #[serde(flatten)]
    plausibility: &'a Plausibility,
    unused: &'a [Unused],
    bands: Vec<Row<'a>>,
    /// Regions by the harm that is expected by the last day, the worst first.
    ranking: Vec<Expected<'a>>,
    folder: &'a PathBuf,
}

/// The band of one series on one day.
#[derive(Serialize)]
struct Row<'a> {
    quantity: &'static str,
    place: &'a str,
    date: Date,
    mean: f64,
    p5: f64,
    p50: f64,
    p95: f64,
}

impl Forecast {
    pub fn run(self) -> Result<(), Fail> {
        if self.least_effective > self.replicates {
            let message =
                format!("{} effective draws are not to be had from {}", self.least_effective, self.replicates);
            return Err(Fail::input(message, "give more --replicates, or fewer --least-effective"));
        }
        let scenario = self.scenario.load()?;
        let history = scenario.base.as_ref().map(|base| Scenario::load(base, &[])).transpose()?;
        let view = AsOf::new(&scenario, history.as_ref().unwrap_or(&scenario), self.as_of, self.days)?;
        let (plausibility, residents) = (Plausibility::of(&scenario), scenario.setup.country.population());
        let land = Land::of(&scenario)?;
        drop((scenario, history));
        let plan = ForecastPlan {
            seed: self.seed,
            draws: self.replicates,
            members: self.members,
            least_effective: self.least_effective,
        };
        let name = format!("{}-as-of-{}", name_of(&self.scenario.scenario), self.as_of);
        let out = self.out.clone().map_or_else(|| default_folder(&name, self.resume), Ok)?;
        let bar = Bar::new(u64::from(self.replicates), "runs");
        let made = forecast(&view, &plan, &out, self.resume, &runner(self.threads)?, |progress| {
            bar.length(progress.total);
            bar.at(progress.done, String::new());
        });
        bar.clear();
        let made = made.map_err(|error| kept(error, &out))?;
        let mut plausibility = plausibility.with_crowd(largest_crowd(&made), residents);
        plausibility.notices.extend(weightless(made.known.statements, made.known.power));
        write_page(&out, &from_forecast(&view, land, &made, &plausibility))?;
        if self.json {
            let (known, unused) = (&made.known, made.unused.as_slice());
            let (bands, ranking) = (bands(&made), ranked(&made));
            emit_json(&Told { known, plausibility: &plausibility, unused, bands, ranking, folder: &out })?;
        } else {
            emit(&format!("{}{}", plausibility.text(), text(&made, &out)))?;
        }
        // A draw that fails weighs nothing; a member that fails is missing from what was asked for.
        let lost = self.members - made.known.members.min(self.members);
        if lost == 0 {
            return Ok(());
        }
        Err(Fail::Check(format!("{lost} of {} members failed; the forecast is without them", self.members)))
    }
}

/// Powers of the likelihood below this leave a forecast what it was without the statements.
const LEAST_POWER: f64 = 0.01;

/// What to say where the likelihood was held back to nothing.
fn weightless(statements: u32, power: f64) -> Option<String> {
    (statements > 0 && power < LEAST_POWER).then(|| {
        format!(
            "What was known has no weight in this forecast: the likelihood was held back to its power {power:.3}, as too few \
             draws come near it. Give more --replicates, or fewer --least-effective."
        )
    })
}

/// The largest median crowd of a day.
fn largest_crowd(made: &Made) -> f64 {
    let days = made.series(What::Active.name(), "nation").unwrap_or_default();
    days.iter().map(|members| Band::of(members).p50).fold(0.0, f64::max)
}

fn bands(made: &Made) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (series, days) in made.known.series.iter().zip(&made.values) {
        for (day, members) in days.iter().enumerate() {
            let Band { mean, p5, p50, p95 } = Band::of(members);
            let (quantity, place, date) = (series.what.name(), series.place.as_str(), made.date(day));
            rows.push(Row { quantity, place, date, mean, p5, p50, p95 });
        }
    }
    rows
}

fn text(made: &Made, out: &std::path::Path) -> String {
    let nation = |what: What| made.series(what.name(), "nation").unwrap_or_default();
    let shown = [What::Active, What::Rioting, What::DetainedTotal, What::DeathsTotal, What::RegionsReached];
    let rows = (0..made.known.days as usize).map(|day| {
        let mut cells = vec![made.date(day).to_string()];
        cells.extend(shown.map(|what| {
            let band = Band::of(&nation(what)[day]);
            format!("{} ({} to {})", count(band.p50), count(band.p5), count(band.p95))
        }));
        cells
    });
    let known = &made.known;
    let held = if known.power < 1.0 {
        format!(
            "; the likelihood was held back to its power {:.2} (whole: {:.1})",
            known.power, known.effective_untempered
        )
    } else {
        String::new()
    };
    let private = match known.statements_private {
        0 => String::new(),
        private => format!(", {} imported and not listed", count(f64::from(private))),
    };
    format!(
        "{}{}{}\nas of {}: {} known, {} of them no evidence{private}; {} happened\n{}{} draws, effective {:.0}{held}; {} \
         members from {}{}\n{}\n",
        table(&["", ">active", ">rioting", ">detained", ">deaths", ">regions"], rows),
        regions(made),
        known.limits.lines().next().unwrap_or_default(),
        known.as_of,
        counted(u64::from(known.statements), "statement", "statements"),
        known.statements_unused,
        counted(known.stood.len() as u64, "act stands as it", "acts stand as they"),
        unused(&made.unused),
        known.draws,
        known.effective,
        known.members,
        counted(u64::from(known.survivors), "survivor", "survivors"),
        if known.failed > 0 {
            format!(
                "; {} failed, {} of them members",
                counted(u64::from(known.failed), "run", "runs"),
                known.failed_members
            )
        } else {
            String::new()
        },
        out.display(),
    )
}

/// Regions that a text lists.
const MOST_REGIONS: usize = 20;

/// Where harm is expected, the worst first.
fn regions(made: &Made) -> String {
    let ranked = ranked(made);
    let rows = ranked.iter().take(MOST_REGIONS).map(|row| [&[row.name.to_owned()][..], &row.cells()].concat());
    let columns = ["by the last day in", ">deaths", ">detained", ">largest crowd", ">violence", ">protest"];
    let more = ranked.len().saturating_sub(MOST_REGIONS);
    let more = if more > 0 {
        let regions = counted(more as u64, "region", "regions");
        format!("and {regions} with less harm expected: report.html has all\n")
    } else {
        String::new()
    };
    format!("{}{more}", table(&columns, rows))
}

/// Statements named for each reason; a file of events may hold thousands.
const MOST_LINES: usize = 20;

/// The statements that are no evidence, by reason, each with its line.
fn unused(statements: &[Unused]) -> String {
    let mut reasons: Vec<&str> = statements.iter().map(|one| one.why).collect();
    reasons.sort_unstable();
    reasons.dedup();
    let told = |why: &str| {
        let all: Vec<&Unused> = statements.iter().filter(|one| one.why == why).collect();
        let lines = all.iter().take(MOST_LINES).map(|one| format!("line {} ({}, {})", one.line, one.kind, one.place));
        let lines = lines.collect::<Vec<_>>().join("; ");
        let more = all.len().saturating_sub(MOST_LINES);
        let more = if more > 0 { format!("; and {more} more, all of them in forecast.json") } else { String::new() };
        format!("no evidence, as {why}: {lines}{more}\n")
    };
    reasons.into_iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_without_weight_are_said() {
        assert!(weightless(3, 0.0).is_some_and(|said| said.contains("power 0.000")));
        assert_eq!((weightless(0, 0.0), weightless(3, 0.3)), (None, None));
    }
}
