//! Idioms and fixed words of four characters and more with one character replaced by one that sounds or looks alike, or
//! written twice.
//! The words lie in an index that the build script compiles (`index.rs`); no list of wrong forms is kept. A near miss
//! counts only where the text makes far more sense with the right word than as it stands.

mod index;

use std::ops::Range;
use std::sync::LazyLock;

use self::index::{Index, Near, WINDOW};
use crate::document::{Article, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::segment::{Segmenter, segmenter};
use crate::span::{Span, Text};

/// Characters on either side that are weighed together with a near miss.
const REACH: usize = 10;
/// Natural logarithm of the probability that is granted to every fixed word.
const FIXED_WORD: f64 = -14.5;
/// How much more probable, as a logarithm, the text must be with an idiom, whose parts mean little by themselves; with
/// another word; and where the wrong character makes sense with its neighbours.
const GAIN: f64 = 6.0;
const GAIN_WORD: f64 = 8.0;
const GAIN_STRICT: f64 = 10.0;
/// The same for a character that is left out where it stands twice.
const GAIN_REPEATED: f64 = 8.0;
/// Characters that stand for themselves between all words.
const PARTICLES: &str = "的地得是时在再于与由有又各到也以已及将为和了着等之其向自至虽使对从让被把就都还并但而或均";

/// How titles of documents end.
const DOCUMENTS: [&str; 17] =
    ["法", "规则", "法典", "通知", "意见", "办法", "方案", "规定", "决定", "条例", "细则", "规划", "计划", "报告", "公告", "通报", "公约"];

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "typo/near-idiom",
        "成语和固定词语错字、多字",
        Severity::Warning,
        "成语和固定词语的用字是固定的，这里只有一个字不同，而且是同音字或形近字，多半是输入法选错或没有核对。",
        "《现代汉语词典》（第7版）",
        include_str!("rule.md"),
    )
});

static INDEX: LazyLock<Index<'static>> =
    LazyLock::new(|| Index::new(include_bytes!(concat!(env!("OUT_DIR"), "/near.bin"))));

struct NearIdiom;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(NearIdiom)
}

impl Rule for NearIdiom {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let text = article.text.as_str();
        let mut misses = misses(text);
        misses.sort_by(|a, b| a.wrong.start.cmp(&b.wrong.start).then(b.gain.total_cmp(&a.gain)));
        misses.dedup_by_key(|miss| miss.wrong.start);
        for miss in misses {
            report(article, &miss, context);
        }
    }
}

fn misses(text: &str) -> Vec<Miss> {
    let (mut near, mut misses, mut repeats) = (Vec::new(), Vec::new(), Vec::new());
    let each = |at, four| {
        INDEX.near(four, &mut near);
        misses.extend(near.iter().filter_map(|near| Miss::new(text, at, four, *near)));
    };
    INDEX.scan(text, each, |at| repeats.extend(Miss::repeated(text, at)));
    misses.append(&mut repeats);
    misses
}

/// A stretch of text that misses a fixed word by one character.
struct Miss {
    /// Of what is to be replaced, and of the wrong character.
    place: Range<usize>,
    wrong: Range<usize>,
    right: String,
    gain: f64,
}

impl Miss {
    /// `None` where the rest of the word is not there, the two characters are not confused, or the text makes as much
    /// sense as it stands.
    fn new(text: &str, at: usize, four: [u16; WINDOW], near: Near) -> Option<Self> {
        let word: Vec<u16> = INDEX.word(near.word).collect();
        let differs = near.offset + near.differs;
        if !INDEX.confused(word[differs], four[near.differs]) {
            return None;
        }
        let start = at.checked_sub(near.offset * 3)?;
        let place = start..start + word.len() * 3;
        let right = String::from_utf16(&word).ok()?;
        let wrong = start + differs * 3..start + differs * 3 + 3;
        let same = text.get(start..wrong.start)? == &right[..differs * 3] && text.get(wrong.end..place.end)? == &right[differs * 3 + 3..];
        let gain = same.then(|| gain(text, &place))?;
        let least = if INDEX.is_idiom(near.word) { GAIN } else { GAIN_WORD };
        let enough = gain >= least && is_slip(text, &place, &wrong, gain);
        enough.then_some(Self { place, wrong, right, gain })
    }

    /// A character that is written twice inside a fixed word; `at` is where it begins for the second time.
    fn repeated(text: &str, at: usize) -> Option<Self> {
        let unit = |c: char| u16::try_from(u32::from(c)).ok().filter(|_| is_han(c));
        let mut left = text[..at].chars().rev().map(unit);
        let [c, b, a, z] = [0; 4].map(|_| left.next().flatten());
        let mut right = text[at + 3..].chars().map(unit);
        let [d, e] = [0; 2].map(|_| right.next().flatten());
        let known = |four: [Option<u16>; WINDOW]| match four {
            [Some(a), Some(b), Some(c), Some(d)] => INDEX.knows([a, b, c, d]),
            _ => false,
        };
        let inside = known([b, c, d, e]) || known([a, b, c, d]);
        if !inside && (d.is_some() || !known([z, a, b, c])) {
            return None;
        }
        let (from, to) = Segmenter::run_around(text, at, at + 3, REACH);
        let once = [&text[from..at], &text[at + 3..to]].concat();
        let gain = segmenter().probability(&once) - segmenter().probability(&text[from..to]);
        let place = at - 3..at + 3;
        let slip = gain >= GAIN_REPEATED && b != unit('一') && is_left_over(text, from..to, at);
        slip.then(|| Self { right: text[at..at + 3].to_string(), wrong: at..at + 3, place, gain })
    }
}

/// Whether the character at `at` belongs to no word while the same one before it ends one: 贯彻|彻|落实, not 宣传部|部长.
fn is_left_over(text: &str, run: Range<usize>, at: usize) -> bool {
    let mut start = run.start;
    let mut before = 0;
    for word in segmenter().cut(&text[run]) {
        if start == at {
            return word.len() == 3 && before > 3;
        }
        (start, before) = (start + word.len(), word.len());
    }
    false
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// How much more probable the text around is with a fixed word in that place than as it stands.
fn gain(text: &str, place: &Range<usize>) -> f64 {
    let (from, to) = Segmenter::run_around(text, place.start, place.end, REACH);
    let probability = |run: &str| if run.is_empty() { 0.0 } else { segmenter().probability(run) };
    let right = probability(&text[from..place.start]) + FIXED_WORD + probability(&text[place.end..to]);
    right - probability(&text[from..to])
}

/// Whether the wrong character is none that a writer could have meant, and no word reaches out of the place.
fn is_slip(text: &str, place: &Range<usize>, wrong: &Range<usize>, gain: f64) -> bool {
    let (from, to) = Segmenter::run_around(text, place.start, place.end, REACH);
    let mut at = from;
    for word in segmenter().cut(&text[from..to]) {
        let (start, end) = (at, at + word.len());
        at = end;
        if start < place.start && place.start < end || start < place.end && place.end < end {
            return false;
        }
        let alone = (start, end) == (wrong.start, wrong.end);
        let holds = start <= wrong.start && wrong.end <= end;
        let particle = alone && PARTICLES.contains(word);
        if particle && (wrong.start == place.start || wrong.end == place.end) {
            return false;
        }
        if holds && (!alone || particle) && gain < GAIN_STRICT {
            return false;
        }
    }
    true
}

fn report(article: &Article, miss: &Miss, context: &mut Context<'_>) {
    let span: Span<Text> = Span::of(miss.place.clone());
    let Some(block) = article.block_at(span.start) else { return };
    if !block.region.is_prose() || is_play(article, span, &miss.right) {
        return;
    }
    let message = match miss.right.len() < miss.place.len() {
        true => format!("“{}”重复了，应删去一个", miss.right),
        false => format!("“{}”有错字，应为“{}”，请核对", article.slice(span), miss.right),
    };
    let finding = context.finding(span, message).suggest(vec![miss.right.clone()], Applicability::Unsafe);
    context.report(finding);
}

/// Whether the words stand alone between quotation marks or in the title of a work, where they are often a pun or a
/// name. Titles of documents play no such games.
fn is_play(article: &Article, span: Span<Text>, right: &str) -> bool {
    let after = article.after(span);
    let opens = article.before(span).ends_with(['“', '‘', '「', '"']);
    let closes = after.starts_with(['”', '’', '」', '"']);
    let is_document = || {
        let title = after.split('》').next().filter(|rest| !rest.is_empty()).unwrap_or(right);
        DOCUMENTS.iter().any(|kind| title.ends_with(kind))
    };
    opens && closes || article.is_inside(span, Enclosure::Book) && !is_document()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, String)> {
        misses(text).into_iter().map(|miss| (&text[miss.place], miss.right)).collect()
    }

    #[test]
    fn near_misses_are_found_by_sound_and_by_look() {
        assert_eq!(found("各地因地治宜发展产业"), [("因地治宜", "因地制宜".to_string())]);
        assert_eq!(found("必须统筹兼颐，不可偏废"), [("统筹兼颐", "统筹兼顾".to_string())]);
        assert_eq!(found("因地制宜、统筹兼顾"), []);
    }

    #[test]
    fn repeated_characters_are_found_inside_words() {
        assert_eq!(found("要深入贯彻彻落实全会精神"), [("彻彻", "彻".to_string())]);
        assert_eq!(found("切实转变工作作风，社会主义义务教育，人民民主专政"), []);
    }

    #[test]
    fn real_words_are_no_slips() {
        for text in ["开展法治宣传教育", "推动中阿关系持续发展", "由俄罗斯总统签署", "党的二十届三中全会"] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn every_character_of_a_long_word_is_watched() {
        let right: Vec<char> = "供给侧结构性改革".chars().collect();
        for (at, wrong) in ["公", "己", "测", "洁", "构", "行", "该", "格"].into_iter().enumerate() {
            let mut text: String = right.iter().collect();
            let from: usize = right[..at].iter().map(|c| c.len_utf8()).sum();
            text.replace_range(from..from + 3, wrong);
            let found = found(&text);
            assert!(text == "供给侧结构性改革" || !found.is_empty(), "{text}: {found:?}");
        }
    }
}
