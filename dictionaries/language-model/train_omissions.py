"""Trains the ranker of missing characters and writes omissions.tsv; see README.md.

Arguments: the evidence that examples/omission_evidence.rs wrote, then a word for each of its files in order: `train`, or `test`
for files that are only looked at, and its number of characters after a colon. Prints, from two halves each judged by trees of
the other, the share of left-out characters that are found and false alarms by 1,000 characters of clean text.
"""
import sys

import lightgbm
import numpy as np

import train_ranker

ROUNDS = 150
SETTINGS = train_ranker.SETTINGS | dict(
    learning_rate=0.08, num_leaves=8, min_data_in_leaf=40, feature_fraction=0.7, bagging_fraction=0.8)
MONOTONE = {"gain": 1, "cut-gain": 1, "general-gain": 1, "lead": 1}
CLEAN, DELETED, AGAIN, WRONG = range(4)
# A gap at the place of what was left out, with another character, is no worse than half a fault.
WEIGHTS = {CLEAN: 10, DELETED: 1, AGAIN: 1, WRONG: 4}
WEIGHT_NEAR = 0.3
# Lines that go to the same half together, because neighbours are alike.
BLOCK = 50
# Places of a line as near as this are one: only the best is reported.
NEAR = 3
# Characters for one that is missing, as confidence has it.
CHARACTERS = 3000
FALSE_ALARMS = (0.0025, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04)


def read(path):
    places, contexts, rows = [], [], []
    with open(path, encoding="utf-8") as file:
        names = next(file).rstrip("\n").split("\t")[7:]
        for line in file:
            cells = line.rstrip("\n").split("\t")
            places.append([int(cells[column]) for column in (0, 1, 2, 3, 5, 6)])
            contexts.append(cells[4])
            rows.append(cells[7:])
    return names, np.array(places), contexts, np.array(rows, dtype=np.float32)


def train(rows, rights, weights):
    return lightgbm.train(SETTINGS, lightgbm.Dataset(rows, rights, weight=weights), ROUNDS)


def best_of_place(places, scores):
    order = np.lexsort((-scores, places[:, 2], places[:, 1], places[:, 0]))
    kept, line, taken = np.zeros(len(scores), dtype=bool), None, []
    for at in order:
        if tuple(places[at, :3]) != line:
            line, taken = tuple(places[at, :3]), []
        if all(abs(places[at, 3] - other) > NEAR for other in taken):
            kept[at] = True
            taken.append(places[at, 3])
    return kept


def confidence(scores, rights, weights):
    """Pairs of a score and the share of right ones around it, rising (pool adjacent violators over quantiles)."""
    order = np.argsort(scores)
    cuts = (1 - np.geomspace(1, 0.02, train_ranker.STEPS + 1)) * len(order)
    pooled = []
    for start, end in zip(cuts[:-1].astype(int), cuts[1:].astype(int)):
        part = order[start:end]
        if not len(part):
            continue
        size = weights[part].sum()
        pooled.append([np.average(scores[part], weights=weights[part]), np.average(rights[part], weights=weights[part]), size])
        while len(pooled) > 1 and pooled[-2][1] > pooled[-1][1]:
            high, low = pooled.pop(), pooled.pop()
            size = high[2] + low[2]
            pooled.append([sum(b[0] * b[2] for b in (low, high)) / size, sum(b[1] * b[2] for b in (low, high)) / size, size])
    return [(score, share) for score, share, _ in pooled]


def main():
    names, places, contexts, rows = read(sys.argv[1])
    SETTINGS["monotone_constraints"] = [MONOTONE.get(name, 0) for name in names]
    use, sizes = zip(*(word.split(":") for word in sys.argv[2:]))
    lines, sizes = [int(size.split("/")[0]) for size in sizes], [int(size.split("/")[1]) for size in sizes]
    file, kind, right, near = places[:, 0], places[:, 2], places[:, 4], places[:, 5]
    weights = np.array([WEIGHTS[number] for number in kind]) * np.where((near == 1) & (right == 0), WEIGHT_NEAR, 1)
    learnt = np.array([use[number] == "train" for number in file])
    half = places[:, 1] // BLOCK % 2
    scores = np.zeros(len(rows))
    for number in range(2):
        seen = (half == number) & learnt
        scores[half != number] = train(rows[seen], right[seen], weights[seen]).predict(rows[half != number], raw_score=True)
    kept = best_of_place(places, scores)
    clean = np.sort(scores[kept & (kind == CLEAN) & np.isin(file, MEASURED)])[::-1]
    for alarms in FALSE_ALARMS:
        least = clean[int(alarms * sum(sizes[number] for number in MEASURED) / 1000)]
        figures = []
        for number in range(len(use)):
            mine = kept & (file == number) & (scores > least)
            found, false = (mine & (kind == DELETED) & (right == 1)).sum(), (mine & (kind == CLEAN)).sum()
            figures.append(f"{number}: {found / lines[number]:.3f} found, {false / sizes[number] * 1000:.4f} false")
        print(f"{alarms} from {least:.2f} |", "; ".join(figures))
    # As if one of so many characters were missing everywhere.
    usual = kept & np.isin(file, MEASURED) & ((kind == CLEAN) | (kind == DELETED) & (near == 1))
    share = np.array([1 if kind[at] == CLEAN else sizes[file[at]] / CHARACTERS / lines[file[at]] for at in range(len(rows))])
    table = confidence(scores[usual], right[usual], share[usual])
    print("confidence:", table)
    train_ranker.write(train(rows, right, weights), table, "omissions.tsv")
    for at in [at for at in np.argsort(-scores) if kept[at] and kind[at] == CLEAN][:60]:
        print(file[at], f"{scores[at]:.2f}", f"{np.interp(scores[at], *zip(*table)):.2f}", contexts[at], file=sys.stderr)


# Files by number that false alarms are counted in and confidence is measured on: official text and news.
MEASURED = (0, 1, 2, 3, 4)

main()
