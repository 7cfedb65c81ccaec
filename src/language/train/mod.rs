//! Training of a language model from text files, a line a text: counts, smooths, packs. Deterministic: the same files in
//! the same order give the same bytes.

mod choices;
mod count;
mod kneser_ney;

use std::collections::HashMap;
use std::io::{self, BufRead};

use super::characters::characters as tokens_of;
use super::ngrams::{self, BEGIN, Token};
use super::table;
use super::words::word_of;
use crate::segment::segmenter;
pub use choices::{PASSES as CHOICES_PASSES, Tested, choices, test as test_choices};
use count::Counter;
use kneser_ney::{Order, Packing, estimate};

/// Bits of a character in a packed n-gram.
const CHARACTER_BITS: u32 = 16;
/// Bits of a word in a packed n-gram: two million different words.
const WORD_BITS: u32 = 21;

/// Characters of the longest n-grams that fit a packed key.
pub const LONGEST_CHARACTERS: usize = (u64::BITS / CHARACTER_BITS) as usize;
/// Words of the longest.
pub const LONGEST_WORDS: usize = (u64::BITS / WORD_BITS) as usize;

/// What goes through the texts, giving each line; called once or several times.
pub type Read<'r> = &'r dyn Fn(&mut dyn FnMut(&str)) -> io::Result<()>;

/// The tables of a model, shortest n-grams first.
pub type Tables = Vec<Vec<u8>>;

/// Trains the model of characters from texts that `read` goes through again for each order.
pub fn characters(pruned: &[u32], read: Read) -> io::Result<Tables> {
    let mut counts = Vec::new();
    for length in 1..=pruned.len() {
        let mut counter = Counter::default();
        let mask = if length == LONGEST_CHARACTERS { u64::MAX } else { (1 << (CHARACTER_BITS * length as u32)) - 1 };
        read(&mut |line| {
            let (mut key, mut seen) = (BEGIN, 1);
            for character in tokens_of(line) {
                key = (key << CHARACTER_BITS | character.token) & mask;
                seen += 1;
                if seen >= length {
                    counter.add(key);
                }
            }
        })?;
        counts.push(counter.finish());
    }
    let packing = Packing { bits: CHARACTER_BITS };
    let orders = estimate(&counts, pruned, packing, counts[0].len());
    drop(counts);
    Ok(pack(orders, packing, |token| token))
}

/// Trains the model of words.
pub fn words(pruned: &[u32], read: Read) -> io::Result<Tables> {
    let mut identifiers: HashMap<Token, u64> = HashMap::new();
    let mut tokens = vec![BEGIN];
    let mut counters: Vec<Counter> = pruned.iter().map(|_| Counter::default()).collect();
    let last = (1u64 << WORD_BITS) - 1;
    read(&mut |line| {
        let mut history = vec![0u64];
        for word in segmenter().cut(line) {
            if tokens_of(word).next().is_none() {
                continue;
            }
            let token = word_of(word);
            let next = (tokens.len() as u64).min(last);
            let identifier = *identifiers.entry(token).or_insert_with(|| {
                if next < last {
                    tokens.push(token);
                }
                next
            });
            history.push(identifier);
            for (at, counter) in counters.iter_mut().enumerate().take(history.len()) {
                let ngram = &history[history.len() - at - 1..];
                counter.add(ngram.iter().fold(0, |key, identifier| key << WORD_BITS | identifier));
            }
        }
    })?;
    let counts: Vec<_> = counters.into_iter().map(Counter::finish).collect();
    let packing = Packing { bits: WORD_BITS };
    let orders = estimate(&counts, pruned, packing, counts[0].len());
    drop(counts);
    Ok(pack(orders, packing, |identifier| tokens.get(identifier as usize).copied().unwrap_or(u64::MAX)))
}

fn pack(orders: Vec<Order>, packing: Packing, token: impl Fn(u64) -> Token) -> Tables {
    let longest = orders.len();
    let pack_one = |order: Order| {
        let hashed = |(key, weight)| {
            let ngram: Vec<Token> = packing.tokens(key, order.length).into_iter().map(&token).collect();
            (ngrams::hash(&ngram), weight)
        };
        table::build(order.ngrams.iter().copied().map(hashed).collect(), order.length == longest)
    };
    orders.into_iter().map(pack_one).collect()
}

/// Reads a file a line at a time, giving each line.
pub fn each_line(file: impl io::Read, line: &mut dyn FnMut(&str)) -> io::Result<()> {
    let mut reader = io::BufReader::with_capacity(1 << 20, file);
    let mut bytes = Vec::new();
    while reader.read_until(b'\n', &mut bytes)? > 0 {
        line(&String::from_utf8_lossy(&bytes));
        bytes.clear();
    }
    Ok(())
}
