//! Files of events, made up, against a small scenario.

mod errors;
mod folder;
mod forms;
mod migrate;
mod property;

use std::path::{Path, PathBuf};

use righting_import::{Account, Import, ImportError, Input, Request};
use righting_scenario::{Scenario, Source, init};

/// Columns of an ACLED export of today.
const ACLED: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,\
    assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,\
    admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp";

/// A row of an ACLED export in the country of five towns.
fn acled(id: &str, date: &str, kind: &str, (region, place): (&str, &str), dead: u32, tags: &str) -> String {
    format!(
        "{id},{date},2030,1,Demonstrations,{kind},Peaceful protest,Doe family (Fivetowns),A person,Protesters,,,,,,999,S,\
         Five Towns,{region},,,{place},49.40,70.40,1,A paper,National,\"J. Doe said, in two\nlines\",{dead},{tags},\
         1898899200"
    )
}

fn table(rows: &[String]) -> String {
    format!("{ACLED}\n{}\n", rows.join("\n"))
}

/// A copy of the scenario that ships, without its record.
struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    fn bare() -> Self {
        let case = Self { folder: tempfile::tempdir().unwrap() };
        init("five-towns", &case.path()).unwrap();
        let main = case.path().join("scenario.toml");
        let text = std::fs::read_to_string(&main).unwrap();
        let kept = text.lines().filter(|line| !line.contains("\"records/"));
        std::fs::write(&main, kept.collect::<Vec<_>>().join("\n") + "\n").unwrap();
        std::fs::remove_dir_all(case.path().join("records")).unwrap();
        case
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("case")
    }

    fn source(&self) -> Source {
        Source::Folder(self.path())
    }

    fn prepare(&self, files: &[(&str, &str)], request: &Request) -> Result<Import, ImportError> {
        let input = |(path, text): &(&str, &str)| Input { path: PathBuf::from(path), bytes: text.as_bytes().to_vec() };
        Import::prepare(&self.source(), files.iter().map(input).collect(), request)
    }

    #[track_caller]
    fn import(&self, text: &str, request: &Request) -> Account {
        let import = self.prepare(&[("events.csv", text)], request).unwrap();
        import.write().unwrap();
        import.account
    }

    fn scenario(&self) -> Scenario {
        Scenario::load(&self.source(), &[]).unwrap()
    }

    fn text(&self, file: &str) -> String {
        std::fs::read_to_string(self.path().join(file)).unwrap()
    }
}

/// Every file of a folder.
fn files(folder: &Path) -> std::collections::BTreeMap<PathBuf, Vec<u8>> {
    let mut all = std::collections::BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    all
}

/// Rows of a drafted table: the fields of these columns, by blanks.
fn columns(text: &str, names: &[&str]) -> Vec<String> {
    let table = righting_data::AmendedTable::read(text, "t.csv", names).unwrap();
    let row = |row: usize| names.iter().map(|name| table.field(row, name)).collect::<Vec<_>>().join(" ");
    (0..table.len()).map(row).collect()
}
