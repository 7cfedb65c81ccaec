//! The open documents: their text, what state of it was checked, and who waits for that. A state has a number that no
//! other state of any document has, so that results never get to a text that they are not about.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use gen_lsp_types::{CodeActionParams, Position, TextDocumentContentChangeEvent, TextDocumentItem};
use lsp_server::RequestId;

use super::check::{Found, Snapshot};
use super::protocol::{extension, path_of};
use super::text::{Text, Units};

/// A pause in typing of this length is waited for before a text is checked.
const DEBOUNCE: Duration = Duration::from_millis(150);

/// What a client wants to know of a document.
pub(super) enum Question {
    /// All diagnostics; with the id of those that the client has.
    Diagnostics(Option<String>),
    Hover(Position),
    Actions(Box<CodeActionParams>),
}

/// A request that waits until its document is checked.
pub(super) struct Waiting {
    pub id: RequestId,
    pub question: Question,
}

/// What is known of a state of a document.
pub(super) struct Report {
    pub revision: u64,
    /// Nothing where it could not be checked.
    pub found: Option<Found>,
}

/// See the module.
pub(super) struct Document {
    pub uri: String,
    pub version: i32,
    pub revision: u64,
    pub text: Text,
    pub path: Option<PathBuf>,
    name: String,
    /// When it is to be checked.
    pub due: Option<Instant>,
    /// The state that is being checked.
    pub checking: Option<u64>,
    report: Option<Report>,
    pub waiting: Vec<Waiting>,
}

impl Document {
    /// The report on the present state.
    pub fn report(&self) -> Option<&Report> {
        self.report.as_ref().filter(|report| report.revision == self.revision)
    }

    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            uri: self.uri.clone(),
            revision: self.revision,
            path: self.path.clone(),
            name: self.name.clone(),
            text: self.text.as_str().to_string(),
        }
    }

    /// Waits for the check of the present state, which then comes at once.
    pub fn wait(&mut self, waiting: Waiting) {
        self.waiting.push(waiting);
        self.due = self.due.map(|_| Instant::now());
    }
}

#[derive(Default)]
pub(super) struct Documents {
    open: HashMap<String, Document>,
    revisions: u64,
}

impl Documents {
    pub fn open(&mut self, item: TextDocumentItem, units: Units) {
        self.revisions += 1;
        let uri = item.uri.0;
        let path = path_of(&uri);
        let document = Document {
            version: item.version,
            revision: self.revisions,
            text: Text::new(item.text, units),
            name: format!("{}{}", uri.rsplit(['/', ':']).next().unwrap_or_default(), extension(&item.language_id)),
            path,
            due: Some(Instant::now()),
            checking: None,
            report: None,
            waiting: Vec::new(),
            uri: uri.clone(),
        };
        self.open.insert(uri, document);
    }

    /// Puts changes in; gives the requests about the text before.
    pub fn change(&mut self, uri: &str, version: i32, changes: Vec<TextDocumentContentChangeEvent>) -> Vec<Waiting> {
        let Some(document) = self.open.get_mut(uri) else { return Vec::new() };
        self.revisions += 1;
        document.version = version;
        document.revision = self.revisions;
        changes.into_iter().for_each(|change| document.text.change(change));
        document.due = Some(Instant::now() + DEBOUNCE);
        std::mem::take(&mut document.waiting)
    }

    /// Every document is to be checked again: what they are checked by may be another.
    pub fn renew(&mut self) {
        for document in self.open.values_mut() {
            self.revisions += 1;
            document.revision = self.revisions;
            document.due = Some(Instant::now());
        }
    }

    /// The document whose check is over, if that was of its present state; a document that has changed is checked again.
    pub fn checked(&mut self, uri: &str, revision: u64, found: Option<Found>) -> Option<&mut Document> {
        let document = self.open.get_mut(uri)?;
        if document.checking == Some(revision) {
            document.checking = None;
        }
        if document.revision != revision {
            return None;
        }
        document.report = Some(Report { revision, found });
        Some(document)
    }

    /// When the next check is due.
    pub fn next_due(&self) -> Option<Instant> {
        self.ready().filter_map(|document| document.due).min()
    }

    /// The document that is due first, taken as being checked.
    pub fn take_due(&mut self) -> Option<Snapshot> {
        let now = Instant::now();
        let first = self.ready().filter(|document| document.due.is_some_and(|due| due <= now));
        let uri = first.min_by_key(|document| document.due)?.uri.clone();
        let document = self.open.get_mut(&uri)?;
        document.due = None;
        document.checking = Some(document.revision);
        Some(document.snapshot())
    }

    /// Those that wait for a check, none of them being under way.
    fn ready(&self) -> impl Iterator<Item = &Document> {
        self.open.values().filter(|document| document.due.is_some() && document.checking.is_none())
    }

    pub fn close(&mut self, uri: &str) -> Option<Document> {
        self.open.remove(uri)
    }

    pub fn get_mut(&mut self, uri: &str) -> Option<&mut Document> {
        self.open.get_mut(uri)
    }

    /// Takes a request back; whether it was still waiting.
    pub fn forget(&mut self, id: &RequestId) -> bool {
        self.open.values_mut().any(|document| {
            let before = document.waiting.len();
            document.waiting.retain(|waiting| waiting.id != *id);
            document.waiting.len() < before
        })
    }
}
