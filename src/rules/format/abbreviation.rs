//! Definitions of short names: 某县城市管理局（以下简称“县城管局”）.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Region};
use crate::span::{Span, Text};

/// Words that every definition has.
pub(super) const TRIGGERS: &[&str] = &["以下简称", "以下统称", "以下合称", "（下称", "（简称", "(下称", "(简称", "(以下称", "（以下称"];

static DEFINITION: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r#"[（(](?:以下|下)?(?:统|简|合)?称(?:为|作)?[：:]?(?P<open>[“"‘「《]*)(?P<short>[^“”"‘’「」《》（）()，,；;。：:、\n]{2,20})(?P<close>[”"’」》]*)[）)]"#;
    Regex::new(pattern).expect("constant pattern")
});

/// Definitions of an article that are looked at: each is compared with the whole text.
const MOST: usize = 40;
/// Bytes of a full name.
const FULL: usize = 300;

/// A short name and what it stands for.
pub(super) struct Definition<'a> {
    pub short: &'a str,
    pub place: Span<Text>,
    pub quoted: bool,
    /// The name in 《》 right before, marks included; `None` where the full name cannot be told.
    pub full: Option<&'a str>,
    /// The bracket.
    pub whole: Span<Text>,
}

/// The definitions in the prose.
pub(super) fn definitions(article: &Article) -> Vec<Definition<'_>> {
    let found = DEFINITION.captures_iter(&article.text);
    found.filter_map(|found| {
        let all = Span::of(found.get(0)?.range());
        let short = found.name("short")?;
        article.block_at(all.start).filter(|block| matches!(block.region, Region::Body | Region::Summary))?;
        let from = article.text.floor_char_boundary((all.start as usize).saturating_sub(FULL));
        let before = &article.text[from..all.start as usize];
        let full = before.ends_with('》').then(|| before.rfind('《')).flatten().map(|open| &before[open..]);
        Some(Definition {
            short: short.as_str(),
            place: Span::of(short.range()),
            quoted: !found["open"].is_empty() || !found["close"].is_empty(),
            full: full.filter(|full| !full.contains('\n')),
            whole: all,
        })
    })
    .take(MOST)
        .collect()
}

/// Whether the text is a statute: there short names have other customs.
pub(super) fn is_statute(article: &Article) -> bool {
    article.blocks.iter().any(|block| {
        let text = article.block_text(block);
        text.starts_with('第') && text.find('条').is_some_and(|at| at <= "第一百二十".len())
    })
}
