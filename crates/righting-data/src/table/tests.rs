use super::{Table, field_span};

fn message(bytes: &[u8]) -> String {
    let result = Table::read(bytes, "t.csv", &["id", "population"], &["note"]);
    match result {
        Ok(_) => "no error".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn header_faults_name_the_nearest_column() {
    assert_eq!(message(b"id,populaton\na,1\n"), "t.csv:1: unknown column `populaton`; did you mean `population`?");
    assert_eq!(message(b"id\na\n"), "t.csv:1: column `population` is missing, expected id,population");
    assert_eq!(message(b"id,population,id\na,1,b\n"), "t.csv:1: column `id` stands twice");
    assert_eq!(message(b"id,population\n"), "t.csv:1: the table has no rows");
    assert_eq!(message(b""), "t.csv:1: the table has no rows");
}

#[test]
fn broken_rows_are_found_at_their_line() {
    assert_eq!(message(b"id,population\na,1\n\nb\n"), "t.csv:4: 1 fields, expected 2 as in the header");
    assert_eq!(message(b"id,population\na,1\n\xe9,2\n"), "t.csv:3: byte 0xe9 is not UTF-8; save the file as UTF-8");
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
    assert_eq!(&text[field_span(text, 19, 1)], "\"one, \"\"two\"\"\nthree\"");
}
