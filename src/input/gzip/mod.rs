//! Gzip: one compressed file, in one piece or several behind one another.

use std::io::BufRead;

use flate2::bufread::MultiGzDecoder;

use super::InputError;
use super::package::{File, Medium, Package, Part, Unpacking, unpack_error};

struct Gzip;

pub const FORMAT: &dyn Package = &Gzip;

impl Package for Gzip {
    fn name(&self) -> &'static str {
        "gzip"
    }

    fn claims(&self, head: &[u8]) -> bool {
        head.starts_with(&[0x1f, 0x8b, 8])
    }

    fn holds_files(&self) -> bool {
        true
    }

    fn is_wrapper(&self) -> bool {
        true
    }

    fn unpack(
        &self,
        medium: Medium<'_>,
        context: &Unpacking<'_>,
        each: &mut dyn FnMut(Part<'_>) -> bool,
    ) -> Result<(), InputError> {
        let reader: Box<dyn BufRead + '_> = medium.reader().map_err(|error| InputError::new(unpack_error(&error)))?;
        let mut stream = MultiGzDecoder::new(reader);
        each(Part::File(File { member: unpacked_name(context.name()), url: None, base: None, stream: &mut stream }));
        Ok(())
    }
}

/// The name without the ending of the compressed form.
fn unpacked_name(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let ended = |ending: &str| {
        let at = file.len().checked_sub(ending.len())?;
        let (stem, end) = (file.get(..at)?, file.get(at..)?);
        (end.eq_ignore_ascii_case(ending) && !stem.is_empty()).then(|| stem.to_string())
    };
    ended(".gz").or_else(|| ended(".tgz").map(|stem| stem + ".tar")).unwrap_or_else(|| file.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_inside_is_that_without_the_ending() {
        for (packed, name) in [("x/a.jsonl.gz", "a.jsonl"), ("a.TGZ", "a.tar"), ("a.bin", "a.bin"), (".gz", ".gz")] {
            assert_eq!(unpacked_name(packed), name);
        }
    }
}
