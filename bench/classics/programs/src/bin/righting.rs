//! Righting's side of the comparison.

use bench_classics::{Arguments, COPS, JAIL, LEGITIMACY, time};
use righting_classics::epstein::{Parameters, Rules, Society};
use righting_classics::{Chance, Shape};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::read()?;
    let sight = if arguments.window == "moore" { Shape::Moore } else { Shape::VonNeumann };
    let parameters = Parameters {
        width: arguments.side,
        height: arguments.side,
        cops: COPS,
        legitimacy: LEGITIMACY,
        jail: Some(JAIL),
        ..Parameters::model_one()
    };
    let rules = Rules { sight, ..Rules::MESA };
    let mut society = Society::new(rules, parameters, Chance::new(arguments.seed, 0))?;
    time("righting", &arguments, || {
        society.step();
        society.agents()
    })
}
