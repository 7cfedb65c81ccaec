//! Writes what `train_omissions.py` learns from: from each line of clean text the gaps that the engine sees in it, and in
//! it with one character of a word left out. `cargo run --release --example omission_evidence MODEL TEXT… > evidence.tsv`;
//! of a line `wrong<TAB>right` the wrong one is read as well, in which nothing is missing but something is wrong.

use std::io::{self, BufWriter, Write};

use shenjiao::finding::stable_hash;
use shenjiao::language::{self, Model, OMISSION_NAMES, Scanner, characters::Character};
use shenjiao::segment::segmenter;

/// Characters of the words that lose one.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=4;
/// Characters of the shortest line that counts.
const SHORTEST: usize = 10;
/// How far from the place a character may be put in and still be about it.
const NEAR: usize = 3;
/// What a line is: as it was, with a character left out (twice, each time another), with other faults.
const CLEAN: u8 = 0;
const DELETED: [u8; 2] = [1, 2];
const WRONG: u8 = 3;

fn main() -> io::Result<()> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let bytes = std::fs::read(&paths[0])?;
    let model = Model::read(&bytes).map_err(|error| io::Error::other(error.to_string()))?;
    let mut scanner = Scanner::new(&model, language::knowledge());
    let mut out = BufWriter::new(io::stdout().lock());
    writeln!(out, "file\tline\tkind\tat\tcontext\tright\tnear\t{}", OMISSION_NAMES.join("\t"))?;
    for (file, path) in paths[1..].iter().enumerate() {
        for (line, row) in std::fs::read_to_string(path)?.lines().enumerate() {
            let (wrong, right) = row.split_once('\t').unwrap_or((row, row));
            let right: Vec<char> = right.chars().collect();
            let place = format!("{file}\t{line}");
            write(&mut scanner, &mut out, &place, CLEAN, &right, None)?;
            if wrong.chars().ne(right.iter().copied()) {
                write(&mut scanner, &mut out, &place, WRONG, &wrong.chars().collect::<Vec<char>>(), None)?;
            }
            for kind in DELETED {
                if let Some(gap) = left_out(&right, kind) {
                    let rest = [&right[..gap], &right[gap + 1..]].concat();
                    write(&mut scanner, &mut out, &place, kind, &rest, Some((gap, &right)))?;
                }
            }
        }
    }
    out.flush()
}

/// The place of a character that a line loses: one inside a word, another for each kind.
fn left_out(line: &[char], kind: u8) -> Option<usize> {
    let text: String = line.iter().collect();
    let mut start = 0;
    let words = segmenter().cut(&text).into_iter().map(|word| {
        start += word.chars().count();
        (start - word.chars().count(), word)
    });
    let is_word = |word: &str| word.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let words: Vec<(usize, usize)> =
        words.filter(|(_, word)| is_word(word)).map(|(at, word)| (at, word.chars().count())).collect();
    let words: Vec<(usize, usize)> = words.into_iter().filter(|(_, length)| LENGTHS.contains(length)).collect();
    let chance = stable_hash(&[&text, &kind.to_string()]) as usize;
    let (at, length) = *words.get(chance.checked_rem(words.len())?)?;
    (line.len() >= SHORTEST).then_some(at + (chance >> 32) % length)
}

/// A row for each gap of a line: `gap` is the place of what was left out, with the whole line.
fn write(
    scanner: &mut Scanner<'_>,
    out: &mut impl Write,
    place: &str,
    kind: u8,
    line: &[char],
    gap: Option<(usize, &[char])>,
) -> io::Result<()> {
    let text: String = line.iter().collect();
    let characters: Vec<Character> = language::characters::characters(&text).collect();
    for omission in scanner.gaps(&characters) {
        let at = text[..characters[omission.at].start as usize].chars().count();
        let meant = char::from_u32(omission.meant as u32).unwrap_or_default();
        let near = gap.is_some_and(|(gap, _)| gap.abs_diff(at) <= NEAR);
        let right = near && gap.is_some_and(|(_, whole)| [&line[..at], &[meant], &line[at..]].concat() == whole);
        let context = |range: std::ops::Range<usize>| line[range].iter().collect::<String>();
        let (before, behind) = (context(at.saturating_sub(8)..at), context(at..(at + 8).min(line.len())));
        write!(out, "{place}\t{kind}\t{at}\t{before}[{meant}]{behind}\t{}\t{}", u8::from(right), u8::from(near))?;
        omission.evidence.iter().try_for_each(|number| write!(out, "\t{number:.4}"))?;
        writeln!(out)?;
    }
    Ok(())
}
