//! Choices between characters or words that are written for one another and that only the wider context tells apart
//! (在/再, 权利/权力): a sparse linear classifier for each group, over the characters up to ten places away. Trained on
//! clean text by `train/choices.rs`; which groups there are says `dictionaries/confusion/choices.tsv`.

use super::ngrams::Token;

/// Bits of the number of a weight; features share weights by their hash.
pub const BITS: u32 = 20;
/// Characters on either side that are looked at.
const REACH: usize = 10;
/// Beyond so many characters the exact place of a character does not count.
const NEAR: usize = 2;
/// Members of the largest group.
const MOST_MEMBERS: usize = 8;
/// Steps of a weight.
const STEPS: f32 = 127.0;
/// The block of Chinese characters that groups are found by.
const FIRST: Token = 0x4e00;
const BLOCK: usize = 0x5200;
/// No member begins with a character.
const NONE: u16 = u16::MAX;

/// The feature that every place has.
pub const BIAS: u64 = 1;

/// One of the words of a group.
#[derive(Clone, Debug)]
pub struct Member {
    pub tokens: Vec<Token>,
    pub group: usize,
}

/// The groups: which words there are to choose between, and which stand at a place.
#[derive(Clone, Debug)]
pub struct Groups {
    pub members: Vec<Member>,
    /// The first member of each group, and one more.
    starts: Vec<usize>,
    /// Members ordered by their first character, and the first of these by character.
    ordered: Vec<u16>,
    by_character: Box<[u16]>,
}

impl Groups {
    /// From rows of words of the same length, a tab between them.
    pub fn new(rows: &str) -> Self {
        let (mut members, mut starts) = (Vec::new(), vec![0]);
        for (group, row) in rows.lines().enumerate() {
            let words = row.split('\t').map(|word| word.chars().map(|c| Token::from(u32::from(c))).collect());
            members.extend(words.take(MOST_MEMBERS).map(|tokens| Member { tokens, group }));
            starts.push(members.len());
        }
        let mut ordered: Vec<u16> = (0..members.len() as u16).collect();
        ordered.sort_by_key(|member| (members[usize::from(*member)].tokens[0], *member));
        let mut by_character = vec![NONE; BLOCK].into_boxed_slice();
        for (at, member) in ordered.iter().enumerate().rev() {
            by_character[(members[usize::from(*member)].tokens[0] - FIRST) as usize] = at as u16;
        }
        Self { members, starts, ordered, by_character }
    }

    /// The members that stand at a place, by number.
    #[inline]
    pub fn at(&self, tokens: &[Token], at: usize) -> impl Iterator<Item = usize> {
        let first = tokens[at];
        let start = self.by_character.get(first.wrapping_sub(FIRST) as usize).copied().unwrap_or(NONE);
        let members =
            self.ordered.get(usize::from(start)..).unwrap_or_default().iter().map(|member| usize::from(*member));
        members
            .take_while(move |member| self.members[*member].tokens[0] == first)
            .filter(move |member| tokens[at..].starts_with(&self.members[*member].tokens))
    }

    /// How many groups there are.
    pub fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// The members of a group, by number.
    pub fn group(&self, group: usize) -> std::ops::Range<usize> {
        self.starts[group]..self.starts[group + 1]
    }
}

/// Calls `each` with the features of a place, whatever stands there: `length` tokens from `at` on.
#[inline]
pub fn features(tokens: &[Token], at: usize, length: usize, mut each: impl FnMut(u64)) {
    let end = at + length;
    let (first, last) = (at.saturating_sub(REACH), (end + REACH).min(tokens.len()));
    let mut feature = |slot: u64, one: Token, other: Token| each((slot << 48 ^ one << 24 ^ other) + BIAS);
    feature(0, 0, 0);
    for (away, token) in tokens[first..at].iter().rev().enumerate() {
        feature(1 + away.min(NEAR) as u64, *token, 0);
    }
    for (away, token) in tokens[end..last].iter().enumerate() {
        feature(4 + away.min(NEAR) as u64, *token, 0);
    }
    for (from, to, near, slot) in [(first, at, at.wrapping_sub(2), 7), (end, last, end, 9)] {
        for place in from + 1..to {
            feature(slot + u64::from(place - 1 == near), tokens[place - 1], tokens[place]);
        }
    }
    if at > 0 && end < tokens.len() {
        feature(11, tokens[at - 1], tokens[end]);
    }
}

/// The number of the weight of a feature for a member.
#[inline]
pub fn weight(feature: u64, member: usize) -> usize {
    let hash = (feature ^ (member as u64 + 1) << 56).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((hash ^ hash >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> (u64::BITS - BITS)) as usize
}

/// The classifiers over their bytes: what one step of a weight is worth, the weights (a byte each), the groups as rows.
#[derive(Clone, Debug)]
pub struct Choices<'d> {
    step: f32,
    weights: &'d [u8],
    groups: Groups,
}

impl<'d> Choices<'d> {
    /// Over what [`pack`] made.
    pub fn new(bytes: &'d [u8]) -> Option<Self> {
        let (step, rest) = bytes.split_first_chunk()?;
        let (weights, rows) = rest.split_at_checked(1 << BITS)?;
        Some(Self { step: f32::from_le_bytes(*step), weights, groups: Groups::new(str::from_utf8(rows).ok()?) })
    }

    /// The groups.
    pub fn groups(&self) -> &Groups {
        &self.groups
    }

    /// Calls `found` with each other member of the groups that stand at a place: how much likelier it is than what is
    /// written, as a logarithm to base 10.
    pub fn at(&self, tokens: &[Token], at: usize, mut found: impl FnMut(&[Token], f32)) {
        self.groups.at(tokens, at).for_each(|written| self.likelier(tokens, at, written, &mut found));
    }

    /// The same for the others of one group, of which this member is written.
    pub fn likelier(&self, tokens: &[Token], at: usize, written: usize, mut found: impl FnMut(&[Token], f32)) {
        let member = &self.groups.members[written];
        let group = self.groups.group(member.group);
        let mut sums = [0i32; MOST_MEMBERS];
        features(tokens, at, member.tokens.len(), |feature| {
            for (sum, other) in sums.iter_mut().zip(group.clone()) {
                *sum += i32::from(self.weights[weight(feature, other)] as i8);
            }
        });
        let own = sums[written - group.start];
        for (sum, other) in sums.iter().zip(group).filter(|(_, other)| *other != written) {
            let odds = (sum - own) as f32 * self.step / std::f32::consts::LN_10;
            found(&self.groups.members[other].tokens, odds);
        }
    }

    /// How much likelier a text is with a change at a place by the groups that see it, as a logarithm to base 10; 0 where
    /// none does.
    pub fn odds(&self, tokens: &[Token], at: usize, meant: &[Token]) -> f32 {
        let mut odds = 0.0;
        for start in at.saturating_sub(1)..=at {
            self.at(tokens, start, |word, likelier| {
                let same = |place: usize| match place.checked_sub(at) {
                    Some(inside) if inside < meant.len() => meant[inside],
                    _ => tokens[place],
                };
                let covers = start <= at && at + meant.len() <= start + word.len();
                if covers && word.iter().enumerate().all(|(n, token)| *token == same(start + n)) {
                    odds = likelier;
                }
            });
        }
        odds
    }
}

/// The bytes of classifiers.
pub fn pack(weights: &[f32], rows: &str) -> Vec<u8> {
    let most = weights.iter().fold(0.0, |most: f32, weight| most.max(weight.abs()));
    let step = (most / STEPS).max(f32::MIN_POSITIVE);
    let mut bytes = step.to_le_bytes().to_vec();
    bytes.extend(weights.iter().map(|weight| (weight / step).round() as i8 as u8));
    bytes.extend(rows.as_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_found_by_what_stands_at_a_place() {
        let groups = Groups::new("在\t再\n权利\t权力\n不在\t不再");
        let tokens: Vec<Token> = "不在权力".chars().map(|c| Token::from(u32::from(c))).collect();
        let at = |place| groups.at(&tokens, place).collect::<Vec<_>>();
        assert_eq!([at(0), at(1), at(2), at(3)], [vec![4], vec![0], vec![3], vec![]]);
        assert_eq!(groups.group(1), 2..4);
    }
}
