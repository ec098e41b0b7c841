//! A design that the user wrote: CSV with one column per parameter and one row per trial.

use std::ops::Range;
use std::path::Path;

use righting_model::Parameters;

use crate::error::LabError;
use crate::fit::Axis;
use crate::study::Trial;

/// Reads a design: paths of parameters in the first line, then one line of values per trial.
///
/// # Errors
/// When the file cannot be read, names an unknown parameter, or has a value that is none or is outside its range;
/// the error bears the place in the file.
pub fn read_design(path: &Path) -> Result<(Vec<Axis>, Vec<Trial>), LabError> {
    let text = std::fs::read_to_string(path).map_err(LabError::file("read", path))?;
    parse(&text, path)
}

fn parse(text: &str, path: &Path) -> Result<(Vec<Axis>, Vec<Trial>), LabError> {
    let refuse = |span: Range<usize>, message: String, help: Option<String>| LabError::Plan {
        path: path.to_owned(),
        text: text.to_owned(),
        message,
        span,
        help,
    };
    let mut lines = cells_of(text);
    let Some(header) = lines.next() else { return Err(refuse(0..0, "the design is empty".to_owned(), None)) };
    let registry = Parameters::registry();
    let mut axes: Vec<Axis> = Vec::new();
    for (name, span) in header {
        let Some(info) = registry.iter().find(|info| info.path == name) else {
            let help = crate::fit::nearest(name, &registry).map(|near| format!("the nearest name is `{near}`"));
            return Err(refuse(span, format!("no parameter is called `{name}`"), help));
        };
        if axes.iter().any(|axis| axis.path == name) {
            return Err(refuse(span, format!("`{name}` is given twice"), None));
        }
        axes.push(Axis { path: name.to_owned(), low: info.low, high: info.high, log: false, start: None });
    }
    let mut trials = Vec::new();
    for (number, line) in (0..).zip(lines) {
        if line.len() != axes.len() {
            let message = format!("this line has {} values, the first line {} names", line.len(), axes.len());
            return Err(refuse(line[0].1.start..line[line.len() - 1].1.end, message, None));
        }
        let value = |((cell, span), axis): (&(&str, Range<usize>), &Axis)| match cell.parse::<f64>() {
            Ok(value) if (axis.low..=axis.high).contains(&value) => Ok(value),
            Ok(value) => {
                let message = format!("`{}` is {value}, expected {} to {}", axis.path, axis.low, axis.high);
                Err(refuse(span.clone(), message, None))
            }
            Err(_) => Err(refuse(span.clone(), format!("`{cell}` is no number"), None)),
        };
        let values = line.iter().zip(&axes).map(value).collect::<Result<Vec<f64>, LabError>>()?;
        trials.push(Trial { number, values, random_effects: None, chances: None });
    }
    if trials.is_empty() {
        return Err(refuse(0..text.len().min(1), "the design names parameters and no trial".to_owned(), None));
    }
    Ok((axes, trials))
}

/// Cells of every line that is not blank, trimmed, with their bytes. Numbers and paths need no quotes.
fn cells_of(text: &str) -> impl Iterator<Item = Vec<(&str, Range<usize>)>> {
    let offset = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let cell = move |part: &'_ str| {
        let start = offset(part) + (part.len() - part.trim_start().len());
        start..start + part.trim().len()
    };
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(move |line| line.split(',').map(|part| (&text[cell(part)], cell(part))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_design_is_read_in_its_order() {
        let (axes, trials) =
            parse("joining.contagion, leaving.fatigue\n0.5,1\n\n 2.25 ,0.75\n", Path::new("d.csv")).unwrap();
        assert_eq!(
            axes.iter().map(|axis| axis.path.as_str()).collect::<Vec<_>>(),
            ["joining.contagion", "leaving.fatigue"]
        );
        assert_eq!(trials[1], Trial { number: 1, values: vec![2.25, 0.75], random_effects: None, chances: None });
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        for (text, expected, marked) in [
            ("joining.contagoin\n1", "no parameter is called `joining.contagoin`", "joining.contagoin"),
            ("joining.contagion\n1\nmany", "`many` is no number", "many"),
            ("joining.contagion\n-3", "`joining.contagion` is -3", "-3"),
            ("joining.contagion,leaving.fatigue\n1", "this line has 1 values", "1"),
            ("leaving.fatigue,leaving.fatigue\n1,1", "`leaving.fatigue` is given twice", "leaving.fatigue"),
        ] {
            let Err(LabError::Plan { message, text, span, .. }) = parse(text, Path::new("d.csv")) else {
                panic!("{text} was accepted");
            };
            assert!(message.contains(expected), "{message}");
            assert_eq!(&text[span], marked);
        }
    }
}
