//! Which regions a feature covers: by its list `regions`, or by a property that names a region.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::outline::Mended;
use super::{Feature, Sheet, title};
use crate::error::{DataError, Problem};
use crate::identifier::identifier;
use crate::region::{RegionId, RegionIndex};
use crate::table::clip;

/// Properties that usually name a region, the likelier first: our own, geoBoundaries, GADM, Natural Earth, OCHA.
const USUAL: [&str; 14] = [
    "name",
    "region",
    "id",
    "shapeName",
    "NAME_1",
    "name_en",
    "admin1Name",
    "ADM1_EN",
    "NAME",
    "admin",
    "shapeISO",
    "iso_3166_2",
    "ISO_1",
    "HASC_1",
];

type Covered = (String, Vec<RegionId>);

/// Name and regions of each feature.
pub(super) fn regions_of(
    sheet: &Sheet<'_>,
    features: &[Feature<'_>],
    regions: &RegionIndex<'_>,
    mended: &mut Mended,
) -> Result<Vec<Covered>, DataError> {
    let lists = features.iter().any(|feature| feature.properties.is_some_and(|all| all.contains_key("regions")));
    if lists {
        return features.iter().map(|feature| listed_regions(sheet, feature, regions)).collect();
    }
    let known = Known::new(regions);
    let Some(key) = best_property(features, &known) else { return Err(sheet.error(0, nothing_named(features))) };
    mended.say(0, format!("features are matched to regions by their property `{}`", clip(key)));
    let covered = |feature: &Feature<'_>| {
        let value = feature.properties.and_then(|all| all.get(key)).and_then(shown);
        let region = value.as_deref().and_then(|value| known.find(value));
        let name = usual_name(feature.properties).map(str::to_owned).or(value);
        (name.unwrap_or_else(|| format!("feature {}", feature.number)), region.cloned().into_iter().collect())
    };
    Ok(features.iter().map(covered).collect())
}

/// The name of a feature by a usual property.
pub(super) fn usual_name(properties: Option<&Map<String, Value>>) -> Option<&str> {
    let named = USUAL.iter().filter_map(|key| properties?.get(*key)?.as_str());
    named.map(str::trim).find(|name| !name.is_empty())
}

/// Names in backticks, cut after a dozen.
pub(super) fn listed(names: &[String]) -> String {
    const MOST: usize = 12;
    let shown: Vec<String> = names.iter().take(MOST).map(|name| format!("`{}`", clip(name))).collect();
    match names.len().saturating_sub(MOST) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The regions of a feature that lists their identifiers.
fn listed_regions(sheet: &Sheet<'_>, feature: &Feature<'_>, regions: &RegionIndex<'_>) -> Result<Covered, DataError> {
    let list = feature.properties.and_then(|all| all.get("regions")).unwrap_or(&Value::Null);
    let one = std::slice::from_ref(list);
    let entries = list.as_array().map_or(if list.is_string() { one } else { &[] }, Vec::as_slice);
    let texts: Option<Vec<&str>> = entries.iter().map(Value::as_str).collect();
    let Some(ids) = texts.filter(|_| list.is_array() || list.is_string()) else {
        let wanted = format!("{}: expected a list property `regions` of region identifiers", title(feature));
        return Err(sheet.error(feature.at, Problem::GeoJson(wanted)));
    };
    let find = |id: &&str| match regions.find(id) {
        Some(region) => Ok(region.id.clone()),
        None => Err(unknown(sheet, feature, id, regions)),
    };
    let found = ids.iter().map(find).collect::<Result<Vec<_>, DataError>>()?;
    let own = found.first().and_then(|id| regions.find(id.as_str())).map(|region| region.name.as_str());
    let name = usual_name(feature.properties).or(own);
    Ok((name.map_or_else(|| format!("feature {}", feature.number), str::to_owned), found))
}

/// An unknown region; its place is where the name stands in quotes.
fn unknown(sheet: &Sheet<'_>, feature: &Feature<'_>, id: &str, regions: &RegionIndex<'_>) -> DataError {
    let quoted = Value::from(id).to_string();
    let at = sheet.text[feature.at..].find(&quoted).map(|at| feature.at + at + 1);
    let problem = Problem::Unknown {
        what: "region",
        found: clip(id),
        nearest: regions.near(id),
        known: regions.ids().into_iter().map(str::to_owned).collect(),
    };
    let error = sheet.error(at.unwrap_or(feature.at), problem);
    DataError { column: Some("regions".to_owned()), span: at.map(|at| at..at + quoted.len() - 2), ..error }
}

/// Regions by identifier, name and ISO code, accents and case aside.
struct Known<'r>(BTreeMap<String, Option<&'r RegionId>>);

impl<'r> Known<'r> {
    fn new(regions: &RegionIndex<'r>) -> Known<'r> {
        let mut known: BTreeMap<String, Option<&RegionId>> = BTreeMap::new();
        for region in regions.all() {
            let spellings = [region.id.as_str(), &region.name, &region.iso3166_2].map(identifier);
            for spelling in spellings.into_iter().flatten().collect::<BTreeSet<_>>() {
                // What two regions are called names neither.
                known.entry(spelling).and_modify(|one| *one = None).or_insert(Some(&region.id));
            }
        }
        Known(known)
    }

    fn find(&self, value: &str) -> Option<&'r RegionId> {
        identifier(value).and_then(|value| self.0.get(&value).copied().flatten())
    }
}

/// The property that names most regions; of equals the more usual.
fn best_property<'v>(features: &[Feature<'v>], known: &Known<'_>) -> Option<&'v str> {
    let mut named: BTreeMap<&str, BTreeSet<&RegionId>> = BTreeMap::new();
    for (key, value) in features.iter().filter_map(|feature| feature.properties).flatten() {
        if let Some(region) = shown(value).and_then(|value| known.find(&value)) {
            named.entry(key).or_default().insert(region);
        }
    }
    let rank = |key: &str| USUAL.iter().position(|usual| *usual == key).unwrap_or(USUAL.len());
    let best = named
        .into_iter()
        .max_by(|(a, some), (b, more)| some.len().cmp(&more.len()).then(rank(b).cmp(&rank(a))).then(b.cmp(a)));
    best.map(|(key, _)| key)
}

/// No property names a region: the error says what there is.
fn nothing_named(features: &[Feature<'_>]) -> Problem {
    const MOST: usize = 12;
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    for (key, value) in features.iter().filter_map(|feature| feature.properties).flatten() {
        if let Some(value) = shown(value) {
            seen.entry(key).or_insert(value);
        }
    }
    let there: Vec<String> =
        seen.iter().take(MOST).map(|(key, value)| format!("`{}` (`{}`)", clip(key), clip(value))).collect();
    let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
    Problem::GeoJson(format!(
        "no property of the features names a region; there are: {there}; add a list `regions` of identifiers, or a property with \
         the id, name or ISO code of a region"
    ))
}

fn shown(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
