//! The door: listens, takes connections in up to a limit, and lets none stand in it without saying what it wants.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use core::net::SocketAddr;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Connections at the same time; others wait outside.
const MOST_CONNECTIONS: usize = 512;
/// A client has so long for the head of a request, and for beginning the next one.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// After an error of accepting (too many open files) it is tried again so much later.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves the routes until the process is told to end.
pub(super) async fn open(address: SocketAddr, routes: Router, ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let listener = TcpListener::bind(address).await?;
    ready(listener.local_addr()?);
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut end = std::pin::pin!(tokio::signal::ctrl_c());
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return Ok(()) };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut end => return Ok(()),
        };
        let Ok((stream, peer)) = accepted else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let routes = routes.clone().layer(axum::Extension(ConnectInfo(peer)));
        tokio::spawn(async move {
            let _place = place;
            let mut builder = Builder::new(TokioExecutor::new());
            builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIME);
            // A client that goes away in the middle is no error of ours.
            let _ = builder.http1_only().serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes)).await;
        });
    }
}
