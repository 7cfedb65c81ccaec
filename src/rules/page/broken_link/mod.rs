//! Links that cannot work on any reader's machine, by their form alone: files of the editor's disk, addresses of the
//! inner network, test domains, addresses typed wrong. Whether a sound address answers is not asked.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Link, Mark, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/broken-link",
        "打不开的链接",
        Severity::Error,
        "链接写成了本机文件、内网地址或者写错了格式，读者打不开。",
        "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）",
        include_str!("rule.md"),
    )
});

/// What is wrong with an address, and the words for it.
static FAULTS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    let faults = [
        (r"^(?i:file:)|^(?i:[a-z]:[\\/])|^\\\\", "是本机文件的路径"),
        (r"^(?i:(?:https?:)?//)(?:localhost|127\.[0-9.]+|0\.0\.0\.0)(?:[:/?#]|$)", "是本机地址"),
        (r"^(?i:(?:https?|ftp):)?//(?:10\.[0-9]{1,3}|192\.168|172\.(?:1[6-9]|2[0-9]|3[01])|169\.254)\.[0-9]{1,3}\.[0-9]{1,3}(?:[:/?#]|$)", "是内网地址"),
        (r"^(?i:(?:https?:)?//)(?:[^/?#]*\.)?(?:example\.(?:com|net|org)|test\.com|[^/?#.]+\.(?:test|invalid|example|local|lan))(?:[:/?#]|$)", "是测试用的网址"),
        (r"^(?i:https?)(?:[:：]?[/\\]?[^/\\]|：|;//|///|:\\\\|:/[^/])|^(?i:(?:ht+ps?|htp|hhttp|http[sS]{2,}|hppt|htpps?)://)|^(?i:https?://(?:https?[:/]|\s*$|/))", "格式有误"),
        (r"^(?i:https?://)[^/?#]*[，。、；：“”（）《》【】 ]|[，。；、）》】]$", "夹有中文标点或空格"),
        (r"^(?i:https?://)(?:[^/?#.@:]+|[^/?#]*\.\.[^/?#]*)(?:[:/?#]|$)", "域名不完整"),
        (r"^(?i:about:blank|undefined|null|\[object)", "没有填写"),
    ];
    faults.into_iter().map(|(pattern, words)| (Regex::new(pattern).expect("constant pattern"), words)).collect()
});

/// Right spellings that the patterns of wrong ones would also take.
static SOUND: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(?i:https?)://[^/\\:]").expect("constant pattern"));

/// Addresses written in the text.
static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i:file:///?)[^\s，。；、）)<>“”]{3,120}|https?://(?:localhost|127\.0\.0\.1|10\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}|192\.168\.[0-9]{1,3}\.[0-9]{1,3}|172\.(?:1[6-9]|2[0-9]|3[01])\.[0-9]{1,3}\.[0-9]{1,3})(?:[:/][A-Za-z0-9_./:?=&%-]*)?|[C-H]:\\(?:[^\s\\/:*?<>|，。；]{1,40}\\)+[^\s\\/:*?<>|，。；]{0,60}").expect("constant pattern")
});

struct BrokenLink;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(BrokenLink)
}

impl Rule for BrokenLink {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for link in article.links.iter().filter(|link| !link.hidden) {
            if let Some(fault) = fault(link) {
                let message = format!("链接“{}”{fault}，读者打不开", link.href.trim());
                context.report(context.finding(link.span, message));
            }
        }
        let seen = article.blocks.iter().filter(|block| block.region != Region::Hidden);
        for (block, _) in article.marks().by_block(seen).filter(|(_, marks)| may_hold(article, marks)) {
            for found in WRITTEN.find_iter(article.block_text(block)) {
                let message = format!("“{}”是本机或内网的地址，读者打不开", found.as_str());
                let span = block.text.part(found.range());
                if !article.links.iter().any(|link| link.span.overlaps(span)) {
                    context.report(context.finding(span, message).severity(Severity::Warning).confidence(0.85));
                }
            }
        }
    }
}

/// Whether an address of those looked for may stand in a block with those marks.
fn may_hold(article: &Article, marks: &[Mark]) -> bool {
    marks.iter().filter(|mark| mark.character == ':').any(|mark| {
        let before = &article.text.as_bytes()[..mark.at as usize];
        let after = &article.text[mark.end() as usize..];
        let is_file = before.len().checked_sub("file".len()).is_some_and(|at| before[at..].eq_ignore_ascii_case(b"file"));
        is_file || ["\\", "//1", "//localhost"].iter().any(|host| after.starts_with(host))
    })
}

/// Whether an address is one of those, nearly all, in which no pattern of a wrong one can be found: a name of a host that
/// is no test host, or a path without a scheme.
fn is_ordinary(href: &str) -> bool {
    if href.ends_with(|c: char| !c.is_ascii()) {
        return false;
    }
    let Some(rest) = href.strip_prefix("http://").or(href.strip_prefix("https://")) else {
        let begins = |word: &str| href.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
        return match href.as_bytes() {
            [] | [b'/'] | [b'.' | b'?' | b'0'..=b'9', ..] => true,
            [b'/', second, ..] => *second != b'/',
            [b'a'..=b'z' | b'A'..=b'Z', rest @ ..] => {
                !rest.contains(&b':') && !["http", "null", "undefined"].into_iter().any(begins)
            }
            _ => false,
        };
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    let top = host.rsplit_once('.').map_or("", |(_, top)| top);
    let named = top.starts_with(|c: char| c.is_ascii_alphabetic()) && !["invalid", "local", "lan"].contains(&top);
    let for_tests = host.contains("test") || host.contains("example");
    plain && named && !for_tests && !host.contains("..") && !rest.contains("http") && !host.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn fault(link: &Link) -> Option<&'static str> {
    let href = link.href.trim();
    if href.starts_with('#') || href.starts_with("javascript:") || href.starts_with("mailto:") || href.starts_with("tel:") {
        return None;
    }
    if is_ordinary(href) {
        return None;
    }
    let sound = SOUND.is_match(href);
    let faults = FAULTS.iter().filter(|(_, words)| !(sound && *words == "格式有误" && !href[4..].contains("http")));
    faults.into_iter().find(|(pattern, _)| pattern.is_match(href)).map(|(_, words)| *words)
}
