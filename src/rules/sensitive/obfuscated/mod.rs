//! Words written so that no filter finds them: 赌*博, 六 合 彩, 賭博 in simplified text, du博. Official text never
//! writes these words so; the writing itself is the sign. Only words that the law itself names are listed.
//!
//! The text around odd characters is folded to a skeleton (signs dropped, traditional characters and radicals made
//! standard), and the words are looked for in it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::config::Settings;
use crate::document::{Article, Block, OddCharacter, Region, is_standard_han};
use crate::finding::Severity;
use crate::rules::typo::{radical_form, traditional_character};
use crate::rules::{Context, Rule, RuleMeta, kept};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "sensitive/obfuscated",
        "变形书写的敏感词",
        Severity::Error,
        "在词里插入符号、空格，夹用繁体、拼音，是逃避审核的写法，多见于植入的广告和不良留言。",
        "《网络信息内容生态治理规定》第六条；《中华人民共和国网络安全法》第十二条",
        include_str!("rule.md"),
    )
});

/// A listed word, or a spelling of one.
struct Entry {
    /// In lower case, as it is looked for.
    form: String,
    word: &'static str,
    kind: &'static str,
}

struct Entries {
    list: Vec<Entry>,
    search: AhoCorasick,
}

impl Entries {
    fn new(list: Vec<Entry>) -> Option<Self> {
        let forms = list.iter().map(|entry| entry.form.as_str());
        let search =
            AhoCorasick::builder().kind(Some(AhoCorasickKind::NoncontiguousNFA)).ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(forms).ok()?;
        Some(Self { list, search })
    }
}

static WORDS: LazyLock<Option<Entries>> = LazyLock::new(|| {
    let rows = include_str!("words.tsv").lines().skip(1).filter_map(|line| line.split_once('\t'));
    Entries::new(rows.map(|(word, kind)| Entry { form: word.to_string(), word, kind }).collect())
});

/// Spellings that stand in the text as they are, and words of three characters and more, whose blanks folding dropped:
/// form, word and kind.
fn plain_rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let spellings = include_str!("spellings.tsv").lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?, cells.next()?))
    });
    let rows = include_str!("words.tsv").lines().skip(1).filter_map(|line| line.split_once('\t'));
    let long = rows.filter(|(word, _)| word.chars().count() >= 3);
    spellings.chain(long.map(|(word, kind)| (word, word, kind)))
}

static PLAIN: LazyLock<Option<Entries>> = LazyLock::new(|| {
    Entries::new(plain_rows().map(|(form, word, kind)| Entry { form: form.to_string(), word, kind }).collect())
});

/// The trigger words for [`PLAIN`]: the words; of spellings a letter beside a Han character, in either case.
static TRIGGERS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let words = plain_rows().flat_map(|(form, ..)| {
        let pairs = form.char_indices().zip(form.chars().skip(1));
        let mut mixed = pairs.filter(|((_, one), next)| one.is_ascii_alphabetic() != next.is_ascii_alphabetic());
        let part = mixed.next().map_or(form, |((at, one), next)| &form[at..at + one.len_utf8() + next.len_utf8()]);
        [part.to_lowercase(), part.to_uppercase()]
    });
    kept(words.collect::<BTreeSet<String>>())
});

/// Bytes that none of [`PLAIN`] is longer than.
const LONGEST: u32 = 24;

/// Signs that nobody writes between two words.
const STRONG: &str = "*＊#＃@＠^＾~_＿$＄★☆●○◆◇■□▲△※√¥`";
/// Signs that also join two words; they break up a word only where they stand in each of its gaps.
const WEAK: &str = "·•・.-/|｜+＋=&＆\\'";
/// Characters looked at on either side of an odd one.
const WINDOW: usize = 12;
/// What makes of the last character of a word the first of another one: 港·独角兽.
const GOES_ON: &str = "角立资家特有占创栋自具";

struct Obfuscated;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(Obfuscated)
}

impl Rule for Obfuscated {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &TRIGGERS
    }

    /// Words that are broken up by signs are found by the signs.
    fn is_always_called(&self, _settings: &Settings) -> bool {
        true
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut found = broken_up(article);
        for stretch in context.near(article, LONGEST, LONGEST) {
            plain(article, stretch, &mut found);
        }
        for (span, entry) in found {
            if article.block_at(span.start).is_some_and(|block| block.region != Region::Reviewer) {
                let message = format!("“{}”是“{}”的变形写法，请核查来源", article.shown(span), entry.word);
                let basis = basis(entry.kind);
                context.report(context.finding(span, message).basis(basis).confidence(0.9));
            }
        }
    }
}

/// The public norm that the kind of word follows.
fn basis(kind: &str) -> &'static str {
    match kind {
        "赌博" => "《中华人民共和国刑法》第三百零三条；《网络信息内容生态治理规定》第六条",
        "色情" => "《中华人民共和国刑法》第三百六十三条；《网络信息内容生态治理规定》第六条",
        "毒品" => "《中华人民共和国禁毒法》；《网络信息内容生态治理规定》第六条",
        "枪爆" => "《中华人民共和国枪支管理法》；《网络信息内容生态治理规定》第六条",
        "分裂" => "《反分裂国家法》；《网络信息内容生态治理规定》第六条",
        "邪教" => "《全国人民代表大会常务委员会关于取缔邪教组织、防范和惩治邪教活动的决定》",
        "辱骂" => "新华社《新闻报道中的禁用词和慎用词》（2016年7月修订）；《网络信息内容生态治理规定》第七条",
        _ => "《网络信息内容生态治理规定》第六条；《中华人民共和国反电信网络诈骗法》",
    }
}

/// Words broken up by signs or written in other forms of their characters.
fn broken_up(article: &Article) -> Vec<(Span<Text>, &'static Entry)> {
    let mut found = Vec::new();
    let mut from = 0;
    for odd in article.odd().iter().filter(|odd| standard(odd.character).is_some() || is_sign(odd.character)) {
        // Windows that overlap are looked at once.
        if (odd.at as usize) < from {
            continue;
        }
        let (Some(words), Some(block)) = (WORDS.as_ref(), article.block_at(odd.at)) else { continue };
        let window = window(article, block, odd);
        let skeleton = Skeleton::of(&article.text[window.range()]);
        for hit in words.search.find_iter(&skeleton.text) {
            let range = skeleton.source(hit.range());
            let span = window.part(range);
            if is_broken(article.slice(span)) && !goes_on(article, span) {
                found.push((span, &words.list[hit.pattern()]));
            }
        }
        from = window.end as usize;
    }
    found
}

/// The stretch around an odd character; it grows while signs follow closely.
fn window(article: &Article, block: &Block, odd: &OddCharacter) -> Span<Text> {
    let before = &article.text[block.text.start as usize..odd.at as usize];
    let start = before.char_indices().rev().take(WINDOW).last().map_or(before.len(), |(at, _)| at);
    let after = &article.text[odd.at as usize..block.text.end as usize];
    let mut quiet = 0;
    let mut end = after.len();
    for (at, c) in after.char_indices() {
        quiet = if standard(c).is_some() || is_sign(c) { 0 } else { quiet + 1 };
        if quiet > WINDOW {
            end = at;
            break;
        }
    }
    Span::of(block.text.start as usize + start..odd.at as usize + end)
}

fn is_sign(c: char) -> bool {
    !is_standard_han(c) && (STRONG.contains(c) || WEAK.contains(c))
}

/// The standard form of a character that has another.
fn standard(c: char) -> Option<char> {
    if c.is_ascii() || is_standard_han(c) { None } else { traditional_character::standard(c).or_else(|| radical_form::standard(c)) }
}

/// Text without signs, in standard characters, and where each byte of it came from.
struct Skeleton {
    text: String,
    sources: Vec<(usize, usize)>,
}

impl Skeleton {
    fn of(text: &str) -> Self {
        let mut skeleton = Self { text: String::with_capacity(text.len()), sources: Vec::with_capacity(text.len()) };
        for (at, c) in text.char_indices().filter(|(_, c)| !is_sign(*c)) {
            skeleton.text.push(standard(c).unwrap_or(c));
            skeleton.sources.resize(skeleton.text.len(), (at, at + c.len_utf8()));
        }
        skeleton
    }

    fn source(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let start = self.sources.get(range.start).map_or(0, |(start, _)| *start);
        let end = range.end.checked_sub(1).and_then(|last| self.sources.get(last)).map_or(start, |(_, end)| *end);
        start..end
    }
}

/// Whether the writing is no accident: a strong sign anywhere, a weak one in each gap, or a character in another form.
fn is_broken(text: &str) -> bool {
    let strong = text.contains(|c| STRONG.contains(c));
    let other = text.chars().any(|c| standard(c).is_some());
    let letters = text.chars().filter(|c| !is_sign(*c)).count();
    let gaps = text.split(|c| !WEAK.contains(c)).filter(|gap| !gap.is_empty()).count();
    // In two characters, only the middle dot is a sign of its own.
    let weak = gaps + 1 == letters && (letters > 2 || text.contains(['·', '•', '・']));
    strong || other || weak
}

fn goes_on(article: &Article, span: Span<Text>) -> bool {
    article.after(span).starts_with(|c| GOES_ON.contains(c))
}

/// Adds the spellings with letters in a stretch, and the words with a blank in each gap where the text around has none.
fn plain(article: &Article, stretch: Span<Text>, found: &mut Vec<(Span<Text>, &'static Entry)>) {
    let Some(plain) = PLAIN.as_ref() else { return };
    for hit in plain.search.find_iter(article.slice(stretch)) {
        let span = stretch.part(hit.range());
        let entry = &plain.list[hit.pattern()];
        let spelt = entry.form != entry.word && !is_in_word(article, span);
        if spelt || is_spaced(article, span) {
            found.push((span, entry));
        }
    }
}

/// Whether the letters of a spelling belong to a longer word.
fn is_in_word(article: &Article, span: Span<Text>) -> bool {
    let text = article.slice(span);
    let is_latin = |c: char| c.is_ascii_alphanumeric();
    text.starts_with(is_latin) && article.before(span).ends_with(is_latin)
        || text.ends_with(is_latin) && article.after(span).starts_with(is_latin)
}

fn is_spaced(article: &Article, span: Span<Text>) -> bool {
    let shown = article.shown(span);
    let characters = shown.chars().filter(|c| !c.is_whitespace()).count();
    let blanks = shown.split(|c: char| !c.is_whitespace()).filter(|gap| !gap.is_empty()).count();
    let (before, after) = article.surroundings(span, 3);
    // A line that is spaced out as a whole is only laid out so.
    let spaced_out = |side: &str| {
        let blanks: Vec<bool> = side.chars().map(char::is_whitespace).collect();
        blanks.len() > 1 && blanks.windows(2).all(|pair| pair[0] != pair[1])
    };
    !shown.contains('\n') && characters > 0 && blanks + 1 == characters && !(spaced_out(before) || spaced_out(after))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn signs_break_words_up_and_join_them() {
        for text in ["赌*博", "六·合·彩", "台·独", "賭博"] {
            assert!(is_broken(text), "{text}");
        }
        for text in ["博/彩", "真人/娱乐", "赌博"] {
            assert!(!is_broken(text), "{text}");
        }
    }

    #[test]
    fn the_tables_have_no_word_twice() {
        let words = WORDS.as_ref().map_or(&[][..], |entries| entries.list.as_slice());
        let mut seen = HashMap::new();
        for entry in words {
            assert!(seen.insert(entry.word, entry.kind).is_none(), "{}", entry.word);
        }
    }
}
