//! The HTTP service: checks for other programs and for the browser, on this machine or in the office's own network. What
//! is found is found by `engine`; here is only who may ask, how much, and in which form. Nothing is ever asked of others.

mod api;
mod door;
mod form;
mod guard;
mod languagetool;
mod openapi;
mod pool;

use std::io;
use std::sync::Arc;

use core::net::SocketAddr;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::HeaderValue;

use crate::engine::Linter;
use crate::finding::Severity;
use guard::Guard;
use pool::Pool;

/// Bytes of a request's body: far more than an article has.
pub(crate) const MAX_BODY: usize = 4 << 20;

/// How to serve.
#[derive(Debug, Clone)]
pub struct Options {
    pub listen: SocketAddr,
    /// Who comes without one of these is turned away; empty: everybody on this machine may come.
    pub tokens: Vec<String>,
    /// Origins of pages that browsers may let read our answers.
    pub origins: Vec<HeaderValue>,
    /// Articles checked at the same time.
    pub threads: usize,
    /// Requests a second that one address may make.
    pub rate: u32,
    /// Findings below it are left out.
    pub least: Severity,
}

/// What the handlers share.
struct Desk {
    pool: Pool,
    least: Severity,
}

/// Serves until the process is told to end. `ready` is given the address that is listened on.
pub fn run(linter: Linter, options: &Options, ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(options.threads + 1)
        .enable_all()
        .build()?;
    let desk = Arc::new(Desk { pool: Pool::new(linter, options.threads), least: options.least });
    let routes = Router::new().merge(api::routes()).merge(languagetool::routes()).with_state(desk);
    let guarded = Guard::new(options).around(routes.layer(DefaultBodyLimit::max(MAX_BODY)));
    runtime.block_on(door::open(options.listen, guarded, ready))
}
