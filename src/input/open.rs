//! From the bytes of a file to its articles, whatever the file is: text of some format, or a package of such.

use std::io::Read;
use std::sync::Arc;

use super::package::{self, Medium, Member, Package, Unpacked, Unpacking, unpack_error};
use super::{InputError, Outcome, ReadContext, read};
use crate::source::{Base, MAX_DOCUMENT, Source};

/// A file in memory: one that was read, a member of a package, or standard input.
pub struct Held {
    pub path: Arc<str>,
    /// Its name in the package.
    pub member: Option<Arc<str>>,
    /// Where it was fetched from, in archives of the web.
    pub url: Option<String>,
    /// Where its bytes begin on disk, if they lie there as they are.
    pub base: Option<Base>,
    pub bytes: Vec<u8>,
}

/// The receiver of sources with what they were read into, and of errors.
pub type Each<'a> = dyn FnMut(Result<(Source, Outcome), InputError>) + 'a;

impl Held {
    pub fn new(name: &str, bytes: Vec<u8>) -> Self {
        Self { path: Arc::from(name), member: None, url: None, base: None, bytes }
    }
}

/// Reads a file in memory. A package gives as many sources as it holds.
pub fn open(held: Held, context: &ReadContext<'_>, each: &mut Each<'_>) {
    if let Some(package) = package::recognise(&held.bytes) {
        return unpack(package, &held, context, each);
    }
    let Held { path, member, url, base, bytes } = held;
    match Source::new(&path, bytes) {
        Err(error) => each(Err(InputError::new(error.0).within(member.as_deref()))),
        Ok(source) => {
            let source = source.within(member).based(base.unwrap_or_default());
            let mut outcome = read(&source, context);
            for article in outcome.articles.iter_mut().filter(|article| article.meta.url.is_none()) {
                article.meta.url.clone_from(&url);
            }
            each(Ok((source, outcome)));
        }
    }
}

fn unpack(package: &'static dyn Package, held: &Held, context: &ReadContext<'_>, each: &mut Each<'_>) {
    let unpacking = Unpacking { path: Arc::clone(&held.path), member: held.member.clone(), mapping: context.mapping };
    package::unpack(package, Medium::Bytes(&held.bytes), &unpacking, &mut |unpacked| {
        match unpacked {
            Unpacked::Failed(error) => each(Err(error)),
            Unpacked::Read(source, outcome) => each(Ok((source, outcome))),
            Unpacked::Member(Member { name, url, base, stream }) => {
                let mut bytes = Vec::new();
                match stream.take(MAX_DOCUMENT as u64 + 1).read_to_end(&mut bytes) {
                    Ok(_) => {
                        let path = Arc::clone(&held.path);
                        open(Held { path, member: Some(name), url, base, bytes }, context, each);
                    }
                    Err(error) => each(Err(InputError::new(unpack_error(&error)).within(Some(&name)))),
                }
            }
        }
        true
    });
}
