//! A design that the user wrote: CSV with one column per parameter and one row per trial.

use std::path::Path;

use righting_data::{DataError, NumberColumn, Problem, read_numbers};
use righting_model::Registry;

use crate::error::{LabError, no_parameter};
use crate::study::Trial;
use righting_infer::Axis;

/// A design as read.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Design {
    /// The parameters, in the order of the file.
    pub axes: Vec<Axis>,
    /// One for each row.
    pub trials: Vec<Trial>,
    /// How the file was understood where it is not plain, with file and line: semicolons, decimal commas.
    pub notes: Vec<String>,
}

/// Most trials of a design.
const MOST_TRIALS: usize = 100_000;

/// Reads a design: paths of parameters in the first line, then one line of values per trial.
///
/// # Errors
/// When the file cannot be read, names an unknown parameter, or has a value that is none or is outside its range;
/// the error bears the place in the file.
pub fn read_design(path: &Path) -> Result<Design, LabError> {
    let bytes = crate::fit::read_bytes(path)?;
    let design = parse(&bytes, path)?;
    if design.trials.len() > MOST_TRIALS {
        let error = LabError::Plan {
            path: path.to_owned(),
            text: String::from_utf8_lossy(&bytes).into_owned(),
            message: format!("the design has {} trials, expected at most {MOST_TRIALS}", design.trials.len()),
            span: 0..0,
            help: Some("split it into several".to_owned()),
        };
        return Err(error);
    }
    Ok(design)
}

fn parse(bytes: &[u8], path: &Path) -> Result<Design, LabError> {
    let registry = Registry::standard().infos();
    let columns: Vec<NumberColumn<'_>> =
        registry.iter().map(|info| NumberColumn { name: info.path, low: info.low, high: info.high }).collect();
    let file = path.to_string_lossy();
    let read = read_numbers(bytes, &file, &columns).map_err(|error| refuse(&error, bytes, path))?;
    let notes = read.notes.iter().map(ToString::to_string).collect();
    let axis = |name: String| {
        let column = columns.iter().find(|column| column.name == name).expect("only known columns are read");
        Axis { path: name, low: column.low, high: column.high, log: false, start: None }
    };
    let axes = read.value.names.into_iter().map(axis).collect();
    let trial = |(number, values)| Trial { number, values, random_effects: None, chances: None };
    Ok(Design { axes, trials: (0..).zip(read.value.rows).map(trial).collect(), notes })
}

fn refuse(error: &DataError, bytes: &[u8], path: &Path) -> LabError {
    let text = std::str::from_utf8(bytes).unwrap_or("").to_owned();
    let line = text.split_inclusive('\n').take(error.line.saturating_sub(1)).map(str::len).sum::<usize>();
    let end = line + text[line..].lines().next().map_or(0, str::len);
    let (message, help) = match error.problem.as_ref() {
        Problem::UnknownColumn { found, nearest, .. } => no_parameter(found, nearest.as_deref()),
        Problem::Empty => ("the design has no parameters or no trials".to_owned(), None),
        other => {
            (error.column.as_ref().map_or_else(|| other.to_string(), |column| format!("`{column}`: {other}")), None)
        }
    };
    LabError::Plan {
        path: path.to_owned(),
        span: error.span.clone().filter(|span| span.end <= text.len()).unwrap_or(line..end),
        text,
        message,
        help,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_design_is_read_in_its_order() {
        let text = b"joining.contagion, leaving.hours\n0.5,1\n\n 2.25 ,0.75\n";
        let design = parse(text, Path::new("d.csv")).unwrap();
        let paths: Vec<&str> = design.axes.iter().map(|axis| axis.path.as_str()).collect();
        assert_eq!(paths, ["joining.contagion", "leaving.hours"]);
        let second = Trial { number: 1, values: vec![2.25, 0.75], random_effects: None, chances: None };
        assert_eq!(design.trials[1], second);
        assert!(design.notes.is_empty());
    }

    #[test]
    fn a_design_from_a_spreadsheet_reads_the_same_and_says_so() {
        let plain = parse(b"joining.contagion,leaving.hours\n0.5,1\n2.25,0.75\n", Path::new("d.csv")).unwrap();
        let german = "\u{feff}joining.contagion;leaving.hours;\r\n0,5;1,0;\r\n2,25;0,75;\r\n;;\r\n";
        let read = parse(german.as_bytes(), Path::new("d.csv")).unwrap();
        assert_eq!((read.axes, read.trials), (plain.axes, plain.trials));
        assert_eq!(read.notes.len(), 4, "{:?}", read.notes);
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        for (text, expected, marked) in [
            ("joining.contagoin\n1", "no parameter is called `joining.contagoin`", "joining.contagoin"),
            ("leaving.fatigue\n1", "`leaving.fatigue` is of the model of version 0.1.0", "leaving.fatigue"),
            ("joining.contagion\n1\nmany", "`joining.contagion`: found `many`, expected a number from", "many"),
            ("joining.contagion\n-3", "`joining.contagion`: found `-3`, expected a number from", "-3"),
            ("joining.contagion,leaving.hours\n1", "1 fields, expected 2 as in the header", "1"),
            ("leaving.hours,leaving.hours\n1,1", "column `leaving.hours` stands twice", "leaving.hours"),
            ("joining.contagion\n", "the design has no parameters or no trials", "joining.contagion"),
            ("", "the design has no parameters or no trials", ""),
        ] {
            let Err(LabError::Plan { message, text, span, .. }) = parse(text.as_bytes(), Path::new("d.csv")) else {
                panic!("{text} was accepted");
            };
            assert!(message.contains(expected), "{message}");
            assert_eq!(&text[span], marked);
        }
        let Err(LabError::Plan { message, .. }) = parse(b"joining.contagion\n\xe9", Path::new("d.csv")) else {
            panic!("it is no UTF-8");
        };
        assert!(message.contains("not UTF-8"), "{message}");
    }
}
