//! Takes out the one key or value that a reader stumbled over, so that it can read on.

use std::ops::Range;

use toml::de::{DeArray, DeValue};

use super::table::{Table, Value};

/// Takes out what stands at these bytes: a key, the value of a key, or an entry of a list; the name of the key.
pub(crate) fn drop_at(tree: &mut Table<'_>, span: &Range<usize>) -> Option<String> {
    let own = tree.iter().find(|(key, value)| key.span() == *span || is_at(value, span));
    if let Some(name) = own.map(|(key, _)| key.get_ref().to_string()) {
        tree.remove(name.as_str());
        return Some(name);
    }
    let names: Vec<String> = tree.iter().map(|(key, _)| key.get_ref().to_string()).collect();
    names.into_iter().find_map(|name| drop_inside(tree.get_mut(name.as_str())?, span, &name))
}

/// A table written in parts has the span of its first heading: it is looked into, never taken out whole.
fn is_at(value: &Value<'_>, span: &Range<usize>) -> bool {
    value.span() == *span && !span.is_empty() && !value.get_ref().is_table()
}

fn drop_inside(value: &mut Value<'_>, span: &Range<usize>, name: &str) -> Option<String> {
    match value.get_mut() {
        DeValue::Table(table) => drop_at(table, span),
        DeValue::Array(entries) => {
            if let Some(at) = entries.iter().position(|entry| is_at(entry, span)) {
                let kept = std::mem::replace(entries, DeArray::new()).into_iter().enumerate();
                kept.filter(|(index, _)| *index != at).for_each(|(_, entry)| entries.push(entry));
                return Some(name.to_owned());
            }
            entries.as_mut().iter_mut().find_map(|entry| drop_inside(entry, span, name))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::*;

    #[test]
    fn keys_values_and_entries_are_taken_out_by_their_bytes() {
        let text = "a = 1\n[t]\nbad = 2\nlist = [1, 22, 3]\n[[many]]\nx = 1\n[[many]]\ny = 2\n";
        let mut tree = DeTable::parse(text).expect("it is TOML").into_inner();
        for (part, key) in [("bad", "bad"), ("22", "list"), ("y", "y")] {
            let at = text.rfind(part).expect("it is in the text");
            assert_eq!(drop_at(&mut tree, &(at..at + part.len())).as_deref(), Some(key));
        }
        assert_eq!(drop_at(&mut tree, &(1000..1001)), None);
        assert_eq!(tree.len(), 3);
    }
}
