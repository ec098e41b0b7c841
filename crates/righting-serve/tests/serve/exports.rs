//! Runs as files to download.

use crate::limited;
use crate::pages::stored;
use crate::refused;

#[test]
fn a_run_is_sent_in_every_format() {
    let (home, _site, client) = limited(|_| ());
    stored(&home.path().join("towns"));
    let before = home.path().join("towns").read_dir().unwrap().count();
    for (format, ending, magic) in [
        ("csv", "csv.zip", &b"PK\x03\x04"[..]),
        ("parquet", "parquet.zip", b"PK\x03\x04"),
        ("xlsx", "xlsx", b"PK\x03\x04"),
        ("geojson", "geojson", b"{"),
        ("gpkg", "gpkg", b"SQLite format 3\0"),
    ] {
        let address = format!("/api/runs/towns/export?format={format}");
        let answer = client.get(&address);
        assert_eq!(answer.status, 200, "{format}: {}", answer.text());
        assert!(answer.body.starts_with(magic), "{format}");
        assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
        assert_eq!(
            answer.header("content-disposition"),
            Some(format!("attachment; filename=\"towns.{ending}\"").as_str())
        );
        if format.len() == 3 || format == "parquet" {
            assert_eq!(client.get(&address).body, answer.body, "{format}: the same bytes again");
        }
    }
    let archive = client.get("/api/runs/towns/export?format=csv").body;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let text = std::io::read_to_string(archive.by_name("nation.csv").unwrap()).unwrap();
    assert_eq!(text.lines().count(), 1 + 4 * 8, "four replicates of eight days");
    assert_eq!(home.path().join("towns").read_dir().unwrap().count(), before, "the run is as it was");
    assert_eq!(refused(&client.get("/api/runs/towns/export?format=doc")), (400, "format".to_owned()));
    assert_eq!(refused(&client.get("/api/runs/towns/export")), (400, "format".to_owned()));
    assert_eq!(refused(&client.get("/api/runs/town/export?format=csv")).0, 404);
}

#[test]
fn an_export_has_its_limit() {
    let (home, _site, client) = limited(|limits| limits.export_bytes = 1000);
    stored(&home.path().join("towns"));
    let answer = client.get("/api/runs/towns/export?format=xlsx");
    assert_eq!(refused(&answer), (422, "export".to_owned()));
    assert!(answer.text().contains("at most 1000 are sent"), "{answer:?}");
}
