//! Rows of regions and seats of government against each other and against the code of the country.

use std::collections::BTreeMap;

use righting_model::Seat;

use super::pair::Pair;
use crate::check::country::Land;
use crate::check::desk::Desk;
use crate::location::Location;
use crate::warning::Warning;

pub(super) const POVERTY: Pair = Pair {
    kind: "poverty_rate_unlikely",
    first: "`poverty_rate` of a region",
    second: "its unit, percent, and the rates of the other regions",
    rule: "warning where it is above 60, or looks like a fraction: all are below 1, or a hundred times the rate fits the \
           others",
};
pub(super) const CODE_TWICE: Pair = Pair {
    kind: "region_code_twice",
    first: "`iso3166_2` of a region",
    second: "those of the other regions",
    rule: "warning where two are the same",
};
pub(super) const CODE_FOREIGN: Pair = Pair {
    kind: "region_code_of_another_country",
    first: "`iso3166_2` of a region",
    second: "`country.iso3`",
    rule: "warning where the code begins with the letters of another country",
};
pub(super) const SEAT: Pair = Pair {
    kind: "seat_of_no_capital",
    first: "`seat = national` of a place",
    second: "`capital` of the regions, and the other national seats",
    rule: "warning where no place is one, more than two are, or one is not the capital of its region",
};

/// Percent above which a rate is looked at twice.
const MOST_POOR: f64 = 60.0;

/// Rates of poverty that may be fractions, or that hardly a country has.
pub(super) fn poverty(desk: &Desk<'_>, land: &Land) {
    let rates: Vec<(usize, f64)> =
        land.region_rows.iter().enumerate().filter_map(|(at, row)| Some((at, row.poverty_rate?))).collect();
    let whole: Vec<f64> = rates.iter().map(|(_, rate)| *rate).filter(|rate| *rate >= 1.0).collect();
    let (low, high) = (whole.iter().copied().fold(f64::INFINITY, f64::min), whole.iter().copied().fold(0.0, f64::max));
    let some = rates.iter().any(|(_, rate)| *rate > 0.0);
    let fraction = |rate: f64| {
        0.0 < rate
            && rate < 1.0
            && (whole.is_empty() || (low / 4.0..=MOST_POOR.min(high * 4.0)).contains(&(100.0 * rate)))
    };
    let found = rates.iter().filter(|(_, rate)| some && fraction(*rate)).map(|&(at, rate)| {
        let beside = if whole.is_empty() {
            "no region has 1 percent or more".to_owned()
        } else {
            format!("the others have {low} to {high}")
        };
        let message = format!(
            "region `{}` has a `poverty_rate` of {rate} percent, {beside}: perhaps {} is meant",
            land.region_rows[at].id,
            percent(rate)
        );
        (land.region_sheet.field(at, "poverty_rate"), message)
    });
    let help = "write percent, 12.5 for one resident in eight";
    desk.doubt(&POVERTY, found.collect(), help, |count| format!("{count} rates of poverty look like fractions"));
    let many = rates.iter().filter(|(_, rate)| *rate > MOST_POOR).map(|&(at, rate)| {
        let message = format!("region `{}` has a `poverty_rate` of {rate} percent", land.region_rows[at].id);
        (land.region_sheet.field(at, "poverty_rate"), message)
    });
    let help = "it is the share of residents below the poverty line, in percent: correct it, or leave it if it is read";
    desk.doubt(&POVERTY, many.collect(), help, |count| format!("{count} rates of poverty are above {MOST_POOR}"));
}

/// A fraction as percent, without the noise of the binary product.
fn percent(fraction: f64) -> f64 {
    (fraction * 1e8).round() / 1e6
}

/// Codes of regions that are those of others.
pub(super) fn codes(desk: &Desk<'_>, land: &Land) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let letters = rust_iso3166::from_alpha3(&land.iso3).map(|country| country.alpha2);
    let mut twice: Vec<(Location, String)> = Vec::new();
    let mut foreign: Vec<(Location, String)> = Vec::new();
    for (at, row) in land.region_rows.iter().enumerate() {
        let code = row.iso3166_2.to_uppercase();
        let field = || land.region_sheet.field(at, "iso3166_2");
        if let Some(first) = seen.insert(code.clone(), at) {
            let first = &land.region_rows[first].id;
            twice.push((field(), format!("regions `{first}` and `{}` have one code, `{}`", row.id, row.iso3166_2)));
        }
        let country = code.split_once('-').and_then(|(country, part)| {
            // Territories have a code of their country as well, such as FR-GF.
            let territory = letters.is_some_and(|own| part.starts_with(own));
            rust_iso3166::from_alpha2(country).filter(|_| !territory)
        });
        if let (Some(own), Some(country)) = (letters, country.filter(|country| Some(country.alpha2) != letters)) {
            let message = format!(
                "region `{}` has the code `{}` of {}, `country.iso3` is `{}`, whose codes begin with {own}-",
                row.id, row.iso3166_2, country.name, land.iso3
            );
            foreign.push((field(), message));
        }
    }
    let help = "give each the code of ISO 3166-2; parts of one region may share its code";
    desk.doubt(&CODE_TWICE, twice, help, |count| format!("{count} regions have the code of another"));
    let help = "correct `iso3166_2`, or `country.iso3`";
    desk.doubt(&CODE_FOREIGN, foreign, help, |count| format!("{count} regions have codes of other countries"));
}

/// Seats of national offices.
pub(super) fn seats(desk: &Desk<'_>, land: &Land) {
    let seats: Vec<usize> =
        (0..land.place_rows.len()).filter(|&place| land.place_rows[place].seat == Seat::National).collect();
    let help = "`national` is for the capital, or a former one that keeps some national offices";
    let [.., last] = seats.as_slice() else {
        let message = "no place is the seat of national offices: `seat` is `national` in none";
        desk.warn(Warning::new(SEAT.kind, land.place_sheet.head(), message).help(help));
        return;
    };
    if seats.len() > 2 {
        let names: Vec<String> = seats.iter().take(4).map(|&place| land.place_rows[place].name.clone()).collect();
        let message = format!("{} places are seats of national offices: {}", seats.len(), names.join(", "));
        let warning = Warning::new(SEAT.kind, land.place_sheet.field(*last, "seat"), message);
        desk.warn(warning.against(land.place_sheet.field(seats[0], "seat")).help(help));
    }
    for &place in seats.iter().take(2) {
        let row = &land.place_rows[place];
        let own = land.region_rows.iter().position(|region| region.id == row.region);
        let Some(region) = own.filter(|&region| land.region_rows[region].capital != row.id) else { continue };
        let message = format!(
            "place `{}`, {}, is a seat of national offices, and the `capital` of its region `{}` is `{}`",
            row.id, row.name, row.region, land.region_rows[region].capital
        );
        let warning = Warning::new(SEAT.kind, land.place_sheet.field(place, "seat"), message);
        desk.warn(warning.against(land.region_sheet.field(region, "capital")).help("correct one of the two"));
    }
}
