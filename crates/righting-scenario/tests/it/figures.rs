//! The figures of the scenarios that ship, against the tables of the packs that they say they are from.

use righting_scenario::{Indicator, Scenario, indicators};

use crate::good;

/// A year and the units of a currency that bought a dollar in it.
type Rate = (i16, f64);

/// Scenario, year of its governance, year of its Gini where the World Bank has one, year of its product and units of
/// its currency a dollar then.
const SAID: [(&str, i16, Option<i16>, Option<Rate>); 7] = [
    ("kazakhstan-2016", 2015, Some(2015), None),
    ("kazakhstan-2019", 2018, Some(2018), None),
    ("kazakhstan-2022", 2019, Some(2019), Some((2020, 413.0))),
    ("bahrain-2011", 2010, None, Some((2010, 0.376))),
    ("belarus-2020", 2019, Some(2019), Some((2019, 2.09))),
    ("kyrgyzstan-2010", 2009, Some(2009), Some((2009, 42.9))),
    ("solomon-islands-2021", 2019, Some(2012), Some((2019, 8.17))),
];

struct Figures(Vec<Indicator>);

impl Figures {
    fn of(&self, scenario: &Scenario, name: &str, year: i16) -> f64 {
        let row = self.0.iter().find(|row| row.iso3 == scenario.iso3 && row.name == name && row.year == year);
        row.unwrap_or_else(|| panic!("no {name} of {} in {year}", scenario.iso3)).value
    }
}

#[test]
fn governance_inequality_and_product_are_those_of_the_year_that_is_named() {
    let figures = Figures(indicators().expect("the table that ships is whole"));
    for (id, governance_year, gini_year, product) in SAID {
        let scenario = good(id, &[]);
        let country = &scenario.setup.country;
        let governance = &country.governance;
        for (name, value) in [
            ("rule_of_law", governance.rule_of_law),
            ("control_of_corruption", governance.control_of_corruption),
            ("voice_and_accountability", governance.voice_and_accountability),
            ("government_effectiveness", governance.government_effectiveness),
        ] {
            let read = figures.of(&scenario, name, governance_year);
            assert!((value - read).abs() < 0.0006, "{id}: {name} is {value}, in {governance_year} it was {read}");
        }
        if let Some(year) = gini_year {
            let read = figures.of(&scenario, "gini", year) / 100.0;
            assert!((country.gini - read).abs() < 1e-9, "{id}: {} is not {read}, the Gini of {year}", country.gini);
        }
        if let Some((year, rate)) = product {
            let a_day = figures.of(&scenario, "gdp_usd", year) * rate / 365.0 / 1e9;
            let stated = country.output_per_day;
            assert!((stated / a_day - 1.0).abs() < 0.004, "{id}: {stated} bn a day, product of {year} gives {a_day}");
        }
    }
}

/// The shock of a negative case is the rise of consumer prices of its own year.
#[test]
fn the_rise_of_prices_in_a_negative_case_is_that_of_its_year() {
    let figures = Figures(indicators().expect("the table that ships is whole"));
    for id in ["kazakhstan-2016", "kazakhstan-2019"] {
        let scenario = good(id, &[]);
        let rise = 1.0 + figures.of(&scenario, "inflation", scenario.start.year()) / 100.0;
        let shock = scenario.setup.shocks.iter().find(|shock| shock.id == "inflation").expect("the shock");
        let righting_model::ShockKind::Price { ratio } = shock.kind else { panic!("a price, not {:?}", shock.kind) };
        assert!((ratio - rise).abs() < 0.005, "{id}: {ratio}, prices rose by {rise}");
    }
}
