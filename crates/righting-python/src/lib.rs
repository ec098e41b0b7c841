//! `righting._native`: the commands and the tables, for the package `righting` around it.

mod call;
mod files;
mod table;

use pyo3::prelude::*;

/// What Python sees.
#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("LIMITS_OF_A_FORECAST", righting_report::LIMITS_OF_A_FORECAST)?;
    module.add_function(wrap_pyfunction!(call::call, module)?)?;
    module.add_function(wrap_pyfunction!(call::program, module)?)?;
    module.add_function(wrap_pyfunction!(files::scenario_files, module)?)?;
    module.add_class::<table::Parts>()
}
