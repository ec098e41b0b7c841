use super::*;

#[test]
fn the_shipped_tables_are_those_of_the_packs_byte_for_byte() {
    let files = files().expect("good packs");
    assert_eq!(files.len(), 3 + 2 * CASES.len());
    for File { path, text } in files {
        let shipped = std::fs::read_to_string(root().join(&path)).expect("a shipped file");
        assert!(text == shipped, "{path} is stale: run `cargo xtask tables`");
    }
}

#[test]
fn a_city_larger_than_its_region_is_refused() {
    let pack = Pack::read(&root().join("packs/kazakhstan")).expect("a good pack");
    let cities = pack.text("cities.csv").expect("a gazetteer").replace(",57.20718,500757,", ",57.20718,1500757,");
    let error = kazakhstan(&pack.with("cities.csv", cities)).expect_err("Aktobe does not fit into its region");
    assert_eq!(error, "cities.csv: region `aktobe` has no room for its cities and its rest");
}

#[test]
fn a_gazetteer_that_overfills_a_region_is_refused() {
    let pack = Pack::read(&root().join("packs/cases/bahrain-2011")).expect("a good pack");
    let cities = "geonameid,name,region,latitude,longitude,population,past_killings,national_seat\n\
                  290340,Manama,capital,26.2,50.6,400000,0,1\n";
    let error =
        case::tables(&pack.with("cities.csv", cities.to_owned()), CASES[1].1).expect_err("more than the census");
    assert_eq!(error, "cities.csv: region `capital` has no room for its cities and its rest");
}

#[test]
fn a_row_that_does_not_fit_is_named() {
    let pack = Pack::read(&root().join("packs/kazakhstan")).expect("a good pack");
    let said = |file: &str, from: &str, to: &str| {
        let text = pack.text(file).expect("a file").replacen(from, to, 1);
        kazakhstan(&pack.clone().with(file, text)).expect_err("a row that does not fit")
    };
    assert_eq!(said("income.csv", "akmola,2019", "akmolo,2019"), "income.csv: no region is called `akmolo`");
    let error = said("income.csv", "akmola,2019,91933", "akmola,2019,many");
    assert!(error.starts_with("income.csv: ") && error.contains("line: 2"), "{error}");
}
