//! One scenario on top of another: tables by key, lists of named things by name.

use serde_spanned::Spanned;
use toml::de::{DeArray, DeValue};

use super::table::{Table, Value, put, text};

/// Lists whose entries bear a name, and the key of the name.
const NAMED_LISTS: &[(&str, &str)] = &[
    ("shock", "id"),
    ("action", "id"),
    ("commodity", "id"),
    ("source", "path"),
    ("prior", "path"),
    ("member", "name"),
    ("ground", "id"),
    ("reform", "id"),
    ("partner", "name"),
];

/// Tables that are one value: the new one replaces the old one whole.
const WHOLE: &[&str] = &["where"];

/// Ways to say one thing; a difference that uses one drops the others from what it changes.
const EXCLUSIVE: &[&[&[&str]]] = &[
    &[&["at"], &["when", "not_before"], &["random_per_day"]],
    &[&["until"], &["until_when"]],
    &[&["ratio"], &["from", "to"], &["rise"]],
    &[&["factor"], &["change"]],
    &[&["legal_ground"], &["invokes"]],
];

/// Name under which the entries of a list are known, if it is such a list.
pub(crate) fn name_key(list: &str) -> Option<&'static str> {
    NAMED_LISTS.iter().find(|(name, _)| *name == list).map(|(_, key)| *key)
}

/// Lays `above` over `below`.
pub(crate) fn merge<'t>(below: &mut Table<'t>, above: Table<'t>) {
    for group in EXCLUSIVE {
        for way in group.iter().filter(|way| way.iter().any(|key| above.get(*key).is_some())) {
            let others = group.iter().filter(|other| *other != way).flat_map(|other| other.iter());
            others.for_each(|key| drop(below.remove(*key)));
        }
    }
    for (key, value) in above {
        let old = below.get_mut(key.get_ref().as_ref());
        let name = key.get_ref().as_ref();
        match (old.map(|old| old.get_mut()), name_key(name)) {
            (Some(DeValue::Table(old)), _) if value.get_ref().is_table() && !WHOLE.contains(&name) => {
                let DeValue::Table(new) = value.into_inner() else { unreachable!("just seen to be a table") };
                merge(old, new);
            }
            // A prior of a `[[source]]` is two numbers, no list of named things.
            (Some(DeValue::Array(old)), Some(by)) if holds_tables(value.get_ref()) => {
                let DeValue::Array(new) = value.into_inner() else { unreachable!("just seen to be an array") };
                merge_list(old, new, by);
            }
            _ => put(below, key, value),
        }
    }
}

fn holds_tables(value: &DeValue<'_>) -> bool {
    value.as_array().is_some_and(|entries| entries.iter().all(|entry| entry.get_ref().is_table()))
}

fn merge_list<'t>(below: &mut DeArray<'t>, above: DeArray<'t>, by: &str) {
    // Two entries of one name in the same file stay two, so that the check can say so.
    let old = below.len();
    for entry in above {
        let name = name_of(&entry, by);
        let twin = name.and_then(|name| below[..old].iter().position(|other| name_of(other, by) == Some(name)));
        match (twin, entry) {
            (Some(index), entry) if entry.get_ref().is_table() => {
                let span = entry.span();
                let DeValue::Table(new) = entry.into_inner() else { unreachable!("just seen to be a table") };
                let slot = &mut below.as_mut()[index];
                if let DeValue::Table(table) = slot.get_mut() {
                    merge(table, new);
                }
                *slot = Spanned::new(span, std::mem::replace(slot.get_mut(), DeValue::Boolean(false)));
            }
            (_, entry) => below.push(entry),
        }
    }
}

pub(super) fn name_of<'v>(entry: &'v Value<'_>, by: &str) -> Option<&'v str> {
    entry.get_ref().as_table().and_then(|table| text(table, by))
}
