//! Hidden links and hidden advertising: what break-ins leave in a page for search engines. Only what the reader
//! cannot see is judged; hidden parts of ordinary pages (menus, share buttons, counters) are left alone.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::address::{host, is_under, site};
use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, Block, Link, Region};
use crate::finding::Severity;
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/hidden-link",
        "暗链或隐藏的违法广告",
        Severity::Error,
        "看不见的外部链接和赌博、色情字样多是网站被入侵后植入的，属于安全问题，可被单项否决。",
        "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）",
        include_str!("rule.md"),
    )
});

/// Hosts that ordinary pages link from hidden parts: marks of public bodies, share buttons.
const SERVICES: [&str; 12] = [
    "gov.cn", "政务", "conac.cn", "weibo.com", "weibo.cn", "qq.com", "weixin.com", "people.com.cn", "news.cn",
    "xinhuanet.com", "cctv.com", "w3.org",
];

static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(super::injected_ad::marks()).ok());

struct HiddenLink;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(HiddenLink)
}

impl Rule for HiddenLink {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let own = article.meta.url.as_deref().and_then(host);
        for link in article.links.iter().filter(|link| link.hidden) {
            if let Some(host) = outside(link, own) {
                let message = format!("页面里有看不见的外部链接，指向 {host}，请确认网站是否被植入暗链");
                context.report(context.finding(link.span, message).confidence(0.8));
            }
        }
        for block in article.blocks_in(Region::Hidden) {
            if let Some(span) = mark(article, block) {
                let message = format!("页面的隐藏文字里有“{}”，请确认网站是否被植入违法广告", article.slice(span));
                context.report(context.finding(span, message));
            }
        }
    }
}

/// The host that a link leads to if it is neither the article's own nor a known service.
fn outside<'a>(link: &'a Link, own: Option<&str>) -> Option<&'a str> {
    let host = host(&link.href)?;
    let known = own.map(site).into_iter().chain(SERVICES).any(|other| is_under(host, other));
    (!known).then_some(host)
}

fn mark(article: &Article, block: &Block) -> Option<Span<Text>> {
    let text = article.block_text(block);
    let found = SEARCH.as_ref()?.find(text)?;
    (!super::injected_ad::speaks_against(text)).then(|| block.text.part(found.range()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::document::ArticleBuilder;

    fn found(hidden: &str, links: &[(&str, bool)]) -> Vec<String> {
        let mut builder = ArticleBuilder::new();
        builder.meta.url = Some("http://www.example.gov.cn/a.html".to_string());
        builder.block(Region::Body);
        builder.push("会议今天召开。", 0);
        builder.block(Region::Hidden);
        let start = builder.here();
        builder.push(hidden, 100);
        for (href, hidden) in links {
            builder.link(href.to_string(), start, *hidden);
        }
        let article = builder.finish(None);
        let (settings, mut findings) = (Settings::default(), Vec::new());
        let day = jiff::civil::date(2024, 5, 1);
        HiddenLink.check(&article, &mut Context::new(day, None, &settings, &META, &mut findings));
        findings.iter().map(|finding| article.slice(finding.span).to_string()).collect()
    }

    #[test]
    fn hidden_outside_links_are_found() {
        assert_eq!(found("友情链接", &[("http://bad.example.com/x", true)]), ["友情链接"]);
        let fine = [
            ("http://other.example.com/", false),
            ("/a.html", true),
            ("javascript:void(0)", true),
            ("http://service.weibo.com/share", true),
            ("https://www.example.gov.cn/b", true),
            ("#top", true),
        ];
        assert_eq!(found("分享", &fine), Vec::<String>::new());
        assert_eq!(found("某", &[("//fakegov.cn/", true)]), ["某"]);
    }

    #[test]
    fn hidden_advertising_is_found() {
        assert_eq!(found("某某棋牌官网下载，注册送彩金", &[]), ["棋牌"]);
        assert_eq!(found("打击网络赌博违法犯罪", &[]), Vec::<String>::new());
        assert_eq!(found("分享到 微信 打印 关闭", &[]), Vec::<String>::new());
    }
}
