//! The machine: processor, cores, load, date, memory bandwidth.

use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use righting_model::Kernel;

/// Numbers per array of the triad: 128 MiB each, far beyond any cache.
const LENGTH: usize = 1 << 24;

/// A table that describes this machine.
pub fn describe() -> Result<String, std::io::Error> {
    let date = Command::new("date").args(["-u", "+%Y-%m-%d %H:%M UTC"]).output()?;
    let cores = std::thread::available_parallelism()?;
    let processor = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let processor = processor
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("unknown", |name| name.trim_start_matches([' ', '\t', ':']));
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown").to_owned();
    Ok(format!(
        "| machine | |\n|---|---|\n| date | {} |\n| processor | {processor} |\n| cores | {cores} |\n| kernel level | {} |\n\
         | triad, one thread | {:.1} GB/s |\n| load average at the start | {load} |\n",
        String::from_utf8_lossy(&date.stdout).trim(),
        Kernel::best().name(),
        triad()
    ))
}

/// Bytes that a[i] = b[i] + s c[i] moves per second, in 10^9: the best of five passes, 24 bytes a number.
fn triad() -> f64 {
    let (b, c) = (vec![1.0_f64; LENGTH], vec![2.0_f64; LENGTH]);
    let mut a = vec![0.0_f64; LENGTH];
    let mut best = f64::INFINITY;
    for pass in 0..5 {
        let scale = f64::from(pass);
        let begun = Instant::now();
        for ((a, b), c) in a.iter_mut().zip(&b).zip(&c) {
            *a = b + scale * c;
        }
        black_box(&a);
        best = best.min(begun.elapsed().as_secs_f64());
    }
    24.0 * LENGTH as f64 / best / 1e9
}
