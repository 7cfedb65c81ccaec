//! Gambling, pornography and forged papers advertised in the visible text, as break-ins leave them in titles and
//! paragraphs. Texts against such things use the same words, so that only the words of advertisers count here, and
//! none where the text speaks against them.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::document::{Article, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/injected-ad",
        "页面里有违法广告字样",
        Severity::Error,
        "正文或标题里出现赌博、色情、假证件的广告，多是网站被篡改，属于单项否决的问题，要立即处置并排查漏洞。",
        "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）；《网络信息内容生态治理规定》第六条",
        include_str!("rule.md"),
    )
});

/// Words that speak against such things.
const AGAINST: [&str; 40] = [
    "打击", "严禁", "禁止", "整治", "查处", "非法", "违法", "犯罪", "反诈", "诈骗", "防范", "扫黄", "案件", "举报", "治理", "警惕", "涉赌",
    "涉黄", "涉毒", "抓获", "警方", "公安", "民警", "法院", "检察", "判处", "刑法", "危害", "取缔", "清理", "拒绝", "抵制", "受骗", "上当",
    "骗局", "曝光", "不得", "陷阱", "被骗", "谨防",
];

/// All marks; in hidden text each of them says enough.
pub(super) fn marks() -> impl Iterator<Item = &'static str> {
    include_str!("marks.tsv").lines().skip(1).filter_map(|line| line.split('\t').next())
}

pub(super) fn speaks_against(text: &str) -> bool {
    AGAINST.iter().any(|word| text.contains(word))
}

/// The marks that only advertisers write.
static VISIBLE: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    include_str!("marks.tsv").lines().skip(1).filter_map(|line| line.strip_suffix("\tyes")).collect()
});

static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(VISIBLE.iter()).ok());

struct InjectedAd;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(InjectedAd)
}

impl Rule for InjectedAd {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        VISIBLE.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let Some(search) = SEARCH.as_ref() else { return };
        if article.title().is_some_and(speaks_against) {
            return;
        }
        for block in article.blocks.iter().filter(|block| block.region != Region::Hidden) {
            let text = article.block_text(block);
            if let Some(found) = search.find(text).filter(|_| !speaks_against(text)) {
                let span = block.text.part(found.range());
                let message = format!("页面里有违法广告字样“{}”，请确认网站是否被篡改", article.slice(span));
                context.report(context.finding(span, message));
            }
        }
    }
}
