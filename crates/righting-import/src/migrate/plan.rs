//! The plan of a fit: the parameters that it moves.

use righting_model::{Successor, successor};
use toml_edit::{Item, Table, value};

use super::{Became, Draft, text_of, written};

/// Renames or takes out the parameters of a plan.
pub(super) fn migrate(draft: &mut Draft) {
    paths(draft, "parameter", &|_| false);
}

/// Entries of an array of tables, each of which names a parameter by its `path`: those of another name are renamed, those
/// without a counterpart, and those for which `drops` holds, are taken out.
pub(super) fn paths(draft: &mut Draft, array: &str, drops: &dyn Fn(&str) -> bool) {
    let Some(tables) = draft.document.get_mut(array).and_then(Item::as_array_of_tables_mut) else { return };
    let mut tables = std::mem::take(tables);
    let (mut kept, mut out, mut renamed) = (Vec::new(), Vec::new(), Vec::new());
    for mut table in tables.iter().cloned().collect::<Vec<Table>>() {
        let path = text_of(&table, "path").unwrap_or_default().to_owned();
        match successor(plain(&path)) {
            Some(Successor::Renamed(now)) if !drops(&path) => {
                table.insert("path", value(now));
                renamed.push((path, now));
                kept.push(table);
            }
            Some(Successor::Renamed(now)) => out.push((path, table, format!("what it speaks of is called `{now}`"))),
            Some(Successor::Replaced(by) | Successor::AnotherLaw(by)) => out.push((path, table, by.to_owned())),
            None if drops(&path) => out.push((path, table, "what it speaks of was taken out".to_owned())),
            None => kept.push(table),
        }
    }
    tables.clear();
    kept.into_iter().for_each(|table| tables.push(table));
    let empty = tables.is_empty();
    if empty {
        draft.document.remove(array);
    } else if let Some(item) = draft.document.get_mut(array) {
        *item = Item::ArrayOfTables(tables);
    }
    for (path, now) in renamed {
        let (was, now) = (format!("[[{array}]] path = \"{path}\""), format!("path = \"{now}\""));
        draft.step(was, Became::Renamed, now, "the same under another name".to_owned());
    }
    for (path, table, why) in out {
        let lines = written(&format!("[[{array}]]"), &table);
        draft.take_out(&format!("[[{array}]] path = \"{path}\""), &lines, why);
    }
}

/// A path without the table of all parameters.
pub(super) fn plain(path: &str) -> &str {
    path.strip_prefix("parameters.").unwrap_or(path)
}
