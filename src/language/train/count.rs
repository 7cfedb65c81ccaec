//! Counting of n-grams: keys are gathered, sorted and merged a block at a time, so that memory holds each different
//! n-gram once, not the text.

/// Keys gathered before they are sorted and merged.
const BLOCK: usize = 1 << 24;

/// Different keys in order, each with how often it was met.
pub type Counts = Vec<(u64, u32)>;

/// Gathers keys.
#[derive(Default)]
pub struct Counter {
    block: Vec<u64>,
    counts: Counts,
}

impl Counter {
    /// Counts a key once more.
    pub fn add(&mut self, key: u64) {
        self.block.push(key);
        if self.block.len() == BLOCK {
            self.merge();
        }
    }

    /// What was counted.
    pub fn finish(mut self) -> Counts {
        self.merge();
        self.counts
    }

    fn merge(&mut self) {
        self.block.sort_unstable();
        let mut old = std::mem::take(&mut self.counts).into_iter().peekable();
        let mut merged = Counts::with_capacity(old.len() + self.block.len() / 2);
        for run in self.block.chunk_by(|a, b| a == b) {
            let (key, mut count) = (run[0], run.len() as u32);
            while let Some(smaller) = old.next_if(|(other, _)| *other < key) {
                merged.push(smaller);
            }
            if let Some((_, met)) = old.next_if(|(other, _)| *other == key) {
                count = count.saturating_add(met);
            }
            merged.push((key, count));
        }
        merged.extend(old);
        self.counts = merged;
        self.block.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_over_several_blocks() {
        let mut counter = Counter::default();
        for key in [5, 1, 5] {
            counter.add(key);
        }
        counter.merge();
        for key in [7, 5, 0] {
            counter.add(key);
        }
        assert_eq!(counter.finish(), [(0, 1), (1, 1), (5, 3), (7, 1)]);
    }
}
