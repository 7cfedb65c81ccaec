//! Modified Kneser–Ney smoothing of counted n-grams, interpolated, with pruning.
//!
//! Source: Chen and Goodman, “An empirical study of smoothing techniques for language modeling” (1999); what pruned
//! n-grams were worth goes to the back-off weights, as Heafield et al., “Scalable modified Kneser-Ney language model
//! estimation” (2013) do.

use super::count::Counts;
use crate::language::table::Weight;

/// An order of the model: its n-grams as packed identifiers, in order, with what they are worth.
pub struct Order {
    /// Tokens of each n-gram.
    pub length: usize,
    pub ngrams: Vec<(u64, Weight)>,
}

/// How much is taken from the counts of an order, by count: once, twice, three times and more.
#[derive(Clone, Copy, Debug)]
struct Discounts([f64; 3]);

impl Discounts {
    fn of(counts: impl Iterator<Item = u32>) -> Self {
        let mut met = [0u64; 5];
        for count in counts {
            met[(count as usize).min(5) - 1] += u64::from(count < 5);
        }
        let [once, twice, thrice, four, _] = met.map(|number| number.max(1) as f64);
        let share = once / (once + 2.0 * twice);
        let discount =
            |count: f64, more: f64, less: f64| (count - (count + 1.0) * share * more / less).clamp(0.1, count - 0.05);
        Self([discount(1.0, twice, once), discount(2.0, thrice, twice), discount(3.0, four, thrice)])
    }

    fn get(self, count: u32) -> f64 {
        self.0[(count as usize).min(3) - 1]
    }
}

/// How the tokens of an n-gram lie in the 64 bits of its key: the first token highest.
#[derive(Clone, Copy)]
pub struct Packing {
    /// Bits of a token.
    pub bits: u32,
}

impl Packing {
    fn context(self, key: u64) -> u64 {
        key >> self.bits
    }

    /// The n-gram of `length` tokens without its first.
    fn suffix(self, key: u64, length: usize) -> u64 {
        key & ((1u64 << (self.bits * (length as u32 - 1))) - 1)
    }

    /// The tokens of an n-gram.
    pub fn tokens(self, key: u64, length: usize) -> Vec<u64> {
        let mask = (1u64 << self.bits) - 1;
        (0..length as u32).rev().map(|at| key >> (self.bits * at) & mask).collect()
    }

    fn first(self, key: u64, length: usize) -> u64 {
        key >> (self.bits * (length as u32 - 1))
    }
}

/// Weighs the n-grams of all orders. `counts[n]` holds the n-grams of n + 1 tokens with how often each was met;
/// n-grams met at most `pruned[n]` times are left out. `vocabulary` is the number of different tokens.
pub fn estimate(counts: &[Counts], pruned: &[u32], packing: Packing, vocabulary: usize) -> Vec<Order> {
    let mut orders: Vec<Order> = Vec::new();
    for (at, raw) in counts.iter().enumerate() {
        let length = at + 1;
        let adjusted = match counts.get(at + 1) {
            Some(longer) => continuations(raw, longer, length, packing),
            None => raw.iter().map(|&(_, count)| count).collect(),
        };
        let discounts = Discounts::of(adjusted.iter().copied());
        let lower = orders.last();
        let mut kept = Vec::new();
        let mut contexts = Vec::new();
        let mut start = 0;
        while start < raw.len() {
            let context = packing.context(raw[start].0);
            let size =
                raw[start..].iter().take_while(|(key, _)| length > 1 && packing.context(*key) == context).count();
            let end = if length == 1 { raw.len() } else { start + size };
            let group = || raw[start..end].iter().zip(&adjusted[start..end]);
            let total: f64 = group().map(|(_, count)| f64::from(*count)).sum();
            let held = |count: u32| count > pruned[at];
            let left: f64 = group()
                .map(
                    |((_, count), adjusted)| if held(*count) { discounts.get(*adjusted) } else { f64::from(*adjusted) },
                )
                .sum::<f64>()
                / total;
            contexts.push((context, left));
            for ((key, _), adjusted) in group().filter(|((_, count), _)| held(*count)) {
                let own = (f64::from(*adjusted) - discounts.get(*adjusted)) / total;
                let shorter = match lower {
                    Some(order) => order.probability(packing.suffix(*key, length)),
                    None => 1.0 / vocabulary as f64,
                };
                let probability = (own + left * shorter).log10() as f32;
                kept.push((*key, Weight { probability, backoff: 0.0 }));
            }
            start = end;
        }
        if let Some(order) = orders.last_mut() {
            order.set_backoffs(&contexts);
        }
        orders.push(Order { length, ngrams: kept });
    }
    orders
}

/// For each n-gram, how many different tokens stand before it; what begins a text has none and keeps its count.
fn continuations(raw: &Counts, longer: &Counts, length: usize, packing: Packing) -> Vec<u32> {
    let mut suffixes: Vec<u64> = longer.iter().map(|(key, _)| packing.suffix(*key, length + 1)).collect();
    suffixes.sort_unstable();
    let mut rest = suffixes.as_slice();
    let count = |&(key, count): &(u64, u32)| {
        let skip = rest.partition_point(|suffix| *suffix < key);
        rest = &rest[skip..];
        let found = rest.partition_point(|suffix| *suffix == key);
        rest = &rest[found..];
        if packing.first(key, length) == 0 { count } else { (found as u32).max(1) }
    };
    raw.iter().map(count).collect()
}

impl Order {
    /// The probability of an n-gram that is known to be kept: what is kept of a longer order is kept of this one.
    fn probability(&self, key: u64) -> f64 {
        let place = self.ngrams.binary_search_by_key(&key, |(key, _)| *key);
        place.map_or(1e-8, |at| 10f64.powf(f64::from(self.ngrams[at].1.probability)))
    }

    /// Both lists are in order.
    fn set_backoffs(&mut self, contexts: &[(u64, f64)]) {
        let mut contexts = contexts.iter().peekable();
        for (key, weight) in &mut self.ngrams {
            while contexts.next_if(|(context, _)| context < key).is_some() {}
            if let Some((_, left)) = contexts.next_if(|(context, _)| context == key) {
                weight.backoff = left.log10() as f32;
            }
        }
    }
}
