"""Trains the re-ranker and writes ranker.tsv, and slips.tsv, which the program reads its last four pieces of evidence from;
see README.md.

Arguments: the evidence that `shenjiao model evidence` wrote, then a weight for each of its files in order. A weight ends in
`c` for clean text, which teaches silence but takes no part in the table of confidence. Prints, for each file, precision and
recall of candidates by threshold, from five-fold cross-validation by sentence.
"""
import collections
import pathlib
import sys

import lightgbm
import numpy as np

ROUNDS = 300
SETTINGS = dict(
    objective="binary", learning_rate=0.05, num_leaves=31, min_data_in_leaf=60, lambda_l2=5, feature_fraction=0.6,
    bagging_fraction=0.8, bagging_freq=1, seed=1, deterministic=True, force_row_wise=True, num_threads=2, verbose=-1,
)
# What can only speak for a candidate (1) or against it (-1), by the names of the evidence: without this, places like none in
# the training data are judged by chance.
MONOTONE = {
    "gain": 1, "cut-gain": 1, "lead": 1, "rank": -1, "general-gain": 1, "odds": 1, "company": 1,
    "slips": 1, "slips-together": 1, "slips-meant": 1, "slips-sound": 1,
}
# The evidence that is counted from the right candidates themselves, in the order of its columns.
SLIPS = ["slips", "slips-together", "slips-meant", "slips-sound"]
# From how often on a slip counts as common, as in `channel.rs`.
COMMON = 3
FOLDS = 5
THRESHOLDS = (0.3, 0.5, 0.7, 0.85, 0.95)
# Scores between which confidence is interpolated.
STEPS = 24


def read(path):
    sentences, changes, rights, rows = [], [], [], []
    with open(path, encoding="utf-8") as file:
        names = next(file).rstrip("\n").split("\t")[6:]
        for line in file:
            cells = line.rstrip("\n").split("\t")
            sentences.append((int(cells[0]), int(cells[1]), int(cells[2])))
            changes.append([(n, a, b) for n, (a, b) in enumerate(zip(cells[3], cells[4])) if a != b])
            rights.append(int(cells[5]))
            rows.append([float(cell) for cell in cells[6:]])
    assert names[-len(SLIPS):] == SLIPS, names
    return names, np.array(sentences), changes, np.array(rights), np.array(rows, dtype=np.float32)


def readings():
    """The commonest reading of each character, as the program has it."""
    path = pathlib.Path(__file__).parent.parent / "near-word" / "readings.tsv"
    lines = [line.split("\t") + [""] for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return {c: line[0] for column in (2, 1) for line in reversed(lines) for c in line[column]}


class Slips:
    """What was really written for what, counted over the right candidates of some sentences, each place once."""

    SOUNDS = readings()

    def __init__(self, sentences, changes, rights, chosen):
        seen = {
            (*sentences[at][:2], sentences[at][2] + n, one, other)
            for at in np.flatnonzero(chosen & (rights == 1)) for n, one, other in changes[at]
        }
        self.characters = collections.Counter(slip[3:] for slip in seen)
        self.meant, self.sounds = collections.Counter(), collections.Counter()
        for (one, other), count in self.characters.items():
            self.meant[other] += count
            self.sounds[self.sound(one, other)] += count

    def sound(self, one, other):
        return self.SOUNDS.get(one), self.SOUNDS.get(other)

    def evidence(self, changes):
        """What `channel.rs` says of the candidates."""
        numbers = [
            (
                min(min(self.characters[one, other], COMMON) for _, one, other in change),
                sum(min(self.characters[one, other], COMMON) for _, one, other in change),
                min(self.meant[other] for _, _, other in change),
                min(self.sounds[self.sound(one, other)] for _, one, other in change),
            )
            for change in changes
        ]
        return np.log1p(np.array(numbers, dtype=np.float32))

    def write(self, path):
        with open(path, "w", encoding="utf-8") as file:
            file.write("写\t正\t次\n")
            for (one, other), count in sorted(self.characters.items()):
                file.write(f"{one}\t{other}\t{count}\n")


def counted(sentences, changes, rights, rows, fold, left_out=None):
    """The rows with slips counted over other folds than their own, so that no candidate vouches for itself; `left_out` is
    not counted for any."""
    rows = rows.copy()
    for number in range(FOLDS):
        mine = np.flatnonzero(fold == number)
        slips = Slips(sentences, changes, rights, (fold != number) & (fold != left_out))
        rows[mine, -len(SLIPS):] = slips.evidence([changes[at] for at in mine])
    return rows


def train(rows, rights, weights):
    return lightgbm.train(SETTINGS, lightgbm.Dataset(rows, rights, weight=weights), ROUNDS)


def crossed(sentences, changes, rows, rights, weights, fold):
    """Scores of candidates by trees and slips that did not see their sentence, as log-odds."""
    scores = np.zeros(len(rows))
    for number in range(FOLDS):
        seen = fold != number
        known = counted(sentences, changes, rights, rows, fold, left_out=number)
        scores[~seen] = train(known[seen], rights[seen], weights[seen]).predict(known[~seen], raw_score=True)
    return scores


def best_of_place(sentences, scores):
    """The best candidate of each place: the only one that can be reported."""
    order = np.lexsort((-scores, sentences[:, 2], sentences[:, 1], sentences[:, 0]))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (sentences[order][1:] != sentences[order][:-1]).any(axis=1)
    return order[first]


def confidence(scores, rights):
    """Pairs of a score and the share of right candidates around it, rising (pool adjacent violators over quantiles)."""
    order = np.argsort(scores)
    order = order[scores[order] > -4]
    # Finer steps towards the top, where findings are.
    cuts = (1 - np.geomspace(1, 0.004, STEPS + 1)) * len(order)
    blocks = []
    for start, end in zip(cuts[:-1].astype(int), cuts[1:].astype(int)):
        if end > start:
            part = order[start:end]
            blocks.append([scores[part].mean(), rights[part].mean(), len(part)])
    pooled = []
    for block in blocks:
        pooled.append(block)
        while len(pooled) > 1 and pooled[-2][1] > pooled[-1][1]:
            high, low = pooled.pop(), pooled.pop()
            size = high[2] + low[2]
            pooled.append([sum(b[0] * b[2] for b in (low, high)) / size, sum(b[1] * b[2] for b in (low, high)) / size, size])
    return [(score, share) for score, share, _ in pooled]


def write(model, table, path):
    with open(path, "w", encoding="utf-8") as file:
        for tree in model.dump_model()["tree_info"]:
            nodes = []

            def walk(node):
                place = len(nodes)
                nodes.append(None)
                if "leaf_value" in node:
                    nodes[place] = f"leaf\t{node['leaf_value']:.5g}"
                else:
                    left, right = walk(node["left_child"]), walk(node["right_child"])
                    nodes[place] = f"node\t{node['split_feature']}\t{node['threshold']:.6g}\t{left}\t{right}"
                return place

            walk(tree["tree_structure"])
            file.write("tree\n" + "\n".join(nodes) + "\n")
        for score, share in table:
            file.write(f"confidence\t{score:.4f}\t{share:.4f}\n")


def main():
    names, sentences, changes, rights, rows = read(sys.argv[1])
    SETTINGS["monotone_constraints"] = [MONOTONE.get(name, 0) for name in names]
    clean = np.array([weight.endswith("c") for weight in sys.argv[2:]])
    weight = np.array([float(weight.rstrip("c")) for weight in sys.argv[2:]])
    files = sentences[:, 0]
    fold = (sentences[:, 1] * 7919 + sentences[:, 0]) % FOLDS
    scores = crossed(sentences, changes, rows, rights, weight[files], fold)
    best = best_of_place(sentences, scores)
    paired = best[~clean[files[best]]]
    table = confidence(scores[paired], rights[paired])
    sure = np.interp(scores, *zip(*table))
    for number in range(len(weight)):
        mine = best[files[best] == number]
        all_right = rights[files == number].sum()
        figures = []
        for threshold in THRESHOLDS:
            found = mine[sure[mine] >= threshold]
            figures.append(f"{threshold}: {len(found)} found, {rights[found].mean() if len(found) else 0:.3f} right, {rights[found].sum() / max(all_right, 1):.3f} of the proposed")
        print(number, "; ".join(figures))
    print("reliability:", "; ".join(
        f"{low:.2f}-{high:.2f}: {len(part)} with {rights[part].mean():.3f} right"
        for low, high in zip((0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95), (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01))
        if len(part := paired[(sure[paired] >= low) & (sure[paired] < high)])))
    Slips(sentences, changes, rights, np.ones(len(rows), dtype=bool)).write("slips.tsv")
    rows = counted(sentences, changes, rights, rows, fold)
    write(train(rows, rights, weight[files]), table, "ranker.tsv")


if __name__ == "__main__":
    main()
