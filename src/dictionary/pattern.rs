//! What a word of a dictionary stands for. Shared with the build script.

/// An entry or an allow text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Pattern {
    /// An entry, by dictionary and index.
    Entry(u16, u32),
    /// A text that silences the entries of a dictionary inside it.
    Allow(u16),
}
