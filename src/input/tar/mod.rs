//! Tar archives, read from front to back.

use super::InputError;
use super::package::{File, Medium, Package, Part, Unpacking, member_name, unpack_error};

struct Tar;

pub const FORMAT: &dyn Package = &Tar;

/// Where the mark stands in the header of the first member (POSIX.1, ustar interchange format).
const MARK: std::ops::Range<usize> = 257..262;

impl Package for Tar {
    fn name(&self) -> &'static str {
        "tar"
    }

    fn claims(&self, head: &[u8]) -> bool {
        head.get(MARK) == Some(b"ustar".as_slice())
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
        let failed = |error: std::io::Error| InputError::new(unpack_error(&error));
        let mut archive = ::tar::Archive::new(medium.reader().map_err(failed)?);
        for entry in archive.entries().map_err(failed)? {
            let mut entry = entry.map_err(failed)?;
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let member = member_name(&entry.path_bytes());
            if !each(Part::File(File { member, url: None, base: None, stream: &mut entry })) {
                break;
            }
        }
        Ok(())
    }
}
