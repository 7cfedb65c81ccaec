//! 我市, 本报, 记者从…获悉 in a text taken over from elsewhere: on another site they mean another place or medium.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Enclosure, Region};
use crate::finding::Severity;
use crate::rules::repost::{Standing, is_repost, own_regions, standing};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text, offset};

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

/// What means one's own place, and one's own medium with its people; the longer ones first.
const PLACES: [&str; 14] =
    ["我省", "我市", "我县", "我区", "我州", "我旗", "我镇", "我乡", "本省", "本市", "本县", "本州", "本区", "本镇"];
const MEDIA: [&str; 12] = [
    "本报记者", "本报讯", "本报", "本台记者", "本台消息", "本台讯", "本台", "本网记者", "本网讯", "本刊记者", "本刊讯", "本刊",
];
/// How reporters say from whom they know, and the characters of that.
const HEARD: (&str, [&str; 2]) = ("记者从", ["获悉", "了解到"]);
const TOLD_BY: std::ops::RangeInclusive<usize> = 2..=20;
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

    fn triggers(&self) -> &'static [&'static str] {
        &[
            "我省", "我市", "我县", "我区", "我州", "我旗", "我镇", "我乡", "本省", "本市", "本县", "本州", "本区", "本镇", "本报", "本台", "本网记者",
            "本网讯", "本刊", "记者从",
        ]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let words = words(article, context.places());
        if words.is_empty() {
            return;
        }
        datelines(article, &words, context);
        if !is_repost(article, &context.settings.repost, context.as_of()) {
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
        let organ = standing(source, article, &context.settings.repost, context.as_of()) == Standing::Official;
        let mut known = HashSet::new();
        for (kind, span) in words {
            if !article.block_at(span.start).is_some_and(|block| taken(block.region)) {
                continue;
            }
            let (word, after) = (article.slice(span), article.after(span));
            let begun = article.before(span).ends_with(|c: char| BEGUN.contains(c));
            let place = kind == Kind::Place;
            let other = if kind == Kind::Heard { !organ } else { after.starts_with(|c: char| GOES_ON.contains(c)) };
            let unfit = other || begun || place && local;
            let inside = |enclosure| article.is_inside(span, enclosure);
            if unfit || is_dateline(article, span) || inside(Enclosure::Quote) || inside(Enclosure::Book) || !known.insert(word) {
                continue;
            }
            let severity = if place && elsewhere { Severity::Warning } else { Severity::Info };
            let from = if source.is_empty() { "别处".to_string() } else { format!("“{source}”") };
            let message = format!("转自{from}的稿件里的“{word}”说的不是本地或本单位，请改成具体名称");
            context.report(context.finding(span, message).severity(severity).confidence(0.7));
        }
    }
}

/// What a paper or a station begins its own news with.
const DATELINES: [&str; 4] = ["本报讯", "本台消息", "本台讯", "本刊讯"];
/// What the names of those have in them.
const PRESS: [&str; 18] = [
    "报", "台", "网", "传媒", "融媒", "新闻", "广播", "电视", "杂志", "周刊", "发布", "客户端", "社", "刊", "本站", "媒体", "宣传", "记者",
];

/// Whether a word begins a paragraph as a dateline.
fn is_dateline(article: &Article, span: Span<Text>) -> bool {
    let begins = matches!(article.before(span).trim(), "" | "（" | "(" | "【");
    begins && DATELINES.contains(&article.slice(span))
}

/// A dateline in a text whose source is neither a paper nor a station: whoever copied it left it in, whether the text
/// is given as a repost or as one's own.
fn datelines(article: &Article, words: &[(Kind, Span<Text>)], context: &mut Context<'_>) {
    let Some(source) = article.origin().source.as_ref().map(|given| given.name.as_str()) else {
        return;
    };
    if PRESS.iter().any(|word| source.contains(word)) {
        return;
    }
    let found = words.iter().find(|(_, span)| is_dateline(article, *span) && article.block_at(span.start).is_some_and(|block| block.region == Region::Body));
    if let Some((_, span)) = found {
        let message = format!("来源是“{source}”，正文却以“{}”开头，是原媒体的电头，应删去或写明原媒体", article.slice(*span));
        context.report(context.finding(*span, message).severity(Severity::Warning).confidence(0.8));
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Place,
    Medium,
    /// That a reporter knows it from somebody.
    Heard,
}

/// The words that begin at these places, none inside another.
fn words(article: &Article, places: &[u32]) -> Vec<(Kind, Span<Text>)> {
    let mut words: Vec<(Kind, Span<Text>)> = Vec::new();
    for place in places {
        if words.last().is_some_and(|(_, last)| *place < last.end) {
            continue;
        }
        let found = word(article.after(Span::point(*place)));
        words.extend(found.map(|(kind, length)| (kind, Span::new(*place, *place + offset(length)))));
    }
    words
}

/// What kind of word a text begins with, and its bytes.
fn word(text: &str) -> Option<(Kind, usize)> {
    let one_of = |words: &[&str]| words.iter().find(|word| text.starts_with(**word)).map(|word| word.len());
    let place = one_of(&PLACES).map(|length| (Kind::Place, length));
    place.or_else(|| one_of(&MEDIA).map(|length| (Kind::Medium, length))).or_else(|| heard(text))
}

/// 记者从…获悉, as far as it goes.
fn heard(text: &str) -> Option<(Kind, usize)> {
    let rest = text.strip_prefix(HEARD.0)?;
    let clause = rest.char_indices().take_while(|(_, c)| !matches!(c, '，' | '。' | '；')).enumerate();
    let verbs = clause.take(TOLD_BY.end() + 1).skip(*TOLD_BY.start()).filter_map(|(_, (at, _))| {
        let verb = HEARD.1.iter().find(|verb| rest[at..].starts_with(**verb))?;
        Some((Kind::Heard, HEARD.0.len() + at + verb.len()))
    });
    verbs.last()
}
