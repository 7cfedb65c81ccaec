//! Hidden links and hidden advertising: what break-ins leave in a page for search engines. Only what the reader
//! cannot see is judged; hidden parts of ordinary pages (menus, share buttons, counters) are left alone.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

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

/// Marks of gambling, pornography, cheating software and forged papers, as injected pages have them.
const MARKS: [&str; 52] = [
    "博彩", "棋牌", "彩票平台", "彩票网", "时时彩", "六合彩", "北京赛车", "真人娱乐", "真人荷官", "百家乐", "老虎机",
    "赌球", "赌场", "赌博", "娱乐城", "足球投注", "体育投注", "在线投注", "电子游艺", "捕鱼达人", "澳门威尼斯人",
    "皇冠体育", "注册送彩金", "彩金", "成人影片", "成人电影", "成人视频", "成人小说", "色情", "黄色网站", "情色",
    "无码", "裸聊", "一夜情", "援交", "约炮", "私服", "外挂", "代孕", "代开发票", "发票代开", "办证刻章", "代办文凭",
    "迷药", "催情", "壮阳", "伟哥", "网赚", "刷单", "裸贷", "高仿手表", "枪支出售",
];

/// Hidden parts of a page that speak against such things.
const AGAINST: [&str; 16] = [
    "打击", "严禁", "禁止", "整治", "查处", "非法", "违法", "犯罪", "反诈", "诈骗", "防范", "扫黄", "案件", "举报",
    "治理", "警惕",
];

static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(MARKS).ok());

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

/// The host of an absolute address.
fn host(address: &str) -> Option<&str> {
    let address = address.trim();
    let rest = ["http://", "https://", "//"].iter().find_map(|scheme| {
        let head = address.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then(|| &address[scheme.len()..])
    })?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (host.contains('.') || !host.is_ascii()).then_some(host)
}

/// The host that a link leads to if it is neither the article's own nor a known service.
fn outside<'a>(link: &'a Link, own: Option<&str>) -> Option<&'a str> {
    let host = host(&link.href)?;
    let is_under = |other: &str| {
        let rest = host.len().checked_sub(other.len()).and_then(|at| Some((host.get(..at)?, host.get(at..)?)));
        rest.is_some_and(|(rest, end)| end.eq_ignore_ascii_case(other) && (rest.is_empty() || rest.ends_with('.')))
    };
    let own = own.map(|own| own.strip_prefix("www.").unwrap_or(own));
    let known = own.into_iter().chain(SERVICES).any(is_under);
    (!known).then_some(host)
}

fn mark(article: &Article, block: &Block) -> Option<Span<Text>> {
    let text = article.block_text(block);
    let found = SEARCH.as_ref()?.find(text)?;
    let against = AGAINST.iter().any(|word| text.contains(word));
    (!against).then(|| block.text.part(found.range()))
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

    #[test]
    fn hosts_are_read_from_odd_addresses() {
        assert_eq!(host("HTTP://user@A.com:80/x"), Some("A.com"));
        assert_eq!(host("//例子.中国/x"), Some("例子.中国"));
        for address in ["", "//", "http://", "mailto:a@b.cn", "图", "http://localhost/"] {
            assert_eq!(host(address), None, "{address}");
        }
    }
}
