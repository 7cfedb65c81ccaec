//! 我市, 本报, 记者从…获悉 in a text taken over from elsewhere: on another site they mean another place or medium.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Enclosure, Region};
use crate::finding::Severity;
use crate::rules::repost::{Standing, is_repost, own_regions, standing};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "repost/deictic",
        "转载后“我市”“本报”指代变了",
        Severity::Info,
        "“我市”“本报”是原稿的口气，换一个网站发布，读者会当成本地、本单位，意思就变了。",
        "《互联网新闻信息服务管理规定》第十五条：转载不得歪曲、篡改原意",
        include_str!("rule.md"),
    )
});

/// The words with the character behind them.
static WORD: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?P<word>(?P<place>我[省市县区州旗镇乡]|本[省市县州])|(?P<medium>本报(?:记者|讯)?|本台(?:记者|消息|讯)?|本网(?:记者|讯)|本刊(?:记者|讯)?)|(?P<heard>记者从[^，。；\n]{2,20}(?:获悉|了解到)))(?P<next>[^\n]?)";
    Regex::new(pattern).expect("constant pattern")
});
/// What begins another word: 成本市场, 样本县.
const BEGUN: &str = "样日成资基根版课文标书剧读底本自敌忘";
/// What goes on to another word: 本报告, 我区分.
const GOES_ON: &str = "告价账阶历物场域分别去力却委略钱掉心";

/// A place in the name of a source.
static PLACE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\p{Han}{2,6}?[省市县区州旗]|(?P<paper>\p{Han}{2,3})(?:日报|晚报|发布|广播电视台)").expect("constant pattern"));

struct Deictic;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(Deictic)
}

impl Rule for Deictic {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        if !is_repost(article, context) {
            return;
        }
        // A post that passes another one on is the account's own words; the other's stand in the quotation.
        let passed_on = article.meta.original == Some(false) && article.blocks_in(Region::Quote).next().is_some();
        let taken = |region: Region| match passed_on {
            true => region == Region::Quote,
            false => matches!(region, Region::Title | Region::Summary | Region::Body),
        };
        let source = article.origin().source.as_ref().map(|given| given.name.as_str()).unwrap_or_default();
        let regions = own_regions(article, context);
        let local = regions.iter().any(|region| source.contains(region.as_str()));
        // Both places are known and they are not one: the word has certainly changed its meaning.
        let elsewhere = !regions.is_empty() && !local && PLACE.is_match(source);
        // That reporters learn of things is the manner of the news; an organ's text has no reporters.
        let organ = standing(source, article, context) == Standing::Official;
        let mut known = HashSet::new();
        for block in article.blocks.iter().filter(|block| taken(block.region)) {
            for found in WORD.captures_iter(article.block_text(block)) {
                let Some(word) = found.name("word") else {
                    continue;
                };
                let span = block.text.part(word.range());
                let begun = article.before(span).ends_with(|c: char| BEGUN.contains(c));
                let place = found.name("place").is_some();
                let other = found.name("heard").map_or_else(|| found["next"].starts_with(|c: char| GOES_ON.contains(c)), |_| !organ);
                if other || begun || place && local || article.is_inside(span, Enclosure::Quote) || article.is_inside(span, Enclosure::Book) || !known.insert(word.as_str()) {
                    continue;
                }
                let severity = if place && elsewhere { Severity::Warning } else { Severity::Info };
                let from = if source.is_empty() { "别处".to_string() } else { format!("“{source}”") };
                let message = format!("转自{from}的稿件里的“{}”说的不是本地或本单位，请改成具体名称", word.as_str());
                context.report(context.finding(span, message).severity(severity).confidence(0.7));
            }
        }
    }
}
