//! The punctuation of an article: every mark of the folded text with its place and, for brackets, quotation marks and
//! book-title marks, its partner inside the block. Found once per article (`signs`) and shared by all rules about
//! punctuation. Whether a mark is right is the rules'.

use super::Block;
use crate::span::{Span, Text, offset};

/// A punctuation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Where it begins in the text.
    pub at: u32,
    pub character: char,
    /// Number of its partner among the marks of the article.
    partner: u32,
    /// Its place among [`KINDS`].
    kind: u8,
}

/// No partner: the mark is no paired one or stands alone in its block.
const NONE: u32 = u32::MAX;

/// What a mark is to its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// 。，、；：？！
    Point,
    /// , ; : ? !
    HalfPoint,
    /// The full stop of ASCII, the dots of an ellipsis, the middle dot.
    Dot,
    Open,
    Close,
    /// " and '
    Straight,
    /// Dashes, hyphens and tildes of any length.
    Dash,
    /// < and > of any width.
    Angle,
}

/// Kinds of paired marks: those of one kind close each other, whatever their width.
const PAIRS: [(&str, &str); 11] = [
    ("“", "”"),
    ("‘", "’"),
    ("「", "」"),
    ("『", "』"),
    ("《", "》"),
    ("〈", "〉"),
    ("（(", "）)"),
    ("【", "】"),
    ("〔", "〕"),
    ("［[", "］]"),
    ("｛{", "｝}"),
];

/// Every mark with its class and, of paired ones, its pair.
pub(super) const KINDS: [(char, Class, Option<usize>); 60] = [
    ('。', Class::Point, None),
    ('，', Class::Point, None),
    ('、', Class::Point, None),
    ('；', Class::Point, None),
    ('：', Class::Point, None),
    ('？', Class::Point, None),
    ('！', Class::Point, None),
    (',', Class::HalfPoint, None),
    (';', Class::HalfPoint, None),
    (':', Class::HalfPoint, None),
    ('?', Class::HalfPoint, None),
    ('!', Class::HalfPoint, None),
    ('.', Class::Dot, None),
    ('．', Class::Dot, None),
    ('…', Class::Dot, None),
    ('·', Class::Dot, None),
    ('“', Class::Open, Some(0)),
    ('”', Class::Close, Some(0)),
    ('‘', Class::Open, Some(1)),
    ('’', Class::Close, Some(1)),
    ('「', Class::Open, Some(2)),
    ('」', Class::Close, Some(2)),
    ('『', Class::Open, Some(3)),
    ('』', Class::Close, Some(3)),
    ('《', Class::Open, Some(4)),
    ('》', Class::Close, Some(4)),
    ('〈', Class::Open, Some(5)),
    ('〉', Class::Close, Some(5)),
    ('（', Class::Open, Some(6)),
    ('(', Class::Open, Some(6)),
    ('）', Class::Close, Some(6)),
    (')', Class::Close, Some(6)),
    ('【', Class::Open, Some(7)),
    ('】', Class::Close, Some(7)),
    ('〔', Class::Open, Some(8)),
    ('〕', Class::Close, Some(8)),
    ('［', Class::Open, Some(9)),
    ('[', Class::Open, Some(9)),
    ('］', Class::Close, Some(9)),
    (']', Class::Close, Some(9)),
    ('｛', Class::Open, Some(10)),
    ('{', Class::Open, Some(10)),
    ('｝', Class::Close, Some(10)),
    ('}', Class::Close, Some(10)),
    ('"', Class::Straight, None),
    ('\'', Class::Straight, None),
    ('＂', Class::Straight, None),
    ('＇', Class::Straight, None),
    ('-', Class::Dash, None),
    ('~', Class::Dash, None),
    ('–', Class::Dash, None),
    ('—', Class::Dash, None),
    ('―', Class::Dash, None),
    ('─', Class::Dash, None),
    ('－', Class::Dash, None),
    ('～', Class::Dash, None),
    ('<', Class::Angle, None),
    ('>', Class::Angle, None),
    ('＜', Class::Angle, None),
    ('＞', Class::Angle, None),
];

/// The place among [`KINDS`] of each character of the basic plane, [`NO_MARK`] for most.
static PLACES: [u8; 0x1_0000] = {
    let mut places = [NO_MARK; 0x1_0000];
    let mut kind = 0;
    while kind < KINDS.len() {
        places[KINDS[kind].0 as usize] = kind as u8;
        kind += 1;
    }
    places
};

const NO_MARK: u8 = u8::MAX;

#[inline]
pub(super) fn kind(character: char) -> Option<u8> {
    PLACES.get(character as usize).copied().filter(|kind| *kind != NO_MARK)
}

impl Mark {
    pub fn span(self) -> Span<Text> {
        Span::new(self.at, self.end())
    }

    #[inline]
    pub fn end(self) -> u32 {
        self.at + offset(self.character.len_utf8())
    }

    #[inline]
    pub fn class(self) -> Class {
        KINDS[self.kind as usize].1
    }

    /// Whether it is one of a pair that its block holds whole.
    #[inline]
    pub fn is_paired(self) -> bool {
        self.partner != NONE
    }

    /// Which kind of pair it belongs to.
    #[inline]
    pub fn pair(self) -> Option<usize> {
        KINDS[self.kind as usize].2
    }
}

/// The marks of an article, in order. What most rules ask of an article is answered for all of its marks at once.
#[derive(Debug, Default)]
pub struct Marks {
    marks: Vec<Mark>,
    /// A bit for each kind that occurs.
    present: u64,
    /// A bit for each two classes of which a mark of the second touches one of the first.
    touching: u64,
    /// A bit for each kind of pair of which a mark stands alone in its block.
    alone: u16,
    /// A bit for each kind of pair that is opened inside itself.
    nested: u16,
}

impl Marks {
    pub fn all(&self) -> &[Mark] {
        &self.marks
    }

    /// Whether there is a mark of a class.
    pub fn has(&self, class: Class) -> bool {
        (0..KINDS.len()).any(|kind| KINDS[kind].1 == class && self.present >> kind & 1 == 1)
    }

    /// Whether one of these marks occurs.
    pub fn has_any(&self, characters: &str) -> bool {
        characters.chars().filter_map(kind).any(|kind| self.present >> kind & 1 == 1)
    }

    /// Whether somewhere a mark of one class stands right behind one of another.
    pub fn touch(&self, first: Class, second: Class) -> bool {
        self.touching & touch(first, second) != 0
    }

    /// Whether some paired mark of certain kinds stands alone in its block.
    pub fn has_lone(&self, of: fn(char) -> bool) -> bool {
        (0..PAIRS.len()).any(|pair| self.alone >> pair & 1 == 1 && PAIRS[pair].0.starts_with(of))
    }

    /// Whether some paired mark of certain kinds stands inside a pair of its own kind.
    pub fn has_nested(&self, of: fn(char) -> bool) -> bool {
        (0..PAIRS.len()).any(|pair| self.nested >> pair & 1 == 1 && PAIRS[pair].0.starts_with(of))
    }

    /// The marks of a block.
    pub fn of(&self, block: &Block) -> &[Mark] {
        self.between(block.text)
    }

    /// The marks of each of some blocks, which come in order.
    pub fn by_block<'a>(
        &'a self,
        blocks: impl Iterator<Item = &'a Block>,
    ) -> impl Iterator<Item = (&'a Block, &'a [Mark])> {
        let mut rest = self.all();
        blocks.map(move |block| {
            let before = rest.iter().take_while(|mark| mark.at < block.text.start).count();
            let inside = rest[before..].iter().take_while(|mark| mark.at < block.text.end).count();
            let (marks, behind) = rest[before..].split_at(inside);
            rest = behind;
            (block, marks)
        })
    }

    /// The marks that begin inside a span.
    pub fn between(&self, span: Span<Text>) -> &[Mark] {
        let start = self.marks.partition_point(|mark| mark.at < span.start);
        let length = self.marks[start..].partition_point(|mark| mark.at < span.end);
        &self.marks[start..start + length]
    }

    /// The mark that begins at a place.
    pub fn at(&self, at: u32) -> Option<Mark> {
        self.marks.binary_search_by_key(&at, |mark| mark.at).ok().map(|found| self.marks[found])
    }

    /// The other mark of a pair.
    pub fn partner(&self, mark: Mark) -> Option<Mark> {
        self.marks.get(mark.partner as usize).copied()
    }
}

/// The bit of two classes that touch.
#[inline]
fn touch(first: Class, second: Class) -> u64 {
    1 << (first as u64 * 8 + second as u64)
}

/// Takes in the marks of a text, from its beginning on.
#[derive(Default)]
pub(super) struct Finder {
    found: Marks,
    /// Numbers of the opening marks of the block that are still alone, by kind of pair.
    open: [Vec<u32>; PAIRS.len()],
    /// A bit for each kind of pair that is open.
    opened: u16,
    /// Where the last mark ends.
    end: u32,
}

impl Finder {
    /// For a text of so many bytes: a mark to ten characters of three bytes is usual.
    pub(super) fn new(bytes: usize) -> Self {
        let mut finder = Self::default();
        finder.found.marks.reserve(bytes / 24);
        finder
    }

    #[inline]
    pub(super) fn push(&mut self, at: u32, character: char, kind: u8) {
        let (_, class, pair) = KINDS[kind as usize];
        let number = offset(self.found.marks.len());
        self.found.present |= 1 << kind;
        if at == self.end
            && let Some(last) = self.found.marks.last()
        {
            self.found.touching |= touch(last.class(), class);
        }
        let partner = pair.and_then(|pair| self.pair(pair, class, number)).unwrap_or(NONE);
        let mark = Mark { at, character, partner, kind };
        self.end = mark.end();
        self.found.marks.push(mark);
    }

    /// Takes in a mark of a pair: the number of its partner, which is told of it.
    fn pair(&mut self, pair: usize, class: Class, number: u32) -> Option<u32> {
        let bit = 1 << pair;
        let open = &mut self.open[pair];
        if class == Class::Open {
            self.found.nested |= if open.is_empty() { 0 } else { bit };
            self.opened |= bit;
            open.push(number);
            return None;
        }
        let Some(partner) = open.pop() else {
            self.found.alone |= bit;
            return None;
        };
        self.found.marks[partner as usize].partner = number;
        Some(partner)
    }

    /// What is open at the end of a block stays alone.
    pub(super) fn end_block(&mut self) {
        if self.opened == 0 {
            return;
        }
        for (pair, open) in self.open.iter_mut().enumerate() {
            self.found.alone |= if open.is_empty() { 0 } else { 1 << pair };
            open.clear();
        }
        self.opened = 0;
    }

    pub(super) fn finish(mut self) -> Marks {
        self.end_block();
        self.found
    }
}

/// The mark that closes what `open` opens, or opens what it closes, in the same width.
pub fn counterpart(character: char) -> Option<char> {
    let (opening, closing) = PAIRS[KINDS[kind(character)? as usize].2?];
    let (from, to) = if opening.contains(character) { (opening, closing) } else { (closing, opening) };
    from.chars().zip(to.chars()).find(|(one, _)| *one == character).map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, Region};

    #[test]
    fn marks_are_found_and_paired_inside_their_block() {
        let mut builder = ArticleBuilder::new();
        builder.block(Region::Body);
        builder.push("甲（乙“丙”）,丁𠮷é·…《", 0);
        builder.block(Region::Body);
        builder.push("》完。", 60);
        let article = builder.finish(None);
        let marks = article.marks();
        let characters: String = marks.all().iter().map(|mark| mark.character).collect();
        assert_eq!(characters, "（“”）,·…《》。");
        let first = marks.all()[0];
        assert_eq!(marks.partner(first).map(|mark| mark.character), Some('）'));
        assert!(!marks.all()[7].is_paired() && !marks.all()[8].is_paired() && marks.has_lone(|c| c == '《'));
        assert!(!marks.has_lone(|c| c == '（') && !marks.has_nested(|c| c == '《'));
        assert_eq!(marks.of(&article.blocks[1]).len(), 2);
        assert!(marks.all().iter().all(|mark| article.slice(mark.span()).chars().eq([mark.character])));
        assert!(marks.has(Class::Dot) && !marks.has(Class::Dash) && marks.has_any("—…") && !marks.has_any("—"));
        assert!(marks.touch(Class::Close, Class::HalfPoint) && !marks.touch(Class::HalfPoint, Class::Close));
        assert_eq!(marks.by_block(article.blocks.iter()).map(|(_, marks)| marks.len()).collect::<Vec<_>>(), [8, 2]);
        assert_eq!(marks.at(first.at), Some(first));
    }

    #[test]
    fn every_pair_knows_its_other_half() {
        for (opening, closing) in PAIRS {
            for (one, other) in opening.chars().zip(closing.chars()) {
                assert_eq!((counterpart(one), counterpart(other)), (Some(other), Some(one)));
                let class = |character| kind(character).map(|kind| KINDS[kind as usize].1);
                assert_eq!((class(one), class(other)), (Some(Class::Open), Some(Class::Close)));
            }
        }
    }
}
