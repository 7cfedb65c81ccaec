//! The HTTP service: checks for other programs, and the workbench for people, on this machine or in the office's own
//! network. What is found is found by `engine`, what may be done with articles is judged by `review`; here is only who may
//! ask, how much, and in which form. Nothing is ever asked of others.

mod api;
mod door;
mod form;
mod guard;
mod interface;
mod languagetool;
mod openapi;
mod pool;
mod sscms;
mod workbench;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use core::net::SocketAddr;

use axum::Json;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode};
use axum::routing::get;
use tokio::sync::Semaphore;

use crate::config::{FILE_NAME, ReviewSettings};
use crate::engine::{Linter, Linters};
use crate::finding::Severity;
use guard::Guard;
use interface::Interface;
use pool::{Pool, Undone};
use workbench::Office;

/// Bytes of a request's body: far more than an article has.
pub(crate) const MAX_BODY: usize = 4 << 20;

/// Those who write into the configuration at the same time, and files that are taken in.
const WRITERS: usize = 1;
const UPLOADS: usize = 4;

/// How to serve.
#[derive(Debug, Clone)]
pub struct Options {
    pub listen: SocketAddr,
    /// Who comes without one of these is turned away, unless he is logged in; empty: everybody on this machine may come.
    pub tokens: Vec<String>,
    /// Origins of pages that browsers may let read our answers.
    pub origins: Vec<HeaderValue>,
    /// Articles checked at the same time.
    pub threads: usize,
    /// Requests a second that one address may make.
    pub rate: u32,
    /// The file of the store and how articles are reviewed; without it, the workbench only checks.
    pub store: Option<(PathBuf, ReviewSettings)>,
}

/// What is to be known once the service is there.
#[derive(Debug, Clone)]
pub struct Ready {
    pub address: SocketAddr,
    /// With it, whoever comes first makes the first account; see `Store::setup_token`.
    pub setup: Option<String>,
}

/// What the handlers share.
struct Desk {
    linters: Linters,
    checking: Pool,
    /// The one who writes into the configuration.
    writing: Pool,
    /// Places for files on their way in.
    uploads: Semaphore,
    office: Option<Arc<Office>>,
    /// Whether there are tokens, so that the page has to ask for one where nobody logs in.
    has_tokens: bool,
}

impl Desk {
    /// Does something with the linter of the configuration as it is now, when there is a thread for it.
    async fn lint<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Linter) -> T + Send + 'static,
    ) -> Result<T, Undone> {
        let desk = Arc::clone(self);
        let run = move || desk.linters.get(desk.linters.config(Some(here())).as_deref()).map(|linter| work(&linter));
        self.checking.run(run).await?.map_err(Undone::Misconfigured)
    }

    fn least(&self) -> Severity {
        self.linters.least
    }

    /// Where words are written that are right although a rule thinks otherwise.
    fn allow_list(&self) -> PathBuf {
        self.linters.config(Some(here())).unwrap_or_else(|| here().join(FILE_NAME))
    }
}

/// Where the service was started.
fn here() -> &'static Path {
    Path::new(".")
}

/// Serves until the process is told to end. `ready` is told where.
pub fn run(linters: Linters, options: Options, ready: impl FnOnce(Ready)) -> io::Result<()> {
    let office = options.store.clone().map(|(path, settings)| Office::open(path, settings)).transpose()?;
    let setup = office.as_ref().map(Office::setup_token).transpose()?.flatten();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(options.threads + workbench::THREADS + WRITERS + 1)
        .enable_all()
        .build()?;
    let desk = Arc::new(Desk {
        linters,
        checking: Pool::new(options.threads),
        writing: Pool::new(WRITERS),
        uploads: Semaphore::new(UPLOADS),
        office: office.map(Arc::new),
        has_tokens: !options.tokens.is_empty(),
    });
    let Interface { routes, described } = workbench::add(api::add(Interface::default()));
    let description = Arc::new(openapi::description(&described));
    let routes = routes
        .route("/api/v1/openapi.json", get(async move || Json(Arc::clone(&description))))
        .merge(languagetool::routes())
        .merge(sscms::routes())
        .merge(workbench::page())
        .fallback(async || api::refusal(StatusCode::NOT_FOUND, "没有这个地址；接口说明见 /api/v1/openapi.json"))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(Arc::clone(&desk));
    let guarded = Guard::new(&options, desk).around(routes);
    runtime.block_on(door::open(options.listen, guarded, |address| ready(Ready { address, setup })))
}
