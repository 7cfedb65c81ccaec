//! Words that admit that nobody knows whether it is true: "it is said online", "source: the internet". Told from
//! texts that refute a rumour or forbid spreading one.

use std::cell::LazyCell;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::rules::phrase::{Phrase, Phrases};
use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, Block, Enclosure, Region};
use crate::finding::Severity;
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "repost/hearsay",
        "来源不明的说法",
        Severity::Warning,
        "政府网站发布的信息要准确权威；来路说不清的内容未经核实就发布，容易成为谣言的放大器。",
        "《国务院办公厅关于推进政务新媒体健康有序发展的意见》（国办发〔2018〕123号）",
        include_str!("rule.md"),
    )
});

/// Hearsay about the matter itself: fine where the text refutes it.
static RUMOUR: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:^|[^\p{Han}]|近日|日前|近期)(?P<mark>据?网传(?:[^播输递送真统染承导感出来上]|$))|(?P<saying>(?:据|有)?(?:网友|网民)(?:爆料|曝料)|(?:据|有)网友(?:称|分享|透露|反映)|据某?[^。，]{0,6}博主(?:介绍|称|透露|爆料)|朋友圈里?(?:流传|疯传|热传)着|一位不愿(?:透露姓名|具名)的[^。，]{1,12}(?:称|说|透露|表示|介绍)|网上流传的(?:一段|一份|一则|一张)?(?:视频|文章|截图|消息|录音|通知)|爆料人[^。，]{0,6}(?:称|说|表示|透露)|综合自?[^。，；]{2,24}等(?:多家)?(?:媒体|网站|平台)(?:的)?(?:报道|消息)|据传闻|有传言称|据传言|坊间(?:传闻|传言|盛传)|据小道消息|小道消息[称说]|据网上(?:传言|传闻|消息)|网上(?:有|盛传)(?:传言|传闻)[称说，]|坊间流传[，：]|据坊间(?:消息|传闻|传言)|据微信群(?:里)?(?:消息|传)|(?:网上|网络上|互联网上|抖音上|微博上|群里|业主群|家长群)(?:正|正在|一直|都在|近日|最近)?(?:流传|疯传|热传|盛传|疯转)(?:某|称|说|，|：|[着了]?(?:一[段份则张条种篇个]|这样|的?(?:说法|消息|截图|录音)))|(?:据|听)(?:某?内部|圈内|业内)(?:人|人员)(?:透露|爆料|说)|据(?:业内|圈内)(?:知情)?人士(?:透露|爆料)|据可靠(?:的)?(?:消息|内幕)|据内幕消息|朋友圈(?:里)?(?:最近|这几天)?(?:都)?在(?:疯)?传|(?:此|该|以上|上述)(?:消息|信息|内容|说法)(?:尚)?未(?:经|得到|获)(?:官方|有关部门)?(?:证实|核实|确认)|网[友民]“[^”]{1,36}”(?:爆料|曝料)|据不愿透露姓名|(?:据|微信)?朋友圈(?:疯传|热传|盛传|流传)|据(?:某)?知情人士?(?:透露|爆料)|据内部人士(?:透露|爆料)|(?:据|有)(?:不具名|匿名)(?:的)?(?:知情)?人士(?:透露|爆料|称)|据(?:某|一)?(?:家)?(?:自媒体|论坛|贴吧|博主|大V|网络大V)(?:报道|消息|爆料|称|透露))";
    Regex::new(pattern).expect("constant pattern")
});

/// Words of which each rumour holds one.
const RUMOURS: [&str; 100] = [
    "博主介绍", "博主透露", "朋友圈里流传", "朋友圈里疯传",
    "有网友分享", "网友透露", "有网友反映", "据网友反映", "据网友分享", "不愿透露姓名的", "网上流传的", "爆料人", "等媒体报道", "等媒体消息", "等多家媒体报道", "等网站报道", "等平台消息",
    "网传", "网友爆料", "网友曝料", "网民爆料", "网民曝料", "据网友称", "有网友称", "据传闻", "有传言称", "据传言", "坊间传闻",
    "坊间传言", "坊间盛传", "据小道消息", "据不愿透露", "朋友圈疯传", "朋友圈热传", "朋友圈盛传", "朋友圈流传", "据知情人",
    "据内部人士", "据某知情人", "小道消息称", "小道消息说", "据网上传", "据网上消", "网上有传", "网上盛传", "坊间流传", "据坊间", "据微信群",
    "不具名", "匿名人士", "匿名的人", "自媒体报道", "自媒体消息", "自媒体爆料", "自媒体称", "论坛消息", "论坛爆料", "贴吧爆料", "网上流传", "网上疯传", "网上热传", "网络上流传", "上疯传", "上正流传", "上正在流传", "抖音上流传", "微博上流传", "群里流传", "群里疯传", "群里盛传", "业主群流传", "家长群流传", "业主群疯传", "家长群疯传", "内部人透露", "内部人说", "内部人员说", "不愿具名", "朋友圈都在传", "朋友圈在传", "都在疯传", "未经证实", "未经核实", "未得到证实", "未获证实", "未经官方证实", "未得到官方", "内部人员透露", "内部人员爆料", "圈内人", "业内人士透露", "业内人士爆料", "据可靠", "内幕消息", "博主爆料", "博主称", "”爆料", "”曝料", "微信群里消息", "微信群消息",
];

/// A source that is none: wrong in any text.
static NOWHERE: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    Phrase::new(
        &["综合网络", "综合自网络", "综合互联", "综合自互联", "网络综合", "网络整理", "网络资料整"],
        r"综合(?:自)?(?:互联)?网络(?:消息|资料|整理|报道)|(?:互联)?网络综合整理|[（(](?:综合(?:自)?网络|网络整理|网络综合)[）)]|^综合(?:自)?(?:互联)?网络$|根?据(?:互联)?网络资料整理",
    ),
    Phrase::new(
        &["来源：网", "来源:网", "来源：互", "来源:互", "来源：综", "来源:综", "来源：来", "来源:来"],
        r"来源[：:](?:综合|来自)?(?:互联)?网络(?:综合|整理)?",
    ),
    Phrase::new(
        &["来自网络", "来自互联", "来源于网络", "来源于互联", "转自网络", "转自互联"],
        r"(?:本文|内容|图片|图文|文字|素材|资料|视频)(?:均|部分)?(?:来自|来源于|转自)(?:互联)?网络",
    ),
    Phrase::new(&["源网络", "源于网络", "源互联", "源于互联"], r"(?:图|图片|图文)源(?:于)?(?:互联)?网络"),
    Phrase::new(&["转自微信", "转自朋友圈"], r"转自(?:微信)?朋友圈|转自微信群"),
    Phrase::joined(
        &["转自", "转自“", "来自", "来自“", "转载自", "转载自“", "来源于", "来源于“", "消息来源：", "消息来源：某"],
        &["小红书", "今日头条", "抖音", "快手", "知乎", "百度百科", "百度贴吧", "豆瓣", "论坛", "某论坛", "贴吧", "某贴吧", "网易号", "百家号", "搜狐号", "头条号", "大鱼号"],
        r"^(?:本文|内容|图片|图文|文字|素材|资料|视频|文章|以上内容)?(?:均|部分)?(?:转自|来自|转载自|来源于|消息来源：)“?某?(?:网易号|百家号|搜狐号|头条号|大鱼号|小红书|今日头条|抖音|快手|知乎|百度百科|百度贴吧|豆瓣|论坛|贴吧)”?(?:用户分享|用户|网友|APP|App)?[。]?$",
    ),
]));

static TRIGGERS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| [RUMOURS.to_vec(), NOWHERE.words()].concat());

/// What may follow such a source on its line; any other character makes 网络 the beginning of a longer name.
const AFTER_SOURCE: [&str; 8] = ["编辑", "责", "作者", "整理", "侵", "版权", "校对", "审核"];

/// The text checks or refutes what it repeats.
const REFUTING: [&str; 22] = [
    "辟谣", "谣言", "造谣", "谣传", "不实", "不属实", "属实", "虚假", "假消息", "假的", "经核实", "经核查", "经查",
    "经调查", "核实情况", "情况通报", "情况说明", "澄清", "诈骗", "不信谣", "散布", "误读",
];

/// Who tells it is hidden, which no warning of fraud excuses.
const ANONYMOUS: [&str; 8] = ["内部人", "知情人", "不具名", "匿名", "不愿透露", "小道消息", "圈内", "内幕"];
/// What is refuted where fraud is spoken of is the fraud and nothing that somebody anonymous said.
const OF_FRAUD: [&str; 4] = ["诈骗", "虚假", "假的", "散布"];

/// Signs that 网络 means the network, not a source, or that the clause is about how such material is handled.
const HANDLING: [&str; 14] = [
    "不得", "严禁", "禁止", "防止", "警惕", "整治", "打击", "针对", "回应", "核查", "攻击", "病毒", "数据", "风险",
];

struct Hearsay;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(Hearsay)
}

impl Rule for Hearsay {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        TRIGGERS.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let spans = marks(article, &context.triggered(article));
        let words: HashSet<&str> = spans.iter().map(|span| article.slice(*span)).collect();
        let severity = if words.len() > 1 { Severity::Error } else { Severity::Warning };
        for span in &spans {
            let message = format!("“{}”没有可靠来源，请核实并写明出处，或不予发布", article.slice(*span));
            context.report(context.finding(*span, message).severity(severity).confidence(0.8));
        }
    }
}

fn marks(article: &Article, blocks: &[&Block]) -> Vec<Span<Text>> {
    let refuting = LazyCell::new(|| REFUTING.iter().any(|word| article.text.contains(word)));
    let of_rumours = LazyCell::new(|| REFUTING.iter().any(|word| !OF_FRAUD.contains(word) && article.text.contains(word)));
    let excused = |said: &str| if ANONYMOUS.iter().any(|word| said.contains(word)) { *of_rumours } else { *refuting };
    let mut spans = Vec::new();
    for block in blocks {
        if matches!(block.region, Region::Hidden | Region::Attribute | Region::Comment) {
            continue;
        }
        let text = article.block_text(block);
        let may_be_rumour = RUMOURS.iter().any(|word| text.contains(word));
        let pattern = may_be_rumour.then(|| &*RUMOUR);
        let rumours = pattern.into_iter().flat_map(|pattern| pattern.captures_iter(text)).filter_map(|found| rumour(&found)).filter(|range| !excused(&text[range.clone()]));
        let found = rumours.chain(NOWHERE.find(text));
        spans.extend(found.map(|range| block.text.part(range)).filter(|span| is_meant(article, *span)));
    }
    spans.sort_unstable();
    spans
}

/// The mark itself, without the character behind it that shows where the word ends.
fn rumour(found: &Captures<'_>) -> Option<Range<usize>> {
    if let Some(saying) = found.name("saying") {
        return Some(saying.range());
    }
    let mark = found.name("mark")?;
    let word = if mark.as_str().starts_with('据') { "据网传" } else { "网传" };
    Some(mark.start()..mark.start() + word.len())
}

/// Not quoted, and not in a clause about how hearsay is dealt with.
fn is_meant(article: &Article, span: Span<Text>) -> bool {
    let clause = article.slice(article.sentence(span));
    let after = article.text.get(span.end as usize..).unwrap_or_default();
    let ended = !after.starts_with(is_han) || AFTER_SOURCE.iter().any(|next| after.starts_with(next));
    (ended || NOWHERE.find(article.slice(span)).is_empty())
        && !HANDLING.iter().any(|word| clause.contains(word))
        && !article.is_inside(span, Enclosure::Quote)
        && !article.is_inside(span, Enclosure::Book)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::article;

    fn found(lines: &[&str]) -> Vec<String> {
        let article = article(lines).finish(None);
        marks(&article, &article.blocks.iter().collect::<Vec<_>>()).into_iter().map(|span| article.slice(span).to_string()).collect()
    }

    #[test]
    fn hearsay_is_found() {
        assert_eq!(found(&["标题", "据网传，该路段将封闭。"]), ["据网传"]);
        assert_eq!(found(&["标题", "正文。", "来源：网络"]), ["来源：网络"]);
        assert_eq!(found(&["标题", "正文。（图片来源于网络）"]), ["图片来源于网络"]);
        assert_eq!(found(&["标题", "有网友爆料称水质变差。", "综合网络消息"]).len(), 2);
    }

    #[test]
    fn refuting_and_managing_it_is_not_hearsay() {
        assert_eq!(found(&["网传停水消息不实", "网传明日全城停水，系谣言。"]), Vec::<String>::new());
        assert_eq!(found(&["标题", "严禁转发网传视频。", "页面上的“来源：网络”要改。"]), Vec::<String>::new());
        assert_eq!(found(&["标题", "推进综合网络建设。据悉，会议明天召开。"]), Vec::<String>::new());
        for line in ["来源：网络安全宣传周办公室", "根据传染病监测情况，通过互联网传播知识。", "据传，此桥建于明代。", "在家上网传照片，网传播得快。"] {
            assert_eq!(found(&["标题", line]), Vec::<String>::new(), "{line}");
        }
    }
}
