//! Whether a deviation from a template is a slip or another phrase. A slip leaves something that is no word, or puts a
//! character in the place of one that sounds or looks like it; another phrase has another word in its place.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use super::align::Edit;
use super::table::{Near, Template};
use crate::segment::segmenter;

/// Bytes on either side of a place that are segmented with it.
const MARGIN: usize = 24;
/// Words of grammar, which come and go in every phrase.
const GRAMMAR: &str = "的地得了着过和与及或等之其在中上下内里为是以将把被对向于从到";
/// Bytes of a word of three characters.
const LONG: usize = 9;
/// Places and bodies that stand for 国 or 党 in names that are made after one: 强省, 治军.
const UNITS: &str = "省市县区州盟旗乡镇村校院企军警团厂港";
/// Words that join: before a formulation one that begins alike.
const JOINTS: &str = "和与及的在为以从";
const NUMERALS: &str = "一二三四五六七八九十百千万两〇零首第";

/// How a text deviates. Ordered by certainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slip {
    /// Another word, or a word too many or too few.
    Word,
    /// A wrong, swapped, lost or doubled character.
    Character,
}

/// Characters, each with a group of those that sound or look alike, in order.
static ALIKE: LazyLock<Vec<(char, usize)>> = LazyLock::new(|| {
    let sounds = include_str!("syllables.tsv").lines().skip(1).filter_map(|line| line.split('\t').nth(1));
    let looks = include_str!("looks.tsv").lines().skip(1);
    let groups = sounds.chain(looks).enumerate();
    let mut alike: Vec<(char, usize)> =
        groups.flat_map(|(number, group)| group.chars().map(move |c| (c, number))).collect();
    alike.sort_unstable();
    alike
});

fn is_alike(a: char, b: char) -> bool {
    let groups = |of: char| {
        let first = ALIKE.partition_point(|(c, _)| *c < of);
        ALIKE[first..].iter().take_while(move |(c, _)| *c == of).map(|(_, group)| *group)
    };
    groups(a).any(|group| groups(b).any(|other| group == other))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// What all edits of a place together are; `None` for another phrase.
pub(super) fn slip(template: &Template, near: &mut Near, text: &str) -> Option<Slip> {
    let found = judge(template, near, text);
    if found.is_none() && shrink(template.text, near) { judge(template, near, text) } else { found }
}

fn judge(template: &Template, near: &Near, text: &str) -> Option<Slip> {
    let place = Place::new(template, near, text);
    near.edits.iter().map(|edit| place.judge(edit)).collect::<Option<Vec<Slip>>>()?.into_iter().min()
}

/// Takes the first and the last character of the template for missing where another one stands in their place: it may
/// be what follows in the text.
fn shrink(template: &str, near: &mut Near) -> bool {
    let (start, end) = (near.place.start, near.place.end);
    for edit in &mut near.edits {
        if edit.at.is_empty() {
            continue;
        }
        if edit.wanted.start == 0 && edit.at.start == start {
            near.place.start = edit.at.end;
            edit.at.start = edit.at.end;
        } else if edit.wanted.end == template.len() && edit.at.end == end {
            near.place.end = edit.at.start;
            edit.at.end = edit.at.start;
        }
    }
    near.place.start < near.place.end && near.place != (start..end)
}

/// A place in a text beside its template, both cut into words.
struct Place<'a> {
    template: &'a str,
    text: &'a str,
    near: &'a Near,
    /// The words of the template.
    words: &'a [Range<usize>],
    /// The words of the text around the place, cut when first asked for.
    tokens: OnceCell<Vec<Range<usize>>>,
}

/// The words of a part of a text.
pub(super) fn cut(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let mut at = within.start;
    let words = segmenter().cut(&text[within]).into_iter().map(|word| {
        at += word.len();
        at - word.len()..at
    });
    words.collect()
}

impl<'a> Place<'a> {
    fn new(template: &'a Template, near: &'a Near, text: &'a str) -> Self {
        Self { template: template.text, text, near, words: template.words(), tokens: OnceCell::new() }
    }

    fn tokens(&self) -> impl Iterator<Item = &Range<usize>> + Clone {
        let (text, place) = (self.text, &self.near.place);
        let tokens = self.tokens.get_or_init(|| {
            let from = text.floor_char_boundary(place.start.saturating_sub(MARGIN));
            let to = text.ceil_char_boundary((place.end + MARGIN).min(text.len()));
            cut(text, from..to)
        });
        tokens.iter()
    }

    fn judge(&self, edit: &Edit) -> Option<Slip> {
        let (have, want) = (&self.text[edit.at.clone()], &self.template[edit.wanted.clone()]);
        let numeral = |part: &str| !part.is_empty() && part.chars().all(|c| NUMERALS.contains(c));
        if !have.chars().chain(want.chars()).all(is_han) || numeral(have) && numeral(want) {
            return None;
        }
        let is_misspelt = match (have.is_empty(), want.is_empty()) {
            (false, false) => is_misspelt(have, want),
            (false, true) => self.text[..edit.at.start].ends_with(have) || self.text[edit.at.end..].starts_with(have),
            _ => false,
        };
        if is_misspelt {
            return Some(Slip::Character);
        }
        let word = self.word(edit)?;
        let is_edge = word.start == 0 || word.end == self.template.len();
        let is_grammar = |part: &str| part.chars().all(|c| GRAMMAR.contains(c));
        let is_loose = is_edge || have.len() != want.len();
        if is_loose && is_grammar(if have.is_empty() { want } else { have }) {
            return None;
        }
        let is_kept = word.len() > edit.wanted.len();
        let is_outer = edit.wanted.start == 0 || edit.wanted.end == self.template.len();
        let is_open = is_edge && (is_outer || word.len() < LONG);
        let is_broken =
            || if is_open { self.is_broken_edge(edit, &word) } else { self.is_broken(edit, &word) };
        match (is_kept && is_broken(), is_edge) {
            (true, _) => Some(Slip::Character),
            (false, true) => None,
            (false, false) => Some(Slip::Word),
        }
    }

    /// The words of the template that an edit touches. Between two words it touches none: the place itself.
    fn word(&self, edit: &Edit) -> Option<Range<usize>> {
        let touched = |word: &&Range<usize>| word.start < edit.wanted.end && edit.wanted.start < word.end;
        let mut touched = self.words.iter().filter(touched);
        let Some(first) = touched.next() else {
            return Some(edit.wanted.clone());
        };
        Some(first.start..touched.next_back().unwrap_or(first).end)
    }

    /// Where the text has what stands at `at` of the template.
    fn position(&self, at: usize, is_start: bool) -> usize {
        let mut position = self.near.place.start + at;
        for edit in &self.near.edits {
            if edit.wanted.end < at || edit.wanted.end == at && (is_start || !edit.wanted.is_empty()) {
                position = (position + edit.at.len()).saturating_sub(edit.wanted.len());
            } else if edit.wanted.start < at {
                return self.text.floor_char_boundary((edit.at.start + at - edit.wanted.start).min(edit.at.end));
            }
        }
        position.min(self.text.len())
    }

    /// Whether the text has no word where the template has `word`: what deviates stands as single characters.
    fn is_broken(&self, edit: &Edit, word: &Range<usize>) -> bool {
        let place = self.position(word.start, true)..self.position(word.end, false);
        let is_inside = |token: &Range<usize>| place.start <= token.start && token.end <= place.end;
        let mut around = self.tokens().filter(|token| token.start <= edit.at.end && edit.at.start <= token.end);
        if edit.at.is_empty() {
            let ends = [edit.at.start, self.near.place.start, self.near.place.end];
            let is_across = around.clone().any(|token| ends.into_iter().any(|at| cuts(token, at)));
            return !is_across && around.any(|token| self.is_single(token) && is_inside(token));
        }
        let mut deviating = around.filter(|token| token.start < edit.at.end && edit.at.start < token.end);
        deviating.all(|token| self.is_single(token) && is_inside(token))
    }

    /// The same for the first and the last word, where a template runs into the words beside it: nothing that the
    /// text has there may be a word or belong to one, nor be a usual short form.
    fn is_broken_edge(&self, edit: &Edit, word: &Range<usize>) -> bool {
        let place = self.position(word.start, true)..self.position(word.end, false);
        let is_first = word.start == 0;
        let is_outer = if is_first { edit.wanted.start == 0 } else { edit.wanted.end == self.template.len() };
        // A short word without one of its characters, or with another one, is likely a verb of its own: 建, 聚力.
        let is_short = word.len() < LONG;
        let is_lost = edit.at.is_empty();
        let runs_on = match is_first {
            true => is_short && self.text[..place.start].ends_with(is_han),
            false => self.text[place.end..].starts_with(is_han),
        };
        let is_other = match is_outer {
            true => is_lost && runs_on || is_short && !is_lost,
            false => is_lost && is_short && is_first,
        };
        if is_other {
            return false;
        }
        // What stays of the word next to the edit: outside of it or, where the edit is outermost, inside.
        let is_after = is_outer == is_first;
        let beside = if is_after { edit.at.end..place.end } else { place.start..edit.at.start };
        let beside = &self.text[beside];
        let beside = if is_after { beside.chars().next() } else { beside.chars().next_back() };
        let is_unit = self.text[edit.at.clone()].chars().any(|c| UNITS.contains(c));
        let is_content = beside.is_some_and(|c| !GRAMMAR.contains(c) && !UNITS.contains(c));
        let fits = |token: &Range<usize>| {
            let deviates = token.start < edit.at.end && edit.at.start < token.end;
            let is_beside = if is_after { token.start == edit.at.end } else { token.end == edit.at.start };
            place.start <= token.start && token.end <= place.end && (!(deviates || is_beside) || self.is_single(token))
        };
        let touches = |token: &&Range<usize>| token.start < place.end && place.start < token.end;
        !is_unit && is_content && self.tokens().filter(touches).all(fits)
    }

    fn is_single(&self, token: &Range<usize>) -> bool {
        self.text[token.clone()].chars().nth(1).is_none()
    }
}

/// Whether a word goes on over `at`.
fn cuts(token: &Range<usize>, at: usize) -> bool {
    token.start < at && at < token.end
}

/// The first or last character of a formulation that stands right, where it stands twice: the character.
pub(super) fn doubled(text: &str, place: &Range<usize>) -> Option<Range<usize>> {
    let first = text[place.clone()].chars().next()?;
    let last = text[place.clone()].chars().next_back()?;
    let (twice, extra) = if text[..place.start].ends_with(first) {
        (first, place.start - first.len_utf8()..place.start)
    } else if text[place.end..].starts_with(last) {
        (last, place.end..place.end + last.len_utf8())
    } else {
        return None;
    };
    let from = text.floor_char_boundary(place.start.saturating_sub(MARGIN));
    let to = text.ceil_char_boundary((place.end + MARGIN).min(text.len()));
    (is_han(twice) && !JOINTS.contains(twice) && cut(text, from..to).contains(&extra)).then_some(extra)
}

/// Whether `have` is `want` with its two characters swapped or with characters that sound or look alike.
fn is_misspelt(have: &str, want: &str) -> bool {
    let is_swap = want.chars().count() == 2 && have.chars().rev().eq(want.chars());
    let is_long = have.chars().count() == want.chars().count();
    is_swap || is_long && have.chars().zip(want.chars()).all(|(a, b)| is_alike(a, b))
}
