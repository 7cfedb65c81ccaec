//! The HTTP service as its clients meet it: the program itself, spoken to over a socket.

#![cfg(feature = "serve")]

mod api;
#[path = "../disk/mod.rs"]
mod disk;
mod full;
#[cfg(feature = "lsp")]
mod same;
mod service;
mod sscms;
mod staff;
mod way;
mod workbench;
