use super::{Table, field_span};
use crate::column::{Form, Holds, column};

const FORM: Form = Form::new(
    "t.csv",
    "A table of tests.",
    &[
        column("id", Holds::Text, "identifier"),
        column("population", Holds::Whole { low: 0, high: 2_000_000_000 }, "people"),
        column("share", Holds::Number { low: 0.0, high: 1e6 }, "a share").optional(),
        column("note", Holds::Text, "a note").optional(),
    ],
);

const NEEDED: Form = FORM.at_least("a row for each test");

fn message(bytes: &[u8]) -> String {
    let result = Table::read(bytes, "t.csv", &["id", "population"], &["note"]);
    match result {
        Ok(_) => "no error".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn header_faults_name_the_nearest_column() {
    assert_eq!(
        message(b"id,populaton\na,1\n"),
        "t.csv:1: unknown column `populaton`; did you mean `population`? expected one of `id`, `population`, `note`"
    );
    assert_eq!(message(b"id\na\n"), "t.csv:1: column `population` is missing, expected id,population");
    assert_eq!(message(b"id,population,id\na,1,b\n"), "t.csv:1: column `id` stands twice");
    assert_eq!(message(b"id,population\n"), "t.csv:1: the table has no rows");
    assert_eq!(message(b""), "t.csv:1: the table has no rows");
}

#[test]
fn broken_rows_are_found_at_their_line() {
    assert_eq!(message(b"id,population\na,1\n\nb\n"), "t.csv:4: 1 fields, expected 2 as in the header");
    assert_eq!(
        message(b"id,population\na,1\n\xe9,2\n"),
        "t.csv:3: the file is not UTF-8, it looks like Latin-1 or Windows-1252 text (byte 0xe9); save it as UTF-8, in a spreadsheet as `CSV UTF-8`"
    );
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_read() {
    let bytes = "\u{feff}id,population\r\na,1\r\nb,x\r\n".as_bytes();
    let table = Table::read(bytes, "t.csv", &["id", "population"], &[]).expect("a table");
    let row = table.rows().last().expect("two rows");
    let error = row.integer("population", 0, 9).expect_err("x is no number");
    assert_eq!(error.line, 3);
    assert_eq!(&bytes[error.span.expect("a span")], b"x");
}

#[test]
fn spans_see_through_quotes_and_line_breaks() {
    let text = "id,note,population\na,\"one, \"\"two\"\"\nthree\",NaN\n";
    let table = Table::read(text.as_bytes(), "t.csv", &["id", "population"], &["note"]).expect("a table");
    let row = table.rows().next().expect("one row");
    assert_eq!(row.text("note"), "one, \"two\"\nthree");
    let error = row.number("population", 0.0, 9.0).expect_err("NaN is no number");
    assert_eq!(error.to_string(), "t.csv:3: column `population`: found `NaN`, expected a number from 0 to 9");
    assert_eq!(&text[error.span.expect("a span")], "NaN");
    assert_eq!(&text[field_span(text, 19, 1, b',')], "\"one, \"\"two\"\"\nthree\"");
}

/// Populations and shares of a file as people have it, and what is said of the reading.
type Read = (Vec<(u32, f64)>, Vec<String>);

/// Reads a table of [`FORM`].
fn read(text: &str) -> Result<Read, String> {
    let told = |error: crate::DataError| error.to_string();
    let table = Table::of(text.as_bytes(), "t.csv", &FORM).map_err(told)?;
    let numbers = table.rows().map(|row| Ok((row.whole("population")?, row.optional_real("share")?.unwrap_or(0.0))));
    let numbers = numbers.collect::<Result<Vec<_>, crate::DataError>>().map_err(told)?;
    Ok((numbers, table.noted(()).notes.iter().map(ToString::to_string).collect()))
}

#[test]
fn the_delimiter_is_found_and_said() {
    for (text, said) in [
        ("id,population\na,1\n", None),
        ("id;population\na;1\n", Some("t.csv:1: fields are set apart by semicolons")),
        ("id\tpopulation\na\t1\n", Some("t.csv:1: fields are set apart by tabs")),
        ("id|population\na|1\n", Some("t.csv:1: fields are set apart by `|`")),
        ("\u{feff}sep=;\r\nid;population\r\na;1\r\n", Some("t.csv:1: fields are set apart by semicolons")),
        ("id,population\ra,1\r", None),
    ] {
        let (numbers, notes) = read(text).expect(text);
        assert_eq!(numbers, [(1, 0.0)], "{text}");
        assert_eq!(notes.first().map(String::as_str), said, "{text}");
    }
    assert_eq!(
        read("id;population,note\na;1,x\n").unwrap_err(),
        "t.csv:1: the header `id;population,note` mixes commas, semicolons or tabs; use one of them throughout"
    );
}

#[test]
fn numbers_of_a_file_with_semicolons() {
    let (numbers, notes) =
        read("id;population;share\na;11 000;1,5\nb;12\u{a0}000;1.234,5\nc;13.000;2\n").expect("good");
    assert_eq!(numbers, [(11_000, 1.5), (12_000, 1234.5), (13_000, 2.0)]);
    assert_eq!(
        notes[1..],
        [
            "t.csv:2: numbers with a decimal comma: 2, the first `1,5` in column `share` read as 1.5",
            "t.csv:2: numbers with thousands set apart: 3, the first `11 000` in column `population` read as 11000",
        ]
    );
    assert_eq!(
        read("id;population;share\na;1;1,5\nb;2;1,234\n").unwrap_err(),
        "t.csv:3: column `share`: `1,234` can be read as 1.234 or as 1234; write it with a decimal point and without thousands apart"
    );
    assert_eq!(
        read("id;population\na;11.000\n").unwrap_err(),
        "t.csv:2: column `population`: `11.000` can be read as 11 or as 11000; write it with a decimal point and without thousands apart"
    );
}

#[test]
fn whole_numbers_with_a_fraction_of_zero_are_read_and_rounded_ones_are_not() {
    let (numbers, notes) = read("id,population\na,11000.0\nb,2\n").expect("good");
    assert_eq!(numbers, [(11_000, 0.0), (2, 0.0)]);
    assert_eq!(
        notes,
        ["t.csv:2: whole numbers written with a fraction of zero: `11000.0` in column `population` read as 11000"]
    );
    for found in ["11000.5", "-1", "NaN"] {
        let expected =
            format!("t.csv:2: column `population`: found `{found}`, expected a whole number from 0 to 2000000000");
        assert_eq!(read(&format!("id,population\na,{found}\n")).unwrap_err(), expected);
    }
}

#[test]
fn numbers_that_a_spreadsheet_rounded_are_refused() {
    assert_eq!(
        read("id,population\na,1.1E+04\n").unwrap_err(),
        "t.csv:2: column `population`: found `1.1E+04`, expected a whole number from 0 to 2000000000; a spreadsheet rounds \
         what it writes so: format the column as numbers"
    );
}

#[test]
fn empty_columns_rows_and_an_index_are_passed_over() {
    let (numbers, notes) = read("id,population,,\na,1,,\n,,,\nb,2,,\n,,,\n   \n").expect("good");
    assert_eq!(numbers, [(1, 0.0), (2, 0.0)]);
    assert_eq!(notes, ["t.csv:1: empty columns at the right: passed over", "t.csv:3: empty rows: 3, passed over"]);
    let (_, notes) = read(",id,population\n0,a,1\n1,b,2\n").expect("good");
    assert_eq!(notes, ["t.csv:1: the first column has no name and counts the rows: passed over"]);
    assert_eq!(read("id,,population\na,x,1\n").unwrap_err(), "t.csv:1: column 2 has no name in the header");
    assert_eq!(
        read("id,population\na,1,5\n").unwrap_err(),
        "t.csv:2: 3 fields, expected 2 as in the header; a field that holds the delimiter stands in quotes"
    );
    assert_eq!(read("id,population\na,\"1\nb,2\n").unwrap_err(), "t.csv:2: a quote opens in this row and never closes");
}

#[test]
fn header_names_are_matched_past_case_blanks_and_quotes() {
    let (numbers, notes) = read("\"ID\", Population ,Share\na,1,2\n").expect("good");
    assert_eq!(numbers, [(1, 2.0)]);
    assert_eq!(notes, ["t.csv:1: a column named nearly as it should be: 3, the first `ID` read as `id`"]);
    assert_eq!(read("id,population,ID\na,1,b\n").unwrap_err(), "t.csv:1: column `id` stands twice");
}

#[test]
fn a_header_alone_is_an_empty_table_where_the_table_may_be_left_out() {
    let (numbers, notes) = read("id,population\n").expect("good");
    assert!(numbers.is_empty());
    assert_eq!(notes, ["t.csv:1: a header without rows: as if the file were not named"]);
    let error = Table::of(b"id,population\n", "t.csv", &NEEDED).err().expect("it needs rows");
    assert_eq!(error.to_string(), "t.csv:1: the table has a header and no rows, expected a row for each test");
    assert_eq!(read("").unwrap_err(), "t.csv:1: the table has no rows");
}

#[test]
fn other_formats_are_named() {
    let save = "save it as UTF-8, in a spreadsheet as `CSV UTF-8`";
    for (bytes, looks) in [
        (&b"\xff\xfei\0d\0"[..], "UTF-16 text (byte 0xff)"),
        (b"i\0d\0,\0p\0", "UTF-16 text (byte 0x69)"),
        (b"PK\x03\x04....", "an Excel workbook or another zip archive (byte 0x50)"),
        (b"id,population\n\xc9,1\n", "Latin-1 or Windows-1252 text (byte 0xc9)"),
    ] {
        let line = if looks.starts_with("Latin") { 2 } else { 1 };
        let error = Table::of(bytes, "t.csv", &FORM).err().expect("no UTF-8");
        assert_eq!(error.to_string(), format!("t.csv:{line}: the file is not UTF-8, it looks like {looks}; {save}"));
    }
    assert_eq!(read("id,population\na\u{7},1\n").unwrap_err(), "t.csv:2: found the hidden character \\u{7}; remove it");
    assert_eq!(
        read("id,population\na\u{202e}b,1\n").unwrap_err(),
        "t.csv:2: found the hidden character \\u{202e}; remove it"
    );
}

#[test]
fn long_values_are_cut_in_messages() {
    let error = read(&format!("id,population\na,{}\n", "x".repeat(5000))).unwrap_err();
    assert!(error.len() < 250, "{error}");
}
