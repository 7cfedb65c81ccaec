//! Metadata of a page: the `meta` names that government sites must give (国办发〔2017〕47号), those of the open graph,
//! and the variables in WeChat's scripts.

use std::sync::LazyLock;

use regex::Regex;

use super::reference::{self, Place};
use super::tokens::{Key, Tag, Tokens};
use crate::document::{Meta, Published};
use crate::span::{Decoded, Span};

/// `var ct = "1762747210"`, `var nickname = htmlDecode("某县发布")`.
static VARIABLE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r#"\bvar\s+(ct|oriCreateTime|nickname|author|msg_link|msg_source_url|_copyright_stat)\s*=\s*(?:htmlDecode\s*\(\s*)?(?:"([^"\n]*)"|'([^'\n]*)')"#;
    Regex::new(pattern).expect("constant pattern")
});

/// What the head and the scripts of a page say.
#[derive(Debug, Default)]
pub struct PageMeta {
    pub meta: Meta,
    /// `ArticleTitle`.
    pub article_title: Option<String>,
    /// The number of that `meta` among the tokens and its value.
    pub title_value: Option<(usize, Span<Decoded>)>,
    pub open_graph_title: Option<String>,
    /// The `title` element.
    pub window_title: Option<String>,
    /// Where WeChat's 阅读原文 leads.
    pub original_link: Option<String>,
}

impl PageMeta {
    /// Reads a `meta` element, the `at`-th token.
    pub fn read_meta(&mut self, tokens: &Tokens<'_>, tag: &Tag, at: usize) {
        let name = tokens.raw(tag, Key::Name).or_else(|| tokens.raw(tag, Key::Property));
        let (Some(name), Some(span)) = (name, tokens.attribute(tag, Key::Content)) else {
            return;
        };
        let value = given(&tokens.decode(span));
        match name.trim().to_ascii_lowercase().as_str() {
            "articletitle" => {
                self.title_value = value.is_some().then_some((at, span));
                self.article_title = value;
            }
            "pubdate" => {
                self.meta.has_published = true;
                self.meta.published = value.as_deref().and_then(Published::parse);
            }
            "contentsource" => {
                self.meta.has_source = true;
                self.meta.source = value;
            }
            "columnname" => self.meta.column = value,
            "sitename" => self.meta.unit = value,
            "author" | "og:article:author" => fill(&mut self.meta.author, value),
            "url" => self.meta.url = value,
            "og:url" => fill(&mut self.meta.url, value),
            "og:title" => self.open_graph_title = value,
            "og:site_name" => fill(&mut self.meta.unit, value),
            "article:published_time" if self.meta.published.is_none() => {
                self.meta.published = value.as_deref().and_then(Published::parse);
            }
            _ => {}
        }
    }

    /// Reads the content of a `title` element.
    pub fn read_window_title(&mut self, source: &str) {
        fill(&mut self.window_title, given(&reference::text(source, Place::Text)));
    }

    /// Reads a script of a WeChat page.
    pub fn read_script(&mut self, source: &str) {
        self.meta.has_published = true;
        for found in VARIABLE.captures_iter(source) {
            let value = found.get(2).or(found.get(3)).and_then(|value| given(&script_string(value.as_str())));
            let Some(value) = value else { continue };
            match &found[1] {
                "ct" | "oriCreateTime" if self.meta.published.is_none() => {
                    self.meta.published = Published::parse(&value);
                }
                "nickname" => self.meta.unit = Some(value),
                "author" => self.meta.author = Some(value),
                "msg_link" => fill(&mut self.meta.url, Some(value)),
                "msg_source_url" => self.original_link = Some(value),
                "_copyright_stat" => {
                    self.meta.original = match value.as_str() {
                        "1" => Some(true),
                        "2" => Some(false),
                        _ => None,
                    }
                }
                _ => {}
            }
        }
    }

    /// The metadata of the article.
    pub fn finish(&self) -> Meta {
        let titles = [&self.article_title, &self.open_graph_title, &self.window_title];
        let title = titles.into_iter().flatten().next().cloned();
        Meta { title, ..self.meta.clone() }
    }
}

/// A value that says something: generators write `null` where there is nothing.
fn given(value: &str) -> Option<String> {
    let value = value.trim();
    let nothing = value.is_empty() || value.eq_ignore_ascii_case("null") || value.eq_ignore_ascii_case("undefined");
    (!nothing).then(|| value.to_string())
}

fn fill(field: &mut Option<String>, value: Option<String>) {
    if field.is_none() {
        *field = value;
    }
}

/// A string of a script as it is meant: `\x26amp;` is `&`.
fn script_string(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let code = match escape.chars().next() {
            Some('x') => escape.get(1..3),
            Some('u') => escape.get(1..5),
            _ => None,
        };
        let character = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        match (character, code) {
            (Some(character), Some(code)) => {
                text.push(character);
                rest = &escape[1 + code.len()..];
            }
            _ => rest = escape,
        }
    }
    text.push_str(rest);
    reference::text(&text, Place::Text)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn strings_of_scripts() {
        assert_eq!(script_string(r"http:\/\/a\x26amp;b\u4e2d\x"), "http://a&b中x");
    }
}
