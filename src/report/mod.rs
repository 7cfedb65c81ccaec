//! What reports of several kinds share: the look of a page that needs no network, and rows of findings on sheets. Which
//! findings and which columns is known to those who use it.

mod page;
mod sheet;

pub use page::{Page, embedded};
pub use sheet::{Looks, Rows};
