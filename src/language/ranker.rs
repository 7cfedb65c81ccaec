//! The re-ranker: regression trees that weigh the evidence for a candidate. It was trained by LightGBM on real pairs of
//! wrong and right sentences (`dictionaries/language-model/`); here it is only walked.

/// Bytes of a node: the number of the evidence it asks (two), where it goes if that is at most its value and where if it is
/// greater (two each), nothing (two), the value (four). A leaf asks nothing.
const NODE: usize = 12;
const LEAF: u16 = u16::MAX;
/// Bytes of a tree besides its nodes.
const TREE: usize = 8;
/// Nodes of the largest tree; walking one ends even where the bytes are wrong.
const DEEPEST: usize = 64;

/// The trees over their bytes: how many there are; where each begins and the most that it and all behind it can add (four
/// bytes each); then the nodes; behind them the table of confidence.
#[derive(Clone, Copy, Debug)]
pub struct Ranker<'d> {
    starts: &'d [u8],
    nodes: &'d [u8],
    /// Pairs of a score and the share of such findings that are right, ascending.
    confidence: &'d [u8],
}

impl<'d> Ranker<'d> {
    /// Over what `compile` made.
    pub fn new(bytes: &'d [u8]) -> Self {
        let size = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize;
        let (trees, nodes) = (size(0), size(4));
        let (starts, rest) = bytes[8..].split_at(trees * TREE);
        let (nodes, confidence) = rest.split_at(nodes * NODE);
        Self { starts, nodes, confidence }
    }

    /// The share of candidates with such evidence that are right, if it is at least this.
    pub fn confidence(&self, evidence: &[f32], least: f32) -> Option<f32> {
        let needed = self.score(least);
        let mut score = 0.0;
        for tree in self.starts.chunks_exact(TREE) {
            if score + value(&tree[4..]) < needed {
                return None;
            }
            score += self.walk(number(tree) as usize, evidence);
        }
        let confidence = self.share(score);
        (confidence >= least).then_some(confidence)
    }

    /// The share that goes with a score, between the pairs of the table in proportion.
    fn share(&self, score: f32) -> f32 {
        let mut below = (f32::NEG_INFINITY, 0.0);
        for (at, share) in self.table() {
            if score < at {
                let step = if below.0.is_finite() { (score - below.0) / (at - below.0) } else { 1.0 };
                return below.1 + (share - below.1) * step;
            }
            below = (at, share);
        }
        below.1
    }

    /// A score that no candidate with at least this share lies below.
    fn score(&self, share: f32) -> f32 {
        self.table().take_while(|(_, of)| *of < share).last().map_or(f32::NEG_INFINITY, |(score, _)| score)
    }

    fn table(&self) -> impl Iterator<Item = (f32, f32)> {
        self.confidence.chunks_exact(8).map(|pair| (value(&pair[..4]), value(&pair[4..])))
    }

    fn walk(&self, start: usize, evidence: &[f32]) -> f32 {
        let mut at = 0;
        for _ in 0..DEEPEST {
            let node = &self.nodes[(start + at) * NODE..][..NODE];
            let asked = u16::from_le_bytes([node[0], node[1]]);
            let value = value(&node[8..12]);
            if asked == LEAF {
                return value;
            }
            let goes_left = evidence.get(usize::from(asked)).is_none_or(|number| *number <= value);
            let next = if goes_left { &node[2..4] } else { &node[4..6] };
            at = usize::from(u16::from_le_bytes([next[0], next[1]]));
        }
        0.0
    }
}

fn number(bytes: &[u8]) -> u32 {
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

fn value(bytes: &[u8]) -> f32 {
    f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

/// Compiles the table of trees. Rows: `tree`; `node`, the evidence by number, the value, left, right; `leaf`, the value;
/// `confidence`, a score, the share. Nodes of a tree are numbered from 0 in the order of their rows.
#[allow(dead_code)] // Called by the build script.
pub fn compile(table: &str) -> Vec<u8> {
    let (mut trees, mut nodes, mut confidence) = (Vec::new(), Vec::new(), Vec::new());
    let mut push = |asked: u16, value: f32, left: u16, right: u16| {
        for number in [asked, left, right, 0] {
            nodes.extend(number.to_le_bytes());
        }
        nodes.extend(value.to_le_bytes());
    };
    let mut count = 0u32;
    for row in table.lines() {
        let cells: Vec<&str> = row.split('\t').collect();
        let float = |at: usize| cells[at].parse::<f32>().expect("a number");
        let whole = |at: usize| cells[at].parse::<u16>().expect("a small number");
        match cells[0] {
            "tree" => trees.push((count, f32::NEG_INFINITY)),
            "node" => push(whole(1), float(2), whole(3), whole(4)),
            "leaf" => {
                push(LEAF, float(1), 0, 0);
                let (_, most) = trees.last_mut().expect("a tree before its leaves");
                *most = most.max(float(1));
            }
            "confidence" => [float(1), float(2)].iter().for_each(|number| confidence.extend(number.to_le_bytes())),
            _ => continue,
        }
        count += u32::from(matches!(cells[0], "node" | "leaf"));
    }
    let mut rest = 0.0;
    for (_, most) in trees.iter_mut().rev() {
        rest += *most;
        *most = rest;
    }
    let mut bytes = (trees.len() as u32).to_le_bytes().to_vec();
    bytes.extend(count.to_le_bytes());
    trees.iter().for_each(|(start, most)| bytes.extend([start.to_le_bytes(), most.to_le_bytes()].concat()));
    [bytes, nodes, confidence].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_trees_and_interpolates_confidence() {
        let bytes = compile(
            "tree\nnode\t0\t1.5\t1\t2\nleaf\t-1\nleaf\t3\ntree\nleaf\t0.5\nconfidence\t0\t0.1\nconfidence\t4\t0.9",
        );
        let ranker = Ranker::new(&bytes);
        let mut evidence = [0.0; 2];
        assert!((ranker.confidence(&evidence, 0.0).unwrap() - 0.1).abs() < 1e-6, "-0.5 lies below the table");
        assert_eq!(ranker.confidence(&evidence, 0.2), None);
        evidence[0] = 2.0;
        assert!((ranker.confidence(&evidence, 0.7).unwrap() - 0.8).abs() < 1e-6, "3.5 is seven eighths of the way");
        assert_eq!(ranker.confidence(&evidence, 0.81), None);
    }
}
