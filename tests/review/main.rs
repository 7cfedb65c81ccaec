//! The three-review store as an office runs it: the program itself over real files, tampered with, killed, and asked by many
//! at once; and any sequence of steps through the library.

#![cfg(feature = "review")]

mod crash;
mod flow;
mod office;
mod papers;
mod properties;
mod tamper;
