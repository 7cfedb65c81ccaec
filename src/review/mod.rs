//! The three-review store (三审三校): articles with their versions, what they went through, what was found and decided, who
//! did it and when, in one SQLite file.
//!
//! Steps are entries of an append-only journal, each with the hash of the one before (`event`, `store`); the tables follow
//! from the journal by one function (`apply`), which verification repeats (`verify`). What may be done is judged without
//! the database (`judge`). Used by the command line and the service; it prints nothing and writes no file but the store and
//! its copies.

mod accounts;
mod apply;
mod backup;
mod clock;
mod digest;
mod dossier;
mod draft;
mod error;
mod event;
mod export;
mod gate;
mod judge;
mod library;
mod possible;
mod schema;
mod store;
mod verify;

pub use accounts::{Account, Session, Throttle, token};
pub use clock::shown;
pub use digest::Digest;
pub use dossier::{Decided, Dossier, Pass, Publication, Signature, Standing, State};
pub use draft::{Draft, normal};
pub use error::{Kind, Result, ReviewError};
pub use event::{Decision, Entry, Event, Flagged, Submission, Verdict};
pub use gate::Gate;
pub use judge::{Action, User, obstacles};
pub use library::{Filter, Listed, Page, Version};
pub use possible::{Possible, possible};
pub use store::{Receipt, Request, Store, Target};
pub use verify::Verification;
