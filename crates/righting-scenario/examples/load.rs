//! Loads a scenario and says what is in it: `cargo run -p righting-scenario --example load -- kazakhstan-2022`.

use righting_scenario::{Scenario, Source};

fn main() {
    let name = std::env::args().nth(1).unwrap_or_else(|| "kazakhstan-2022".to_owned());
    match Scenario::load(&Source::from_argument(&name), &[]) {
        Ok(scenario) => {
            let country = &scenario.setup.country;
            println!("{} ({})", scenario.title, scenario.id);
            println!(
                "{} people in {} places of {} regions",
                country.population(),
                country.places.len(),
                country.regions.len()
            );
            println!(
                "{} shocks, {} actions, {} days from {}",
                scenario.setup.shocks.len(),
                scenario.setup.actions.len(),
                scenario.setup.days,
                scenario.start
            );
            println!(
                "{} targets, {} events, {} facts",
                scenario.record.targets.len(),
                scenario.record.events.len(),
                scenario.record.facts.len()
            );
            println!(
                "{} numbers, {} without a source",
                scenario.numbers.len(),
                scenario.numbers.iter().filter(|n| n.mark.is_none()).count()
            );
            println!("hash {}", scenario.hash);
        }
        Err(error) => {
            eprintln!("{}", error.one_line());
            std::process::exit(2);
        }
    }
}
