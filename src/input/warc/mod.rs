//! Web archives (WARC 1.0 and 1.1, ISO 28500): the pages among the responses, in their order. The date of a record is the
//! day of the crawl and never that of publication.

mod body;
mod record;

use super::InputError;
use super::package::{File, Medium, Package, Part, Unpacking, unpack_error};
use record::{Record, Records};

struct Warc;

pub const FORMAT: &dyn Package = &Warc;

impl Package for Warc {
    fn name(&self) -> &'static str {
        "WARC"
    }

    fn claims(&self, head: &[u8]) -> bool {
        head.starts_with(b"WARC/1.")
    }

    fn holds_files(&self) -> bool {
        true
    }

    fn unpack(
        &self,
        medium: Medium<'_>,
        _context: &Unpacking<'_>,
        each: &mut dyn FnMut(Part<'_>) -> bool,
    ) -> Result<(), InputError> {
        // Lines and bytes are those on disk only where nothing was unpacked before.
        let lies_on_disk = !matches!(medium, Medium::Stream(_));
        let reader = medium.reader().map_err(|error| InputError::new(unpack_error(&error)))?;
        let mut records = Records::new(reader);
        while let Some(record) = records.next()? {
            if !give(record, lies_on_disk, each) {
                break;
            }
        }
        Ok(())
    }
}

/// Hands over the page of a record, if it has one.
fn give(record: Record, lies_on_disk: bool, each: &mut dyn FnMut(Part<'_>) -> bool) -> bool {
    let url = record.url.clone();
    let page = match body::page(record) {
        None => return true,
        Some(Err(message)) => return each(Part::Failed(Some(url), InputError::new(message))),
        Some(Ok(page)) => page,
    };
    let base = page.base.filter(|_| lies_on_disk);
    each(Part::File(File { member: url.clone(), url: Some(url), base, stream: &mut page.bytes.as_slice() }))
}

#[cfg(test)]
mod tests;
