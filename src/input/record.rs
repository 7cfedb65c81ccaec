//! One record of an export (a JSON object, a CSV row) made an article, once a [`Layout`] says which field is what.
//! It knows nothing of how the container is written: that is behind [`Fields`].

use std::sync::LazyLock;

use regex::Regex;

use super::inner::Inner;
use super::layout::{Format, Layout, Role};
use super::{InputError, html, markdown, text};
use crate::document::{Article, ArticleBuilder, Escape, Meta, Place, Published, Region, Review};
use crate::span::{Decoded, Span, offset};

/// Field names shown where none is known.
const NAMES_SHOWN: usize = 20;
/// Characters shown of such a name.
const NAME_SHOWN: usize = 30;

/// Named values, for the metadata.
pub trait Values {
    /// Whether there is such a field, empty or not.
    fn has(&self, name: &str) -> bool;

    /// The value without blanks around it; `None` where it is empty or has no text.
    fn text(&self, name: &str) -> Option<String>;
}

/// The fields of one record.
pub trait Fields: Values {
    /// Lays the strings of a field; none where it is no text.
    fn lay(&self, name: &str, inner: &mut Inner) -> Vec<Span<Decoded>>;

    /// Where the field is in the file.
    fn place(&self, name: &str) -> Place;

    /// What text must be escaped with to go back into these fields.
    fn escape(&self, names: &[&str]) -> Escape;

    /// Stages of a review record.
    fn reviews(&self, _name: &str) -> Vec<Review> {
        Vec::new()
    }
}

/// The article of a record. Without a body it has what else there is.
pub fn article(fields: &dyn Fields, layout: &Layout<'_>) -> Article {
    let mut parts = Parts { fields, layout, inner: Inner::default(), names: Vec::new() };
    let title = parts.lay(Role::Title);
    let summary = parts.lay(Role::Summary);
    let first_of_body = parts.names.len();
    let body = parts.lay(Role::Body);
    let body_name = parts.names.get(first_of_body).copied().or_else(|| layout.names(Role::Body).next());
    let quote = parts.lay(Role::Quote);
    let comments = parts.lay(Role::Comment);
    let Parts { inner, names, .. } = parts;

    let mut builder = ArticleBuilder::new();
    fill(fields, layout, &mut builder.meta);
    for name in layout.names(Role::Reviews) {
        builder.meta.reviews.extend(fields.reviews(name));
    }
    builder.place = body_name.or_else(|| names.first().copied()).map(|name| fields.place(name));
    let repeated =
        |span: &Span<Decoded>| body.iter().any(|part| inner.slice(*part).trim() == inner.slice(*span).trim());
    for span in title.iter().filter(|span| !repeated(span)) {
        builder.block(Region::Title);
        builder.push(inner.slice(*span), span.start);
    }
    for span in summary.iter().filter(|span| !repeated(span)) {
        push_summary(&inner, *span, &mut builder);
    }
    let given = layout.format.or_else(|| first(fields, layout, Role::Format).and_then(|name| Format::named(&name)));
    let titled = layout.titled && title.is_empty();
    for span in &body {
        push_body(inner.slice(*span), span.start, given, titled, &mut builder);
    }
    push_lines(&inner, &quote, Region::Quote, &mut builder);
    push_lines(&inner, &comments, Region::Comment, &mut builder);
    builder.escapes.push(fields.escape(&names));
    builder.finish(Some(inner.map()))
}

/// Parts of an article on their way into the inner text.
struct Parts<'a> {
    fields: &'a dyn Fields,
    layout: &'a Layout<'a>,
    inner: Inner,
    /// The fields that gave something.
    names: Vec<&'a str>,
}

impl Parts<'_> {
    /// The strings of the first field of a role that is not blank.
    fn lay(&mut self, role: Role) -> Vec<Span<Decoded>> {
        for name in self.layout.names(role) {
            let mut laid = self.fields.lay(name, &mut self.inner);
            laid.retain(|span| !self.inner.slice(*span).trim().is_empty());
            if !laid.is_empty() {
                self.names.push(name);
                return laid;
            }
        }
        Vec::new()
    }
}

/// Pushes a body that lies at `base`; without a format, it is recognised.
pub fn push_body(body: &str, base: u32, format: Option<Format>, titled: bool, builder: &mut ArticleBuilder) {
    match format.unwrap_or_else(|| recognised(body)) {
        Format::Text => text::push(body, base, titled, builder),
        Format::Markdown => markdown::push(body, base, builder),
        Format::Html => {
            html::push(body, base, builder);
            if builder.escapes.is_empty() {
                builder.escapes.push(Escape::Html);
            }
        }
    }
}

/// Pushes a summary, which may be HTML as the body is.
fn push_summary(inner: &Inner, span: Span<Decoded>, builder: &mut ArticleBuilder) {
    let summary = inner.slice(span);
    if recognised(summary) != Format::Html {
        return push_lines(inner, &[span], Region::Summary, builder);
    }
    let first = builder.blocks();
    builder.block(Region::Summary);
    push_body(summary, span.start, Some(Format::Html), false, builder);
    for number in first..builder.blocks() {
        if matches!(builder.block_at(number), Some((Region::Body, _))) {
            builder.set_region_at(number, Region::Summary);
        }
    }
}

/// Each line a block.
fn push_lines(inner: &Inner, spans: &[Span<Decoded>], region: Region, builder: &mut ArticleBuilder) {
    for span in spans {
        let mut at = span.start;
        for line in inner.slice(*span).split('\n') {
            builder.block(region);
            builder.push(line, at);
            at += offset(line.len() + 1);
        }
    }
}

/// A body is HTML if it has a tag or the entity of a blank that people do not write.
fn recognised(body: &str) -> Format {
    static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
        let tags = "p|br|div|span|section|article|img|a|b|i|u|em|strong|font|center|h[1-6]|ul|ol|li|table|tbody|thead|\
                    tr|td|th|blockquote|pre|figure|video|iframe|style|script|hr|sup|sub";
        let pattern =
            format!(r"(?i)</?(?:{tags})(?:\s+[a-z:_-]+\s*=[^<>]*|\s*)/?>|&(?:nbsp|ensp|emsp|ldquo|rdquo);|<!--");
        Regex::new(&pattern).expect("constant pattern")
    });
    if MARKUP.is_match(body) { Format::Html } else { Format::Text }
}

/// Fills the metadata that a layout knows of.
pub fn fill(values: &dyn Values, layout: &Layout<'_>, meta: &mut Meta) {
    let text = |role| first(values, layout, role);
    let has = |role| layout.names(role).any(|name| values.has(name));
    meta.id = text(Role::Id);
    meta.title = text(Role::Title);
    meta.url = text(Role::Url);
    meta.author = text(Role::Author);
    meta.unit = text(Role::Unit);
    meta.column = text(Role::Column).map(|column| column.trim_start_matches('#').to_string());
    meta.published = layout.names(Role::Published).find_map(|name| Published::parse(&values.text(name)?));
    meta.has_published = has(Role::Published);
    let reposted_from = text(Role::RepostedFrom);
    meta.original = text(Role::Original).and_then(|stated| original(&stated));
    if reposted_from.is_some() {
        meta.original = Some(false);
    }
    meta.source = reposted_from.or_else(|| text(Role::Source));
    meta.has_source = has(Role::Source);
    meta.is_draft = layout.names(Role::State).any(|name| values.text(name).is_some_and(|state| is_draft(name, &state)));
    if let Some(by) = text(Role::EditedBy) {
        meta.reviews.push(Review { stage: "责任编辑".to_string(), by, at: None });
    }
    if let Some(by) = text(Role::ReviewedBy) {
        meta.reviews.push(Review { stage: "审核".to_string(), by, at: text(Role::ReviewedAt) });
    }
}

fn first(values: &dyn Values, layout: &Layout<'_>, role: Role) -> Option<String> {
    layout.names(role).find_map(|name| values.text(name))
}

/// What platforms write for original and reposted.
fn original(stated: &str) -> Option<bool> {
    match stated.to_ascii_lowercase().as_str() {
        "1" | "true" | "原创" | "是" => Some(true),
        "false" | "转载" | "转发" | "否" => Some(false),
        _ => None,
    }
}

/// What tools write for articles that nobody can read. A value that a tool does not write is none of a draft.
fn is_draft(name: &str, state: &str) -> bool {
    let state = state.to_ascii_lowercase();
    let is_yes = matches!(state.as_str(), "true" | "1" | "yes");
    let is_no = matches!(state.as_str(), "false" | "0" | "no");
    match name {
        // DedeCMS: -1 waits for review, -2 lies in the recycle bin; others are who may read it.
        "arcrank" => state.starts_with('-'),
        // PHPCMS: 99 has passed, 0 was returned, others are stages of review.
        "status" => state != "99" && state.bytes().all(|byte| byte.is_ascii_digit()),
        "wp:status" => matches!(state.as_str(), "draft" | "pending" | "future" | "private" | "inherit"),
        "draft" | "is_deleted" | "spec/deleted" => is_yes,
        "checked" | "published" | "spec/publish" => is_no,
        _ => false,
    }
}

/// The error for records whose body nobody can tell: what was seen, and how to say it.
pub fn unknown_fields<'a>(path: &str, kind: &str, names: impl Iterator<Item = &'a str>) -> InputError {
    let shown = |name: &str| name.chars().filter(|c| !c.is_control()).take(NAME_SHOWN).collect::<String>();
    let mut names = names.map(shown);
    let mut list = names.by_ref().take(NAMES_SHOWN).collect::<Vec<_>>().join("、");
    if names.next().is_some() {
        list.push_str(" 等");
    }
    let seen = if list.is_empty() { format!("没有看到{kind}") } else { format!("看到的{kind}有：{list}") };
    InputError::new(format!(
        "认不出哪个{kind}是正文（{seen}）。请在 shenjiao.toml 中写明，例如：\n\
         [[mapping]]\n\
         paths = [\"{}\"]\n\
         [mapping.fields]\n\
         body = \"正文的{kind}名\"\n\
         title = \"标题的{kind}名\"",
        path.replace(['"', '\\'], "?")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_told_from_text() {
        for html in ["<p>各单位</p>", "第一行<br/>第二行", "<IMG src=\"a\">", "各单位&nbsp;要"] {
            assert_eq!(recognised(html), Format::Html, "{html}");
        }
        for text in ["各单位要", "若 a<b 且 c>d", "《办法》<征求意见稿>", "a&b;"] {
            assert_eq!(recognised(text), Format::Text, "{text}");
        }
    }
}
