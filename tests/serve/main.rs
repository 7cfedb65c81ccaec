//! The HTTP service as its clients meet it: the program itself, spoken to over a socket.

#![cfg(feature = "serve")]

mod api;
#[cfg(feature = "lsp")]
mod same;
mod service;
mod sscms;
mod staff;
mod way;
mod workbench;
