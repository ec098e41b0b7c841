//! Prints the page of the book that lists every column of every table, from the declarations that the readers use.

use righting_data::{FOREIGN_FORMS, Form, PACK_FORMS, SCENARIO_FORMS};

const HEAD: &str = "# Columns

Made by `cargo xtask docs` from the declarations that the readers use; do not edit.

A column that may be missing is marked *may be missing*; all others must stand in the header. How files are read that come
from spreadsheets and other programs stands in [Scenarios](../scenarios.md#files-as-they-come).
";

fn main() {
    print!("{HEAD}");
    for (title, forms) in [
        ("Tables of a scenario", &SCENARIO_FORMS[..]),
        ("Conflict data sets", &FOREIGN_FORMS[..]),
        ("Tables that ship beside the scenarios", &PACK_FORMS[..]),
    ] {
        println!("\n## {title}");
        if title == "Conflict data sets" {
            println!(
                "\nAs their publishers give them out. Columns that are not listed here are passed over; a row that cannot"
            );
            println!("be read is set apart and named.");
        }
        forms.iter().for_each(|form| section(form));
    }
    println!("\n## Designs\n");
    println!(
        "`righting sweep --csv FILE` reads a table with one column for each parameter that varies, named by its path such as"
    );
    println!(
        "`joining.contagion`, and one row for each trial. Paths, units and bounds: [Schedule and parameters](explain.md)."
    );
}

fn section(form: &Form) {
    let file = if form.file.ends_with(".csv") { format!("`{}`", form.file) } else { form.file.to_owned() };
    println!("\n### {file}\n\n{}", form.about);
    match form.at_least {
        Some(what) => println!("It needs {what}.\n"),
        None => println!("It may be left out, or have a header and no rows.\n"),
    }
    println!("| column | holds | unit | meaning |\n|---|---|---|---|");
    for column in form.columns {
        let missing = if column.required { "" } else { " (*may be missing*)" };
        let also: String = column.also.iter().map(|name| format!(", also `{name}`")).collect();
        println!("| `{}`{also}{missing} | {} | {} | {} |", column.name, column.allowed(), column.unit, column.meaning);
    }
}
