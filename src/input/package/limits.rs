//! How much may come out of a package: a small file can hold terabytes of one repeated byte.

use std::cell::Cell;
use std::io::{self, ErrorKind, Read};

/// Members of a package and of those inside it.
pub const MAX_MEMBERS: usize = 5_000_000;
/// Packages inside packages, the outermost counted.
pub const MAX_NESTING: usize = 4;
/// Bytes that may come out of any package.
const MIN_UNPACKED: u64 = 1 << 30;
/// For each byte of a package, so many may come out. Text packs ten to one; a bomb a thousand to one and more.
const MAX_RATIO: u64 = 100;

/// Bytes that may still come out.
#[derive(Debug)]
pub struct Budget(Cell<u64>);

impl Budget {
    /// For a package of so many bytes.
    pub fn for_packed(bytes: u64) -> Self {
        Self(Cell::new(bytes.saturating_mul(MAX_RATIO).max(MIN_UNPACKED)))
    }

    /// Takes so many bytes; fails once there are none left.
    pub fn take(&self, bytes: u64) -> io::Result<()> {
        let left = self.0.get().checked_sub(bytes).ok_or_else(too_much)?;
        self.0.set(left);
        Ok(())
    }
}

fn too_much() -> io::Error {
    let message = format!(
        "解开后的内容太大（超过 {} GiB，也超过压缩包的 {MAX_RATIO} 倍），可能是有意构造的压缩包，后面的没有检查",
        MIN_UNPACKED >> 30
    );
    io::Error::new(ErrorKind::QuotaExceeded, message)
}

/// A stream whose bytes come out of a budget.
pub struct Metered<'a> {
    stream: &'a mut dyn Read,
    budget: &'a Budget,
}

impl<'a> Metered<'a> {
    pub fn new(stream: &'a mut dyn Read, budget: &'a Budget) -> Self {
        Self { stream, budget }
    }
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.budget.take(read as u64)?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_ends_at_its_budget() {
        let budget = Budget::for_packed(10);
        let mut endless = io::repeat(0);
        let mut metered = Metered::new(&mut endless, &budget);
        let error = io::copy(&mut metered, &mut io::sink()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::QuotaExceeded);
        assert!(error.to_string().contains("太大"));
    }
}
