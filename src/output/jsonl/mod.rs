//! JSON Lines: one finding a line, as the contract has it. Articles without findings leave no line.

use std::io::{self, Write};

use super::{Options, Output};
use crate::engine::Checked;

/// Keeps the memory of the last line.
pub(super) struct JsonLines(Vec<u8>);

pub(super) fn new(_options: Options) -> Box<dyn Output> {
    Box::new(JsonLines(Vec::new()))
}

impl Output for JsonLines {
    fn article(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        let Self(line) = self;
        for finding in &checked.findings {
            // Written to memory first: the writer would be called for every few bytes.
            line.clear();
            serde_json::to_writer(&mut *line, finding)?;
            line.push(b'\n');
            out.write_all(line)?;
        }
        Ok(())
    }
}
