//! The re-ranker: regression trees that weigh the evidence for a candidate. It was trained by LightGBM on real pairs of
//! wrong and right sentences (`dictionaries/language-model/`); here it is only walked.

/// Bytes of a node: the number of the evidence it asks (two), where it goes if that is at most its value and where if it is
/// greater (two each), nothing (two), the value (four). A leaf asks nothing.
const NODE: usize = 12;
const LEAF: u16 = u16::MAX;
/// Nodes of the largest tree; walking one ends even where the bytes are wrong.
const DEEPEST: usize = 64;

/// The trees over their bytes: how many there are and where each begins (four bytes each), then the nodes; behind them the
/// table of confidence.
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
        let (starts, rest) = bytes[8..].split_at(trees * 4);
        let (nodes, confidence) = rest.split_at(nodes * NODE);
        Self { starts, nodes, confidence }
    }

    /// The share of candidates with such evidence that are right.
    pub fn confidence(&self, evidence: &[f32]) -> f32 {
        let score: f32 = self.starts.chunks_exact(4).map(|start| self.walk(number(start) as usize, evidence)).sum();
        let mut below = (f32::NEG_INFINITY, 0.0);
        for pair in self.confidence.chunks_exact(8) {
            let (at, share) = (value(&pair[..4]), value(&pair[4..]));
            if score < at {
                let step = if below.0.is_finite() { (score - below.0) / (at - below.0) } else { 1.0 };
                return below.1 + (share - below.1) * step;
            }
            below = (at, share);
        }
        below.1
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
    let (mut starts, mut nodes, mut confidence) = (Vec::new(), Vec::new(), Vec::new());
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
            "tree" => starts.extend(count.to_le_bytes()),
            "node" => push(whole(1), float(2), whole(3), whole(4)),
            "leaf" => push(LEAF, float(1), 0, 0),
            "confidence" => [float(1), float(2)].iter().for_each(|number| confidence.extend(number.to_le_bytes())),
            _ => continue,
        }
        count += u32::from(matches!(cells[0], "node" | "leaf"));
    }
    let mut bytes = (starts.len() as u32 / 4).to_le_bytes().to_vec();
    bytes.extend(count.to_le_bytes());
    [bytes, starts, nodes, confidence].concat()
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
        assert!((ranker.confidence(&evidence) - 0.1).abs() < 1e-6, "-0.5 lies below the table");
        evidence[0] = 2.0;
        assert!((ranker.confidence(&evidence) - 0.8).abs() < 1e-6, "3.5 is seven eighths of the way");
    }
}
