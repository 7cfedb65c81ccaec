//! Training of the classifiers that choose between confusable words: at each place of clean text where a member of a group
//! stands, that member is right and the others are wrong (multinomial logistic regression, stochastic gradient descent
//! with Adagrad). One thread, no chance: the same texts give the same bytes.

use std::io;

use super::super::characters::characters as tokens_of;
use super::super::choices::{BIAS, BITS, Choices, Groups, features, pack, weight};
use super::super::ngrams::{BEGIN, Token};
use super::Read;

/// Places of one member that are learnt from; of a commoner one only every so many.
const PLACES: u64 = 150_000;
/// Times that the texts are gone through.
const ROUNDS: usize = 2;
/// Length of a step.
const RATE: f32 = 0.15;
/// What a weight loses towards 0 by each step, so that rare features stay small.
const SHRINK: f32 = 1e-6;

/// How often training reads the texts.
pub const PASSES: usize = 1 + ROUNDS;

/// Trains the classifiers of the groups in these rows from texts: their bytes.
pub fn choices(rows: &str, read: Read) -> io::Result<Vec<u8>> {
    let groups = Groups::new(rows);
    let mut counts = vec![0u64; groups.members.len()];
    let mut tokens: Vec<Token> = Vec::new();
    let mut each_place = |line: &str, found: &mut dyn FnMut(&[Token], usize, usize)| {
        tokens.clear();
        tokens.push(BEGIN);
        tokens.extend(tokens_of(line).map(|character| character.token));
        for at in 1..tokens.len() {
            groups.at(&tokens, at).for_each(|member| found(&tokens, at, member));
        }
    };
    read(&mut |line| each_place(line, &mut |_, _, member| counts[member] += 1))?;
    let every: Vec<u64> = counts.iter().map(|count| count.div_ceil(PLACES).max(1)).collect();
    let mut trainer = Trainer { weights: vec![0.0; 1 << BITS], moved: vec![0.0; 1 << BITS], features: Vec::new() };
    for _ in 0..ROUNDS {
        let mut met = vec![0u64; groups.members.len()];
        read(&mut |line| {
            each_place(line, &mut |tokens, at, member| {
                met[member] += 1;
                if met[member].is_multiple_of(every[member]) {
                    let length = groups.members[member].tokens.len();
                    trainer.learn(tokens, at, length, member, groups.group(groups.members[member].group));
                }
            });
        })?;
    }
    // What was passed over is as common as it is.
    for (member, every) in every.iter().enumerate() {
        trainer.weights[weight(BIAS, member)] += (*every as f32).ln();
    }
    Ok(pack(&trainer.weights, rows))
}

/// How the classifiers of a group did on text that is right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tested {
    /// Places where a member of the group stands.
    pub places: u64,
    /// Those where it was found the likeliest.
    pub right: u64,
    /// Those where another was found a hundred times likelier.
    pub surely_wrong: u64,
}

/// Tests classifiers on texts that they were not trained on, group by group.
pub fn test(bytes: &[u8], read: Read) -> io::Result<Vec<Tested>> {
    let choices = Choices::new(bytes).ok_or(io::ErrorKind::InvalidData)?;
    let groups = choices.groups();
    let mut tested = vec![Tested::default(); groups.count()];
    let mut tokens: Vec<Token> = Vec::new();
    read(&mut |line| {
        tokens.clear();
        tokens.push(BEGIN);
        tokens.extend(tokens_of(line).map(|character| character.token));
        for at in 1..tokens.len() {
            for member in groups.at(&tokens, at) {
                let tested = &mut tested[groups.members[member].group];
                let mut most = f32::NEG_INFINITY;
                choices.likelier(&tokens, at, member, |_, odds| most = most.max(odds));
                tested.places += 1;
                tested.right += u64::from(most < 0.0);
                tested.surely_wrong += u64::from(most > 2.0);
            }
        }
    })?;
    Ok(tested)
}

struct Trainer {
    weights: Vec<f32>,
    /// Sums of squares of the steps of each weight.
    moved: Vec<f32>,
    features: Vec<u64>,
}

impl Trainer {
    fn learn(&mut self, tokens: &[Token], at: usize, length: usize, right: usize, group: std::ops::Range<usize>) {
        self.features.clear();
        features(tokens, at, length, |feature| self.features.push(feature));
        let sum =
            |member: usize| self.features.iter().map(|feature| self.weights[weight(*feature, member)]).sum::<f32>();
        let sums: Vec<f32> = group.clone().map(sum).collect();
        let most = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let total: f32 = sums.iter().map(|sum| (sum - most).exp()).sum();
        for (sum, member) in sums.iter().zip(group) {
            let error = f32::from(u8::from(member == right)) - (sum - most).exp() / total;
            for feature in &self.features {
                let at = weight(*feature, member);
                self.moved[at] += error * error;
                let step = error - SHRINK * self.weights[at];
                self.weights[at] += RATE * step / (self.moved[at] + 0.01).sqrt();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_from_what_stands_far_away() {
        let texts = ["依法行使国家赋予的权力", "公民享有受教育的权利"];
        let read = |each: &mut dyn FnMut(&str)| {
            (0..50).for_each(|_| texts.iter().for_each(|text| each(text)));
            Ok(())
        };
        let bytes = choices("权利\t权力\n在\t再\n", &read).unwrap();
        let tested = test(&bytes, &read).unwrap();
        assert_eq!(tested[0], Tested { places: 100, right: 100, surely_wrong: 0 });
        assert_eq!(tested[1], Tested::default());
        let wrong = |each: &mut dyn FnMut(&str)| {
            each("依法行使国家赋予的权利");
            Ok(())
        };
        assert_eq!(test(&bytes, &wrong).unwrap()[0].right, 0);
        assert_eq!(bytes, choices("权利\t权力\n在\t再\n", &read).unwrap());
    }
}
