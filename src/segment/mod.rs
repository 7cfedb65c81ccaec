//! Word boundaries: jieba's dictionary and maximum-probability route (without its HMM), over a double array that is
//! compiled at build time and costs nothing to load. Cuts exactly like `jieba-rs` with `cut(hmm = false)`, which
//! `tests/segment.rs` holds; `jieba-rs` itself needs 55–130 ms to load, a tenth of a second per editor keystroke.
//!
//! It is only asked around a hit: whole articles are never segmented.

mod pairs;

use std::sync::LazyLock;

use yada::DoubleArray;

/// Characters on either side of a hit that take part; longer runs are cut off there, which keeps the check linear.
const REACH: usize = 60;

/// Characters before a place from which a word may cover it.
const LONGEST_COVERING: usize = 6;

static COMMON_PAIRS: &[u8; pairs::SIZE] = include_bytes!(concat!(env!("OUT_DIR"), "/common-pairs.bin"));

static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(Segmenter::embedded);

/// The compiled dictionary.
pub struct Segmenter {
    words: DoubleArray<&'static [u8]>,
    /// Natural logarithm of the sum of all frequencies.
    log_total: f64,
}

/// The one segmenter of the process.
pub fn segmenter() -> &'static Segmenter {
    &SEGMENTER
}

/// About how often two characters are met as a word, on a logarithmic scale; 0 where they are a rare one or none.
pub fn commonness(first: char, second: char) -> u8 {
    pairs::commonness(COMMON_PAIRS, first, second)
}

/// One step of the best route: probability from here to the end, and where the word that begins here ends.
#[derive(Clone, Copy)]
struct Step {
    probability: f64,
    end: usize,
}

impl Segmenter {
    fn embedded() -> Self {
        let blob: &'static [u8] = include_bytes!(concat!(env!("OUT_DIR"), "/segmenter.bin"));
        let (total, array) = blob.split_at(8);
        let total = u64::from_le_bytes(total.try_into().expect("eight bytes"));
        // Checked when it was built; checking all six megabytes at each start would cost four milliseconds.
        let words = DoubleArray(array);
        Self { words, log_total: (total as f64).ln() }
    }

    /// Whether a word boundary lies at `start` and at `end` of `text`, judged over the run of word characters around.
    pub fn boundaries(&self, text: &str, start: usize, end: usize) -> (bool, bool) {
        let (from, to) = Self::run_around(text, start, end, REACH);
        let (mut starts, mut ends) = (start == from, end == to);
        let mut at = from;
        for word in self.cut(&text[from..to]) {
            at += word.len();
            starts |= at == start;
            ends |= at == end;
            if at >= end {
                break;
            }
        }
        (starts, ends)
    }

    /// How often a word of two characters is met; 0 where they are no word.
    pub fn frequency(&self, first: char, second: char) -> u32 {
        let mut word = [0; 8];
        let length = first.encode_utf8(&mut word).len();
        let length = length + second.encode_utf8(&mut word[length..]).len();
        self.words.exact_match_search(&word[..length]).unwrap_or_default()
    }

    /// Natural logarithm of the probability of the best way to cut a run of word characters.
    pub fn probability(&self, run: &str) -> f64 {
        self.route(run).first().map_or(0.0, |step| step.probability)
    }

    /// Characters and frequency of the longest word of the dictionary that covers `start..end` of a run of word characters;
    /// the more frequent one of two equally long.
    pub fn covering(&self, run: &str, start: usize, end: usize) -> Option<(usize, u32)> {
        let first = run[..start].char_indices().rev().take(LONGEST_COVERING).last().map_or(start, |(at, _)| at);
        let starts = run[first..].char_indices().map(|(at, _)| first + at).take_while(|at| *at <= start);
        let words = starts.flat_map(|from| {
            let words = self
                .words
                .common_prefix_search(&run.as_bytes()[from..])
                .filter(move |(_, length)| from + length >= end);
            words.map(move |(frequency, length)| (run[from..from + length].chars().count(), frequency))
        });
        words.max()
    }

    /// The run of word characters around a stretch of text, at most `reach` characters on either side.
    pub fn run_around(text: &str, start: usize, end: usize, reach: usize) -> (usize, usize) {
        let before = text[..start].char_indices().rev().take(reach).take_while(|(_, c)| is_word(*c)).last();
        let after = text[end..].char_indices().take(reach).take_while(|(_, c)| is_word(*c)).last();
        (before.map_or(start, |(at, _)| at), after.map_or(end, |(at, c)| end + at + c.len_utf8()))
    }

    /// Cuts a text into words; characters outside words come one by one.
    pub fn cut<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let mut words = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            if length == 0 {
                let (symbol, after) = rest.split_at(first.len_utf8());
                words.push(symbol);
                rest = after;
            } else {
                let (run, after) = rest.split_at(length);
                self.cut_run(run, &mut words);
                rest = after;
            }
        }
        words
    }

    fn cut_run<'t>(&self, run: &'t str, words: &mut Vec<&'t str>) {
        let route = self.route(run);
        let mut letters: Option<usize> = None;
        let mut at = 0;
        while at < run.len() {
            let end = route[at].end;
            if end - at == 1 && run.as_bytes()[at].is_ascii_alphanumeric() {
                letters.get_or_insert(at);
            } else {
                if let Some(start) = letters.take() {
                    words.push(&run[start..at]);
                }
                words.push(&run[at..end]);
            }
            at = end;
        }
        if let Some(start) = letters {
            words.push(&run[start..]);
        }
    }

    /// The most probable route, by byte offset. Longer words win ties, as in jieba.
    fn route(&self, run: &str) -> Vec<Step> {
        let mut route = vec![Step { probability: 0.0, end: run.len() }; run.len() + 1];
        for (at, character) in run.char_indices().rev() {
            let mut best: Option<Step> = None;
            for (frequency, length) in self.words.common_prefix_search(&run.as_bytes()[at..]) {
                let end = at + length;
                let probability = f64::from(frequency).ln() - self.log_total + route[end].probability;
                if best.is_none_or(|best| probability >= best.probability) {
                    best = Some(Step { probability, end });
                }
            }
            let end = at + character.len_utf8();
            route[at] = best.unwrap_or(Step { probability: route[end].probability - self.log_total, end });
        }
        route
    }
}

/// Characters that words are made of, as jieba has it.
fn is_word(c: char) -> bool {
    match c {
        '+' | '#' | '&' | '.' | '_' | '%' | '-' => true,
        c if c.is_ascii() => c.is_ascii_alphanumeric(),
        c => {
            matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}' | '\u{30000}'..='\u{323af}')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_and_finds_boundaries() {
        let segmenter = segmenter();
        assert_eq!(segmenter.cut("自己经营ABC公司，很好"), ["自己", "经营", "ABC", "公司", "，", "很", "好"]);
        let text = "这是自己经营的";
        let at = text.find("己经").unwrap();
        assert_eq!(segmenter.boundaries(text, at, at + "己经".len()), (false, false));
    }
}
