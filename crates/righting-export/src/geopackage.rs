//! A run as a GeoPackage (OGC 12-128r18): layers of regions and places, and their bands by day.

use std::path::Path;

use righting_scenario::Scenario;
use righting_store::{Band, StoredRun};
use rusqlite::{Connection, Transaction, params};

use crate::error::ExportError;
use crate::features::{Feature, Features, Shape};
use crate::fresh;
use crate::options::{Options, Written};
use crate::record::{COLUMNS, Rows};

/// Degrees east and north, WGS 84.
const WGS84: i32 = 4326;

/// What every GeoPackage has, with the reference systems that it must know.
const FRAME: &str = r#"
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326,
   'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
   NULL);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"#;

/// Our layers and tables.
const TABLES: &str = "
CREATE TABLE regions (fid INTEGER PRIMARY KEY, geom MULTIPOLYGON, id TEXT NOT NULL, name TEXT NOT NULL, residents INTEGER NOT NULL);
CREATE TABLE places (fid INTEGER PRIMARY KEY, geom POINT, id TEXT NOT NULL, name TEXT NOT NULL, region TEXT NOT NULL,
  residents INTEGER NOT NULL);
CREATE TABLE summary (fid INTEGER PRIMARY KEY, level TEXT NOT NULL, id TEXT NOT NULL, day DATE NOT NULL,
  quantity TEXT NOT NULL, mean DOUBLE NOT NULL, p5 DOUBLE NOT NULL, p25 DOUBLE NOT NULL, p50 DOUBLE NOT NULL,
  p75 DOUBLE NOT NULL, p95 DOUBLE NOT NULL);
";

const REGION: &str = "INSERT INTO regions (geom, id, name, residents) VALUES (?1, ?2, ?3, ?4)";
const PLACE: &str = "INSERT INTO places (geom, id, name, residents, region) VALUES (?1, ?2, ?3, ?4, ?5)";
const BAND: &str = "INSERT INTO summary (level, id, day, quantity, mean, p5, p25, p50, p75, p95) \
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

/// Writes layers `regions` and `places`, the table `summary` with their bands by day and quantity, which joins them by `id`,
/// and the table `record`.
///
/// # Errors
/// When the file is there, the run cannot be read, or the disk refuses.
pub fn geopackage(
    run: &StoredRun,
    scenario: &Scenario,
    path: &Path,
    options: &Options,
) -> Result<Written, ExportError> {
    let features = Features::of(run, scenario, &options.quantities)?;
    let rows = Rows::of(scenario, options.with_private);
    fresh::write(path, |temporary| {
        fill(temporary, &features, &rows).map_err(|error| ExportError::format(path, error))
    })?;
    Ok(Written { files: vec![path.to_owned()], private: rows.private, ..Written::default() })
}

fn fill(path: &Path, features: &Features<'_>, rows: &Rows) -> rusqlite::Result<()> {
    let mut file = Connection::open(path)?;
    // The file is a temporary one until it is whole: a journal beside it would guard nothing.
    file.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    let all = file.transaction()?;
    all.execute_batch(FRAME)?;
    all.execute_batch(TABLES)?;
    layer(&all, features, "regions", features.regions().collect())?;
    layer(&all, features, "places", features.places().collect())?;
    describe(&all, features, "summary", "attributes", "Bands of the replicates by region or place, day and quantity")?;
    record(&all, rows)?;
    describe(&all, features, "record", "attributes", "Targets and events of the record")?;
    all.commit()?;
    file.close().map_err(|(_, error)| error)
}

fn layer(all: &Transaction<'_>, features: &Features<'_>, table: &str, layer: Vec<Feature>) -> rusqlite::Result<()> {
    describe(all, features, table, "features", &format!("{table} with their residents"))?;
    let extent = layer.iter().filter_map(|feature| feature.shape.as_ref()).map(Shape::extent).reduce(wider);
    if let Some([west, south, east, north]) = extent {
        let set = "UPDATE gpkg_contents SET min_x = ?2, min_y = ?3, max_x = ?4, max_y = ?5, srs_id = ?6 WHERE table_name = ?1";
        all.execute(set, params![table, west, south, east, north, WGS84])?;
    }
    let kind = if table == "regions" { "MULTIPOLYGON" } else { "POINT" };
    let column = "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, ?3, 0, 0)";
    all.execute(column, params![table, kind, WGS84])?;
    let mut put = all.prepare(if table == "regions" { REGION } else { PLACE })?;
    let mut put_band = all.prepare(BAND)?;
    for feature in &layer {
        let Feature { level, id, name, region, residents, .. } = feature;
        let geometry = feature.shape.as_ref().map(Shape::blob);
        // SQLite counts in 63 bits; no region has as many residents.
        let residents = i64::try_from(*residents).unwrap_or(i64::MAX);
        if table == "regions" {
            put.execute(params![geometry, id, name, residents])?;
        } else {
            put.execute(params![geometry, id, name, residents, region])?;
        }
        for &quantity in features.quantities {
            for (day, band) in (0..).zip(features.bands(feature.location, quantity)) {
                let (date, name) = (features.manifest.date(day).to_string(), quantity.info().name);
                let Band { mean, p5, p25, p50, p75, p95 } = *band;
                put_band.execute(params![level, id, date, name, mean, p5, p25, p50, p75, p95])?;
            }
        }
    }
    Ok(())
}

fn record(all: &Transaction<'_>, rows: &Rows) -> rusqlite::Result<()> {
    let columns = COLUMNS.map(|column| format!("\"{column}\" TEXT")).join(", ");
    all.execute_batch(&format!("CREATE TABLE record (fid INTEGER PRIMARY KEY, {columns})"))?;
    let marks = (1..=COLUMNS.len()).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
    let names = COLUMNS.map(|column| format!("\"{column}\"")).join(", ");
    let mut insert = all.prepare(&format!("INSERT INTO record ({names}) VALUES ({marks})"))?;
    for row in &rows.rows {
        insert.execute(rusqlite::params_from_iter(row))?;
    }
    Ok(())
}

/// Lists a table. Its last change is the first day simulated, which is no clock.
fn describe(
    all: &Transaction<'_>,
    features: &Features<'_>,
    table: &str,
    kind: &str,
    what: &str,
) -> rusqlite::Result<()> {
    let changed = format!("{}T00:00:00.000Z", features.manifest.start);
    let insert = "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) \
                  VALUES (?1, ?2, ?1, ?3, ?4)";
    all.execute(insert, params![table, kind, what, changed]).map(|_| ())
}

impl Shape {
    fn points(&self) -> Vec<[f64; 2]> {
        match self {
            Self::Area(polygons) => polygons.iter().flatten().flatten().copied().collect(),
            Self::Point(point) => vec![*point],
        }
    }

    /// West, south, east, north.
    fn extent(&self) -> [f64; 4] {
        let box_of = |[x, y]: [f64; 2]| [x, y, x, y];
        self.points().into_iter().map(box_of).reduce(wider).unwrap_or([0.0; 4])
    }

    /// The geometry as a GeoPackage has it: a header, then well-known binary, all little-endian.
    fn blob(&self) -> Vec<u8> {
        let mut blob = b"GP\0\x01".to_vec();
        blob.extend(WGS84.to_le_bytes());
        match self {
            Self::Point(point) => {
                blob.push(1);
                number(&mut blob, 1);
                coordinates(&mut blob, &[*point]);
            }
            Self::Area(polygons) => {
                blob.push(1);
                number(&mut blob, 6);
                number(&mut blob, polygons.len());
                for rings in polygons {
                    blob.push(1);
                    number(&mut blob, 3);
                    number(&mut blob, rings.len());
                    for ring in rings {
                        number(&mut blob, ring.len());
                        coordinates(&mut blob, ring);
                    }
                }
            }
        }
        blob
    }
}

fn wider(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

fn number(blob: &mut Vec<u8>, number: usize) {
    blob.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

fn coordinates(blob: &mut Vec<u8>, points: &[[f64; 2]]) {
    points.iter().flatten().for_each(|number| blob.extend(number.to_le_bytes()));
}
