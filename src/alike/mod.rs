//! Texts that are nearly the same, among a million of them: a signature of fixed size for each text, and groups of those
//! whose signatures agree. It knows nothing of articles, units or what it means that a text stands twice.
//!
//! ```text
//! text → Signature (144 bytes; MinHash of its runs of characters, and of its numbers)     signature
//! signatures → candidates of each band → groups                                           groups
//! ```

mod groups;
mod signature;

pub use groups::groups;
pub use signature::{BANDS, Signature};
