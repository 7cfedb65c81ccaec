//! The three-review store as an office runs it: the program itself over real files, tampered with, killed, and asked by many
//! at once; and any sequence of steps through the library.

#![cfg(feature = "review")]

mod crash;
#[path = "../disk/mod.rs"]
mod disk;
mod flow;
mod full;
mod office;
mod papers;
mod properties;
mod tamper;
