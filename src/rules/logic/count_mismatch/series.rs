//! Numbered points: where a series begins, and how far its numbers go on without a gap. What they are compared with
//! is the rule's.

use crate::document::{count_at, numeral};

/// A way of numbering points.
struct Style {
    before: &'static str,
    after: &'static str,
    chinese: bool,
    /// Its marks stand only where a block begins.
    at_block: bool,
}

/// The first marks of the styles, in their order.
pub(super) const FIRST_MARKS: [&str; 11] = ["一是", "其一，", "第一，", "第一步", "（一）", "(一)", "一、", "1.", "1、", "（1）", "(1)"];

const STYLES: [Style; 11] = [
    Style { before: "", after: "是", chinese: true, at_block: false },
    Style { before: "其", after: "，", chinese: true, at_block: false },
    Style { before: "第", after: "，", chinese: true, at_block: false },
    Style { before: "第", after: "步", chinese: true, at_block: false },
    Style { before: "（", after: "）", chinese: true, at_block: true },
    Style { before: "(", after: ")", chinese: true, at_block: true },
    Style { before: "", after: "、", chinese: true, at_block: true },
    Style { before: "", after: ".", chinese: false, at_block: false },
    Style { before: "", after: "、", chinese: false, at_block: false },
    Style { before: "（", after: "）", chinese: false, at_block: false },
    Style { before: "(", after: ")", chinese: false, at_block: false },
];

/// Bytes behind the last point in which more of them are looked for.
const NEAR: usize = 1200;
/// Points are numbered up to so many.
const MOST: u32 = 30;

/// A series: how many points follow each other.
pub(super) struct Series {
    /// Where its last mark ends, and where the next series of its style begins.
    last: usize,
    end: usize,
    pub count: u32,
    /// What stands before its numerals.
    lead: &'static str,
}

impl Style {
    fn mark(&self, number: u32) -> Option<String> {
        let number = if self.chinese { numeral(u64::from(number))? } else { number.to_string() };
        Some(format!("{}{number}{}", self.before, self.after))
    }

    /// Reads the series whose first mark ends at `last`, up to `end`.
    fn read(&self, text: &str, mut last: usize, end: usize) -> Series {
        let mut count = 1;
        while count < MOST {
            let Some(mark) = self.mark(count + 1) else {
                break;
            };
            let rest = &text[last..end];
            let next = rest.match_indices(&mark).map(|(at, _)| last + at).find(|at| self.stands(text, *at, mark.len()));
            let Some(next) = next else {
                break;
            };
            last = next + mark.len();
            count += 1;
        }
        Series { last, end, count, lead: self.before }
    }

    /// Whether a mark stands where a point can begin.
    fn stands(&self, text: &str, at: usize, length: usize) -> bool {
        let before = &text[..at];
        // 1.5 is a number.
        if text.as_bytes().get(at + length).is_some_and(u8::is_ascii_digit) {
            return false;
        }
        if self.at_block {
            return before.is_empty() || before.ends_with('\n');
        }
        before.is_empty() || before.ends_with(['\n', '，', '。', '；', '：', ',', ';', ':', '、', '！', '？', ' '])
    }
}

/// The first mark of a series.
pub(super) struct Start {
    pub at: usize,
    /// Number of its style.
    style: usize,
}

impl Start {
    /// The first mark that stands at a place.
    pub fn at(text: &str, at: usize) -> Option<Self> {
        let style = FIRST_MARKS.iter().position(|mark| text[at..].starts_with(mark))?;
        STYLES[style].stands(text, at, FIRST_MARKS[style].len()).then_some(Self { at, style })
    }

    /// The series, which ends where the next of its style begins.
    pub fn read(&self, text: &str, later: &[Self]) -> Series {
        let end = later.iter().find(|start| start.style == self.style).map_or(text.len(), |start| start.at);
        STYLES[self.style].read(text, self.at + FIRST_MARKS[self.style].len(), end)
    }
}

impl Series {
    /// Whether the text behind the last point tells of more points in some other form.
    pub(super) fn goes_on(&self, text: &str, announced: u32) -> bool {
        const MORE: [&str; 9] = ["此外", "另外", "还有", "还要", "最后", "同时", "再次", "与此", "再就"];
        let near = text.floor_char_boundary((self.last + NEAR).min(self.end)).max(self.last);
        let rest = &text[self.last..near];
        let next = numeral(u64::from(self.count + 1)).unwrap_or_default();
        let last = numeral(u64::from(self.count)).filter(|_| self.lead == "第").map(|last| format!("第{last}")).unwrap_or_default();
        let begins = |part: &str| {
            // 第一步, 第二步: a heading 三、 is none of theirs.
            if self.lead == "第" && !part.starts_with("第") {
                return false;
            }
            // 第三步 again: the fourth with the wrong number.
            if !last.is_empty() && part.starts_with(&last) {
                return true;
            }
            let part = part.trim_start_matches(['第', '其', '（', '(']);
            part.starts_with(&next) || count_at(part).is_some_and(|(count, _)| count > self.count && count <= announced)
        };
        rest.split(['，', '。', '；', '：', '\n', '！', ' ', '、']).any(|part| begins(part) || MORE.iter().any(|word| part.starts_with(word)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> Vec<u32> {
        let starts: Vec<Start> = text.match_indices("一是").filter_map(|(at, _)| Start::at(text, at)).collect();
        starts.iter().enumerate().map(|(number, start)| start.read(text, &starts[number + 1..]).count).collect()
    }

    #[test]
    fn series_are_counted() {
        assert_eq!(count("一是甲；二是乙；三是丙。"), [3]);
        assert_eq!(count("一是甲；三是丙。"), [1]);
        assert_eq!(count("一是甲，二是乙。一是丙，二是丁，三是戊。"), [2, 3]);
        assert_eq!(count(&"一是，".repeat(10_000)).len(), 10_000);
    }

    #[test]
    fn first_marks_are_those_of_the_styles() {
        for (style, mark) in STYLES.iter().zip(FIRST_MARKS) {
            assert_eq!(style.mark(1).as_deref(), Some(mark));
        }
    }
}
