//! The punctuation of an article: every mark of the folded text with its place and, for brackets, quotation marks and
//! book-title marks, its partner inside the block. Found once per article in one pass by bytes and shared by all rules
//! about punctuation. Whether a mark is right is the rules'.

use super::{Article, Block};
use crate::span::{Span, Text, offset};

/// A punctuation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Where it begins in the text.
    pub at: u32,
    pub character: char,
    /// Number of its partner among the marks of the article.
    partner: u32,
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

impl Mark {
    pub fn span(self) -> Span<Text> {
        Span::new(self.at, self.end())
    }

    pub fn end(self) -> u32 {
        self.at + offset(self.character.len_utf8())
    }

    pub fn class(self) -> Option<Class> {
        class(self.character)
    }

    /// Whether it is one of a pair that its block holds whole.
    pub fn is_paired(self) -> bool {
        self.partner != NONE
    }

    /// Which kind of pair it belongs to.
    pub fn pair(self) -> Option<usize> {
        pair(self.character)
    }
}

const fn class(character: char) -> Option<Class> {
    Some(match character {
        '。' | '，' | '、' | '；' | '：' | '？' | '！' => Class::Point,
        ',' | ';' | ':' | '?' | '!' => Class::HalfPoint,
        '.' | '．' | '…' | '·' => Class::Dot,
        '“' | '‘' | '「' | '『' | '《' | '〈' | '（' | '(' | '【' | '〔' | '［' | '[' | '｛' | '{' => {
            Class::Open
        }
        '”' | '’' | '」' | '』' | '》' | '〉' | '）' | ')' | '】' | '〕' | '］' | ']' | '｝' | '}' => {
            Class::Close
        }
        '"' | '\'' | '＂' | '＇' => Class::Straight,
        '-' | '~' | '–' | '—' | '―' | '─' | '－' | '～' => Class::Dash,
        '<' | '>' | '＜' | '＞' => Class::Angle,
        _ => return None,
    })
}

fn pair(character: char) -> Option<usize> {
    let number = match character {
        '“' | '”' => 0,
        '‘' | '’' => 1,
        '「' | '」' => 2,
        '『' | '』' => 3,
        '《' | '》' => 4,
        '〈' | '〉' => 5,
        '（' | '(' | '）' | ')' => 6,
        '【' | '】' => 7,
        '〔' | '〕' => 8,
        '［' | '[' | '］' | ']' => 9,
        '｛' | '{' | '｝' | '}' => 10,
        _ => return None,
    };
    Some(number)
}

/// The marks of an article, in order.
#[derive(Debug, Default)]
pub struct Marks {
    marks: Vec<Mark>,
    /// A bit for each class that occurs, and one for a mark of a pair that stands alone.
    present: u16,
}

const ALONE: u16 = 1 << 15;

impl Marks {
    pub fn all(&self) -> &[Mark] {
        &self.marks
    }

    /// Whether there is a mark of a class.
    pub fn has(&self, class: Class) -> bool {
        self.present & (1 << class as u16) != 0
    }

    /// Whether some paired mark stands alone in its block.
    pub fn has_lone(&self) -> bool {
        self.present & ALONE != 0
    }

    /// The marks of a block.
    pub fn of(&self, block: &Block) -> &[Mark] {
        self.between(block.text)
    }

    /// The marks that begin inside a span.
    pub fn between(&self, span: Span<Text>) -> &[Mark] {
        let start = self.marks.partition_point(|mark| mark.at < span.start);
        let length = self.marks[start..].partition_point(|mark| mark.at < span.end);
        &self.marks[start..start + length]
    }

    /// The other mark of a pair.
    pub fn partner(&self, mark: Mark) -> Option<Mark> {
        self.marks.get(mark.partner as usize).copied()
    }
}

/// What the first byte of a character says: its length, and whether it may be a mark.
const LEADS: [u8; 256] = {
    let mut leads = [1; 256];
    let mut byte = 0xc0;
    while byte < 256 {
        leads[byte] = if byte < 0xe0 { 2 } else { 3 + (byte >= 0xf0) as u8 };
        byte += 1;
    }
    let mut byte = 0;
    while byte < 0x80 {
        if class(byte as u8 as char).is_some() {
            leads[byte] |= MARK;
        }
        byte += 1;
    }
    let others = [b'\n', 0xc2, 0xe2, 0xe3, 0xef];
    let mut at = 0;
    while at < others.len() {
        leads[others[at] as usize] |= MARK;
        at += 1;
    }
    leads
};

/// Set in [`LEADS`] for characters that are looked at.
const MARK: u8 = 0x80;

pub(super) fn find(article: &Article) -> Marks {
    let text = article.text.as_str();
    let bytes = text.as_bytes();
    // A mark to ten characters of three bytes is usual.
    let mut marks = Marks { marks: Vec::with_capacity(bytes.len() / 24), present: 0 };
    let mut open: [Vec<u32>; PAIRS.len()] = Default::default();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let lead = LEADS[*byte as usize];
        if lead & MARK != 0 {
            if *byte == b'\n' {
                open.iter_mut().for_each(Vec::clear);
            } else if let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) {
                marks.push(at, character, &mut open);
            }
        }
        at += (lead & !MARK) as usize;
    }
    if marks.marks.iter().any(|mark| !mark.is_paired() && mark.pair().is_some()) {
        marks.present |= ALONE;
    }
    marks
}

impl Marks {
    /// Adds a mark; `open` holds the numbers of the opening marks still alone, by kind.
    fn push(&mut self, at: usize, character: char, open: &mut [Vec<u32>; PAIRS.len()]) {
        let Some(class) = class(character) else {
            return;
        };
        self.present |= 1 << class as u16;
        let number = offset(self.marks.len());
        let mut mark = Mark { at: offset(at), character, partner: NONE };
        if let Some(stack) = pair(character).map(|kind| &mut open[kind]) {
            if class == Class::Open {
                stack.push(number);
            } else if let Some(partner) = stack.pop() {
                mark.partner = partner;
                self.marks[partner as usize].partner = number;
            }
        }
        self.marks.push(mark);
    }
}

/// The mark that closes what `open` opens, or opens what it closes, in the same width.
pub fn counterpart(character: char) -> Option<char> {
    let (opening, closing) = PAIRS[pair(character)?];
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
        assert!(!marks.all()[7].is_paired() && !marks.all()[8].is_paired() && marks.has_lone());
        assert_eq!(marks.of(&article.blocks[1]).len(), 2);
        assert!(marks.all().iter().all(|mark| article.slice(mark.span()).chars().eq([mark.character])));
        assert!(marks.has(Class::Dot) && !marks.has(Class::Dash));
    }

    #[test]
    fn every_pair_knows_its_other_half() {
        for (opening, closing) in PAIRS {
            for (one, other) in opening.chars().zip(closing.chars()) {
                assert_eq!((counterpart(one), counterpart(other)), (Some(other), Some(one)));
                assert_eq!((class(one), class(other)), (Some(Class::Open), Some(Class::Close)));
            }
        }
    }
}
