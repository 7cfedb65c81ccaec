//! Traditional and variant characters that strayed into simplified text. Passages in traditional writing, titles and
//! quotations in it, names, and texts about writing are left alone.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Forms;
use crate::document::{Article, Block, Enclosure, OddCharacter, is_standard_han};
use crate::finding::{Applicability, Finding, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "typo/traditional-character",
        "混入繁体字、异体字",
        Severity::Warning,
        "国家机关以规范汉字为公务用字，简体文中夹用繁体字、异体字多是转换或录入时留下的。",
        "《中华人民共和国国家通用语言文字法》第九条；《通用规范汉字表》（国发〔2013〕23号）",
        include_str!("rule.md"),
    )
});

/// Characters outside the table of standard characters, and the standard ones.
static CHARACTERS: LazyLock<Forms> = LazyLock::new(|| Forms::parse(include_str!("characters.tsv")));
/// Words in which a standard character is used as in traditional writing: 乾净, not 乾坤.
static WORDS: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| include_str!("words.tsv").lines().skip(1).filter_map(|line| line.split_once('\t')).collect());
/// The longest of these words, in characters.
const WORD: usize = 5;

/// Characters that names keep, and the family names before them.
const NAMES: &str = "飚珮鑑樑濛炤寀崑峯傑勳鎔璿榘滙旂鉅菓栢恆煒銘鑫鋒淩陞彊祕昇紘瑋璟曄暉鈞鉉鍾";
const SURNAMES: &str = "刘林耿梅莫阎华骆涂尤赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严金魏陶姜谢邹苏潘葛范彭鲁韦马苗方俞任袁柳史唐薛雷贺倪汤罗郝安于傅齐康余顾孟黄萧尹姚邵汪毛戴宋庞熊纪项祝董梁杜阮蓝季贾江童郭林钟徐邱高夏蔡田樊胡凌霍万卢丁邓石崔龚程邢裴陆翁段侯宁叶赖乔谭申冉温柴文曾关欧游肖付闫覃岳";
/// Signs that the sentence shows such characters on purpose.
const ABOUT: [&str; 22] = [
    "繁体", "繁體", "正體", "简体", "異體", "异体", "书法", "碑", "匾", "题字", "题写", "题刻", "石刻", "篆", "隶书", "甲骨", "古籍", "古文字",
    "字形", "写作", "商标", "商号",
];
/// From this share of its Han characters on (in hundredths, and at least so many), a block is in traditional writing.
const SHARE: usize = 20;
const ENOUGH: usize = 4;

struct TraditionalCharacter;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(TraditionalCharacter)
}

impl Rule for TraditionalCharacter {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let han = |odd: &&OddCharacter| matches!(odd.character, '\u{3400}'..='\u{9fff}');
        let odd: Vec<&OddCharacter> = article.odd().iter().filter(han).collect();
        for strays in odd.chunk_by(|a, b| same_block(article, a, b)) {
            let Some(block) = article.block_at(strays[0].at).filter(|block| block.region.is_prose()) else { continue };
            if is_traditional(article, block, strays.len()) {
                continue;
            }
            let found: Vec<Finding> = strays.iter().filter_map(|odd| stray(article, context, odd)).collect();
            found.into_iter().for_each(|finding| context.report(finding));
        }
    }
}

/// The standard form of a traditional or variant character.
pub(in crate::rules) fn standard(c: char) -> Option<char> {
    if is_standard_han(c) { None } else { CHARACTERS.get(c)?.chars().next() }
}

fn same_block(article: &Article, a: &OddCharacter, b: &OddCharacter) -> bool {
    article.block_at(a.at).map(|block| block.text) == article.block_at(b.at).map(|block| block.text)
}

fn is_traditional(article: &Article, block: &Block, strays: usize) -> bool {
    let han = || article.block_text(block).chars().filter(|c| matches!(c, '\u{3400}'..='\u{9fff}')).count();
    strays >= ENOUGH && strays * 100 >= han() * SHARE
}

fn stray(article: &Article, context: &Context<'_>, odd: &OddCharacter) -> Option<Finding> {
    let character = Span::new(odd.at, odd.at + offset(odd.character.len_utf8()));
    let (span, right) = match CHARACTERS.get(odd.character) {
        Some(right) => (character, right),
        None => word(article, odd)?,
    };
    let sentence = article.slice(article.sentence(span));
    if is_name(article, span) || ABOUT.iter().any(|word| sentence.contains(word)) || is_in_foreign_title(article, span) {
        return None;
    }
    let quoted = article.is_inside(span, Enclosure::Book) || article.is_inside(span, Enclosure::Quote);
    // The name of a work may keep its own writing.
    let (applicability, severity) =
        if quoted { (Applicability::Manual, Severity::Info) } else { (Applicability::Safe, Severity::Warning) };
    let message = format!("“{}”不是规范字形，应为“{right}”", article.slice(span));
    Some(context.finding(span, message).severity(severity).confidence(0.93).suggest(vec![right.to_string()], applicability))
}

/// The listed word around a character that only some words have wrong.
fn word(article: &Article, odd: &OddCharacter) -> Option<(Span<Text>, &'static str)> {
    let text = article.text.as_str();
    let at = odd.at as usize;
    let starts = std::iter::once(at).chain(text[..at].char_indices().rev().take(WORD - 1).map(|(start, _)| start));
    let mut longest = None;
    for start in starts {
        for (length, c) in text[start..].char_indices().take(WORD) {
            let end = start + length + c.len_utf8();
            if let Some(right) = WORDS.get(&text[start..end]).filter(|_| end > at) {
                let span = Span::of(start..end);
                longest = longest.filter(|(other, _): &(Span<Text>, _)| other.len() >= span.len()).or(Some((span, *right)));
            }
        }
    }
    longest
}

/// A character that names keep, a family name one or two characters before it.
fn is_name(article: &Article, span: Span<Text>) -> bool {
    let named = || article.before(span).chars().rev().take(2).any(|c| SURNAMES.contains(c));
    article.slice(span).chars().all(|c| NAMES.contains(c)) && named()
}

/// Inside book-title or quotation marks with another such character: a title or a quotation in traditional writing.
fn is_in_foreign_title(article: &Article, span: Span<Text>) -> bool {
    let enclosed = article.is_inside(span, Enclosure::Book) || article.is_inside(span, Enclosure::Quote);
    if !enclosed {
        return false;
    }
    let opens = ['《', '〈', '“', '‘', '「', '『'];
    let closes = ['》', '〉', '”', '’', '」', '』'];
    let before = article.before(span);
    let before = &before[before.rfind(opens).unwrap_or(0)..];
    let after = article.after(span);
    let after = &after[..after.find(closes).unwrap_or(after.len())];
    [before, after].iter().any(|side| side.chars().any(|c| standard(c).is_some()))
}
