//! What the three programs share: arguments, clock, window and the numbers of the model.

use std::time::Instant;

/// Epstein Model I under the rules of Mesa 3.5.1.
pub const CITIZENS: f64 = 0.7;
/// Cops per cell.
pub const COPS: f64 = 0.074;
/// Legitimacy.
pub const LEGITIMACY: f64 = 0.8;
/// Greatest jail term, ticks.
pub const JAIL: u32 = 1_000;
/// Net grievance above which a citizen acts.
pub const THRESHOLD: f64 = 0.1;

/// `SIDE WINDOW SECONDS SEED`.
pub struct Arguments {
    /// Cells along a side of the torus.
    pub side: usize,
    /// `moore` or `von-neumann`, radius 7.
    pub window: String,
    /// Seconds of processor time to spend.
    pub seconds: f64,
    /// Seed.
    pub seed: u64,
}

impl Arguments {
    /// From the command line.
    pub fn read() -> Result<Self, Box<dyn std::error::Error>> {
        let words: Vec<String> = std::env::args().skip(1).collect();
        let [side, window, seconds, seed] = words.as_slice() else {
            return Err("usage: PROGRAM SIDE von-neumann|moore SECONDS SEED".into());
        };
        if window != "moore" && window != "von-neumann" {
            return Err(format!("unknown window {window}").into());
        }
        let window = window.clone();
        Ok(Self { side: side.parse()?, window, seconds: seconds.parse()?, seed: seed.parse()? })
    }

    /// Offsets of the window, the centre left out.
    pub fn offsets(&self) -> Vec<(i32, i32)> {
        let moore = self.window == "moore";
        let all = (-7..=7).flat_map(|dy: i32| (-7..=7).map(move |dx: i32| (dx, dy)));
        all.filter(|&(dx, dy)| (dx, dy) != (0, 0) && (moore || dx.abs() + dy.abs() <= 7)).collect()
    }
}

/// Runs `step`, which returns the agents that took a turn, for the time asked, and prints the speed.
pub fn time(
    program: &str,
    arguments: &Arguments,
    mut step: impl FnMut() -> usize,
) -> Result<(), Box<dyn std::error::Error>> {
    for _ in 0..3 {
        step();
    }
    let wall = Instant::now();
    let start = processor_seconds()?;
    let (mut updates, mut ticks, mut agents) = (0, 0, 0);
    while processor_seconds()? - start < arguments.seconds {
        // Reading the clock costs microseconds: once in a hundred thousand updates.
        let due = updates + 100_000;
        while updates < due {
            agents = step();
            updates += agents;
            ticks += 1;
        }
    }
    let processor = processor_seconds()? - start;
    let elapsed = wall.elapsed().as_secs_f64();
    println!(
        "{{\"program\":\"{program}\",\"side\":{},\"window\":\"{}\",\"agents\":{agents},\"ticks\":{ticks},\
         \"updates_per_second\":{:.0},\"updates_per_wall_second\":{:.0},\"peak_mib\":{:.1}}}",
        arguments.side,
        arguments.window,
        updates as f64 / processor,
        updates as f64 / elapsed,
        peak_mebibytes()?,
    );
    Ok(())
}

/// Time this program has run on a processor (Linux).
fn processor_seconds() -> Result<f64, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds: f64 = text.split(' ').next().ok_or("empty schedstat")?.parse()?;
    Ok(nanoseconds * 1e-9)
}

fn peak_mebibytes() -> Result<f64, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string("/proc/self/status")?;
    let line = text.lines().find(|line| line.starts_with("VmHWM")).ok_or("no VmHWM")?;
    let kibibytes: f64 = line.split_whitespace().nth(1).ok_or("no value")?.parse()?;
    Ok(kibibytes / 1024.0)
}

/// Whether a citizen acts.
pub fn acts(hardship: f64, risk_aversion: f64, cops: u32, actives: u32) -> bool {
    let ratio = (f64::from(cops) / f64::from(actives)).round_ties_even();
    hardship * (1.0 - LEGITIMACY) - risk_aversion * (1.0 - (-2.3 * ratio).exp()) > THRESHOLD
}
