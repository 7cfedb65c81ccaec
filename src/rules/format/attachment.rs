//! The attachments of an article: those that its text speaks of and those that it lists.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Block, Region};
use crate::span::{Span, Text};

/// Ends of addresses of files.
const FILES: [&str; 12] =
    [".doc", ".docx", ".xls", ".xlsx", ".pdf", ".zip", ".rar", ".wps", ".et", ".ofd", ".ppt", ".pptx"];

/// 见附件, 附件2: the text speaks of an attachment of its own.
static MENTION: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:见|填写|填报|填好|按照|按|（|\()(?P<unnumbered>附件)(?:[。，；、）)]|$)|(?P<numbered>附件(?P<number>[1-9][0-9]?))";
    Regex::new(pattern).expect("constant pattern")
});

/// The head of a list of attachments or of an attachment itself: 附件：1.…, 附件2：…, 附件.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^附件?(?:[：:]|(?P<number>[1-9][0-9]?)(?:[：:.、 ]|$)|$|(?:[：:]) ?)(?P<rest>.*)$").expect("constant pattern")
});

static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^ ?(?P<number>[1-9][0-9]?)[.．、]").expect("constant pattern"));

/// An attachment that is listed or follows.
pub(super) struct Attachment {
    pub number: Option<u32>,
    /// Its name, without the number.
    pub name: Span<Text>,
}

/// A place that speaks of an attachment.
pub(super) struct Mention {
    pub number: Option<u32>,
    pub place: Span<Text>,
}

/// What is listed or follows, in order.
pub(super) fn listed(article: &Article) -> Vec<Attachment> {
    let mut attachments = Vec::new();
    let mut open = false;
    for block in article.blocks.iter().filter(|block| block.region.is_prose()) {
        let text = article.block_text(block);
        if let Some((number, rest)) = head(text) {
            attachments.push(one(block, text, rest, number));
            open = number.is_none();
        } else if let Some(found) = NUMBER.find(text).filter(|_| open) {
            attachments.push(one(block, text, text, None));
            open = found.end() < text.len();
        } else {
            open = false;
        }
    }
    attachments
}

/// The number and the rest of a line that begins with 附件.
pub(super) fn head(text: &str) -> Option<(Option<u32>, &str)> {
    if !text.starts_with('附') {
        return None;
    }
    let found = HEAD.captures(text.trim_end())?;
    let number = found.name("number").and_then(|number| number.as_str().parse().ok());
    Some((number, found.name("rest").map_or("", |rest| rest.as_str())))
}

/// The attachment that the end of a line names.
fn one(block: &Block, text: &str, rest: &str, number: Option<u32>) -> Attachment {
    let end = text.trim_end().len();
    let start = end.saturating_sub(rest.trim_end().len());
    let found = NUMBER.captures(rest);
    let own = found.as_ref().and_then(|found| found["number"].parse().ok());
    let skipped = found.map_or(0, |found| found[0].len());
    Attachment { number: number.or(own), name: block.text.part((start + skipped).min(end)..end) }
}

/// Where the body speaks of attachments.
pub(super) fn mentions(article: &Article) -> Vec<Mention> {
    let body = article.blocks_in(Region::Body).filter(|block| head(article.block_text(block)).is_none());
    let found = body.flat_map(|block| {
        let text = article.block_text(block);
        MENTION.captures_iter(text).filter_map(move |found| {
            // 附件1：… run on to the line before it is the attachment itself.
            let heads = text[found.get(0)?.end()..].starts_with(['：', ':']);
            let place = found.name("numbered").filter(|_| !heads).or(found.name("unnumbered"))?;
            let number = found.name("number").and_then(|number| number.as_str().parse().ok());
            Some(Mention { number, place: block.text.part(place.range()) })
        })
    });
    found.collect()
}

/// Whether a file is linked.
pub(super) fn has_files(article: &Article) -> bool {
    article.links.iter().any(|link| {
        let address = link.href.to_ascii_lowercase();
        FILES.iter().any(|end| address.ends_with(end)) || article.slice(link.span).contains("附件")
    })
}
