//! The engine: runs the rules over an article, then suppressions, allow-list, overrides, order; locates findings in
//! the file; and drives many files in parallel with results in order. Threads live here only.

mod framing;
mod linter;
mod locate;
mod overrides;
mod pipeline;
mod selection;
mod suppress;

pub use linter::{Linter, LinterError};
pub use locate::Checked;
pub use pipeline::{Progress, RunOptions, Task, read_all, run};
pub use selection::Selection;
