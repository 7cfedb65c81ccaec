//! Files that are no text: archives (their members are files again), documents, spreadsheets and databases (their texts
//! are taken out into cells). Told by their bytes, read within limits that have names. Nothing is ever written to disk
//! under a name that an archive gives.

mod limits;
mod medium;

use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::Arc;

use super::{InputError, Outcome, discover};
use crate::config::Mapping;
use crate::source::{Base, Encoding, Source, read_error};

pub use limits::Budget;
use limits::{MAX_MEMBERS, MAX_NESTING, Metered};
pub use medium::{Medium, ReadSeek};

/// Declares the modules of the packages and lists them: one line a format. The first that claims a file has it.
macro_rules! packages {
    ($($(#[$attribute:meta])* $module:ident),* $(,)?) => {
        /// All formats that are no text.
        fn all() -> &'static [&'static dyn Package] {
            const PACKAGES: &[&dyn Package] = &[$($(#[$attribute])* super::$module::FORMAT),*];
            PACKAGES
        }
    };
}

packages! {
    docx,
    xlsx,
    zip,
    gzip,
    tar,
    warc,
    sqlite,
    #[cfg(feature = "parquet")]
    parquet,
    foreign,
}

/// How much of a file a package may look at to recognise it.
pub const HEAD: usize = 16 << 10;

/// What a reader of a package knows besides its bytes.
#[derive(Clone)]
pub struct Unpacking<'a> {
    /// As the user gave it.
    pub path: Arc<str>,
    /// The name of the package itself in the archive that it lies in.
    pub member: Option<Arc<str>>,
    pub mapping: Option<&'a Mapping>,
}

impl Unpacking<'_> {
    /// The name that tells the format.
    pub fn name(&self) -> &str {
        self.member.as_ref().unwrap_or(&self.path)
    }

    fn member_of(&self, member: &str) -> Arc<str> {
        match &self.member {
            Some(outer) => Arc::from(format!("{outer}/{member}")),
            None => Arc::from(member),
        }
    }
}

/// One thing that a package holds.
pub enum Part<'a> {
    /// A file, to be recognised anew.
    File(File<'a>),
    /// Articles whose text was taken out.
    Read(Source, Outcome),
    /// Something that could not be read; `None`: the package itself.
    Failed(Option<String>, InputError),
}

/// A file in a package.
pub struct File<'a> {
    /// Its name in the package.
    pub member: String,
    /// Where it was fetched from, in archives of the web.
    pub url: Option<String>,
    /// Where its bytes begin on disk, if they lie there as they are.
    pub base: Option<Base>,
    pub stream: &'a mut dyn Read,
}

/// A format of this kind.
pub trait Package: Sync {
    /// The name for messages.
    fn name(&self) -> &'static str;

    /// Whether a file is of this format, by its first bytes.
    fn claims(&self, head: &[u8]) -> bool;

    /// Whether it holds files. Others are read where their bytes are checked.
    fn holds_files(&self) -> bool {
        false
    }

    /// Whether it is nothing but the compressed form of one file.
    fn is_wrapper(&self) -> bool {
        false
    }

    /// Whether it is read at all. Others are known for the sake of the message.
    fn is_readable(&self) -> bool {
        true
    }

    /// Hands over what the package holds, piece by piece; `each` returns false to stop. The error is of the package as a
    /// whole: what was handed over before it counts.
    fn unpack(
        &self,
        medium: Medium<'_>,
        context: &Unpacking<'_>,
        each: &mut dyn FnMut(Part<'_>) -> bool,
    ) -> Result<(), InputError>;
}

/// The package that a file is, by its first bytes; `None`: it is text, or nothing known.
pub fn recognise(head: &[u8]) -> Option<&'static dyn Package> {
    all().iter().copied().find(|package| package.claims(head))
}

/// The same for a file on disk. What cannot be read is no package: reading it as a file will say why.
pub fn of_file(path: &Path) -> Option<&'static dyn Package> {
    let mut head = Vec::with_capacity(HEAD);
    std::fs::File::open(path).ok()?.take(HEAD as u64).read_to_end(&mut head).ok()?;
    recognise(&head)
}

/// A text member, or a document that is read where it is checked.
pub struct Member<'a> {
    /// Its name with those of the packages around it, but the outermost.
    pub name: Arc<str>,
    pub url: Option<String>,
    pub base: Option<Base>,
    pub stream: Box<dyn Read + 'a>,
}

/// What comes out of a package when packages inside it are unpacked too.
pub enum Unpacked<'a> {
    Member(Member<'a>),
    Read(Source, Outcome),
    Failed(InputError),
}

/// Unpacks a package and those inside it. What is neither text nor a known package is passed over.
pub fn unpack(
    package: &'static dyn Package,
    medium: Medium<'_>,
    context: &Unpacking<'_>,
    each: &mut dyn FnMut(Unpacked<'_>) -> bool,
) {
    let budget = Budget::for_packed(medium.size());
    Unpacker { budget: &budget, each, members: 0, stopped: false }.package(package, medium, context, 0);
}

struct Unpacker<'a, 'b> {
    budget: &'a Budget,
    each: &'a mut (dyn FnMut(Unpacked<'_>) -> bool + 'b),
    members: usize,
    stopped: bool,
}

impl Unpacker<'_, '_> {
    fn package(&mut self, package: &dyn Package, medium: Medium<'_>, context: &Unpacking<'_>, depth: usize) {
        let wraps = package.is_wrapper();
        let result = package.unpack(medium, context, &mut |part| {
            match part {
                Part::Read(source, outcome) => {
                    self.give(Unpacked::Read(source.within(context.member.clone()), outcome))
                }
                Part::Failed(member, error) => self.fail(member.map(|member| context.member_of(&member)), error),
                Part::File(file) => self.file(file, wraps, context, depth),
            }
            !self.stopped
        });
        if let Err(error) = result {
            self.fail(context.member.clone(), error);
        }
    }

    fn give(&mut self, unpacked: Unpacked<'_>) {
        self.stopped |= !(self.each)(unpacked);
    }

    fn fail(&mut self, member: Option<Arc<str>>, error: InputError) {
        self.give(Unpacked::Failed(error.within(member.as_deref())));
    }

    fn file(&mut self, file: File<'_>, wrapped: bool, context: &Unpacking<'_>, depth: usize) {
        self.members += 1;
        let name = context.member_of(&file.member);
        if self.members > MAX_MEMBERS {
            let message = format!("里面的文件超过 {MAX_MEMBERS} 个，后面的没有检查；请分成几个压缩包");
            self.stopped = true;
            return self.fail(None, InputError::new(message));
        }
        if escapes(&file.member) {
            return self.fail(Some(name), InputError::new("文件名指到压缩包外面去了，这样的文件不检查"));
        }
        let mut stream = Metered::new(file.stream, self.budget);
        let mut head = Vec::new();
        if let Err(error) = stream.by_ref().take(HEAD as u64).read_to_end(&mut head) {
            return self.fail(Some(name), InputError::new(unpack_error(&error)));
        }
        let package = recognise(&head);
        let is_wanted = file.url.is_some() || wrapped || discover::has_known_extension(&file.member);
        let stream = Cursor::new(head).chain(stream);
        match package {
            Some(_) if depth + 1 >= MAX_NESTING => {
                let message = format!("压缩包套了 {MAX_NESTING} 层以上，里面的没有检查；请先解开外层");
                self.fail(Some(name), InputError::new(message));
            }
            Some(package) if package.holds_files() => {
                // The compressed form of an archive has no name of its own: only that of the archive counts.
                let member = if wrapped { context.member.clone() } else { Some(name) };
                let context = Unpacking { member, ..context.clone() };
                self.package(package, Medium::stream(stream), &context, depth + 1);
            }
            None if !is_wanted => {}
            Some(package) if !is_wanted && !package.is_readable() => {}
            _ => self.give(Unpacked::Member(Member { name, url: file.url, base: file.base, stream: Box::new(stream) })),
        }
    }
}

/// Whether a name leads out of its archive: `/etc/passwd`, `../x`, `C:\x`.
fn escapes(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic();
    drive || name.starts_with(['/', '\\']) || name.split(['/', '\\']).any(|part| part == "..")
}

/// The name of a member as its archive has it in bytes: UTF-8, or what Chinese systems wrote before.
pub fn member_name(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(name) => name.replace('\\', "/"),
        Err(_) => Encoding::Gb18030.decode(bytes).replace('\\', "/"),
    }
}

/// Said of compressed bytes that make no sense.
pub const DAMAGED: &str = "压缩的内容不完整或已损坏，解不开；请重新下载或导出";

/// What went wrong while unpacking, in words that tell the user what to do.
pub fn unpack_error(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::UnexpectedEof | ErrorKind::InvalidData | ErrorKind::InvalidInput => DAMAGED.to_string(),
        // Limits of our own say what they are.
        ErrorKind::QuotaExceeded => error.to_string(),
        _ => read_error(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out_are_told() {
        for name in ["/etc/passwd", "../a.html", "a/../../b.html", "C:\\a.html", "\\\\host\\a", "a\\..\\b"] {
            assert!(escapes(name), "{name}");
        }
        for name in ["a.html", "a/b..c/d.html", "…/稿件.html", "c/x"] {
            assert!(!escapes(name), "{name}");
        }
    }

    #[test]
    fn names_of_chinese_systems_are_read() {
        let (gbk, ..) = encoding_rs::GBK.encode("政务公开/通知.html");
        assert_eq!(member_name(&gbk), "政务公开/通知.html");
        assert_eq!(member_name("政务公开\\通知.html".as_bytes()), "政务公开/通知.html");
    }
}
