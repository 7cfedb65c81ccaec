//! The judgement on a near miss: whether the text makes far more sense with the right word, or with a repeated
//! character once, than as it stands. Where candidates lie is the index's business, what is reported the rule's.

use std::ops::Range;

use crate::language::fixed_words;
use crate::language::fixed_words::{Near, WINDOW};
use crate::segment::{Segmenter, segmenter};

/// Characters on either side that are weighed together with a near miss.
const REACH: usize = 10;
/// One candidate to so many bytes is weighed at most, so that no text costs more than its share.
const BYTES_PER_WEIGHING: usize = 64;
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
/// Bytes of a Han character of the block that the index knows.
const HAN: usize = 3;

/// A stretch of text that misses a fixed word by one character.
pub(super) struct Miss {
    /// What is to be replaced.
    pub place: Range<usize>,
    /// The wrong character.
    pub wrong: Range<usize>,
    /// What belongs there.
    pub right: String,
    gain: f64,
}

/// The near misses of a text, in order, the best for each wrong character.
pub(super) fn find(text: &str) -> Vec<Miss> {
    let (mut near, mut candidates, mut repeats) = (Vec::new(), Vec::new(), Vec::new());
    let each = |at, four| {
        fixed_words().near(four, &mut near);
        candidates.extend(near.iter().filter_map(|near| Candidate::new(text, at, four, *near)));
    };
    fixed_words().scan(text, each, |at| repeats.extend(repeated_in_word(text, at)));
    let most = text.len() / BYTES_PER_WEIGHING + BYTES_PER_WEIGHING;
    let mut misses: Vec<Miss> = candidates.into_iter().take(most).filter_map(|one| one.weigh(text)).collect();
    misses.extend(repeats.into_iter().take(most).filter_map(|at| weigh_repeated(text, at)));
    misses.sort_by(|a, b| a.wrong.start.cmp(&b.wrong.start).then(b.gain.total_cmp(&a.gain)));
    misses.dedup_by_key(|miss| miss.wrong.start);
    misses
}

/// A place where all of a word but one character stands, and that is one often written for the right one.
struct Candidate {
    place: Range<usize>,
    wrong: Range<usize>,
    right: String,
    is_idiom: bool,
}

impl Candidate {
    fn new(text: &str, at: usize, four: [u16; WINDOW], near: Near) -> Option<Self> {
        let differs = near.offset + near.differs;
        let right = fixed_words().character(near.word, differs)?;
        if !fixed_words().confused(right, four[near.differs]) {
            return None;
        }
        let word: Vec<u16> = fixed_words().word(near.word).collect();
        let right = String::from_utf16(&word).ok()?;
        let start = at.checked_sub(near.offset * HAN)?;
        let place = start..start + right.len();
        let wrong = start + differs * HAN..start + (differs + 1) * HAN;
        let before = text.get(place.start..wrong.start)?;
        let after = text.get(wrong.end..place.end)?;
        let same = right.starts_with(before) && right.ends_with(after);
        same.then(|| Self { place, wrong, right, is_idiom: fixed_words().is_idiom(near.word) })
    }

    fn weigh(self, text: &str) -> Option<Miss> {
        let Self { place, wrong, right, is_idiom } = self;
        let gain = gain(text, &place);
        let least = if is_idiom { GAIN } else { GAIN_WORD };
        if gain < least || !is_slip(text, &place, &wrong, gain) {
            return None;
        }
        let differs = wrong.start - place.start;
        let (place, right) = narrowed(place, right, differs);
        Some(Miss { place, wrong, right, gain })
    }
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
        let at_edge = wrong.start == place.start || wrong.end == place.end;
        if particle && at_edge || holds && (!alone || particle) && gain < GAIN_STRICT {
            return false;
        }
    }
    true
}

/// Of a word that is put together from others only the one with the wrong character, which begins at `differs`.
fn narrowed(place: Range<usize>, right: String, differs: usize) -> (Range<usize>, String) {
    let mut start = 0;
    for word in segmenter().cut(&right) {
        let end = start + word.len();
        if differs < end {
            let part = place.start + start..place.start + end;
            return if word.len() > HAN { (part, word.to_string()) } else { (place, right) };
        }
        start = end;
    }
    (place, right)
}

/// Whether a character that repeats the one before it, and begins at `at`, does so inside a fixed word.
fn repeated_in_word(text: &str, at: usize) -> Option<usize> {
    let unit = |c: char| u16::try_from(u32::from(c)).ok().filter(|_| is_han(c));
    let mut left = text[..at].chars().rev().map(unit);
    let [c, b, a, z] = [0; 4].map(|_| left.next().flatten());
    let mut right = text[at + HAN..].chars().map(unit);
    let [d, e] = [0; 2].map(|_| right.next().flatten());
    let known = |four: [Option<u16>; WINDOW]| match four {
        [Some(a), Some(b), Some(c), Some(d)] => fixed_words().knows([a, b, c, d]),
        _ => false,
    };
    let inside = known([b, c, d, e]) || known([a, b, c, d]) || d.is_none() && known([z, a, b, c]);
    (inside && b != unit('一')).then_some(at) // 一面面、一张张
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn weigh_repeated(text: &str, at: usize) -> Option<Miss> {
    let (from, to) = Segmenter::run_around(text, at, at + HAN, REACH);
    let once = [&text[from..at], &text[at + HAN..to]].concat();
    let gain = segmenter().probability(&once) - segmenter().probability(&text[from..to]);
    let slip = gain >= GAIN_REPEATED && is_left_over(text, from..to, at);
    let (place, wrong) = (at - HAN..at + HAN, at..at + HAN);
    slip.then(|| Miss { place, right: text[wrong.clone()].to_string(), wrong, gain })
}

/// Whether the character at `at` belongs to no word while the same one before it ends one: 贯彻|彻|落实, not 宣传部|部长.
fn is_left_over(text: &str, run: Range<usize>, at: usize) -> bool {
    let (mut start, mut before) = (run.start, 0);
    for word in segmenter().cut(&text[run]) {
        if start == at {
            return word.len() == HAN && before > HAN;
        }
        (start, before) = (start + word.len(), word.len());
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<(&str, String)> {
        find(text).into_iter().map(|miss| (&text[miss.place], miss.right)).collect()
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
        assert_eq!(found("切实转变工作作风，社会主义义务教育，人民民主专政，宣传部部长"), []);
    }

    #[test]
    fn real_words_are_no_slips() {
        for text in ["开展法治宣传教育", "推动中阿关系持续发展", "由俄罗斯总统签署", "党的二十届三中全会"] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn every_character_of_a_long_word_is_watched() {
        let right = "供给侧结构性改革";
        for (at, wrong) in ["公", "己", "测", "洁", "购", "幸", "该", "格"].into_iter().enumerate() {
            let mut text = right.to_string();
            text.replace_range(at * HAN..(at + 1) * HAN, wrong);
            assert!(!found(&text).is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(parts in prop::collection::vec("因地治宜|彻彻|贯彻|落实|安全生产发|，|a|é|𠮷|䶮|[\\PC]", 0..40)) {
            let text = parts.concat();
            for miss in find(&text) {
                prop_assert!(text.get(miss.place).is_some() && text.get(miss.wrong).is_some());
            }
        }
    }
}
