//! Tables of sources and priors against what they speak of.

use righting_model::{Mark, Parameters};

use super::pair::Pair;
use super::sources::Sources;
use crate::check::country::Land;
use crate::check::desk::Desk;
use crate::location::Location;
use crate::names::nearest;
use crate::number::{Number, Prior};
use crate::raw::RawScenario;
use crate::record::Record;
use crate::warning::Warning;

pub(super) const FILE: Pair = Pair {
    kind: "source_of_no_file",
    first: "`file` of a row of the table of sources",
    second: "the files that the scenario reads",
    rule: "warning where the file is none of them; files of packs/ are what they were made from",
};
pub(super) const COLUMN: Pair = Pair {
    kind: "source_of_no_column",
    first: "`column_or_id` of a row of the table of sources",
    second: "the columns and identifiers of that file",
    rule: "warning where it is none of them, nor `all`",
};
pub(super) const PRIOR: Pair = Pair {
    kind: "value_outside_prior",
    first: "a `[[prior]]` of a parameter",
    second: "the parameter's value in this scenario",
    rule: "warning where the value lies outside, unless it is 0 and the prior one of factors: switched off",
};
pub(super) const ASSUMED: Pair = Pair {
    kind: "number_outside_prior",
    first: "`prior` of a `[[source]]`",
    second: "the number it speaks of",
    rule: "warning where an assumed number lies outside the range said of it",
};

/// Rows of the table of sources that speak of nothing.
pub(super) fn sources(desk: &Desk<'_>, land: &Land, record: &Record, sources: &Sources<'_>) {
    let Some(sheet) = sources.record.sources.as_ref() else { return };
    let tables = sources.tables(land);
    let mut strange: Vec<(Location, String)> = Vec::new();
    let mut columns: Vec<(Location, String)> = Vec::new();
    for (index, row) in record.provenance.iter().enumerate() {
        let known = tables.iter().find(|(name, _)| *name == row.file);
        match known {
            Some((_, Some(table))) => {
                let names = table.columns();
                let missing = |item: &&str| !names.contains(item) && !table.names_row(item);
                let item = row.item.split(',').map(str::trim).filter(|item| *item != "all").find(missing);
                if let Some(item) = item.filter(|_| !table.names_row(&row.item)) {
                    let near = nearest(item, names.iter().copied())
                        .map_or_else(String::new, |near| format!("; the nearest is `{near}`"));
                    columns.push((
                        sheet.field(index, "column_or_id"),
                        format!("`{}` has no column and no row `{item}`{near}", row.file),
                    ));
                }
            }
            Some((_, None)) => {}
            None if row.file.starts_with("packs/") || row.file.ends_with(".toml") || row.file.ends_with(".md") => {}
            None => {
                let near = nearest(&row.file, tables.iter().map(|(name, _)| *name));
                let near = near.map_or_else(String::new, |near| format!("; the nearest is `{near}`"));
                strange.push((sheet.field(index, "file"), format!("the scenario reads no file `{}`{near}", row.file)));
            }
        }
    }
    let help = "correct the row, or take it out";
    desk.doubt(&FILE, strange, help, |count| format!("{count} sources of files that the scenario does not read"));
    desk.doubt(&COLUMN, columns, help, |count| format!("{count} sources of columns that are not there"));
}

/// Values outside the ranges said of them.
pub(super) fn priors(
    desk: &Desk<'_>,
    raw: &RawScenario,
    priors: &[Prior],
    parameters: &Parameters,
    numbers: &[Number],
) {
    for (entry, prior) in raw.prior.iter().zip(priors) {
        let Some(value) = parameters.get(&prior.path) else { continue };
        // No range of factors reaches 0, at which an effect is switched off.
        let off = prior.log && value == 0.0;
        if !off && !(prior.low..=prior.high).contains(&value) {
            let message = format!(
                "`{}` is {value} in this scenario, outside its prior, {} to {}",
                prior.path, prior.low, prior.high
            );
            let help = "widen the prior, or correct the value";
            desk.warn(Warning::new(PRIOR.kind, desk.at(entry.span()), message).help(help));
        }
    }
    for entry in &raw.source {
        let (Some(path), Some(_)) = (&entry.get().path, &entry.get().prior) else { continue };
        let own = path.get().trim_start_matches("parameters.");
        let number = numbers.iter().find(|number| number.path == own && number.mark == Some(Mark::Assumed));
        let Some((number, (low, high))) = number.and_then(|number| Some((number, number.prior?))) else { continue };
        if let Ok(value) = number.value.replace('_', "").parse::<f64>()
            && !(low..=high).contains(&value)
        {
            let message = format!("`{own}` is {value}, outside the range assumed for it, {low} to {high}");
            let help = "widen `prior`, or correct the number";
            desk.warn(Warning::new(ASSUMED.kind, desk.at(entry.span()), message).help(help));
        }
    }
}
