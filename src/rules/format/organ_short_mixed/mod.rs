//! One organ called 局 here and 委 there: 县发改局 beside 县发改委.

use std::sync::LazyLock;

use memchr::memmem;

use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/organ-short-mixed",
        "同一机关的简称不统一",
        Severity::Info,
        "机关叫“局”还是叫“委”以机构改革方案为准；一篇文章里两种都写，总有一种是错的。",
        "《党政机关公文处理工作条例》（中办发〔2012〕14号）关于使用机关规范化简称的要求",
        include_str!("rule.md"),
    )
});

/// Matters whose organs are called 局 in one place and 委 in another.
const MATTERS: [&str; 9] = ["发改", "发展改革", "发展和改革", "卫健", "卫生健康", "住建", "教", "农业农村", "交通运输"];
/// The level of the organ, named right before.
const LEVELS: [char; 5] = ['省', '市', '区', '县', '州'];

struct OrganShortMixed;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(OrganShortMixed)
}

impl Rule for OrganShortMixed {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["发改委", "改革委", "卫健委", "健康委", "住建委", "省教委", "市教委", "区教委", "县教委", "州教委", "农村委", "运输委"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let text = article.text.as_str();
        let mut seen: Vec<&str> = Vec::new();
        for end in context.places().iter().map(|place| *place as usize + "发改委".len()) {
            let Some((start, matter)) = board(&text[..end]) else { continue };
            let board = &text[start..end];
            if seen.contains(&board) {
                continue;
            }
            seen.push(board);
            let office = format!("{}{}", board.trim_end_matches('委'), if matter == "教" { "育局" } else { "局" });
            let Some(at) = memmem::find(text.as_bytes(), office.as_bytes()) else { continue };
            // 江城市发改局 and 山阳市发改委 are two organs.
            let (one, two) = (place(&text[..at]), place(&text[..start]));
            if one == two || one.is_empty() || two.is_empty() {
                let message = format!("前后文既写“{office}”又写“{board}”，请按机构规范名称统一");
                context.report(context.finding(Span::of(at..at + office.len()), message).confidence(0.6));
            }
        }
    }
}

/// Where the board that a text ends with begins with its level, and its matter: 县发改委.
fn board(text: &str) -> Option<(usize, &'static str)> {
    let text = text.strip_suffix('委')?;
    MATTERS.into_iter().find_map(|matter| {
        let before = text.strip_suffix(matter)?;
        let level = before.chars().next_back().filter(|level| LEVELS.contains(level))?;
        Some((before.len() - level.len_utf8(), matter))
    })
}

/// Words before a level that belong to no name: 由县发改局.
const JOINTS: &str = "由经向报是在和与及各到对从将以按请据被让为";

/// The name of the place before its level, as far as it can be told: two characters, empty where there is none.
fn place(before: &str) -> String {
    let han = before.chars().rev().take(2).take_while(|c| matches!(c, '\u{4e00}'..='\u{9fff}') && !JOINTS.contains(*c));
    let name: Vec<char> = han.collect();
    if name.len() == 2 { name.into_iter().rev().collect() } else { String::new() }
}
