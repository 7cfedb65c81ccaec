//! Runs: members of one sequence that stand in a row in the text, and what is wrong with such a row. Knows the text
//! of one block and nothing of articles.

use std::ops::Range;

use super::sequence::Sequence;

/// Bytes between two members that can hold marks and one strange item.
const GAP: usize = 60;
/// Characters of a strange item between two members.
const STRANGE: usize = 10;
/// Fewer members than this in a row say nothing about a missing one.
const ENOUGH: usize = 3;

/// An item of the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// Index of the member; `None` for something that is no member.
    pub member: Option<usize>,
    pub place: Range<usize>,
}

/// A row of items; between each two of them lies a gap of marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub items: Vec<Item>,
}

/// What is wrong with a row. Items are given by their place in the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// All are there in another order.
    Order,
    /// One item stands for a member that it is not; the place is also the member's index.
    Wrong { item: usize, alike: bool },
    /// One item too many.
    Extra { item: usize },
    /// Members that are not there.
    Missing { members: Vec<usize> },
}

/// What stands between two members.
enum Gap {
    Marks,
    Strange(Range<usize>),
    Break,
}

fn is_mark(c: char) -> bool {
    matches!(c, '、' | '，' | ',' | '；' | ';')
}

/// Marks and the words that join items.
fn is_joint(c: char) -> bool {
    is_mark(c) || matches!(c, '和' | '与' | '及' | '以' | '又' | ' ')
}

fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '"')
}

fn gap(text: &str, place: Range<usize>) -> Gap {
    let Some(between) = text.get(place.clone()).filter(|between| between.len() <= GAP) else {
        return Gap::Break;
    };
    if between.trim_matches(is_quote).chars().all(is_joint) {
        return Gap::Marks;
    }
    let outer = |c: char| is_quote(c) || is_mark(c);
    let item = between.trim_matches(outer);
    let start = place.start + (between.len() - between.trim_start_matches(outer).len());
    let marked = |edge: &str| edge.chars().any(is_mark);
    let both = marked(&text[place.start..start]) && marked(&text[start + item.len()..place.end]);
    let plain = item.chars().all(|c| c.is_alphanumeric()) && item.chars().count() <= STRANGE;
    if both && plain && !item.is_empty() { Gap::Strange(start..start + item.len()) } else { Gap::Break }
}

impl Run {
    /// Adds a member; false where it does not follow the row, which then is at its end.
    pub fn push(&mut self, text: &str, member: usize, place: Range<usize>) -> bool {
        if let Some(last) = self.items.last() {
            match gap(text, last.place.end..place.start) {
                Gap::Break => return false,
                Gap::Marks => {}
                Gap::Strange(strange) => self.items.push(Item { member: None, place: strange }),
            }
        }
        self.items.push(Item { member: Some(member), place });
        true
    }

    pub fn place(&self) -> Range<usize> {
        let start = self.items.first().map_or(0, |item| item.place.start);
        start..self.items.last().map_or(start, |item| item.place.end)
    }

    fn has(&self, member: usize) -> bool {
        self.items.iter().any(|item| item.member == Some(member))
    }

    /// Whether the whole sequence stands in the row as it should, whatever stands around it.
    pub fn is_right(&self, sequence: &Sequence) -> bool {
        let count = sequence.members.len();
        self.items.windows(count).any(|row| row.iter().enumerate().all(|(at, item)| item.member == Some(at)))
    }

    /// Takes in a misspelt first or last member, which the search could not find.
    pub fn extend(&mut self, text: &str, sequence: &Sequence) {
        let count = sequence.members.len();
        if self.items.len() + 1 != count {
            return;
        }
        let place = self.place();
        if self.items.iter().enumerate().all(|(at, item)| item.member == Some(at)) {
            if let Some(last) = slip_after(text, place.end, sequence.members[count - 1]) {
                self.items.push(Item { member: None, place: last });
            }
        } else if self.items.iter().enumerate().all(|(at, item)| item.member == Some(at + 1))
            && let Some(first) = slip_before(text, place.start, sequence.members[0])
        {
            self.items.insert(0, Item { member: None, place: first });
        }
    }

    /// What is wrong with the row; `None` where it is right or says too little.
    pub fn fault(&self, text: &str, sequence: &Sequence) -> Option<Fault> {
        let count = sequence.members.len();
        if self.items.len() < 2 || self.is_right(sequence) {
            return None;
        }
        let missing: Vec<usize> = (0..count).filter(|member| !self.has(*member)).collect();
        let off: Vec<usize> = (0..self.items.len()).filter(|at| self.items[*at].member != Some(*at)).collect();
        // All other places hold their own member, so the one that is missing belongs here.
        if let ([item], [_], true) = (&off[..], &missing[..], self.items.len() == count) {
            let strange = &self.items[*item];
            let alike = strange.member.is_some() || is_alike(&text[strange.place.clone()], sequence.members[*item]);
            return Some(Fault::Wrong { item: *item, alike });
        }
        if !missing.is_empty() {
            let known = count - missing.len();
            let enough = known >= ENOUGH && known * 5 >= count * 3;
            return enough.then_some(Fault::Missing { members: missing });
        }
        if self.items.len() == count {
            return Some(Fault::Order);
        }
        (self.items.len() == count + 1).then_some(Fault::Extra { item: off.first().copied().unwrap_or(count) })
    }

    /// The right sequence with the marks of this row: the first between most members, the last before the last.
    pub fn rewritten(&self, text: &str, sequence: &Sequence) -> String {
        let gaps: Vec<&str> = self
            .items
            .windows(2)
            .map(|pair| text.get(pair[0].place.end..pair[1].place.start).unwrap_or_default())
            .collect();
        let count = sequence.members.len();
        let mut right = String::new();
        for (at, member) in sequence.members.iter().enumerate() {
            if at > 0 {
                let own = if gaps.len() + 1 == count { gaps.get(at - 1) } else { None };
                let shared = if at + 1 == count { gaps.last() } else { gaps.first() };
                right.push_str(own.or(shared).copied().unwrap_or("、"));
            }
            right.push_str(member);
        }
        right
    }
}

/// A slip for `wanted` behind a mark, or behind a joining word (which can be part of the slip: 和协).
fn slip_after(text: &str, at: usize, wanted: &str) -> Option<Range<usize>> {
    let after = text.get(at..)?;
    [is_mark as fn(char) -> bool, is_joint].into_iter().find_map(|joins| {
        let rest = after.trim_start_matches(joins);
        let end = rest.char_indices().nth(wanted.chars().count()).map_or(rest.len(), |(end, _)| end);
        let start = text.len() - rest.len();
        (rest.len() < after.len() && is_alike(&rest[..end], wanted)).then_some(start..start + end)
    })
}

fn slip_before(text: &str, at: usize, wanted: &str) -> Option<Range<usize>> {
    let before = text.get(..at)?;
    let rest = before.trim_end_matches(is_joint);
    let start = rest.char_indices().rev().nth(wanted.chars().count().checked_sub(1)?)?.0;
    (rest.len() < before.len() && is_alike(&rest[start..], wanted)).then_some(start..rest.len())
}

/// Whether one is a slip for the other: of equal length, at least half of the characters the same.
fn is_alike(one: &str, other: &str) -> bool {
    let (long, same) =
        one.chars().zip(other.chars()).fold((0, 0), |(long, same), (a, b)| (long + 1, same + usize::from(a == b)));
    one != other && one.chars().count() == other.chars().count() && same * 2 >= long
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::runs;
    use super::super::sequence::TABLE;
    use super::*;

    fn faults(text: &str) -> Vec<Option<Fault>> {
        let judged = runs(text, 0..text.len()).into_iter().map(|(number, mut run)| {
            run.extend(text, &TABLE.sequences[number]);
            run.fault(text, &TABLE.sequences[number])
        });
        judged.collect()
    }

    #[test]
    fn rows_are_judged() {
        assert_eq!(faults("富强、民主、文明和谐"), [None]);
        assert_eq!(faults("富强、民主、文明、和谐、美丽"), [None]);
        assert_eq!(faults("富强、文明、民主、和谐"), [Some(Fault::Order)]);
        assert_eq!(faults("富强、民主、文化、和谐"), [Some(Fault::Wrong { item: 2, alike: true })]);
        assert_eq!(faults("富强、民主、文明、和协"), [Some(Fault::Wrong { item: 3, alike: true })]);
        assert_eq!(faults("副强、民主、文明、和谐"), [Some(Fault::Wrong { item: 0, alike: true })]);
        assert_eq!(faults("富强、民主、繁荣、和谐"), [Some(Fault::Wrong { item: 2, alike: false })]);
        assert_eq!(faults("“富强”“民主”“和谐”"), [Some(Fault::Missing { members: vec![2] })]);
        assert_eq!(faults("创新、协调、绿色、开放、创新、共享"), [Some(Fault::Extra { item: 4 })]);
        assert_eq!(faults("创新、协调"), [None]);
        assert_eq!(faults("富强的国家、民主、文明。和谐"), [None]);
    }

    #[test]
    fn suggestions_keep_the_marks() {
        let text = "严以修身、严以律己、严以用权，又谋事要实、创业要实、做人要实";
        let (number, run) = &runs(text, 0..text.len())[0];
        let right = run.rewritten(text, &TABLE.sequences[*number]);
        assert_eq!(right, "严以修身、严以用权、严以律己，又谋事要实、创业要实、做人要实");
        let text = "形式主义、官僚主义和奢靡之风";
        let (number, run) = &runs(text, 0..text.len())[0];
        let right = run.rewritten(text, &TABLE.sequences[*number]);
        assert_eq!(right, "形式主义、官僚主义、享乐主义和奢靡之风");
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(parts in prop::collection::vec("富强|民主|文明|和谐|、|，|和|“|a|创新|协调|[\\PC]", 0..40)) {
            let text = parts.concat();
            for (number, mut run) in runs(&text, 0..text.len()) {
                run.extend(&text, &TABLE.sequences[number]);
                prop_assert!(text.get(run.place()).is_some());
                run.fault(&text, &TABLE.sequences[number]);
                run.rewritten(&text, &TABLE.sequences[number]);
            }
        }
    }
}
