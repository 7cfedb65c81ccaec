//! Marks of secrecy on a published page: 秘密★1年, 机密, 内部资料 注意保存, 此件不公开. A mark has its form or its
//! place; a text that speaks of such marks has neither.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Block, Enclosure, Region};
use crate::finding::Severity;
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
static STARRED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:绝密|机密|秘密) ?(?:级)?[★☆✭✩＊*](?: ?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:年|个月|月)| ?长期)?").expect("constant pattern")
});

/// A line that is nothing but a mark of secrecy, at the head of the article.
static LINE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^[【\[（(]?(?:密 ?级[：: ]*)?(?P<mark>绝 ?密|机 ?密|秘 ?密)(?:级|件|文件|[0-9]{1,2}年|长期)?[】\]）)]?(?:[ ，,]*(?:特急|加急|平急|急件))?$|^密 ?级[：: ]*(?P<field>绝密|机密|秘密)";
    Regex::new(pattern).expect("constant pattern")
});

/// A line that says that the paper is for inside use, or in brackets anywhere.
static INSIDE: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"内部(?:资料|文件|材料|刊物|参阅|参考)[ ，,、·：:—-]*(?:(?:请|应)?(?:注意|妥善)保[存密管]|(?:请勿|严禁|不得|切勿)(?:外传|外泄|公开|上网|翻印)|仅供参考)|(?:仅供|限)(?:本单位|机关|系统)?内部(?:使用|参考|传阅|参阅|学习)|阅后(?:即焚|销毁|收回|退回)|(?:严禁|请勿|不得)外传[ ，,]*注意保[密存]|工作秘密[★☆：:][^。，]{0,8}";
    Regex::new(&format!(r"^[【\[（(※★*]*(?P<line>{words})[！!。】\]）)]*$|[【\[（(](?P<bracket>{words})[】\]）)]")).expect("constant pattern")
});

/// The issuer decided that the paper is not to be published.
static CLOSED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[（(](?:此件|本件)(?:不予公开|不公开(?:发布)?|依申请公开|删减后公开|涉密)[）)]|^(?:信息)?公开(?:属性|方式|选项|类型|形式)[：: ]*(?:不予公开|不公开|依申请公开)$").expect("constant pattern")
});

/// What a text says that speaks of marks.
const MENTION: [&str; 20] = [
    "标注", "标明", "标志", "标识", "标有", "印有", "盖有", "字样", "格式", "样式", "应当", "例如", "如：", "表示", "规定", "写着", "注明",
    "展出", "解密", "管理办法",
];
/// Blocks at the head in which a line may be a mark by its place.
const HEAD: usize = 6;

struct SecrecyMark;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SecrecyMark)
}

impl Rule for SecrecyMark {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["秘密", "机密", "绝密", "内部", "阅后", "外传", "公开", "此件", "机 密", "绝 密", "秘 密"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for (number, block) in article.blocks.iter().enumerate() {
            if matches!(block.region, Region::Comment | Region::Attribute) {
                continue;
            }
            let text = article.block_text(block);
            let found = starred(article, block).or_else(|| {
                let line = if number < HEAD { LINE.captures(text) } else { None };
                line.and_then(|found| found.name("mark").or(found.name("field"))).map(|mark| (mark.range(), Severity::Veto))
            });
            let found = found.or_else(|| {
                let inside = INSIDE.captures(text)?;
                let mark = inside.name("line").or(inside.name("bracket"))?;
                Some((mark.range(), Severity::Error))
            });
            let found = found.or_else(|| CLOSED.find(text).map(|mark| (mark.range(), Severity::Error)));
            let Some((range, severity)) = found else { continue };
            let span = block.text.part(range);
            if article.is_inside(span, Enclosure::Quote) || article.is_inside(span, Enclosure::Book) {
                continue;
            }
            let message = format!("页面上有“{}”标志，请核查这份文件能否公开，不能公开的立即撤下", article.slice(span));
            context.report(context.finding(span, message).severity(severity).confidence(0.9));
        }
    }
}

/// A mark with its star, unless the sentence is about marks.
fn starred(article: &Article, block: &Block) -> Option<(std::ops::Range<usize>, Severity)> {
    let text = article.block_text(block);
    let found = STARRED.find_iter(text).find(|found| {
        let sentence = article.slice(article.sentence(block.text.part(found.range())));
        !MENTION.iter().any(|word| sentence.contains(word))
    })?;
    Some((found.range(), Severity::Veto))
}
