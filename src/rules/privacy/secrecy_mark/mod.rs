//! Marks of secrecy on a published page: 秘密★1年, 机密, 内部资料 注意保存, 此件不公开. A mark has its form or its
//! place; a text that speaks of such marks has neither.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Block, Enclosure, Region};
use crate::finding::Severity;
use crate::rules::phrase::{Phrase, Phrases};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "privacy/secrecy-mark",
        "公开页面上有密级或内部标志",
        Severity::Veto,
        "带密级标志、内部标志的文件不得公开，请立即撤下并按保密规定核查；确已解密的，应把原标志去掉。",
        "《中华人民共和国保守国家秘密法》；《国家秘密定密管理规定》；GB/T 9704—2012《党政机关公文格式》",
        include_str!("rule.md"),
    )
});

/// The form that only a mark has: the star, with or without a term.
static STARRED: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([Phrase::joined(
        &["密", "级", "密 ", "级 "],
        &["★", "☆", "✭", "✩", "＊", "*"],
        r"(?:绝密|机密|秘密) ?(?:级)?[★☆✭✩＊*](?: ?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:年|个月|月)| ?长期)?",
)]));

/// A line that is nothing but a mark of secrecy, at the head of the article.
static LINE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^[【\[（(〔]?(?:密 ?级[：: ]*)?(?P<mark>绝 ?密|机 ?密|秘 ?密)(?:级|件|文件|[0-9]{1,2}年|长期)?[】\]）)〕]?(?:[ ，,]*(?:特急|加急|平急|急件))?$|^密 ?级[：: ]*(?P<field>绝密|机密|秘密)";
    Regex::new(pattern).expect("constant pattern")
});

/// What says that the paper is for inside use.
const INSIDE_WORDS: [&str; 25] = [
    "内部资料", "内部文件", "内部材料", "内部刊物", "内部参阅", "内部参考", "内部使用", "内部传阅", "内部学习", "阅后即焚", "阅后销毁",
    "阅后收回", "阅后退回", "严禁外传", "请勿外传", "不得外传", "工作秘密★", "工作秘密☆", "禁止外传", "禁止外泄", "严禁外泄", "不得外泄", "此件发至", "工作秘密：", "工作秘密:",
];

/// A line that says it, or brackets anywhere.
static INSIDE: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"内部(?:资料|文件|材料|刊物|参阅|参考)[ ，,、·：:—-]*(?:(?:请|应)?(?:注意|妥善)保[存密管]|(?:请勿|严禁|不得|切勿)(?:外传|外泄|公开|上网|翻印)|仅供参考)(?:[，、, ]*(?:请勿|严禁|不得|切勿|禁止)(?:外传|外泄|公开|上网|翻印|复印|转发))*|(?:仅供|仅限|限)(?:本单位|机关|系统)?内部(?:使用|参考|传阅|参阅|学习)|阅后(?:即焚|销毁|收回|退回)|(?:严禁|请勿|不得)外传[ ，,]*注意保[密存]|(?:本|此)(?:文件|件|资料|材料|通知|方案|通报|纪要|名单)(?:为|系|属于?)内部(?:文件|资料|材料)[，,]?(?:请勿|严禁|不得|禁止)(?:外传|外泄|公开|上网)|内部传阅[，, ]*(?:请勿|严禁|不得|禁止)(?:外传|外泄)|仅供内部使用[，, ]*(?:请勿|严禁|不得|禁止)(?:外传|外泄|传播)|此件发至(?:县团|省军|地师|乡科)级[，,]?(?:不得公开|不公开|不登报)?|工作秘密[★☆：:][^。，]{0,8}";
    Regex::new(&format!(r"^[【\[（(※★*]*(?P<line>{words})[！!。】\]）)]*$|[【\[（(](?P<bracket>{words})[】\]）)]")).expect("constant pattern")
});

/// The issuer decided that the paper is not to be published.
static CLOSED: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    Phrase::new(
        &["此件不", "此件依", "此件删", "此件涉", "本件不", "本件依", "本件删", "本件涉"],
        r"[（(](?:此件|本件)(?:不予公开|不公开(?:发布)?|依申请公开|删减后公开|涉密)[）)]",
    ),
    Phrase::new(
        &["公开属性", "公开方式", "公开选项", "公开类型", "公开形式"],
        r"^(?:信息)?公开(?:属性|方式|选项|类型|形式)[：: ]*(?:不予公开|不公开|依申请公开)$",
    ),
    Phrase::joined(
        &["内部", "不得", "严禁", "请勿", "禁止"],
        &["传阅", "使用", "参阅", "掌握", "外传", "外泄"],
        r"(?:本|此|该)(?:文件|件|资料|材料|通知|方案|通报|纪要|名单|简报)(?:内容)?(?:仅限|仅供|只限|限|为)内部(?:传阅|使用|参阅|掌握)(?:[，,、](?:不得|严禁|请勿|禁止)(?:外传|外泄|公开))?|(?:本|此)(?:文件|件|资料|材料|通知|方案|通报|纪要|名单|简报)(?:内容)?[，,]?(?:不得|严禁|请勿|禁止)(?:外传|外泄)",
    ),
]));

static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = vec!["绝密", "绝 密", "机密", "机 密", "秘密", "秘 密"];
    [lines, STARRED.words(), INSIDE_WORDS.to_vec(), CLOSED.words()].concat()
});

/// What a text says that speaks of marks.
const MENTION: [&str; 20] = [
    "标注", "标明", "标志", "标识", "标有", "印有", "盖有", "字样", "格式", "样式", "应当", "例如", "如：", "表示", "规定", "写着", "注明",
    "展出", "解密", "管理办法",
];
/// Blocks at the head in which a line may be a mark by its place.
const HEAD: u32 = 6;

struct SecrecyMark;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SecrecyMark)
}

impl Rule for SecrecyMark {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        TRIGGERS.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let blocks = context.triggered(article);
        for block in blocks.into_iter().filter(|block| !matches!(block.region, Region::Comment | Region::Attribute)) {
            let Some((range, severity)) = mark(article, block) else { continue };
            let span = block.text.part(range);
            if article.is_inside(span, Enclosure::Quote) || article.is_inside(span, Enclosure::Book) {
                continue;
            }
            let message = format!("页面上有“{}”标志，请核查这份文件能否公开，不能公开的立即撤下", article.slice(span));
            context.report(context.finding(span, message).severity(severity).confidence(0.9));
        }
    }
}

/// The first mark of a block.
fn mark(article: &Article, block: &Block) -> Option<(Range<usize>, Severity)> {
    let text = article.block_text(block);
    let veto = || starred(article, block).or_else(|| line(text).filter(|_| block.paragraph <= HEAD));
    let closed = || CLOSED.find(text).into_iter().next();
    let error = || inside(text).or_else(closed);
    veto().map(|range| (range, Severity::Veto)).or_else(|| Some((error()?, Severity::Error)))
}

/// The mark in a line that is nothing else; the pattern is for lines that begin as one.
fn line(text: &str) -> Option<Range<usize>> {
    let begins = text.starts_with(['【', '[', '（', '(', '〔', '密', '绝', '机', '秘']);
    let found = begins.then(|| LINE.captures(text)).flatten()?;
    found.name("mark").or(found.name("field")).map(|mark| mark.range())
}

/// What says that the paper is for inside use.
fn inside(text: &str) -> Option<Range<usize>> {
    if !INSIDE_WORDS.iter().any(|word| text.contains(word)) {
        return None;
    }
    let found = INSIDE.captures(text)?;
    found.name("line").or(found.name("bracket")).map(|mark| mark.range())
}

/// A mark with its star, unless the sentence is about marks.
fn starred(article: &Article, block: &Block) -> Option<Range<usize>> {
    STARRED.find(article.block_text(block)).into_iter().find(|found| {
        let sentence = article.slice(article.sentence(block.text.part(found.clone())));
        !MENTION.iter().any(|word| sentence.contains(word))
    })
}
