//! Counts of people and things against how many there are.

use righting_model::{Location as Where, Setup};

use super::pair::Pair;
use crate::check::country::Land;
use crate::check::desk::{Checked, Desk};
use crate::check::records::Sheets;
use crate::error::ScenarioError;
use crate::record::{Interval, Record, Target, TargetQuantity};
use crate::warning::Warning;
use crate::words::thousands;

pub(super) const TARGET: Pair = Pair {
    kind: "target_above_residents",
    first: "`low` of a target",
    second: "the residents, regions or facilities that there are",
    rule: "error where the nation has fewer, or where more died than live there; warning for crowds of a place or region",
};
pub(super) const KILLED: Pair = Pair {
    kind: "killings_above_residents",
    first: "`past_killings` of a place",
    second: "`population` of the place",
    rule: "warning where it is more",
};
pub(super) const GUARDS: Pair = Pair {
    kind: "guards_above_forces",
    first: "`guards` of the facilities of a region",
    second: "the security forces of the region, by `policing.per_thousand` and `security_weight`",
    rule: "warning where they are more: guards are taken from these forces",
};

/// Refuses targets that no country of this size can meet; warns of those that a place cannot.
pub(super) fn targets(desk: &Desk<'_>, land: &Land, record: &Record, sheets: &Sheets) -> Checked<()> {
    let Some(sheet) = &sheets.targets else { return Ok(()) };
    for (index, target) in record.targets.iter().enumerate() {
        let Interval::Values { low, .. } = target.interval else { continue };
        let (most, what) = there_are(land, target);
        if low <= most {
            continue;
        }
        let message = format!(
            "target `{}` has {} of at least {}, {} {}",
            target.id,
            target.quantity.name(),
            thousands(&low.to_string()),
            name_of(land, target.place),
            match what {
                "residents" => format!("has {} residents", thousands(&most.to_string())),
                what => format!("has {most} {what}"),
            }
        );
        let of_nation = target.place == Where::Nation || what != "residents";
        if of_nation || target.quantity == TargetQuantity::DeathsTotal {
            return Err(Box::new(ScenarioError::Inconsistent {
                at: sheet.field(index, "low"),
                message,
                expected: "correct the target, or its place".to_owned(),
                other: Some(table_of(land, target)),
            }));
        }
        let warning = Warning::new(TARGET.kind, sheet.field(index, "low"), message).against(table_of(land, target));
        desk.warn(warning.help("correct the target or its place; no run can meet it"));
    }
    Ok(())
}

/// The most that a target can have, and of what.
fn there_are(land: &Land, target: &Target) -> (f64, &'static str) {
    let country = &land.country;
    let people = |places: &mut dyn Iterator<Item = usize>| -> f64 {
        places.map(|place| f64::from(country.places[place].population)).sum()
    };
    match (target.quantity, target.place) {
        (TargetQuantity::RegionsReached | TargetQuantity::RegionsViolent, _) => (land.regions.len() as f64, "regions"),
        (TargetQuantity::FacilitiesLost, place) => {
            let within = |own: usize| match place {
                Where::Nation => true,
                Where::Region(region) => country.places[own].region == region,
                Where::Place(place) => own == place,
            };
            let count = country.facilities.iter().filter(|facility| within(facility.place)).count();
            (count as f64, "facilities")
        }
        // One person can be detained many times.
        (TargetQuantity::DetainedTotal, _) => (f64::INFINITY, "residents"),
        (_, Where::Nation) => (people(&mut (0..country.places.len())), "residents"),
        (_, Where::Region(region)) => (people(&mut country.places_of(region)), "residents"),
        (_, Where::Place(place)) => (people(&mut std::iter::once(place)), "residents"),
    }
}

fn name_of(land: &Land, place: Where) -> String {
    match place {
        Where::Nation => "the country".to_owned(),
        Where::Region(region) => format!("region `{}`", land.regions[region].id),
        Where::Place(place) => {
            let place = &land.place_rows[place];
            format!("place `{}`, {},", place.id, place.name)
        }
    }
}

/// Where the number stands that a target is above.
fn table_of(land: &Land, target: &Target) -> crate::location::Location {
    match (target.quantity, target.place) {
        (TargetQuantity::RegionsReached | TargetQuantity::RegionsViolent, _) => land.region_sheet.head(),
        (TargetQuantity::FacilitiesLost, _) => land.facility_sheet.as_ref().unwrap_or(&land.place_sheet).head(),
        (_, Where::Nation) => land.region_sheet.head(),
        (_, Where::Region(region)) => land.region_sheet.field(region, "population"),
        (_, Where::Place(place)) => land.place_sheet.field(place, "population"),
    }
}

/// People killed in a place in ten years against those who live there.
pub(super) fn killings(desk: &Desk<'_>, land: &Land) {
    let more = land.place_rows.iter().enumerate().filter(|(_, place)| place.past_killings > place.population);
    let found = more.map(|(index, place)| {
        let message = format!(
            "place `{}`, {}, has `past_killings` of {} and a `population` of {}",
            place.id, place.name, place.past_killings, place.population
        );
        (land.place_sheet.field(index, "past_killings"), message)
    });
    let help = "`past_killings` counts protesters killed by the state in ten years: correct one of the two";
    desk.doubt(&KILLED, found.collect(), help, |count| {
        format!("{count} places had more people killed than live there")
    });
}

/// Guards of facilities against the forces that they are taken from.
pub(super) fn guards(desk: &Desk<'_>, land: &Land, setup: &Setup) {
    let (Some(sheet), Some(per_thousand)) = (&land.facility_sheet, setup.parameters.get("policing.per_thousand"))
    else {
        return;
    };
    let country = &land.country;
    let found = land.regions.iter().enumerate().filter_map(|(region, info)| {
        let forces: f64 = country
            .places_of(region)
            .map(|place| &country.places[place])
            .map(|place| f64::from(place.population) * per_thousand / 1000.0 * place.security_weight)
            .sum();
        let of_region = || {
            let inside = |(_, own): &(usize, &righting_model::Facility)| country.places[own.place].region == region;
            country.facilities.iter().enumerate().filter(inside)
        };
        let guards: f64 = of_region().map(|(_, facility)| facility.guards).sum();
        let (largest, facility) = of_region().max_by(|(_, one), (_, other)| one.guards.total_cmp(&other.guards))?;
        (guards > forces).then(|| {
            let message = format!(
                "the facilities of region `{}` have {guards:.0} guards, the most `{}` with {:.0}; its security forces \
                 number {forces:.0}",
                info.id, facility.id, facility.guards
            );
            (sheet.field(largest, "guards"), message)
        })
    });
    let help = "correct `guards`, or `security_weight` of the places, or `policing.per_thousand`";
    desk.doubt(&GUARDS, found.collect(), help, |count| {
        format!("the facilities of {count} regions have more guards than the region has forces")
    });
}
