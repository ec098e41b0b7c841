//! Errors as a user reads them.

use righting_import::{Import, ImportError, Request};
use righting_scenario::Source;

use crate::{Case, acled, table};

fn told(error: &ImportError) -> String {
    let help = error.help().map_or_else(String::new, |help| format!("\nhelp: {help}"));
    format!("{error}{help}")
}

#[test]
fn errors_name_the_file_and_what_to_do() {
    let case = Case::bare();
    let refuse = |text: &str, request: &Request| told(&case.prepare(&[("e.csv", text)], request).unwrap_err());
    let plain = Request::default();
    let columns = |text: &str| Request { mapping: Some(text.parse().unwrap()), ..Request::default() };
    let april = ("2030-04-01".parse().unwrap(), "2030-03-01".parse().unwrap());
    let row = table(&[acled("FIV1", "2030-03-01", "Protests", ("South", ""), 0, "")]);
    let all = [
        refuse("day,town\n2030-03-01,Dunwater\n", &plain),
        refuse("day,town\n2030-03-01,Dunwater\n", &columns("date=dai,place=town")),
        refuse(&row.replace("fatalities", "dead"), &plain),
        refuse("", &plain),
        refuse("PK\u{3}\u{4}", &plain),
        refuse(&row, &Request { covers: Some(april), ..Request::default() }),
        told(&case.prepare(&[("a.csv", &row), ("b.csv", &row)], &plain).unwrap_err()),
        told(&Import::prepare(&Source::Shipped("five-towns".to_owned()), Vec::new(), &plain).unwrap_err()),
    ];
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn drafts_that_the_scenario_would_not_load_with_are_refused_whole() {
    let case = Case::bare();
    let rows = |third: u32| {
        table(&[
            acled("FIV1", "2030-03-01", "Protests", ("South", ""), 0, ""),
            acled("FIV2", "2030-03-03", "Riots", ("South", ""), third, ""),
            acled("FIV3", "2030-03-05", "Riots", ("South", ""), 1, ""),
        ])
    };
    case.import(&rows(9), &Request::default());
    // A later version of the file takes eight dead back: with the old total of the 3rd the new one of the 6th would fall.
    let later = rows(1).replace("2030-03-05", "2030-03-06");
    let error = case.prepare(&[("later.csv", &later)], &Request::default()).unwrap_err();
    assert!(matches!(error, ImportError::Refused(_)), "{error}");
    insta::assert_snapshot!(told(&error).replace(&case.path().display().to_string(), "case"));
    case.prepare(&[("later.csv", &later)], &Request { update: true, ..Request::default() }).map_or_else(
        |error| assert!(error.to_string().contains("does not fall"), "{error}"),
        |import| import.write().unwrap(),
    );
}
