//! Zip archives. One that was cut off has no directory any more: its members are then read from front to back as far as
//! they go.

use std::io::{Read, Seek};

use ::zip::ZipArchive;
use ::zip::read::{ZipFile, read_zipfile_from_stream};
use ::zip::result::ZipError;

use super::InputError;
use super::package::{DAMAGED, File, Medium, Package, Part, ReadSeek, Unpacking, member_name, unpack_error};

struct Zip;

pub const FORMAT: &dyn Package = &Zip;

const ENCRYPTED: &str = "加了密码，读不了；请去掉密码再检查";
const CUT_OFF: &str = "压缩包不完整（可能没有下载完），能读的已检查，后面的没有检查；请重新下载或导出";

impl Package for Zip {
    fn name(&self) -> &'static str {
        "zip"
    }

    fn claims(&self, head: &[u8]) -> bool {
        is_zip(head)
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
        let mut reader = medium.seekable().map_err(failed)?;
        match ZipArchive::new(&mut reader) {
            Ok(archive) => members(archive, each),
            Err(ZipError::Io(error)) => return Err(failed(error)),
            Err(_) => {
                reader.rewind().map_err(failed)?;
                return cut_off(&mut reader, each);
            }
        }
        Ok(())
    }
}

/// Whether bytes begin like a zip archive: with a member, or with the end of the directory if it is empty.
pub fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

fn members(mut archive: ZipArchive<&mut Box<dyn ReadSeek + '_>>, each: &mut dyn FnMut(Part<'_>) -> bool) {
    for number in 0..archive.len() {
        let part = match archive.by_index(number) {
            Ok(mut file) => {
                if !file.is_file() {
                    continue;
                }
                if !give(&mut file, each) {
                    return;
                }
                continue;
            }
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => ENCRYPTED.to_string(),
            Err(ZipError::UnsupportedArchive(_)) => "用了少见的压缩方法，解不开；请用普通的 zip 重新压缩".to_string(),
            Err(ZipError::Io(error)) => unpack_error(&error),
            Err(_) => DAMAGED.to_string(),
        };
        let name = archive.by_index_raw(number).map(|file| member_name(file.name_raw())).ok();
        if !each(Part::Failed(name, InputError::new(part))) {
            return;
        }
    }
}

fn give<R: Read>(file: &mut ZipFile<'_, R>, each: &mut dyn FnMut(Part<'_>) -> bool) -> bool {
    let member = member_name(file.name_raw());
    each(Part::File(File { member, url: None, base: None, stream: file }))
}

fn cut_off(reader: &mut dyn ReadSeek, each: &mut dyn FnMut(Part<'_>) -> bool) -> Result<(), InputError> {
    let mut reader = reader;
    while let Ok(Some(mut file)) = read_zipfile_from_stream(&mut reader) {
        if file.is_file() && !give(&mut file, each) {
            return Ok(());
        }
    }
    Err(InputError::new(CUT_OFF))
}
