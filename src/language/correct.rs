//! Corrections of a text: the suspects that the re-ranker is sure enough of, no two over one another. A correction may make
//! the next one sure (个乡政策 → 各项政策), so the text is read again as corrected until nothing more is found.

use super::characters::Character;
use super::scan::{Scanner, Suspect};

/// How often a text is read again at most.
const ROUNDS: usize = 3;

/// A suspect with the share of such suspects that are right.
#[derive(Clone, Debug)]
pub struct Correction {
    pub suspect: Suspect,
    pub confidence: f32,
}

impl Correction {
    fn end(&self) -> usize {
        self.suspect.at + self.suspect.meant.len()
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.suspect.at < other.end() && other.suspect.at < self.end()
    }
}

impl Scanner<'_> {
    /// The corrections of a text of at least this confidence, in the order of their places.
    pub fn corrections(&mut self, characters: &[Character], least: f32) -> Vec<Correction> {
        let mut corrections: Vec<Correction> = Vec::new();
        let mut corrected = Vec::new();
        for _ in 0..ROUNDS {
            let text = if corrections.is_empty() { characters } else { &corrected };
            let new = self.round(text, least, &corrections);
            if new.is_empty() {
                break;
            }
            if corrected.is_empty() {
                corrected = characters.to_vec();
            }
            for correction in &new {
                for (character, token) in corrected[correction.suspect.at..].iter_mut().zip(&correction.suspect.meant) {
                    character.token = *token;
                }
            }
            corrections.extend(new);
        }
        corrections.sort_by_key(|correction| correction.suspect.at);
        corrections
    }

    /// What one reading of the text adds.
    fn round(&mut self, text: &[Character], least: f32, known: &[Correction]) -> Vec<Correction> {
        let suspects = self.suspects(text).into_iter();
        let weigh =
            |suspect: Suspect| self.confidence(&suspect, least).map(|confidence| Correction { suspect, confidence });
        let mut sure: Vec<Correction> = suspects.filter_map(weigh).collect();
        sure.retain(|correction| !self.is_usual(&correction.suspect));
        sure.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.suspect.at.cmp(&b.suspect.at)));
        let mut kept: Vec<Correction> = Vec::new();
        for correction in sure {
            if !known.iter().chain(&kept).any(|other| other.overlaps(&correction)) {
                kept.push(correction);
            }
        }
        kept
    }
}
