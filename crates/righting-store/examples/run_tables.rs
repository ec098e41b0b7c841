//! Prints the columns of every table of a run folder in Markdown, for the page of the book.

fn main() {
    print!("{}", righting_store::schema_markdown());
}
