//! Paths of prices: when, where and to what each price changes, and how that looks over the days.

use righting_scenario::{PricePath, PriceStep, Scenario};
use serde::Serialize;

use super::told::{local, reach_text};
use crate::terminal::table;

/// The path of one price in places where it is the same.
#[derive(Serialize)]
pub struct Path {
    commodity: String,
    #[serde(rename = "where")]
    reach: String,
    /// Price before the crisis, national currency, if known.
    before: Option<f64>,
    steps: Vec<Step>,
    /// Price of each day at its end, relative to before the crisis; changes without a date are left out.
    daily: Vec<f64>,
}

#[derive(Serialize)]
struct Step {
    when: String,
    by: String,
    ratio: f64,
    price: Option<f64>,
}

impl Path {
    pub fn of(scenario: &Scenario, path: &PricePath) -> Self {
        let whole = path.places.len() == scenario.setup.country.places.len();
        let dated = |day: u32| {
            let before = |step: &&PriceStep| step.minute.is_some_and(|minute| minute < (day + 1) * 1440);
            path.steps.iter().rfind(before).map_or(1.0, |step| step.ratio)
        };
        let step = |step: &PriceStep| Step {
            when: step.minute.map_or_else(|| "when due".to_owned(), |minute| local(scenario, minute)),
            by: step.by.clone(),
            ratio: step.ratio,
            price: step.price,
        };
        Self {
            commodity: path.commodity.clone(),
            reach: if whole { "nation".to_owned() } else { reach_text(scenario, &path.places) },
            before: path.before,
            steps: path.steps.iter().map(step).collect(),
            daily: (0..scenario.setup.days).map(dated).collect(),
        }
    }

    /// Days as bars, the highest price full.
    fn bars(&self) -> String {
        const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
        const MOST: usize = 60;
        let highest = self.daily.iter().copied().fold(1.0, f64::max);
        let every = self.daily.len().div_ceil(MOST).max(1);
        let bar = |ratio: &f64| BARS[((ratio / highest * 8.0).ceil() as usize).clamp(1, 8) - 1];
        self.daily.iter().step_by(every).map(bar).collect()
    }
}

/// The paths as tables, each under its bars.
pub fn text(paths: &[Path]) -> String {
    if paths.is_empty() {
        return "none changes\n".to_owned();
    }
    let one = |path: &Path| {
        let before = path.before.map_or_else(String::new, |price| format!(", {price} before"));
        let rows = path.steps.iter().map(|step| {
            let price = step.price.map_or_else(String::new, |price| format!("{price:.2}"));
            vec![step.when.clone(), price, format!("{:.3}", step.ratio), step.by.clone()]
        });
        let table = table(&["when", ">price", ">× before", "by"], rows);
        format!("{} in {}{before}\n{}  day by day\n{table}", path.commodity, path.reach, path.bars())
    };
    paths.iter().map(one).collect::<Vec<_>>().join("\n")
}
