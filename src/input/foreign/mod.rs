//! Formats that are known and not read: instead of findings in what is no text, the user is told what to do.

use super::InputError;
use super::package::{Medium, Package, Part, Unpacking};

struct Foreign;

pub const FORMAT: &dyn Package = &Foreign;

/// First bytes, and what to say.
const KNOWN: &[(&[u8], &str)] = &[
    (
        &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
        "这是旧版 Office 文件（.doc、.xls）或者加了密码的文件，读不了；请去掉密码，另存为 .docx 或 .xlsx 再检查",
    ),
    (b"%PDF-", "PDF 不能直接检查；请用原稿（.docx、网页、文本），或者先转成文本"),
    (b"Rar!\x1a\x07", "RAR 压缩包不能直接检查；请解开，或者改用 zip"),
    (&[b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c], "7z 压缩包不能直接检查；请解开，或者改用 zip"),
    (b"\x89PNG\r\n", "这是图片，不能检查"),
    (&[0xff, 0xd8, 0xff], "这是图片，不能检查"),
    (b"GIF8", "这是图片，不能检查"),
    #[cfg(not(feature = "parquet"))]
    (
        b"PAR1",
        "这个程序编译时没有带上读 Parquet 的部分；请用 cargo build --release --features parquet 重新编译，或者导出成 JSON Lines、CSV 再检查",
    ),
];

impl Package for Foreign {
    fn name(&self) -> &'static str {
        "不支持的格式"
    }

    fn claims(&self, head: &[u8]) -> bool {
        message(head).is_some()
    }

    fn is_readable(&self) -> bool {
        false
    }

    fn unpack(
        &self,
        medium: Medium<'_>,
        _context: &Unpacking<'_>,
        _each: &mut dyn FnMut(Part<'_>) -> bool,
    ) -> Result<(), InputError> {
        let mut head = [0; 16];
        let read = medium.reader().and_then(|mut reader| reader.read(&mut head)).unwrap_or_default();
        Err(InputError::new(message(&head[..read]).unwrap_or("这种文件不能检查")))
    }
}

fn message(head: &[u8]) -> Option<&'static str> {
    KNOWN.iter().find(|(mark, _)| head.starts_with(mark)).map(|(_, message)| *message)
}
