//! The classic as the command line runs it: what it shows, and its tables and charts.

use crate::chart::{Series, Stroke, chart};
use crate::error::ClassicError;
use crate::options::Options;
use crate::outcome::{Outcome, Quantity, Table};

use super::claims;
use super::groups::Ending;
use super::model::Counts;
use super::parameters::Parameters;
use super::rules::Rules;
use super::run::{Replicate, peak, run_groups, run_many, waits_and_activations};

/// Rows of the table of ticks that fit into a modest memory (1.5 GB).
const MOST_ROWS: u64 = 20_000_000;

/// The classic as the command line runs it.
pub fn epstein(options: &Options) -> Result<Outcome, ClassicError> {
    let rules: Rules = options.rules.as_deref().unwrap_or("brookings").parse()?;
    let run = options.run.unwrap_or(2);
    let mut parameters = Parameters::run(run, rules.name() != "text")?;
    if let Some(side) = options.side {
        (parameters.width, parameters.height) = (side, side);
    }
    if let Some(vision) = options.vision {
        (parameters.vision, parameters.cop_vision) = (vision, vision);
    }
    parameters.citizens = options.citizens.unwrap_or(parameters.citizens);
    parameters.cops = options.cops.unwrap_or(parameters.cops);
    parameters.legitimacy = options.legitimacy.unwrap_or(parameters.legitimacy);
    parameters.jail = options.jail.or(parameters.jail);
    parameters.check()?;
    if parameters.groups && !matches!(rules.name(), "text" | "brookings") {
        let expected = "a run of Model I, from 1 to 5: these rules have no groups";
        return Err(ClassicError::value("run", &run.to_string(), expected));
    }
    let ticks = options.ticks.unwrap_or(match run {
        1 => 400,
        2 => 6_000,
        3..=5 => 300,
        6 => 1_000,
        _ => 15_000,
    });
    let replicates = options.replicates.unwrap_or(if parameters.groups { 12 } else { 16 });
    if !parameters.groups && u64::from(ticks) * u64::from(replicates) > MOST_ROWS {
        let found = format!("{replicates} times {ticks}");
        return Err(ClassicError::value("replicates times ticks", &found, "20 million at most, for each is a row"));
    }
    let title = format!("Epstein 2002, run {run}, rules {}", rules.name());
    let mut outcome = Outcome::new("epstein", title);
    outcome.set("rules", rules.name());
    outcome.set("run", run);
    outcome.set("seed", options.seed());
    outcome.set("replicates", replicates);
    outcome.set("ticks", ticks);
    outcome.set("legitimacy", parameters.legitimacy);
    outcome.set("cops", parameters.cops);
    let altered = Parameters::run(run, rules.name() != "text")? != parameters;
    if parameters.groups {
        let runs = run_groups(rules, &parameters, ticks, options.seed(), replicates)?;
        describe_groups(&mut outcome, &runs, ticks);
        if !altered {
            outcome.claims = claims::of_groups(run, rules, &runs);
        }
    } else {
        let runs = run_many(rules, &parameters, ticks, options.seed(), replicates)?;
        describe(&mut outcome, &runs);
        if !altered {
            outcome.claims = claims::of_run(run, rules, &runs);
        }
    }
    Ok(outcome)
}

fn describe(outcome: &mut Outcome, runs: &[Replicate]) {
    let (waits, activations) = waits_and_activations(runs);
    outcome.note_sample("wait", &waits, "ticks");
    outcome.note_sample("activation", &activations, "citizen-ticks");
    outcome.note("outbursts", activations.len() as f64, "");
    let peaks: Vec<f64> = runs.iter().map(peak).collect();
    outcome.note_sample("peak_active", &peaks, "citizens");
    let updates: u64 = runs.iter().map(|run| run.updates).sum();
    let seconds: f64 = runs.iter().map(|run| run.seconds).sum();
    let name = "updates_per_second".to_owned();
    let value = updates as f64 / seconds.max(1e-9);
    outcome.timing.push(Quantity { name, value, unit: "turns/s, one thread" });
    outcome.tables.push(tick_table(runs));
    outcome.tables.push(outburst_table(runs));
    if let Some(first) = runs.first() {
        let line = |name: &str, of: fn(&Counts) -> u32| Series {
            name: name.to_owned(),
            points: first.counts.iter().map(|c| (f64::from(c.tick), f64::from(of(c)))).collect(),
            stroke: Stroke::Line,
        };
        let series = [line("active", |c| c.active), line("jailed", |c| c.jailed)];
        let title = format!("{}: first replicate", outcome.title);
        outcome.charts.push(chart("epstein", &title, "tick", "citizens", &series));
    }
}

fn describe_groups(outcome: &mut Outcome, runs: &[(Ending, u64)], cap: u32) {
    let mut times = Vec::new();
    let mut victors = [0.0; 2];
    for (ending, _) in runs {
        if let Ending::Genocide { tick, victor } = ending {
            times.push(f64::from(*tick));
            if let Some(victor) = victor {
                victors[usize::from(*victor)] += 1.0;
            }
        }
    }
    outcome.note("genocides", times.len() as f64, "runs");
    outcome.note_sample("genocide_time", &times, "ticks, of the runs that ended so");
    outcome.note("green_victories", victors[0], "runs");
    outcome.note("blue_victories", victors[1], "runs");
    outcome.note_sample("killed", &runs.iter().map(|r| r.1 as f64).collect::<Vec<_>>(), "people");
    let whole = |of: &dyn Fn(&(Ending, u64)) -> i64| runs.iter().map(of).collect::<Vec<i64>>();
    let tick = |r: &(Ending, u64)| match r.0 {
        Ending::Genocide { tick, .. } => tick.into(),
        Ending::Coexistence => cap.into(),
    };
    let table = Table::new("endings")
        .whole("replicate", (0..runs.len() as i64).collect())
        .whole("tick", whole(&tick))
        .whole("genocide", whole(&|r| (r.0 != Ending::Coexistence).into()))
        .whole("killed", whole(&|r| r.1 as i64));
    outcome.tables.push(table);
    let mut sorted: Vec<f64> = runs.iter().map(|r| tick(r) as f64).collect();
    sorted.sort_by(f64::total_cmp);
    let alive = sorted.iter().enumerate().map(|(i, &t)| (t, 1.0 - (i + 1) as f64 / sorted.len() as f64));
    let points = [(0.0, 1.0)].into_iter().chain(alive).collect();
    let series = [Series { name: "both alive".into(), points, stroke: Stroke::Steps }];
    let title = format!("{}: share of runs in which both groups live", outcome.title);
    outcome.charts.push(chart("epstein", &title, "tick", "share", &series));
}

fn tick_table(runs: &[Replicate]) -> Table {
    let column = |of: &dyn Fn(&Counts) -> u32| {
        runs.iter().flat_map(|run| run.counts.iter().map(|c| of(c).into())).collect::<Vec<i64>>()
    };
    let replicate = runs.iter().enumerate().flat_map(|(i, run)| vec![i as i64; run.counts.len()]);
    Table::new("ticks")
        .whole("replicate", replicate.collect())
        .whole("tick", column(&|c| c.tick))
        .whole("active", column(&|c| c.active))
        .whole("quiet", column(&|c| c.quiet))
        .whole("jailed", column(&|c| c.jailed))
        .whole("cops", column(&|c| c.cops))
}

fn outburst_table(runs: &[Replicate]) -> Table {
    let rows = || runs.iter().enumerate().flat_map(|(i, run)| run.outbursts.iter().map(move |b| (i, b)));
    Table::new("outbursts")
        .whole("replicate", rows().map(|(i, _)| i as i64).collect())
        .whole("start", rows().map(|(_, b)| b.start.into()).collect())
        .real("wait", rows().map(|(_, b)| b.wait.map_or(f64::NAN, f64::from)).collect())
        .whole("activation", rows().map(|(_, b)| b.activation as i64).collect())
        .whole("peak", rows().map(|(_, b)| b.peak.into()).collect())
}
