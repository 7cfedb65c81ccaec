//! JSON Lines: one finding a line, as the contract has it. Articles without findings leave no line.

use std::io::{self, Write};

use super::{Options, Output};
use crate::engine::Checked;

pub(super) struct JsonLines;

pub(super) fn new(_options: Options) -> Box<dyn Output> {
    Box::new(JsonLines)
}

impl Output for JsonLines {
    fn article(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        for finding in &checked.findings {
            serde_json::to_writer(&mut *out, finding)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}
