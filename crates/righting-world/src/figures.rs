//! National figures from the years before a start, each with its origin.

use righting_data::Mark;

use crate::country::Country;
use crate::people::Residents;
use crate::series::{StandIn, stand_in};
use crate::stats::{normal, quantile, sigma};
use crate::world::World;

/// A figure with its origin.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Figure {
    pub value: f64,
    /// Year of the value; none for a stand-in.
    pub year: Option<i16>,
    pub mark: Mark,
    /// Source and rule, for people.
    pub source: String,
    pub licence: &'static str,
    /// Range of an assumption.
    pub prior: (f64, f64),
}

/// What a scenario states about the nation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Figures {
    pub residents: Residents,
    /// 0 to 1.
    pub gini: Figure,
    /// Percent of residents.
    pub poverty: Figure,
    /// Product, dollars a year.
    pub product: Figure,
    /// Rule of law, control of corruption, voice and accountability, government effectiveness.
    pub governance: [Figure; 4],
    /// People in the armed forces, where known; only the examples use it.
    pub armed: Option<Figure>,
    /// Percent of residents in towns, where known.
    pub urban: Option<f64>,
}

pub(crate) const GOVERNANCE: [&str; 4] =
    ["rule_of_law", "control_of_corruption", "voice_and_accountability", "government_effectiveness"];

pub(crate) const GAPMINDER: &str = "World Bank by way of Gapminder Systema Globalis (open-numbers)";
const WORLD_BANK: &str = "World Bank (open data package)";
const WGI: &str = "World Bank, Worldwide Governance Indicators";
pub(crate) const CC_BY: &str = "CC-BY-4.0";
pub(crate) const PDDL: &str = "ODC-PDDL-1.0";
pub(crate) const OWN: &str = "MIT OR Apache-2.0 (this project)";

/// Line under which anybody is poor, dollars of 2021 a day at purchasing power.
const EXTREME: f64 = 3.0;

fn read(value: f64, year: i16, source: String, licence: &'static str) -> Figure {
    Figure { value, year: Some(year), mark: Mark::Read, source, licence, prior: (value, value) }
}

fn assumed(stand: &StandIn, what: &str, factor: f64) -> Figure {
    Figure {
        value: stand.value * factor,
        year: None,
        mark: Mark::Assumed,
        source: format!("no {what} before the start: {}", stand.of),
        licence: OWN,
        prior: (stand.low * factor, stand.high * factor),
    }
}

impl World {
    /// What is known of a country before a year.
    pub(crate) fn figures(&self, country: &Country, start: i16) -> Figures {
        let gini = self.gini(country, start);
        let armed = self.series.before("armed", &country.code, start);
        let armed = armed.map(|dated| read(dated.value, dated.year, format!("armed forces, {GAPMINDER}"), CC_BY));
        Figures {
            residents: self.residents(country, start, start),
            poverty: self.poverty(country, start, gini.value),
            gini,
            product: self.product(country, start),
            governance: GOVERNANCE.map(|name| self.governance(country, name, start)),
            armed,
            urban: self.series.before("urban", &country.code, start).map(|dated| dated.value),
        }
    }

    fn gini(&self, country: &Country, start: i16) -> Figure {
        let of = |other: &Country| self.series.before("gini", &other.code, start);
        if let Some(dated) = of(country) {
            return read(dated.value / 100.0, dated.year, format!("Gini index, {GAPMINDER}"), CC_BY);
        }
        let stand = stand_in(&self.countries, country, |other| of(other).map(|dated| dated.value));
        assumed(&stand.unwrap_or_else(|| nothing(35.0, 25.0, 60.0)), "Gini index", 0.01)
    }

    /// Poverty at half the median income, or at three dollars a day where that is more, under a log-normal.
    fn poverty(&self, country: &Country, start: i16, gini: f64) -> Figure {
        let spread = sigma(gini);
        let line = libm::log(0.5);
        let usable = |percent: f64| (0.5..=99.5).contains(&percent);
        let known = [("pov830", 8.3), ("pov420", 4.2)].into_iter().find_map(|(indicator, dollars)| {
            let dated = self.series.before(indicator, &country.code, start)?;
            usable(dated.value).then_some((dated, dollars))
        });
        let share = |line: f64| 100.0 * normal(line / spread);
        let (line, year, basis) = match known {
            Some((dated, dollars)) => {
                // Log of the median, from the share under a line.
                let median = libm::log(dollars) - spread * quantile(dated.value / 100.0);
                let extreme = libm::log(EXTREME) - median;
                let basis = format!("the share under {dollars:.2} dollars a day ({:.1} percent)", dated.value);
                (line.max(extreme), Some(dated.year), basis)
            }
            None => (line, None, "no share under an international line is usable, so half the median".to_owned()),
        };
        let value = share(line).clamp(0.5, 95.0);
        Figure {
            value,
            year,
            mark: Mark::Assumed,
            source: format!(
                "people under half the median income or under 3 dollars a day, whichever is more, under a log-normal \
                 of this Gini; {basis}, {GAPMINDER}"
            ),
            licence: CC_BY,
            prior: (value / 2.0, (value * 2.0).min(99.0)),
        }
    }

    fn product(&self, country: &Country, start: i16) -> Figure {
        let code = &country.code;
        if let Some(dated) = self.series.before("gdp_usd", code, start) {
            return read(dated.value, dated.year, format!("product, current dollars, {WORLD_BANK}"), PDDL);
        }
        let people = |year| f64::from(self.residents(country, year, start).people);
        if let Some(dated) = self.series.before("gdppc", code, start) {
            let source = format!("product per head, dollars of 2015, times residents, {GAPMINDER}");
            let value = dated.value * people(dated.year);
            return Figure { mark: Mark::Derived, ..read(value, dated.year, source, CC_BY) };
        }
        let stand = stand_in(&self.countries, country, |other| {
            let dated = self.series.before("gdp_usd", &other.code, start)?;
            Some(dated.value / f64::from(self.residents(other, dated.year, start).people))
        });
        assumed(&stand.unwrap_or_else(|| nothing(5000.0, 500.0, 50_000.0)), "product", people(start))
    }

    fn governance(&self, country: &Country, name: &str, start: i16) -> Figure {
        let of = |other: &Country| self.series.before(name, &other.code, start);
        if let Some(dated) = of(country) {
            return read(dated.value, dated.year, WGI.to_owned(), CC_BY);
        }
        let stand = stand_in(&self.countries, country, |other| of(other).map(|dated| dated.value));
        assumed(&stand.unwrap_or_else(|| nothing(0.0, -2.5, 2.5)), "governance indicator", 1.0)
    }
}

/// Where no country of the world has a value before the start.
fn nothing(value: f64, low: f64, high: f64) -> StandIn {
    StandIn { value, low, high, of: "the middle of the usual range, as no country has a value then".to_owned() }
}
