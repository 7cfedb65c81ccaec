//! shenjiao for Python: one article as JSON, many as Arrow record batches, with the interpreter's lock released while
//! they are checked. What the findings are is the crate's matter; what Spark and Ray want of it is said in Python.

mod rows;

use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use arrow_pyarrow::PyArrowType;
use arrow_schema::Schema;
use jiff::civil::Date;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use serde_json::json;
use shenjiao::config::{self, Loaded};
use shenjiao::document::today;
use shenjiao::engine;
use shenjiao::finding::Severity;

/// A linter with its settings; made once, used for any number of articles, from any number of threads.
#[pyclass(frozen, module = "shenjiao._shenjiao")]
struct Linter {
    linter: engine::Linter,
    least: Severity,
}

#[pymethods]
impl Linter {
    #[new]
    #[pyo3(signature = (config, select, ignore, context, min_severity, published, now))]
    fn new(
        config: Option<PathBuf>,
        select: Vec<String>,
        ignore: Vec<String>,
        context: bool,
        min_severity: &str,
        published: Option<&str>,
        now: Option<&str>,
    ) -> PyResult<Self> {
        let least =
            Severity::from_name(min_severity).ok_or_else(|| fault("min_severity 应为 info、warning、error 或 veto"))?;
        let Loaded { config: mut settings, root } = config::load(config.as_deref(), Path::new(".")).map_err(fault)?;
        if !select.is_empty() {
            settings.select = select;
        }
        settings.ignore.extend(ignore);
        if !context {
            settings.ignore.push("typo/context".to_string());
        }
        let now = now.map(date).transpose()?.unwrap_or_else(today);
        let published = published.map(date).transpose()?;
        let linter = engine::Linter::new(settings, &root, now, published).map_err(|error| fault(error.0.join("\n")))?;
        Ok(Self { linter, least })
    }

    /// A record of the contract's section 4 as JSON; the report as JSON.
    fn check_json(&self, py: Python<'_>, record: &str) -> PyResult<String> {
        let record = serde_json::from_str(record).map_err(|error| fault(format!("稿件不是规定的样子：{error}")))?;
        py.detach(|| {
            let mut checked = self.linter.check_records([&record]).remove(0);
            checked.findings.retain(|finding| finding.severity >= self.least);
            serde_json::to_string(&json!({ "findings": checked.findings, "characters": checked.characters }))
                .map_err(fault)
        })
    }

    /// One row in, one row out, in the same order: `id` as it came, `findings`, `characters`, `error`.
    fn check_batch(&self, py: Python<'_>, batch: PyArrowType<RecordBatch>) -> PyResult<PyArrowType<RecordBatch>> {
        py.detach(|| rows::check(&self.linter, self.least, &batch.0)).map(PyArrowType).map_err(fault)
    }
}

/// The columns that [`Linter::check_batch`] adds to the id.
#[pyfunction]
fn schema() -> PyResult<PyArrowType<Schema>> {
    rows::schema().map(PyArrowType).map_err(fault)
}

fn date(text: &str) -> PyResult<Date> {
    text.parse().map_err(|_| fault(format!("日期“{text}”应写作 2024-07-18 这样")))
}

fn fault(error: impl ToString) -> PyErr {
    PyValueError::new_err(error.to_string())
}

#[pymodule]
fn _shenjiao(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Linter>()?;
    module.add_function(wrap_pyfunction!(schema, module)?)
}
