//! The family of somebody who is suspected, and children to whom something has happened, named in full: 嫌疑人的妻子李某某,
//! 年仅11岁的孙女. A name is told by what it is made of and by what stands on either side.

use std::sync::LazyLock;

use super::persons;
use crate::document::{Article, Enclosure};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "privacy/family-named",
        "点了涉案人家属或受害未成年人的姓名",
        Severity::Warning,
        "家属没有涉案，未成年人需要保护；公开真实姓名会连累无关的人，造成二次伤害。",
        "《中华人民共和国未成年人保护法》；《中华人民共和国个人信息保护法》；新华社《新闻报道中的禁用词和慎用词》（2016年7月修订）",
        include_str!("rule.md"),
    )
});

/// Words of kinship before a name.
const KIN: [&str; 40] = [
    "妻子", "丈夫", "前妻", "前夫", "儿子", "女儿", "孙女", "孙子", "外孙", "养女", "养子", "父亲", "母亲", "爷爷", "奶奶", "外公", "外婆", "哥哥", "弟弟",
    "姐姐", "妹妹", "侄子", "侄女", "外甥", "儿媳", "女婿", "岳父", "岳母", "女友", "男友", "其妻", "其夫", "其子", "其女", "其父", "其母", "其兄", "其弟",
    "家属", "亲属",
];
/// Words for children before a name; they need an age.
const CHILDREN: [&str; 10] = ["男孩", "女孩", "男童", "女童", "学生", "少年", "少女", "幼童", "孩子", "岁的"];
/// Who is suspected of something.
const SUSPECTS: [&str; 10] = ["嫌疑人", "被告人", "涉嫌", "涉案", "罪犯", "吸毒", "戒毒", "服刑", "在逃", "逃犯"];
/// What happens to children that is not told with their names.
const HARMS: [&str; 34] = [
    "重伤", "受伤", "轻伤", "伤者", "死亡", "身亡", "遇难", "遇害", "溺水", "溺亡", "落水", "坠楼", "坠亡", "轻生", "自残", "被骗", "被拐", "走失", "失踪",
    "确诊", "患病", "身患", "白血病", "被害", "受害", "性侵", "猥亵", "殴打", "欺凌", "虐待", "遗弃", "抢救无效", "烧伤", "烫伤",
];
/// What pupils of any age are not named for.
const SHAMES: [&str; 9] = ["记过", "警告处分", "打架", "欺凌", "霸凌", "早恋", "轻生", "自残", "抑郁"];
/// What goes on behind a name without a mark between.
const GOES_ON: [&str; 36] = [
    "配合", "重伤", "受伤", "轻伤", "死亡", "身亡", "当场", "不幸", "溺水", "落水", "被", "在", "也", "则", "均", "都", "和", "与", "及", "协助", "主动", "赶到",
    "到", "向", "系", "将", "于", "因", "（", "，", "、", "。", "；", "：", "(", "等",
];
const MINOR: u32 = 18;

struct FamilyNamed;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(FamilyNamed)
}

impl Rule for FamilyNamed {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| [&KIN[..], &CHILDREN].concat());
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut names: Vec<Span<Text>> = context.places().iter().filter_map(|place| named(article, *place)).collect();
        names.dedup();
        if names.is_empty() || article.text.contains("化名") {
            return;
        }
        for span in names {
            let is_prose = article.block_at(span.start).is_some_and(|block| block.region.is_prose());
            if is_prose && !article.is_inside(span, Enclosure::Book) {
                let surname: String = article.slice(span).chars().take(1).collect();
                let message = format!("这里公开了家属或未成年人的姓名，可写作“{surname}某”");
                context.report(context.finding(span, message).confidence(0.75));
            }
        }
    }
}

/// The name behind the word that stands at a place, if whose it is must not be told.
fn named(article: &Article, place: u32) -> Option<Span<Text>> {
    let at = Span::point(place);
    let text = article.after(at);
    let kin = KIN.iter().find(|word| text.starts_with(**word));
    let word = kin.or_else(|| CHILDREN.iter().find(|word| text.starts_with(**word)))?;
    let rest = &text[word.len()..];
    let length = persons::name_at(rest, false)?;
    let goes_on = rest.len() == length || GOES_ON.iter().any(|next| rest[length..].starts_with(next));
    let sentence = article.slice(article.sentence(at));
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    let before = article.before(at);
    let young = is_minor(before, word) || kin.is_none() && is_minor_behind(&rest[length..]);
    let shamed = *word == "学生" && has(&SHAMES);
    let minor = young && has(&HARMS) || shamed;
    let family = kin.is_some() && SUSPECTS.iter().any(|word| is_whose(before, word));
    let start = place + offset(word.len());
    (goes_on && (minor || family)).then(|| Span::new(start, start + offset(length)))
}

/// Whether the family meant is a suspect's: the word for him stands in the same sentence before, with no more than
/// others of the family between.
fn is_whose(before: &str, suspect: &str) -> bool {
    const REACH: usize = 40;
    let sentence = before.rsplit(['。', '；', '！', '？', '\n']).next().unwrap_or(before);
    sentence.rfind(suspect).is_some_and(|at| sentence[at..].chars().nth(REACH).is_none())
}

/// Whether an age below eighteen stands right behind: ，8岁, （8岁.
fn is_minor_behind(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix(['，', '（', '(', ',']) else { return false };
    let digits = rest.bytes().take(2).take_while(u8::is_ascii_digit).count();
    rest[digits..].starts_with('岁') && rest[..digits].parse::<u32>().is_ok_and(|age| age < MINOR)
}

/// Whether an age below eighteen stands right before: 年仅11岁的, 9岁男孩.
fn is_minor(before: &str, word: &str) -> bool {
    let lead = if word == "岁的" { before } else {
        let before = before.strip_suffix('的').unwrap_or(before);
        let Some(lead) = before.strip_suffix('岁') else { return false };
        lead
    };
    let digits = lead.bytes().rev().take(2).take_while(u8::is_ascii_digit).count();
    lead[lead.len() - digits..].parse::<u32>().is_ok_and(|age| age < MINOR)
}
