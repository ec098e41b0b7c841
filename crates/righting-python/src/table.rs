//! Tables handed over as Arrow streams: nothing is copied on the way.

use std::ffi::CStr;
use std::path::{Path, PathBuf};

use arrow_array::RecordBatchReader;
use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{Date32Type, Float32Type, Float64Type, Int32Type, Int64Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchIterator};
use arrow_schema::{ArrowError, DataType, SchemaRef};
use pyo3::exceptions::{PyOSError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};
use righting_store::{TableBatches, read_table};

const STREAM: &CStr = c"arrow_array_stream";

/// Parquet files of one schema in stored folders, read one after the other and checked as they are opened.
#[pyclass(frozen, module = "righting._native")]
pub struct Parts {
    paths: Vec<PathBuf>,
    columns: Option<Vec<String>>,
}

/// Opens a file, of some columns if they are named.
fn open(path: &Path, columns: Option<&[String]>) -> PyResult<TableBatches> {
    let names: Option<Vec<&str>> = columns.map(|names| names.iter().map(String::as_str).collect());
    read_table(path, names.as_deref()).map_err(|error| PyOSError::new_err(error.to_string()))
}

impl Parts {
    fn reader(&self) -> PyResult<(SchemaRef, impl Iterator<Item = Result<RecordBatch, ArrowError>> + Send + use<>)> {
        let readers =
            self.paths.iter().map(|path| open(path, self.columns.as_deref())).collect::<PyResult<Vec<_>>>()?;
        let schema = readers.first().map(|reader| reader.schema());
        let schema = schema.ok_or_else(|| PyOSError::new_err("there is no such table"))?;
        Ok((schema, readers.into_iter().flatten()))
    }
}

#[pymethods]
impl Parts {
    #[new]
    #[pyo3(signature = (paths, columns=None))]
    fn new(paths: Vec<PathBuf>, columns: Option<Vec<String>>) -> Self {
        Self { paths, columns }
    }

    /// Names and types of the columns.
    fn schema(&self) -> PyResult<Vec<(String, String)>> {
        let (schema, _) = self.reader()?;
        Ok(schema.fields().iter().map(|field| (field.name().clone(), field.data_type().to_string())).collect())
    }

    /// The Arrow PyCapsule interface: an `ArrowArrayStream`.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A consumer may ask for other types; the interface lets the producer give its own.
        drop(requested_schema);
        let (schema, batches) = self.reader()?;
        let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(batches, schema)));
        PyCapsule::new_with_value(py, stream, STREAM)
    }

    /// Columns as lists of Python's own values; dates count days since 1970-01-01.
    fn columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let (schema, batches) = self.reader()?;
        let batches = batches.collect::<Result<Vec<_>, _>>().map_err(|error| PyOSError::new_err(error.to_string()))?;
        let columns = PyDict::new(py);
        for (index, field) in schema.fields().iter().enumerate() {
            let list = PyList::empty(py);
            for batch in &batches {
                extend(&list, batch.column(index))?;
            }
            columns.set_item(field.name(), list)?;
        }
        Ok(columns)
    }
}

/// Adds the values of an array to a list.
fn extend(list: &Bound<'_, PyList>, array: &ArrayRef) -> PyResult<()> {
    macro_rules! numbers {
        ($kind:ty) => {{
            let values = array.as_primitive::<$kind>();
            values.iter().try_for_each(|value| list.append(value))
        }};
    }
    match array.data_type() {
        DataType::Int32 => numbers!(Int32Type),
        DataType::Int64 => numbers!(Int64Type),
        DataType::UInt32 => numbers!(UInt32Type),
        DataType::UInt64 => numbers!(UInt64Type),
        DataType::Float32 => numbers!(Float32Type),
        DataType::Float64 => numbers!(Float64Type),
        DataType::Date32 => numbers!(Date32Type),
        DataType::Boolean => array.as_boolean().iter().try_for_each(|value| list.append(value)),
        DataType::Utf8 => array.as_string::<i32>().iter().try_for_each(|value| list.append(value)),
        DataType::Dictionary(_, _) => {
            let words = array.as_dictionary::<Int32Type>();
            let values = words.values().as_string::<i32>();
            words.keys().iter().try_for_each(|key| list.append(key.map(|key| values.value(key as usize))))
        }
        other => Err(PyTypeError::new_err(format!("a column of type {other} has no values in plain Python"))),
    }
}
