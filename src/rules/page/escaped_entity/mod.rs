//! Character references that the reader sees: `&nbsp;` or `&#8220;` in the text, because they were escaped twice.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/escaped-entity",
        "网页符号代码外露",
        Severity::Warning,
        "读者会看到“&nbsp;”一类的代码，是内容经两次转码留下的。",
        "《政府网站发展指引》（国办发〔2017〕47号）",
        include_str!("rule.md"),
    )
});

/// Names and what they stand for.
const NAMES: [(&str, &str); 27] = [
    ("nbsp", " "), ("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"), ("ldquo", "“"), ("rdquo", "”"),
    ("lsquo", "‘"), ("rsquo", "’"), ("mdash", "—"), ("ndash", "–"), ("hellip", "…"), ("middot", "·"), ("emsp", "　"),
    ("ensp", " "), ("thinsp", " "), ("bull", "•"), ("times", "×"), ("divide", "÷"), ("deg", "°"), ("copy", "©"), ("reg", "®"),
    ("laquo", "«"), ("raquo", "»"), ("permil", "‰"), ("plusmn", "±"),
];

static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
    Regex::new(&format!("(?:&(?:amp;)*(?:(?P<name>{})|#(?P<decimal>[0-9]{{2,6}})|#[xX](?P<hex>[0-9a-fA-F]{{2,5}}));)", names.join("|")))
        .expect("constant pattern")
});

/// How far back an address may begin, in bytes.
const ADDRESS: usize = 200;
/// So many in one block say enough.
const MANY: usize = 20;

struct EscapedEntity;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EscapedEntity)
}

impl Rule for EscapedEntity {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &[
            "&nbsp;", "&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#", "&ldquo;", "&rdquo;", "&lsquo;", "&rsquo;", "&mdash;", "&ndash;",
            "&hellip;", "&middot;", "&emsp;", "&ensp;", "&thinsp;", "&bull;", "&times;", "&divide;", "&deg;", "&copy;", "&reg;",
            "&laquo;", "&raquo;", "&permil;", "&plusmn;",
        ]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for block in article.blocks.iter().filter(|block| block.region != Region::Hidden) {
            let text = article.block_text(block);
            for found in REFERENCE.captures_iter(text).take(MANY) {
                let Some(whole) = found.get(0) else { continue };
                // An address has its own ampersands.
                let from = text.ceil_char_boundary(whole.start().saturating_sub(ADDRESS)).min(whole.start());
                let before = &text[from..whole.start()];
                let word = before.rsplit(|c: char| c.is_whitespace() || !c.is_ascii()).next().unwrap_or_default();
                if word.contains("://") {
                    continue;
                }
                let number = |name, radix| u32::from_str_radix(found.name(name)?.as_str(), radix).ok().and_then(char::from_u32);
                let named = found.name("name").and_then(|name| NAMES.iter().find(|(known, _)| *known == name.as_str()));
                let numbered = number("decimal", 10).or_else(|| number("hex", 16)).filter(|c| !c.is_control());
                let Some(right) = named.map(|(_, right)| right.to_string()).or(numbered.map(visible)) else { continue };
                let message = format!("读者会看到代码“{}”，应是“{right}”", whole.as_str());
                let finding = context.finding(block.text.part(whole.range()), message).confidence(0.95);
                context.report(finding.suggest(vec![right], Applicability::Unsafe));
            }
        }
    }
}

/// The character, a blank of any kind being a blank.
fn visible(c: char) -> String {
    if c.is_whitespace() { " ".to_string() } else { c.to_string() }
}
