//! Runs as files for other programs, to download.

use std::fs::File;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequestParts, Query, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::Response;
use righting_export::{ExportError, Options, geojson, geopackage, parquet, xlsx};
use righting_store::StoredRun;
use serde::{Deserialize, Serialize};
use tokio_util::io::ReaderStream;
use utoipa::ToSchema;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::sent::Named;
use crate::library::Library;
use crate::refusal::Refusal;
use crate::server::Server;

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Every table as text, in one archive.
    Csv,
    /// The tables as they are with a dictionary of their columns, in one archive.
    Parquet,
    /// One workbook.
    Xlsx,
    /// Regions and places with their bands by day.
    Geojson,
    /// The same as a GeoPackage.
    Gpkg,
}

impl Format {
    /// Ending of the file, and its type.
    fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Csv => ("csv.zip", "application/zip"),
            Self::Parquet => ("parquet.zip", "application/zip"),
            Self::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Self::Geojson => ("geojson", "application/geo+json"),
            Self::Gpkg => ("gpkg", "application/geopackage+sqlite3"),
        }
    }
}

/// The bytes of a file, in the description.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
struct Bytes(#[allow(dead_code, reason = "it stands for what is sent")] Vec<u8>);

/// What is asked of an export.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// The format.
    #[param(inline)]
    format: Format,
}

impl<S: Send + Sync> FromRequestParts<S> for Wanted {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let query = Query::<Self>::from_request_parts(parts, state).await;
        query.map(|Query(wanted)| wanted).map_err(|error| Refusal::bad("format", error.body_text()))
    }
}

/// A stored run as a file for other programs. Rows of the record that are marked private stay out.
#[utoipa::path(get, path = "/api/runs/{path}/export",
    params(("path" = String, Path, description = "Path of the run under the root, `/` as `%2F`"), Wanted),
    responses((status = 200, description = "The file", content(
        (Bytes = "application/zip"),
        (Bytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (serde_json::Value = "application/geo+json"),
        (Bytes = "application/geopackage+sqlite3"),
    ))))]
pub async fn export(
    State(server): State<Arc<Server>>,
    Named(path): Named,
    wanted: Wanted,
) -> Result<Response, Refusal> {
    let Ok(place) = server.exports.clone().try_acquire_owned() else {
        return Err(Refusal::busy("export", "another export is being made").help("ask again when it is there"));
    };
    let format = wanted.format;
    let (file, name) = server
        .work(move |server| {
            let _place = place;
            made(&server.library, &path, format, server.limits.export_bytes)
        })
        .await?;
    let length = file.metadata().map_err(|error| disk(&error))?.len();
    let (ending, kind) = format.file();
    let mut response = Response::new(Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file))));
    let attachment = format!("attachment; filename=\"{name}.{ending}\"");
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(
        CONTENT_DISPOSITION,
        HeaderValue::try_from(attachment).map_err(|error| Refusal::broken("name", error.to_string()))?,
    );
    Ok(response)
}

/// The file of an export, without a name on the disk, and what it is called.
fn made(library: &Library, path: &str, format: Format, most: u64) -> Result<(File, String), Refusal> {
    let run = library.run(path)?;
    let folder = tempfile::tempdir().map_err(|error| disk(&error))?;
    let files = written(library, &run, format, folder.path())?;
    let mut file = match (format, files.as_slice()) {
        (Format::Csv | Format::Parquet, files) => archive(files).map_err(|error| disk(&error))?,
        (_, [one]) => File::open(one).map_err(|error| disk(&error))?,
        _ => return Err(Refusal::broken("export", "the export has no file")),
    };
    let length = file.metadata().map_err(|error| disk(&error))?.len();
    if length > most {
        let message = format!("the export has {length} bytes, at most {most} are sent");
        return Err(Refusal::unfit("export", message).help("`righting export` writes it to the disk"));
    }
    file.rewind().map_err(|error| disk(&error))?;
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || "-_".contains(letter) { letter } else { '-' };
    Ok((file, path.rsplit('/').next().unwrap_or_default().chars().map(plain).collect()))
}

fn written(library: &Library, run: &StoredRun, format: Format, folder: &Path) -> Result<Vec<PathBuf>, Refusal> {
    let failed = |error: ExportError| Refusal::unfit("export", error.to_string());
    let options = Options::default();
    let file = folder.join("export");
    let scenario = || library.scenario_of(run);
    let written = match format {
        Format::Csv => {
            return run.export_csv(&folder.join("csv")).map_err(|error| Refusal::unfit("export", error.to_string()));
        }
        Format::Parquet => parquet(run, &folder.join("parquet")),
        Format::Xlsx => xlsx(run, &scenario()?, &file, &options),
        Format::Geojson => geojson(run, &scenario()?, &file, &options),
        Format::Gpkg => geopackage(run, &scenario()?, &file, &options),
    };
    Ok(written.map_err(failed)?.files)
}

/// Files as one archive, in the order of their names. Their times are none, so that the same files give the same bytes.
fn archive(files: &[PathBuf]) -> std::io::Result<File> {
    let mut archive = ZipWriter::new(tempfile::tempfile()?);
    let options = SimpleFileOptions::default().large_file(true).last_modified_time(zip::DateTime::default());
    let mut files = files.to_vec();
    files.sort();
    for path in files {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        archive.start_file(name, options).map_err(std::io::Error::other)?;
        std::io::copy(&mut File::open(&path)?, &mut archive)?;
    }
    let mut file = archive.finish().map_err(std::io::Error::other)?;
    file.flush()?;
    Ok(file)
}

fn disk(error: &std::io::Error) -> Refusal {
    Refusal::broken("disk", format!("the export could not be written: {error}"))
}
