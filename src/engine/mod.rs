//! The engine: runs the rules over an article, then suppressions, allow-list, overrides, order; locates findings in
//! the file; and drives many files in parallel with results in order. What was found is kept for the next
//! run. Threads live here only.

mod cache;
mod fields;
mod filter;
mod framing;
mod linter;
mod linters;
mod locate;
mod ordered;
mod overrides;
mod piece;
mod pipeline;
mod record;
mod repeats;
mod review_records;
mod search;
mod selection;
mod signatures;
mod suppress;
mod trace;

pub use cache::{Cache, Digest, Look, Sum, folder as cache_folder, hash_of_file};
pub use fields::{Field, InField};
pub use filter::filter;
pub use linter::{Linter, LinterError};
pub use linters::Linters;
pub use locate::Checked;
pub use piece::Progress;
pub use pipeline::{RunOptions, Task, read_all, run};
pub use record::Record;
pub use repeats::Repeats;
pub use review_records::{ReviewRecord, ReviewRecords};
pub use search::{Found, Hit, Wanted, search};
pub use selection::Selection;
pub use signatures::{groups, signatures};
pub use trace::Trace;
