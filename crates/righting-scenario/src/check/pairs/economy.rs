//! The nation's figures against each other and against the indicators that ship with the program.

use righting_data::Indicator;

use super::pair::Pair;
use crate::check::country::Land;
use crate::check::desk::Desk;
use crate::raw::{Located, RawCountry};
use crate::warning::Warning;

pub(super) const CODE: Pair = Pair {
    kind: "country_code_unknown",
    first: "`country.iso3`",
    second: "the codes of ISO 3166-1; XAA to XZZ are for invented countries",
    rule: "warning",
};
pub(super) const MONEY: Pair = Pair {
    kind: "currency_of_another_country",
    first: "`country.currency`",
    second: "`country.iso3`, by the list of ISO 4217",
    rule: "warning where the currency is not known, or neither the US dollar nor that of the country",
};
pub(super) const INCOMES: Pair = Pair {
    kind: "incomes_against_output",
    first: "`income_month` of the regions times their residents",
    second: "`country.output_per_day`",
    rule: "warning where the incomes of a year are under a twentieth of the output of a year or above one and a half",
};
pub(super) const PEOPLE: Pair = Pair {
    kind: "residents_against_indicator",
    first: "`population` of the regions, summed",
    second: "the packed population of the country in the nearest year",
    rule: "warning where they differ by more than a factor of two",
};
pub(super) const GOVERNANCE: Pair = Pair {
    kind: "governance_against_indicator",
    first: "`country.governance`",
    second: "the packed governance indicators of the country in the nearest year",
    rule: "warning where one differs by more than 0.75, a third of the spread of countries",
};

/// Years between a scenario and an indicator that still speaks of it.
const NEAR: i16 = 5;

/// Figures of the nation that do not fit together.
pub(super) fn nation(desk: &Desk<'_>, land: &Land, raw: &RawCountry) {
    codes(desk, raw);
    incomes(desk, land, raw);
    let Ok(all) = crate::indicators::indicators() else { return };
    let own: Vec<&Indicator> = all.iter().filter(|row| row.iso3 == land.iso3).collect();
    let year = desk.start.year();
    let nearest = |name: &str| {
        let near = own.iter().filter(|row| row.name == name && (row.year - year).abs() <= NEAR);
        near.min_by_key(|row| ((row.year - year).abs(), row.year))
    };
    if let (Some(row), Some(file)) = (nearest("population"), &raw.regions) {
        let people = land.country.population() as f64;
        if !(row.value / 2.0..=row.value * 2.0).contains(&people) {
            let message = format!(
                "the regions hold {people} residents, {} had {} in {} by the packed indicators",
                row.country, row.value, row.year
            );
            let help = "correct `population` in the table of regions, or `country.iso3`";
            desk.warn(Warning::new(PEOPLE.kind, desk.at(file.span()), message).help(help));
        }
    }
    let Some(governance) = &raw.governance else { return };
    let raw = governance.get();
    let written = [
        ("rule_of_law", &raw.rule_of_law),
        ("control_of_corruption", &raw.control_of_corruption),
        ("voice_and_accountability", &raw.voice_and_accountability),
        ("government_effectiveness", &raw.government_effectiveness),
    ];
    for (name, value) in written {
        let (Some(value), Some(row)) = (value, nearest(name)) else { continue };
        if (value.get() - row.value).abs() > 0.75 {
            let message = format!(
                "`{name}` is {}, the packed indicator of {} for {} is {}",
                value.get(),
                row.country,
                row.year,
                row.value
            );
            let help = "correct it, or `country.iso3`; the indicators run from -2.5 to 2.5";
            desk.warn(Warning::new(GOVERNANCE.kind, desk.at(value.span()), message).help(help));
        }
    }
}

/// Whether a code is a country's, or one that is free for invented ones.
pub(super) fn is_country(code: &str) -> bool {
    let invented = code.starts_with('X') || ("QMA"..="QZZ").contains(&code) || code == "AAA" || code == "ZZZ";
    invented || rust_iso3166::from_alpha3(code).is_some()
}

/// Codes against the lists of ISO.
fn codes(desk: &Desk<'_>, raw: &RawCountry) {
    let (Some(iso3), Some(currency)) = (&raw.iso3, &raw.currency) else { return };
    let country = rust_iso3166::from_alpha3(iso3.get());
    if !is_country(iso3.get()) {
        let message = format!("no country has the ISO 3166-1 alpha-3 code `{}`", iso3.get());
        let known = rust_iso3166::ALL.iter().map(|country| country.alpha3);
        let near = crate::names::nearest(iso3.get(), known).map(|near| format!("did you mean `{near}`? "));
        let help = format!("{}invented countries take a code from XAA to XZZ", near.unwrap_or_default());
        desk.warn(Warning::new(CODE.kind, desk.at(iso3.span()), message).help(help));
    }
    let Some(money) = iso_currency::Currency::from_code(currency.get()) else {
        if currency.get() != "XXX" && currency.get() != "XTS" {
            let message = format!("no currency has the ISO 4217 code `{}`", currency.get());
            let help = "correct it; XXX stands for none";
            desk.warn(Warning::new(MONEY.kind, desk.at(currency.span()), message).help(help));
        }
        return;
    };
    let Some(country) = country else { return };
    // The two lists name countries by their two letters.
    let users = money.used_by();
    // Money of account for every country: what is compared between countries stands in it.
    let of_account = currency.get() == "USD";
    if !of_account && !users.is_empty() && users.iter().all(|user| format!("{user:?}") != country.alpha2) {
        money_of_another(desk, iso3, currency, country.name, money.name());
    }
}

fn money_of_another(desk: &Desk<'_>, iso3: &Located<String>, currency: &Located<String>, country: &str, money: &str) {
    let message =
        format!("`currency` is {}, {money}, which is not used in {country}, `{}`", currency.get(), iso3.get());
    let warning = Warning::new(MONEY.kind, desk.at(currency.span()), message);
    desk.warn(warning.against(desk.at(iso3.span())).help("correct one of the two"));
}

/// Incomes of a year against the output of a year.
fn incomes(desk: &Desk<'_>, land: &Land, raw: &RawCountry) {
    let Some(output) = &raw.output_per_day else { return };
    let incomes: f64 = land.region_rows.iter().map(|row| 12.0 * row.income * f64::from(row.population)).sum();
    let year = 365.0 * 1e9 * land.country.output_per_day;
    if year <= 0.0 || (0.05..=1.5).contains(&(incomes / year)) {
        return;
    }
    let message = format!(
        "the residents earn {:.3} billion a year by `income_month`, {:.3} of the output of a year, {year:.3} billion by \
         `output_per_day`",
        incomes / 1e9,
        incomes / year,
        year = year / 1e9
    );
    let help = "incomes are a month's of one resident, output is in billions a day, both in the national currency";
    let warning = Warning::new(INCOMES.kind, desk.at(output.span()), message);
    desk.warn(warning.against(land.region_sheet.field(0, "income_month")).help(help));
}
