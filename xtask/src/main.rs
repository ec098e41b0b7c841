//! Developer chores: `cargo xtask test`, `nightly`, `bench`, `schema`, `tables`, `docs`, `wasm`, `screenshots`.

mod book;
mod chores;
mod circles;
mod claims;
mod classics;
mod countries;
mod deny;
mod docs;
mod faults;
mod forecasts;
mod house;
mod live;
mod nightly;
mod packages;
mod portable;
mod python;
mod serve;
mod tally;
mod types;
mod wasm;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask test          install what the tests need and run all of them; the last line counts them
cargo xtask nightly       the long forms (hours): faults, flips, mutated inputs, fuzzing, studies; --fuzz SECONDS a target,
                          --only WORD the steps that are called so
cargo xtask bench         measure speed and memory beside a peer into bench/results.md; --quick tries it out
cargo xtask bench classics  Epstein's model beside Mesa, krABMaga and ixa into bench/classics; --quick, --dock, --large-mesa
cargo xtask schema        write the JSON Schema of scenarios and the types of the page anew
cargo xtask tables        write the tables of the first scenarios anew from their packs
cargo xtask docs          write the generated pages of the book anew; --check RUN adds that run against the record,
                          --scores DIR the scores of forecasts, --claims DIR the ledger, --classics the replication of the
                          classics (minutes)
cargo xtask wasm          build the engine of live reports anew, with Debian's compiler for browsers
cargo xtask screenshots   keep pictures of a report, that of RUN if one is named, under docs/images";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("test") => chores::test(),
        Some("nightly") => nightly::run(&arguments),
        Some("bench") => chores::bench(&arguments),
        Some("schema") => chores::schema(),
        Some("tables") => chores::tables(),
        Some("docs") => chores::write_docs(&arguments),
        Some("wasm") => chores::outcome(wasm::write()),
        Some("screenshots") => chores::screenshots(&arguments),
        _ => {
            eprintln!("{HELP}");
            ExitCode::from(2)
        }
    }
}
