//! Kazakhstan 2022, as it ships and with every contested structure on: runs, writing, oracle, population, joinings, mechanisms.

use std::convert::Infallible;
use std::error::Error;
use std::fmt::Write as _;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use righting_lab::{EnsemblePlan, Outcome, Runner, Sink, run_ensemble};
use righting_model::{EngineKind, Setup, Simulation};
use righting_scenario::{Cel, Change, Scenario, Source};

/// How much to measure.
pub struct Effort {
    scenario: &'static str,
    replicates: u32,
    /// Agents of the peer's runs.
    pub peer_agents: &'static [&'static str],
}

impl Effort {
    pub const FULL: Self = Self { scenario: "kazakhstan-2022", replicates: 100, peer_agents: &["100000", "1000000"] };
    /// Small: shows that everything works.
    pub const QUICK: Self = Self { scenario: "five-towns", replicates: 4, peer_agents: &["10000"] };
}

/// What was measured.
pub struct Measured {
    pub page: String,
    pub resident_days_per_second: f64,
}

/// Every contested structure on: no mechanism is idle.
const EVERYTHING: [&str; 3] =
    ["hypotheses.organisers=true", "hypotheses.armed_groups=true", "hypotheses.elite_split=true"];

/// Factors on contagion, over which time is regressed on joinings.
const CONTAGION: [f64; 5] = [0.5, 0.7, 0.85, 1.0, 1.15];

/// Measures all of it.
pub fn measure(binary: &str, effort: &Effort) -> Result<Measured, Box<dyn Error>> {
    let changes = EVERYTHING.iter().map(|change| change.parse()).collect::<Result<Vec<Change>, _>>()?;
    let scenario = Scenario::load(&Source::Shipped(effort.scenario.to_owned()), &changes)?;
    let setup = &scenario.setup;
    let residents = setup.country.population() as f64;
    let mut page = format!(
        "`{}`, all mechanisms, and the three contested structures unless said: {} residents, {} places x 256 strata, {} days, {} replicates.\n\n| what | measured |\n|---|---|\n",
        effort.scenario,
        setup.country.population(),
        setup.country.places.len(),
        setup.days,
        effort.replicates
    );
    let mut row = |what: &str, value: String| page += &format!("| {what} | {value} |\n");

    let shipped = Scenario::load(&Source::Shipped(effort.scenario.to_owned()), &[])?;
    let as_shipped = replicate_all(&shipped.setup, effort.replicates)?;
    row(
        "as it ships, contested structures off: one run, one thread, nothing stored",
        format!(
            "{:.2} ms of processor time, {:.0} joinings",
            1e3 * mean(&as_shipped, |run| run.seconds),
            mean(&as_shipped, |run| run.joinings)
        ),
    );
    let (busy, wall) = ensemble(&shipped.setup, effort.replicates)?;
    row(
        "the same, ensemble on every core",
        format!("{busy:.2} ms of processor time per run; {wall:.2} ms of wall time per run"),
    );

    let plain = replicate_all(setup, effort.replicates)?;
    let one = mean(&plain, |run| run.seconds);
    row("one run, one thread, nothing stored", format!("{:.2} ms of processor time", 1e3 * one));
    row(
        "steps and joinings of a run",
        format!("{:.0} and {:.0}", mean(&plain, |run| run.steps), mean(&plain, |run| run.joinings)),
    );

    let (busy, unstored) = ensemble(setup, effort.replicates)?;
    row(
        "ensemble on every core, nothing stored",
        format!("{busy:.2} ms of processor time per run; {unstored:.2} ms of wall time per run"),
    );

    let stored = stored_run(binary, effort)?;
    let wall = number(&stored, "seconds")? / f64::from(effort.replicates);
    row(
        "the same by `righting run`, tables written and checked",
        format!(
            "{:.2} ms of processor time per run; {:.2} ms of wall time per run, {:.2} of them for writing, checking and starting",
            number(&stored, "ms_per_run_per_core")?,
            1e3 * wall,
            1e3 * wall - unstored
        ),
    );
    row("its peak memory", format!("{:.0} MB", number(&stored, "peak_memory_mb")?));

    let oracle = timed(&simulation(setup), EngineKind::Oracle, 0)?;
    row(
        "the oracle, one run",
        format!("{:.2} s, {:.0} times the Sellke engine's", oracle.seconds, oracle.seconds / one),
    );

    let tenfold = replicate_all(&tenfold(setup), effort.replicates)?;
    row(
        "ten times the population: time of a run",
        format!("{:.3} of the plain one", mean(&tenfold, |run| run.seconds) / one),
    );
    row(
        "ten times the population: joinings",
        format!("{:.3} of the plain ones", mean(&tenfold, |run| run.joinings) / mean(&plain, |run| run.joinings)),
    );

    let (slope, rest) = cost_of_joining(setup, effort.replicates)?;
    row("cost of one more joining", format!("{:.1} ns", 1e9 * slope));
    row("time of a run without joinings, by the same line", format!("{:.2} ms", 1e3 * rest));

    let rate = residents * f64::from(setup.days) / one;
    row("residents simulated, one thread", format!("{:.0} million resident-days per second", rate / 1e6));
    page.push_str(&mechanisms(setup, effort.replicates)?);
    Ok(Measured { page, resident_days_per_second: rate })
}

/// Milliseconds of a run on every core: processor time per run and core, and wall time per run.
fn ensemble(setup: &Setup, replicates: u32) -> Result<(f64, f64), Box<dyn Error>> {
    let begun = Instant::now();
    let plan = EnsemblePlan::first(replicates, 1);
    let summary = run_ensemble(&simulation(setup), &plan, &mut Forget, &Runner::threads(0, &false.into())?, |_| {})?;
    let busy = summary.ms_per_run_per_core().unwrap_or(f64::NAN);
    Ok((busy, 1e3 * begun.elapsed().as_secs_f64() / f64::from(replicates)))
}

/// A simulation of a setup made of a scenario's.
fn simulation(setup: &Setup) -> Simulation {
    Simulation::new(setup.clone()).reading(Arc::new(Cel))
}

/// One run.
struct Run {
    seconds: f64,
    steps: f64,
    joinings: f64,
}

fn mean(runs: &[Run], of: fn(&Run) -> f64) -> f64 {
    runs.iter().map(of).sum::<f64>() / runs.len() as f64
}

fn replicate_all(setup: &Setup, replicates: u32) -> Result<Vec<Run>, Box<dyn Error>> {
    let simulation = simulation(setup);
    timed(&simulation, EngineKind::Sellke, 0)?; // warms caches and pages
    (0..replicates).map(|replicate| timed(&simulation, EngineKind::Sellke, replicate)).collect()
}

fn timed(simulation: &Simulation, engine: EngineKind, replicate: u32) -> Result<Run, Box<dyn Error>> {
    let begun = Stopwatch::start();
    let trace = simulation.run(engine, 1, replicate)?;
    Ok(Run { seconds: begun.seconds(), steps: f64::from(trace.steps), joinings: trace.joinings as f64 })
}

/// Processor time of this thread where the system tells it, else wall time: a busy machine then does
/// not count against a run.
struct Stopwatch {
    processor: Option<u64>,
    wall: Instant,
}

impl Stopwatch {
    fn start() -> Self {
        Self { processor: processor_nanoseconds(), wall: Instant::now() }
    }

    fn seconds(&self) -> f64 {
        match (self.processor, processor_nanoseconds()) {
            (Some(begun), Some(now)) => (now - begun) as f64 / 1e9,
            _ => self.wall.elapsed().as_secs_f64(),
        }
    }
}

fn processor_nanoseconds() -> Option<u64> {
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    schedule.split(' ').next()?.parse().ok()
}

/// Keeps nothing.
struct Forget;

impl Sink for Forget {
    type Error = Infallible;

    fn write(&mut self, _: Vec<Outcome>) -> Result<(), Infallible> {
        Ok(())
    }
}

fn stored_run(binary: &str, effort: &Effort) -> Result<serde_json::Value, Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("righting-bench-{}", std::process::id()));
    let mut command = Command::new(binary);
    command.args(["run", effort.scenario, "--json", "--no-report", "--replicates", &effort.replicates.to_string()]);
    command.args(EVERYTHING.iter().flat_map(|change| ["--set", change]));
    let output = command.arg("--out").arg(&folder).output()?;
    std::fs::remove_dir_all(&folder).ok();
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn number(object: &serde_json::Value, key: &str) -> Result<f64, String> {
    object[key].as_f64().ok_or_else(|| format!("`righting run --json` gave no {key}"))
}

/// Ten times the residents, a tenth of every hazard of joining and of the police per resident: as many
/// people act, against as many police.
fn tenfold(setup: &Setup) -> Setup {
    let mut setup = setup.clone();
    setup.country.places.iter_mut().for_each(|place| place.population *= 10);
    for path in ["joining.ignition", "joining.contagion", "hypotheses.organisers", "policing.per_thousand"] {
        change(&mut setup, path, |value| value / 10.0);
    }
    setup
}

fn change(setup: &mut Setup, path: &str, to: impl Fn(f64) -> f64) {
    let value = setup.parameters.get(path).unwrap_or_else(|| unreachable!("`{path}` is registered"));
    setup.hold(path, to(value)).unwrap_or_else(|error| unreachable!("{error}"));
}

/// Slope and intercept of seconds on joinings, by least squares over runs of several contagions.
fn cost_of_joining(setup: &Setup, replicates: u32) -> Result<(f64, f64), Box<dyn Error>> {
    let mut runs = Vec::new();
    for factor in CONTAGION {
        let mut setup = setup.clone();
        change(&mut setup, "joining.contagion", |value| value * factor);
        runs.extend(replicate_all(&setup, replicates.div_ceil(4))?);
    }
    let (x, y) = (mean(&runs, |run| run.joinings), mean(&runs, |run| run.seconds));
    let covariance: f64 = runs.iter().map(|run| (run.joinings - x) * (run.seconds - y)).sum();
    let variance: f64 = runs.iter().map(|run| (run.joinings - x) * (run.joinings - x)).sum();
    let slope = covariance / variance;
    Ok((slope, y - slope * x))
}

/// Share of time by mechanism, as the schedule lists them.
fn mechanisms(setup: &Setup, replicates: u32) -> Result<String, Box<dyn Error>> {
    let simulation = simulation(setup);
    let mut seconds = vec![0.0; simulation.schedule().mechanisms().len()];
    for replicate in 0..replicates.div_ceil(4) {
        let mut last: Option<(usize, Instant)> = None;
        let mut probe = |mechanism: usize| {
            let now = Instant::now();
            if let Some((before, begun)) = last.replace((mechanism, now)) {
                seconds[before] += (now - begun).as_secs_f64();
            }
        };
        simulation.run_probed(EngineKind::Sellke, 1, replicate, &mut probe)?;
    }
    let total: f64 = seconds.iter().sum();
    let mut page = "\n| mechanism | share of the time |\n|---|---|\n".to_owned();
    for (mechanism, seconds) in simulation.schedule().mechanisms().zip(&seconds) {
        let _ = writeln!(page, "| {} | {:.1} % |", mechanism.name(), 100.0 * seconds / total);
    }
    Ok(page)
}
