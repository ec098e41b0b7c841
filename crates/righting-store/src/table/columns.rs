//! Columns being filled, and the Parquet file that takes them.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, Int32Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Schema};
use parquet::arrow::arrow_reader::{ArrowReaderBuilder, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::arrow::{ArrowWriter, ProjectionMask};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use crate::disk::atomic::AtomicFile;
use crate::disk::checksums;
use crate::error::StoreError;
use crate::table::schema::Table;

/// Rows after which a row group of a table is closed.
pub(crate) const GROUP_ROWS: usize = 1 << 17;

/// A table on its way to the disk.
pub(crate) struct TableWriter {
    schema: Arc<Schema>,
    target: PathBuf,
    writer: ArrowWriter<AtomicFile>,
}

impl TableWriter {
    pub(crate) fn create(folder: &Path, table: Table) -> Result<Self, StoreError> {
        Self::at(folder.join(table.file()), table.schema())
    }

    /// A table of any columns in any file.
    pub(crate) fn at(target: PathBuf, schema: Arc<Schema>) -> Result<Self, StoreError> {
        let file = AtomicFile::create(&target)?;
        let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties(&schema)?))
            .map_err(|error| StoreError::writing(&target, error))?;
        Ok(Self { schema, target, writer })
    }

    /// Writes columns as one row group.
    pub(crate) fn write_group(&mut self, columns: Vec<ArrayRef>) -> Result<(), StoreError> {
        let written = RecordBatch::try_new(self.schema.clone(), columns)
            .map_err(parquet::errors::ParquetError::from)
            .and_then(|batch| self.writer.write(&batch))
            .and_then(|()| self.writer.flush());
        written.map_err(|error| StoreError::writing(&self.target, error))
    }

    /// Ends the file and flushes it to the disk; it keeps its temporary name until it is committed.
    pub(crate) fn finish(self) -> Result<AtomicFile, StoreError> {
        let mut file = self.writer.into_inner().map_err(|error| StoreError::writing(&self.target, error))?;
        file.sync()?;
        Ok(file)
    }
}

fn properties(schema: &Schema) -> Result<WriterProperties, StoreError> {
    let level = ZstdLevel::try_new(1).map_err(|error| StoreError::broken(Path::new("zstd"), error))?;
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_max_row_group_row_count(None);
    for field in schema.fields() {
        // Text gets a dictionary. Numbers would fill one and gain nothing over zstd, at twice the time.
        let encoding = match field.data_type() {
            DataType::Int32 => Encoding::PLAIN,
            DataType::Float32 | DataType::Float64 => Encoding::BYTE_STREAM_SPLIT,
            DataType::UInt32 | DataType::UInt64 | DataType::Date32 => Encoding::DELTA_BINARY_PACKED,
            _ => continue,
        };
        let path = ColumnPath::from(field.name().as_str());
        properties = properties.set_column_dictionary_enabled(path.clone(), false).set_column_encoding(path, encoding);
    }
    Ok(properties.build())
}

/// A dictionary column: an index into `words` per row, negative for null.
pub(crate) fn words(keys: Vec<i32>, words: &Arc<StringArray>) -> Result<ArrayRef, StoreError> {
    let keys: Int32Array = if keys.iter().any(|key| *key < 0) {
        keys.into_iter().map(|key| (key >= 0).then_some(key)).collect()
    } else {
        keys.into()
    };
    let array = DictionaryArray::<Int32Type>::try_new(keys, words.clone());
    Ok(Arc::new(array.map_err(|error| StoreError::broken(Path::new("dictionary"), error))?))
}

/// A column with one word in every row.
pub(crate) fn one_word(rows: usize, word: &str) -> Result<ArrayRef, StoreError> {
    words(vec![0; rows], &Arc::new(StringArray::from(vec![word])))
}

/// Opens a table whose checksum is listed, or some of its columns, to be read `rows` at a time.
pub(crate) fn open(path: &Path, columns: Option<&[&str]>, rows: usize) -> Result<ParquetRecordBatchReader, StoreError> {
    let (list, name) = checksums::of(path)?;
    reader(list.open(&name)?, path, columns, rows)
}

/// A table of a stored folder, batch by batch as Arrow has it.
pub type TableBatches = ParquetRecordBatchReader;

/// Opens a table of a stored folder, checked against the folder's list; some columns if they are named.
///
/// # Errors
/// When the file is not there, not listed or damaged.
pub fn read_table(path: &Path, columns: Option<&[&str]>) -> Result<TableBatches, StoreError> {
    open(path, columns, BATCH_ROWS)
}

/// Rows of a batch that is handed on.
const BATCH_ROWS: usize = 1 << 16;

/// A table in an open file.
pub(crate) fn reader(
    file: File,
    path: &Path,
    columns: Option<&[&str]>,
    rows: usize,
) -> Result<ParquetRecordBatchReader, StoreError> {
    let builder: ArrowReaderBuilder<_> =
        ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| StoreError::broken(path, error))?;
    let mask = match columns {
        Some(columns) => ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied()),
        None => ProjectionMask::all(),
    };
    let reader = builder.with_projection(mask).with_batch_size(rows.max(1)).build();
    reader.map_err(|error| StoreError::broken(path, error))
}
