//! Active and jailed counts by seed under Mesa's rules: `dock WINDOW SEEDS TICKS SIDE JAIL`.

use righting_classics::epstein::{Parameters, Rules, run_many};
use righting_classics::Shape;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [window, seeds, ticks, side, jail] = words.as_slice() else {
        return Err("usage: dock von-neumann|moore SEEDS TICKS SIDE JAIL".into());
    };
    let sight = if window == "moore" { Shape::Moore } else { Shape::VonNeumann };
    let side = side.parse()?;
    let jail = Some(jail.parse()?);
    let parameters = Parameters { width: side, height: side, jail, ..Parameters::model_one() };
    let rules = Rules { sight, ..Rules::MESA };
    let runs = run_many(rules, &parameters, ticks.parse()?, 1, seeds.parse()?)?;
    let runs: Vec<String> = runs
        .iter()
        .map(|run| {
            let active: Vec<u32> = run.counts.iter().map(|c| c.active).collect();
            let jailed: Vec<u32> = run.counts.iter().map(|c| c.jailed).collect();
            format!("{{\"active\":{active:?},\"jailed\":{jailed:?}}}")
        })
        .collect();
    println!("{{\"runs\":[{}]}}", runs.join(","));
    Ok(())
}
