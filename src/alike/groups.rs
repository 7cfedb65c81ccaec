//! Groups of signatures that are alike. The groups depend on the signatures only, not on their order; time and memory are
//! those of sorting them once a band.

use super::signature::{BANDS, Signature};

/// Signatures that each is compared with in a band at most, those behind it in their order: of a template with thousands
/// of issues not all pairs are looked at.
const NEIGHBOURS: usize = 64;

/// The groups of two and more, each the places of its signatures in order, the groups by their first. Takes some 30 bytes
/// a signature besides those given.
pub fn groups(signatures: &[Signature]) -> Vec<Vec<u32>> {
    let mut order: Vec<u32> = (0..u32::try_from(signatures.len()).unwrap_or(u32::MAX)).collect();
    order.sort_unstable_by_key(|place| (&signatures[*place as usize], *place));
    let mut sets = Sets::new(order.len());
    for pair in order.windows(2) {
        if signatures[pair[0] as usize] == signatures[pair[1] as usize] {
            sets.join(pair[0], pair[1]);
        }
    }
    order.dedup_by_key(|place| &signatures[*place as usize]);
    let mut keys: Vec<(u64, u32)> = Vec::with_capacity(order.len());
    for band in 0..BANDS {
        keys.clear();
        let key = |place: u32| u64::from_be_bytes(signatures[place as usize].band(band));
        keys.extend(order.iter().enumerate().map(|(rank, place)| (key(*place), rank as u32)));
        keys.sort_unstable();
        for sharing in keys.chunk_by(|(one, _), (next, _)| one == next) {
            compare(signatures, &order, sharing, &mut sets);
        }
    }
    sets.listed()
}

/// Joins those alike of signatures that share a band.
fn compare(signatures: &[Signature], order: &[u32], sharing: &[(u64, u32)], sets: &mut Sets) {
    for (at, (_, rank)) in sharing.iter().enumerate() {
        let one = order[*rank as usize];
        for (_, rank) in sharing[at + 1..].iter().take(NEIGHBOURS) {
            let other = order[*rank as usize];
            if sets.first(one) != sets.first(other) && signatures[one as usize].is_alike(&signatures[other as usize]) {
                sets.join(one, other);
            }
        }
    }
}

/// Disjoint sets of places, the first of each standing for it.
struct Sets(Vec<u32>);

impl Sets {
    fn new(count: usize) -> Self {
        Self((0..count as u32).collect())
    }

    fn first(&mut self, mut place: u32) -> u32 {
        while self.0[place as usize] != place {
            let above = self.0[place as usize];
            self.0[place as usize] = self.0[above as usize];
            place = above;
        }
        place
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.first(one), self.first(other));
        self.0[one.max(other) as usize] = one.min(other);
    }

    fn listed(mut self) -> Vec<Vec<u32>> {
        let mut members: Vec<(u32, u32)> = Vec::new();
        for place in 0..self.0.len() as u32 {
            let first = self.first(place);
            if first != place {
                members.push((first, place));
            }
        }
        members.sort_unstable();
        let groups = members.chunk_by(|(one, _), (next, _)| one == next);
        groups.map(|group| std::iter::once(group[0].0).chain(group.iter().map(|(_, place)| *place)).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// The text of a number, with some of its sentences in other words.
    fn version(text: u32, changed: u32) -> String {
        let sentence = |at: u32| {
            let own = if at < 8 && changed & 1 << at != 0 { changed + 7 } else { 0 };
            let han = (0..40u32).map(|c| (text + 1) * 7919 + at * 104_729 + own * 1_299_709 + c * 15_485_863);
            han.map(|c| char::from_u32(0x4e00 + c % 5003).unwrap()).collect::<String>()
        };
        (0..48).map(sentence).collect()
    }

    proptest! {
        #[test]
        fn groups_are_the_same_in_any_order(made in prop::collection::vec((0u32..6, 0u32..3), 0..40), seed in any::<u64>()) {
            let signature = |(text, changed): &(u32, u32)| {
                Signature::of(std::iter::once(version(*text, *changed).as_str())).unwrap()
            };
            let signatures: Vec<Signature> = made.iter().map(signature).collect();
            let mut order: Vec<usize> = (0..made.len()).collect();
            order.sort_by_key(|place| (*place as u64 + 1).wrapping_mul(seed | 1));
            let shuffled: Vec<Signature> = order.iter().map(|place| signatures[*place]).collect();
            let named = |group: Vec<u32>| group.into_iter().collect::<BTreeSet<u32>>();
            let back = |group: Vec<u32>| group.into_iter().map(|place| order[place as usize] as u32).collect::<BTreeSet<u32>>();
            let first: BTreeSet<_> = groups(&signatures).into_iter().map(named).collect();
            let second: BTreeSet<_> = groups(&shuffled).into_iter().map(back).collect();
            prop_assert_eq!(&first, &second);
            // Each text with its versions is one group.
            let texts = (0..6).map(|text| (0..made.len() as u32).filter(|place| made[*place as usize].0 == text).collect::<BTreeSet<u32>>());
            prop_assert_eq!(first, texts.filter(|group| group.len() > 1).collect::<BTreeSet<_>>());
        }
    }

    #[test]
    fn a_million_is_sorted_and_no_more() {
        let count = 200_000u32;
        let bytes = |place: u32| {
            let mut state = u64::from(place / 2).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
            std::array::from_fn::<u8, { Signature::BYTES }, _>(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 56) as u8
            })
        };
        let signatures: Vec<Signature> = (0..count).filter_map(|place| Signature::from_bytes(&bytes(place))).collect();
        let found = groups(&signatures);
        assert_eq!(found.len(), count as usize / 2);
        assert!(found.iter().all(|group| group.len() == 2 && group[1] == group[0] + 1));
    }
}
